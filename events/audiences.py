"""Who may see an event, who may join it, and who looks after it.

| audience | is seen by | gets a seat at once | asks first |
|---|---|---|---|
| everybody | visitors, too | delegates of the network's members | all others who sign in |
| members of the network | they, and who is registered, while they are | delegates of the network's members | nobody |
| invited only | whom an organiser put on the list, while they are on it | | nobody: an organiser registers them |

Organisers and the secretariat of the network see it in every state; who leaves that office no longer does.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.models import Event, Registration
from ledger.compiled import Compiled
from members import delegates, roles
from members.models import Delegate, Member, Membership, Office, Person

R = Registration.State
ANNOUNCED = ~Q(state=Event.State.DRAFT) & Q(unannounced=False)
PUBLIC = Q(audience=Event.Audience.PUBLIC)
LISTED = ~Q(state__in=(R.DECLINED, R.WITHDRAWN))
"""Registrations with which a person sees an event, until they end, whoever ended them."""


def looked_after(person: roles.Somebody) -> Q:
    """Events of the networks whose staff the person belongs to."""
    if not roles.active(person):
        return Q(pk__in=[])
    return Q(Exists(Office.objects.filter(network=OuterRef("network"), person=person)))


def seen_by(person: roles.Somebody) -> Q:
    """The condition under which the person sees an event."""
    if not roles.active(person):
        return PUBLIC & ANNOUNCED
    networks = Membership.objects.filter(
        network=OuterRef("network"),
        state=Membership.State.ADMITTED,
        member__delegates__person=person,
        member__delegates__state=Delegate.State.ADMITTED,
    )
    listed = Registration.objects.filter(LISTED, event=OuterRef("pk"), person=person)
    of_network = Q(audience=Event.Audience.NETWORK) & Exists(networks)
    return (ANNOUNCED & (PUBLIC | of_network | Exists(listed))) | looked_after(person)


def visible(person: roles.Somebody) -> QuerySet[Event]:
    """The events a person sees, drafts of those they look after included."""
    return Event.objects.filter(seen_by(person))


def sight(event_ids: Collection[int], person_ids: Collection[int]) -> set[tuple[int, int]]:
    """Which of these people see which of these events, as (person, event): `seen_by` for many, in five queries."""
    events = list(Event.objects.filter(pk__in=event_ids).order_by())
    people = set(_active(people=person_ids))
    networks = {event.network_id for event in events}
    in_network = set(_delegated(people=people, networks=networks))
    staff = set(offices(people=people, networks=networks))
    listed = set(_listed(people=people, events=event_ids))

    def sees(person: int, event: Event) -> bool:
        if (person, event.network_id) in staff:
            return True
        if event.state == Event.State.DRAFT or event.unannounced:
            return False
        of_network = event.audience == Event.Audience.NETWORK and (person, event.network_id) in in_network
        return of_network or event.audience == Event.Audience.PUBLIC or (person, event.pk) in listed

    return {(person, event.pk) for event in events for person in people if sees(person, event)}


_active = Compiled(lambda people: Person.objects.filter(id__one_of=people, is_active=True).values_list("id", flat=True))
_delegated = Compiled(
    lambda people, networks: Delegate.objects.filter(
        person_id__one_of=people,
        state=Delegate.State.ADMITTED,
        member__memberships__network_id__one_of=networks,
        member__memberships__state=Membership.State.ADMITTED,
    ).values_list("person_id", "member__memberships__network_id")
)
offices = Compiled(
    lambda people, networks: Office.objects.filter(
        person_id__one_of=people, person__is_active=True, network_id__one_of=networks
    ).values_list("person_id", "network_id")
)
"""Which of these people are staff of which of these networks, as (person id, network id)."""
_listed = Compiled(
    lambda people, events: (
        Registration.objects.filter(LISTED, event_id__one_of=events, person_id__one_of=people)
        .order_by()
        .values_list("person_id", "event_id")
    )
)


def may_see(event: Event, person: roles.Somebody) -> bool:
    """Whether a person sees the event."""
    return visible(person).filter(pk=event.pk).exists()


def looks_after(event: Event, person: roles.Somebody) -> bool:
    """Whether a person is an organiser or the secretariat of the event's network."""
    return roles.organises(person, event.network)


def members_for(event: Event, person: Person) -> list[Member]:
    """The members of the event's network the person acts for, by name."""
    acting = delegates.acting_members(person)
    theirs = members(event).filter(pk__in=[member.pk for member in acting])
    admitted = set(theirs.values_list("pk", flat=True))
    return [member for member in acting if member.pk in admitted]


def members(event: Event) -> QuerySet[Member]:
    """The members of the event's network."""
    admitted = Membership.objects.filter(network=event.network_id, state=Membership.State.ADMITTED)
    return Member.objects.filter(pk__in=admitted.values("member"))


def asks_first(event: Event, member: Member | None) -> bool:
    """Whether an organiser decides about a registration for this member (None: for nobody but oneself)."""
    if member is None:
        return True
    admitted = Membership.objects.filter(network=event.network_id, state=Membership.State.ADMITTED, member=member)
    return not admitted.exists()
