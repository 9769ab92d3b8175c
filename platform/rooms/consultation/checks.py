"""Checks: 3, 6 and 12 months after a consultation the owners of its actions say what became of them.

Where an owner is no longer there, the hosts of the room say it.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
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

HOST = admissions.Role.HOST
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
    """Ask about the actions that are neither done nor dropped: each owner, or the hosts where an owner has left."""
    room = Room.objects.get(id=due.room_id)
    open_ones = list(_open(room))
    Outcome.objects.bulk_create(
        [Outcome(action=action, months=due.months, asked=action.owner) for action in open_ones], ignore_conflicts=True
    )
    there = dict(admissions.valid().filter(room=room).values_list("person_id", "role"))
    owned = Counter(action.owner_id for action in open_ones if action.owner_id in there)
    for owner_id, count in sorted(owned.items()):
        _ask(room, due.months, [owner_id], count, kind="actions_check")
    left = len(open_ones) - owned.total()
    if left:
        hosts = [person_id for person_id, role in there.items() if role == HOST]
        _ask(room, due.months, hosts, left, kind="actions_left")
    record(ActionsAsked(room_id=room.id, months=due.months, actions=len(open_ones)))


def _open(room: Room) -> QuerySet[Action]:
    settled = Outcome.objects.filter(result__in=SETTLED).values("action")
    return actions.agreed(room).exclude(id__in=settled)


def _ask(room: Room, months: int, people: Collection[int], count: int, *, kind: str) -> None:
    tell(
        people,
        kind=kind,
        key=f"{kind}:{room.id}:{months}",
        data={"room_id": room.id, "months": months, "count": count},
        address=f"{f'/rooms/{room.id}/' if room.programme else room.address}#actions",
    )


def asked_of(person: Person) -> QuerySet[Outcome]:
    """What the person was asked, and in rooms of which they are a host what was asked of people who have left."""
    there = admissions.valid().filter(room=OuterRef("action__room"))
    leads, gone = Exists(there.filter(person=person, role=HOST)), ~Exists(there.filter(person=OuterRef("asked")))
    return Outcome.objects.filter(Q(asked=person) | leads & gone, action__withdrawn_at=None)


def waiting(person: Person) -> QuerySet[Outcome]:
    """What is asked of the person and has no answer, oldest first; of each action the latest question."""
    later = Outcome.objects.filter(action=OuterRef("action"), months__gt=OuterRef("months"))
    return asked_of(person).filter(~Exists(later), result="").select_related("action__room").order_by("id")


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
    return found is not None and (row.asked_id == by.pk or found.role == HOST)
