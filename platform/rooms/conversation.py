"""The conversation: saying, editing, withdrawing.

`say_many` is the one way in, for forms and sockets alike: a batch of any size costs the same few statements.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.db import transaction
from django.utils import timezone

from ledger import inserting
from ledger.compiled import Compiled
from ledger.facts import Entry
from ledger.positions import Reserved
from ledger.recording import record, reserve
from members.models import Person
from rooms import admissions, calling, facts, pace, refusals, rooms, texts
from rooms.admissions import Pair, Voice
from rooms.models import Admission, Message, Room
from web.errors import Refused

EDITABLE_FOR = timedelta(minutes=15)

Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What a person wants to say: in which room, and with which nonce of their page's choice."""

    room_id: int
    person_id: int
    nonce: str
    text: str

    @property
    def key(self) -> Key:
        """What must be the same for it to be the same message sent again."""
        return self.room_id, self.person_id, self.nonce


@dataclass(frozen=True, slots=True)
class Fresh:
    """What was stored just now, so that nobody need read it back: the message, its entry, and whose voice it was."""

    message: Message
    entry: Entry
    voice: Voice


@dataclass(frozen=True, slots=True)
class Spoken:
    """The answer to what was said.

    Attributes:
        message_id: the message's id.
        position: its position in the room's stream.
        fresh: what was stored; `None` when it had been said before.
    """

    message_id: int
    position: int
    fresh: Fresh | None = field(default=None, compare=False)


Answer = Spoken | Refused


def say_many(batch: Sequence[Utterance]) -> list[Answer]:
    """Say things in rooms, all in one transaction; each is answered for itself, in order.

    The rooms stay locked until the commit, so nobody dismissed, muted or shut out in the meantime gets a word in, and
    of two equal nonces the second always finds the first.

    Returns:
        Per utterance where it stands (for a repeated nonce: where the first one stands), or why it was refused.
    """
    with transaction.atomic():
        there = rooms.locked({item.room_id for item in batch})
        voices = admissions.voices({(item.person_id, item.room_id) for item in batch})
        answers: dict[Key, Answer] = dict(_said_before(batch))
        fresh: dict[Key, str] = {}
        for item in batch:
            if item.key in answers or item.key in fresh:
                continue
            try:
                fresh[item.key] = _cleared(item, there.get(item.room_id), voices.get((item.person_id, item.room_id)))
            except Refused as refused:
                answers[item.key] = refused
        answers.update(_store(fresh, voices))
    return [answers[item.key] for item in batch]


def say(*, room: Room, by: Person, text: str, nonce: str) -> Spoken:
    """Say one thing; see `say_many`.

    Raises:
        Refused: one of `rooms.refusals`.
    """
    answer = say_many([Utterance(room_id=room.id, person_id=by.pk, nonce=nonce, text=text)])[0]
    if isinstance(answer, Refused):
        raise answer
    return answer


def _said_before(batch: Sequence[Utterance]) -> dict[Key, Spoken]:
    nonces = {item.nonce for item in batch if texts.is_nonce(item.nonce)}
    places, people = {item.room_id for item in batch}, {item.person_id for item in batch}
    rows = _of_nonces(places=places, people=people, nonces=nonces)
    return {
        (room, author, nonce): Spoken(message, position)
        for room, author, nonce, message, position in rows
        if author is not None
    }


_of_nonces = Compiled(
    lambda places, people, nonces: Message.objects.filter(
        room_id__one_of=places, author_id__one_of=people, nonce__one_of=nonces
    ).values_list("room_id", "author_id", "nonce", "id", "position"),
    planned_once=False,
)


def _cleared(item: Utterance, room: Room | None, voice: Voice | None) -> str:
    """The text as it may be stored, or a refusal raised."""
    if room is None or voice is None:
        raise refusals.NotAdmitted
    if room.closed_at is not None:
        raise refusals.Closed
    admissions.require_voice(voice.admission, room)
    texts.nonce(item.nonce)
    text = texts.message(item.text)
    if not pace.take(item.person_id, item.room_id):
        raise refusals.Fast
    return text


def _store(fresh: Mapping[Key, str], voices: Mapping[Pair, Voice]) -> dict[Key, Answer]:
    if not fresh:
        return {}
    places = reserve(Counter(f"room:{room_id}" for room_id, _, _ in fresh))
    messages = _insert(fresh, places)
    entries = record(
        *(
            facts.MessageSaid(room_id=room_id, message_id=row.id, person_id=person_id)
            for row, (room_id, person_id, _) in zip(messages, fresh, strict=True)
        ),
        reserved=places,
    )
    calling.call(messages)
    return {
        key: Spoken(row.id, row.position, Fresh(row, entry, voices[key[1], key[0]]))
        for key, row, entry in zip(fresh, messages, entries, strict=True)
    }


def _insert(fresh: Mapping[Key, str], places: Mapping[str, Reserved]) -> list[Message]:
    following = {room: count(places[f"room:{room}"].first) for room, _, _ in fresh}
    now = timezone.now()
    rows = [
        Message(room_id=room, author_id=by, nonce=nonce, text=text, said_at=now, position=next(following[room]))
        for (room, by, nonce), text in fresh.items()
    ]
    stored = [(row.room_id, row.author_id, row.nonce, row.text, inserting.moment(now), row.position) for row in rows]
    ids = inserting.insert(Message, ("room_id", "author_id", "nonce", "text", "said_at", "position"), stored)
    for row, row_id in zip(rows, ids, strict=True):
        row.id = row_id
    return rows


def edit(*, message: Message, by: Person, text: str) -> Message:
    """Change one's own message within 15 minutes of saying it; people newly mentioned are told.

    Raises:
        Refused: one of `rooms.refusals`; nothing has changed.
    """
    with transaction.atomic():
        room = rooms.locked_open(message.room_id)
        row = Message.objects.get(id=message.id)
        admissions.require_voice(admissions.require(room, by), room)
        _require_editable(row, by, timezone.now())
        changed = texts.message(text)
        if not pace.take(by.pk, room.id):
            raise refusals.Fast
        if changed != row.text:
            row.text, row.edited_at = changed, timezone.now()
            row.save(update_fields=["text", "edited_at"])
            calling.call([row], again=True)
            record(facts.MessageEdited(room_id=room.id, message_id=row.id, person_id=by.pk))
    return row


def _require_editable(row: Message, by: Person, now: datetime) -> None:
    if row.author_id != by.pk:
        raise refusals.NotYours
    if row.withdrawn_at is not None:
        raise refusals.Withdrawn
    if not editable(row, now):
        raise refusals.TooLate


def editable(row: Message, now: datetime) -> bool:
    """Whether the message's author may still change it."""
    return row.withdrawn_at is None and now - row.said_at <= EDITABLE_FOR


def withdraw(*, message: Message, by: Person) -> Message:
    """Take a message back, as author or host: its text is deleted, its place stays. Doing it again is no error.

    Raises:
        NotAdmitted, NotYours: `by` may not.
    """
    with transaction.atomic():
        rooms.locked([message.room_id])
        row = Message.objects.select_related("room").get(id=message.id)
        role = admissions.require(row.room, by).role
        if row.author_id != by.pk and role != Admission.Role.HOST:
            raise refusals.NotYours
        if row.withdrawn_at is None:
            row.text, row.withdrawn_at = "", timezone.now()
            row.save(update_fields=["text", "withdrawn_at"])
            row.mentions.clear()
            record(facts.MessageWithdrawn(room_id=row.room_id, message_id=row.id, person_id=by.pk))
    return row
