"""The conversation: saying, editing, withdrawing.

`say_many` is the one way in, for forms and sockets alike: a batch of any size costs the same few statements.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from django.db import transaction
from django.utils import timezone

from ledger import inserting
from ledger.compiled import Compiled
from ledger.recording import record, reserve
from members.models import Person
from rooms import admissions, calling, facts, pace, refusals, rooms, texts
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
class Spoken:
    """The answer to what was said: the message's id and its position in the room's stream."""

    message_id: int
    position: int


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
        rights = admissions.rights({(item.person_id, item.room_id) for item in batch})
        answers: dict[Key, Answer] = dict(_said_before(batch))
        fresh: dict[Key, str] = {}
        for item in batch:
            if item.key in answers or item.key in fresh:
                continue
            try:
                fresh[item.key] = _cleared(item, there.get(item.room_id), rights.get((item.person_id, item.room_id)))
            except Refused as refused:
                answers[item.key] = refused
        answers.update(_store(fresh))
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
    return {(room, author, nonce): Spoken(*where) for room, author, nonce, *where in rows if author is not None}


_of_nonces = Compiled(
    lambda places, people, nonces: Message.objects.filter(
        room_id__one_of=places, author_id__one_of=people, nonce__one_of=nonces
    ).values_list("room_id", "author_id", "nonce", "id", "position")
)


def _cleared(item: Utterance, room: Room | None, admission: Admission | None) -> str:
    """The text as it may be stored, or a refusal raised."""
    if room is None or admission is None:
        raise refusals.NotAdmitted
    if room.closed_at is not None:
        raise refusals.Closed
    admissions.require_voice(admission, room)
    texts.nonce(item.nonce)
    text = texts.message(item.text)
    if not pace.take(item.person_id, item.room_id):
        raise refusals.Fast
    return text


def _store(fresh: Mapping[Key, str]) -> dict[Key, Answer]:
    if not fresh:
        return {}
    places = reserve(Counter(f"room:{room_id}" for room_id, _, _ in fresh))
    following = {name: count(place.first) for name, place in places.items()}
    now = inserting.moment(timezone.now())
    positions = [next(following[f"room:{room_id}"]) for room_id, _, _ in fresh]
    ids = inserting.insert(
        Message,
        ("room_id", "author_id", "nonce", "text", "said_at", "position"),
        [(*key, text, now, position) for (key, text), position in zip(fresh.items(), positions, strict=True)],
    )
    record(
        *(
            facts.MessageSaid(room_id=room_id, message_id=message_id, person_id=person_id)
            for message_id, (room_id, person_id, _) in zip(ids, fresh, strict=True)
        ),
        reserved=places,
    )
    if any("@" in text for text in fresh.values()):
        calling.call(Message.objects.filter(id__in=ids))
    return {key: Spoken(*where) for key, *where in zip(fresh, ids, positions, strict=True)}


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
