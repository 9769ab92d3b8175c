"""Several delegates of one member registered at once, by its representative."""

from collections.abc import Sequence

from events import audiences, registrations, waiting
from events.errors import NotEnoughSeats, NotYourMember
from events.models import Event, Registration
from events.states import ACTIVE
from members import roles
from members.models import Delegate, Member, Person

R = Registration.State


def led_by(event: Event, person: roles.Somebody) -> list[Member]:
    """The members of the event's network that the person represents, by name."""
    if not roles.active(person):
        return []
    led = Delegate.objects.filter(person=person, representative=True, state=Delegate.State.ADMITTED)
    numbers = set(led.values_list("member_id", flat=True))
    return [member for member in audiences.members_for(event, person) if member.pk in numbers] if numbers else []


def delegates_left(event: Event, member: Member) -> list[Person]:
    """The member's delegates who are not registered, nor were declined; by name."""
    registered = Registration.objects.filter(event=event, state__in=[*ACTIVE, R.DECLINED]).values("person")
    admitted = Delegate.objects.filter(member=member, state=Delegate.State.ADMITTED, person__is_active=True)
    rows = Person.objects.filter(pk__in=admitted.values("person")).exclude(pk__in=registered)
    return list(rows.order_by("name", "pk"))


def register(
    event: Event, member: Member, people: Sequence[Person], *, by: Person, together: bool
) -> list[Registration]:
    """Register several delegates of a member in one step, in the order given.

    Args:
        event: which.
        member: whom they come for.
        people: delegates of the member.
        by: the member's representative.
        together: all or nobody; otherwise as many as there are seats, and the others wait.

    Raises:
        NotYourMember: the person does not represent the member, or somebody is no delegate of it.
        NotEnoughSeats: not everybody would get a seat, and nobody is registered.
        AlreadyRegistered: somebody is.
        NotOpen, NotInvited, WasDeclined: as `registrations.register`.
    """
    with registrations.door(event.pk) as held:
        if member not in led_by(held, by):
            raise NotYourMember
        if together and not held.approval and held.capacity - waiting.taken(held) < len(people):
            raise NotEnoughSeats
        return [registrations.register(held, person, member) for person in people]
