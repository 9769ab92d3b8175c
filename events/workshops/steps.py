"""A workshop takes a step: by its organisers, with its event, or when the actions are asked about."""

from collections.abc import Collection

from django.utils import timezone

from events.facts import EventFact
from events.models import Event, Workshop
from events.workshops import asking, facts, people, rights, states
from events.workshops.errors import NoActionAgreed, NothingToPrepare, WorkshopCannotMove
from ledger.facts import Entry
from ledger.recording import record
from members import notices
from members.models import Person
from rooms import rooms
from rooms.consultation import actions, checks

S = Workshop.Step
CHECKED_AFTER = (3,)
"""Months after which the owners of actions are asked what became of them."""


def move(event: Event, *, to: str, by: Person | None) -> Workshop:
    """Take a step.

    Args:
        event: whose workshop.
        to: one of `Workshop.Step`.
        by: an organiser; None for the platform.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`.
        WorkshopCannotMove: the table has no such move while the event is in its state, or the step is not a person's.
        NothingToPrepare, NoActionAgreed: the step would be an empty one.
    """
    with rights.door(event, by=by) as workshop:
        if to not in S.values or not states.may(workshop.step, to, workshop.event.state):
            raise WorkshopCannotMove
        if by is not None and states.STEPS[to].by_itself:
            raise WorkshopCannotMove
        _prepare(workshop, to, by)
        workshop.step, workshop.changed_at = to, timezone.now()
        workshop.save(update_fields=["step", "changed_at"])
        record(facts.WorkshopMoved(event_id=event.pk, step=to), *_outcome(workshop))
    return workshop


def _prepare(workshop: Workshop, to: str, by: Person | None) -> None:
    """What a step needs, and what comes with it. Final actions are asked about from then on, others from the end."""
    if to == S.PREPARATION:
        if not workshop.tasks.exists():
            raise NothingToPrepare
        asking.tell(workshop, people.registrations(workshop.event).values_list("person_id", flat=True))
    elif to == S.HELD:
        _tell_held(workshop)
        checks.promise_all(workshop.room, timezone.now(), CHECKED_AFTER)
    elif to == S.ACTIONS:
        if not actions.agreed(workshop.room).exists():
            raise NoActionAgreed
        actions.take(workshop.room_id, False)
        if by is not None:
            checks.promise_all(workshop.room, timezone.now(), CHECKED_AFTER)


def _tell_held(workshop: Workshop) -> None:
    """Ask those who came to rate themselves once more, when there is something to rate."""
    if not workshop.competences.exists():
        return
    notices.tell(
        people.came(workshop.event).values_list("person_id", flat=True),
        kind="workshop_held",
        key=f"workshop_held:{workshop.event_id}",
        data={"event_id": workshop.event_id},
        address=rights.address_of(workshop.event),
    )


def _outcome(workshop: Workshop) -> list[EventFact]:
    """What stands in the dossiers of members."""
    if workshop.step == S.HELD:
        return [facts.WorkshopHeld(event_id=workshop.event_id, concerns=_members(workshop.event))]
    if workshop.step != S.ACTIONS:
        return []
    owners = list(actions.agreed(workshop.room).values_list("owner_id", flat=True))
    concerns = _members(workshop.event, owners)
    return [facts.WorkshopActionsFinal(event_id=workshop.event_id, actions=len(owners), concerns=concerns)]


def _members(event: Event, of: Collection[int | None] | None = None) -> tuple[int, ...]:
    """Ids of the members whose people have a seat; of some people only, when given."""
    rows = people.registrations(event).exclude(member=None).order_by()
    if of is not None:
        rows = rows.filter(person__in=[one for one in of if one is not None])
    return tuple(sorted(set(rows.values_list("member_id", flat=True))))


def follow_event(entry: Entry) -> None:
    """The event is over, so the workshop was held, however far its preparation had come."""
    event = Event.objects.filter(pk=entry.data["event_id"], kind=Event.Kind.WORKSHOP).first()
    if event is None or event.state not in states.OVER:
        return
    with rights.door(event, by=None) as workshop:
        if states.may(workshop.step, S.HELD, workshop.event.state):
            move(event, to=S.HELD, by=None)


def follow_check(entry: Entry) -> None:
    """The owners of the actions were asked, so these are final: a reaction to `ActionsAsked` of any room."""
    rows = Workshop.objects.select_related("event", "room").filter(room=entry.data["room_id"])
    workshop = rows.filter(step__in=(S.HELD, S.ACTIONS)).first()
    if workshop is None or not actions.agreed(workshop.room).exists():
        return
    if workshop.step == S.HELD:
        move(workshop.event, to=S.ACTIONS, by=None)
    move(workshop.event, to=S.CHECK, by=None)


def follow_registration(entry: Entry) -> None:
    """Somebody has a seat while the others prepare themselves already: they hear of it, too. A reaction."""
    workshop = Workshop.objects.select_related("event").filter(event=entry.data["event_id"]).first()
    if workshop is not None and asking.goes_on(workshop):
        seats = people.registrations(workshop.event).filter(person=entry.data["person_id"])
        asking.tell(workshop, seats.values_list("person_id", flat=True))


def follow_cancelling(entry: Entry) -> None:
    """The workshop does not take place, so its rooms close. A reaction."""
    workshop = Workshop.objects.select_related("room").filter(event=entry.data["event_id"]).first()
    if workshop is not None:
        groups = workshop.groups.select_related("room")
        rooms.close_rooms([workshop.room, *(group.room for group in groups)])
