"""Checks: 3, 6 and 12 months after a consultation the owners of its actions say what became of them."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ledger.promises import promise
from ledger.recording import record
from members.models import Person
from members.notices import tell
from rooms import admissions, texts
from rooms.consultation import actions
from rooms.consultation.facts import ActionAnswered, ActionsAsked
from rooms.consultation.promised import ActionsNeedCheck
from rooms.consultation.refusals import NoSentence, NotAsked
from rooms.consultation_models import Action, Outcome
from rooms.models import Room

MONTHS = (3, 6, 12)
LENGTH = 300
SETTLED = (Outcome.Result.DONE, Outcome.Result.DROPPED)
"""Nobody is asked again about these."""


def months_later(when: datetime, months: int) -> datetime:
    """The same hour so many months later, on the month's last day when it has no such day."""
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    return when.replace(year=year, month=month + 1, day=min(when.day, monthrange(year, month + 1)[1]))


def promise_all(room: Room, closed_at: datetime, after: Collection[int] = MONTHS) -> None:
    """Promise the checks of a consultation that closed with actions, in its transaction.

    Args:
        room: whose actions.
        closed_at: when they were final.
        after: how many months later; another owner's room may be asked less often.
    """
    for months in after:
        promise(ActionsNeedCheck(room_id=room.id, months=months), at=months_later(closed_at, months))


def keep_promise(due: ActionsNeedCheck) -> None:
    """Ask each owner about the actions that are neither done nor dropped."""
    room = Room.objects.get(id=due.room_id)
    open_ones = list(_open(room))
    Outcome.objects.bulk_create(
        [Outcome(action=action, months=due.months, asked=action.owner) for action in open_ones], ignore_conflicts=True
    )
    of_owner: dict[int, int] = defaultdict(int)
    for action in open_ones:
        if action.owner_id is not None:
            of_owner[action.owner_id] += 1
    for owner_id, count in sorted(of_owner.items()):
        _ask(room, due.months, owner_id, count)
    record(ActionsAsked(room_id=room.id, months=due.months, actions=len(open_ones)))


def _open(room: Room) -> QuerySet[Action]:
    settled = Outcome.objects.filter(result__in=SETTLED).values("action")
    return actions.agreed(room).exclude(id__in=settled)


def _ask(room: Room, months: int, owner_id: int, count: int) -> None:
    tell(
        [owner_id],
        kind="actions_check",
        key=f"actions_check:{room.id}:{months}",
        data={"room_id": room.id, "months": months, "count": count},
        address=f"{f'/rooms/{room.id}/' if room.programme else room.address}#actions",
    )


def waiting(person: Person) -> QuerySet[Outcome]:
    """What the person was asked and has not answered, oldest first; of each action the latest question."""
    later = Outcome.objects.filter(action=OuterRef("action"), months__gt=OuterRef("months"))
    rows = Outcome.objects.filter(~Exists(later), asked=person, result="", action__withdrawn_at=None)
    return rows.select_related("action__room").order_by("id")


def answer(outcome: Outcome, *, by: Person, result: str, sentence: str) -> Outcome:
    """Say what became of an action; again replaces it.

    Args:
        outcome: what was asked.
        by: who was asked, or a host of the room.
        result: one of `Outcome.Result`.
        sentence: how it went, up to 300 characters.

    Raises:
        NotAsked: the person was not asked, or there is no such result.
        NoSentence: nothing or too much was said.
    """
    plain = texts.tidied(sentence[: 4 * LENGTH])
    with transaction.atomic():
        rows = Outcome.objects.select_for_update(of=("self",)).select_related("action__room")
        row = rows.get(pk=outcome.pk)
        room = row.action.room
        if not _may_answer(row, room, by) or result not in Outcome.Result.values:
            raise NotAsked
        if not plain or len(plain) > LENGTH:
            raise NoSentence
        row.result, row.sentence, row.answered_at = result, plain, timezone.now()
        row.save(update_fields=["result", "sentence", "answered_at"])
        told = ActionAnswered(
            room_id=room.id, action_id=row.action_id, person_id=by.pk, months=row.months, result=result
        )
        record(told)
    return row


def _may_answer(row: Outcome, room: Room, by: Person) -> bool:
    found = admissions.admission(room, by)
    return found is not None and (row.asked_id == by.pk or found.role == admissions.Role.HOST)
