"""Writing a message to participants: a draft that every organiser of the event may change until it is sent."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from events import audiences
from events.circulars.errors import AlreadySent, NoSuchCircular, NotAsSeen
from events.errors import NotYourEvent
from events.models import Circular, Event
from members.models import Person

WORDS = ("subjects", "texts", "states", "countries", "languages", "sessions")


def require(event: Event, by: Person) -> None:
    """Let only the event's organisers pass.

    Raises:
        NotYourEvent: the person does not look after it.
    """
    if not audiences.looks_after(event, by):
        raise NotYourEvent


def held(event: Event, circular_id: int) -> Circular:
    """A message of the event.

    Raises:
        NoSuchCircular: it is another event's, or was discarded.
    """
    row = Circular.objects.select_related("event__network").filter(event=event, pk=circular_id).first()
    if row is None:
        raise NoSuchCircular
    return row


def draft(event: Event, *, by: Person, **values: Any) -> Circular:
    """Begin a message.

    Args:
        event: whose participants it is for.
        by: an organiser of the event.
        values: of the fields named in `WORDS`.

    Raises:
        NotYourEvent: the person does not look after the event.
    """
    require(event, by)
    return Circular.objects.create(event=event, author=by, **_tidy(values))


@transaction.atomic
def change(event: Event, circular_id: int, *, by: Person, revision: int, **values: Any) -> Circular:
    """Change a draft.

    Args:
        event: whose participants it is for.
        circular_id: which message.
        by: an organiser of the event.
        revision: of the message as the organiser saw it.
        values: of the fields named in `WORDS`.

    Raises:
        NotYourEvent, NoSuchCircular: see `require` and `held`.
        AlreadySent: it is no draft any more.
        NotAsSeen: it was changed after `revision`.
    """
    require(event, by)
    row = held(event, circular_id)
    mine = Circular.objects.filter(pk=row.pk, sent_at=None, revision=revision)
    done = mine.update(**_tidy(values), revision=revision + 1, changed_at=timezone.now())
    row.refresh_from_db()
    if not done:
        raise AlreadySent if row.sent_at is not None else NotAsSeen
    return row


@transaction.atomic
def discard(event: Event, circular_id: int, *, by: Person) -> None:
    """Throw a draft away.

    Raises:
        NotYourEvent, NoSuchCircular: see `require` and `held`.
        AlreadySent: it is no draft any more.
    """
    require(event, by)
    row = held(event, circular_id)
    if not Circular.objects.filter(pk=row.pk, sent_at=None).delete()[0]:
        raise AlreadySent


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """The known values; a subject is one line."""
    known = {name: values[name] for name in WORDS if name in values}
    if "subjects" in known:
        known["subjects"] = {code: " ".join(text.split()) for code, text in known["subjects"].items()}
    return known
