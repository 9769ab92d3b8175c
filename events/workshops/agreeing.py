"""What is agreed at a workshop: actions of its common room, with an owner and a day, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from events import audiences
from events.models import Event, Workshop
from events.workshops import people, rights
from members.errors import NotFound
from members.models import Person
from rooms.consultation import actions, checks
from rooms.models import Action, Outcome


@dataclass(frozen=True)
class Agreed:
    """The actions as one person sees them.

    Attributes:
        rows: by day, each with what became of it.
        asked: what the reader is asked about their own.
        open: whether actions can be written down.
    """

    rows: Sequence[Action]
    asked: Sequence[Outcome]
    open: bool


def of(workshop: Workshop, person: Person) -> Agreed:
    """The workshop's actions, in three queries."""
    outcomes = Outcome.objects.exclude(result="").select_related("asked")
    rows = list(actions.agreed(workshop.room).prefetch_related(Prefetch("outcomes", outcomes)))
    asked = list(checks.waiting(person).filter(action__room=workshop.room_id))
    return Agreed(rows, asked, workshop.room.takes_actions and workshop.event.state not in rights.FIXED)


def agree(event: Event, *, by: Person, text: str, owner_id: int, due_on: date) -> Action:
    """Write down an action; participants for themselves, organisers for everybody.

    Raises:
        NotFound: the event is no workshop.
        EventIsFixed: it is archived or cancelled.
        Refused: as `rooms.consultation.actions.agree`.
    """
    with rights.door(event, by=None) as workshop:
        rights.require_open(workshop)
        if audiences.looks_after(workshop.event, by):
            people.let_in(workshop.room, by)
        return actions.agree(workshop.room, by=by, text=text, owner_id=owner_id, due_on=due_on)


def take_back(event: Event, action_id: int, *, by: Person) -> None:
    """Take an action back; one's own, as an organiser any.

    Raises:
        NotFound: the event is no workshop, or the action another's.
        EventIsFixed: it is archived or cancelled.
        Refused: as `rooms.consultation.actions.withdraw`.
    """
    with rights.door(event, by=None) as workshop:
        rights.require_open(workshop)
        row = Action.objects.select_related("room").filter(room=workshop.room_id, pk=action_id).first()
        if row is None:
            raise NotFound
        if audiences.looks_after(workshop.event, by):
            people.let_in(workshop.room, by)
        actions.withdraw(row, by=by)


def asked(event: Event, outcome_id: int, person: Person) -> Outcome:
    """What the person is asked about an action: one of theirs, or as a host one whose owner has left.

    Raises:
        NotFound: they were not asked this.
    """
    found = checks.asked_of(person).filter(pk=outcome_id, action__room__workshop__event=event).first()
    if found is None:
        raise NotFound
    return found


def answer(event: Event, outcome_id: int, *, by: Person, result: str, sentence: str) -> Outcome:
    """Say what became of an action.

    Raises:
        NotFound: the person was not asked this.
        Refused: as `rooms.consultation.checks.answer`.
    """
    return checks.answer(asked(event, outcome_id, by), by=by, result=result, sentence=sentence)
