"""Messages as HTML: one partial for page, reply and broadcast, two queries for a batch of any size.

A broadcast is rendered once for readers of all languages, so it holds no words of ours: the page's script writes the
times and the labels.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from html import escape
from types import SimpleNamespace

from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ledger.compiled import Compiled
from rooms import markup, mentions
from rooms.admissions import member_of
from rooms.calling import Mentioned
from rooms.models import Message
from web.drawings import tones
from web.times import iso


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as templates show it.

    Attributes:
        message: the row.
        name: its author's; a dash when there is no such person any more.
        member: the name of the member its author acts for; empty when there is none.
        html: its text, safe.
        mentions: ids of the people it mentions.
    """

    message: Message
    name: str
    member: str
    html: str
    mentions: tuple[int, ...]

    @property
    def author(self) -> str:
        """The author's id, empty when there is no such person any more."""
        return str(self.message.author_id or "")

    @property
    def portrait(self) -> str:
        """The CSS class of the author's portrait."""
        return f"tone-{tones.tone(self.name)}"

    @property
    def initials(self) -> str:
        """The letters in it."""
        return tones.initials(self.name)

    @property
    def mentioned(self) -> str:
        """Ids of the people it mentions, with spaces between."""
        return " ".join(map(str, self.mentions))

    @property
    def moment(self) -> str:
        """When it was said, for machines."""
        return iso(self.message.said_at)

    @property
    def hour(self) -> str:
        """When it was said, in UTC; the page's script writes it in the reader's zone."""
        return self.message.said_at.astimezone(UTC).strftime("%H:%M")

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.message.withdrawn_at is not None

    @property
    def edited(self) -> bool:
        """Whether it was changed and is still there."""
        return self.message.edited_at is not None and not self.withdrawn


def rows() -> QuerySet[Message]:
    """Messages with what `shown` needs of them, in one query."""
    return Message.objects.annotate(name=F("author__name"), member=member_of("author_id"))


def shown(messages: Iterable[Message]) -> list[Shown]:
    """Messages from `rows()` as templates show them, in their order; one more query if somebody is mentioned."""
    found = list(messages)
    mentioned = _mentioned(row.id for row in found if mentions.possible(row.text))
    return [
        line(row, name=getattr(row, "name", None), member=getattr(row, "member", None), called=mentioned.get(row.id))
        for row in found
    ]


def line(message: Message, *, name: str | None, member: str | None, called: Mapping[int, str] | None = None) -> Shown:
    """A message as templates show it.

    Args:
        message: the row.
        name: its author's, if there is such a person.
        member: the name of the member its author acts for, if there is one.
        called: names by id of the people it mentions.
    """
    return Shown(message, name or "–", member or "", markup.shown(message.text, called), tuple(called or ()))


def of_ids(message_ids: Collection[int]) -> dict[int, Shown]:
    """Messages by id, as templates show them."""
    return {line.message.id: line for line in shown(_of_ids(ids=set(message_ids)))}


_of_ids = Compiled(lambda ids: rows().filter(id__one_of=ids))


def _mentioned(message_ids: Iterable[int]) -> Mapping[int, Mapping[int, str]]:
    """Names by person id of the people mentioned, by message id."""
    names: dict[int, dict[int, str]] = defaultdict(dict)
    if ids := list(message_ids):
        rows = Mentioned.objects.filter(message_id__in=ids).order_by("person_id")
        for message_id, person_id, name in rows.values_list("message_id", "person_id", "person__name"):
            names[message_id][person_id] = name
    return names


def html(line: Shown, *, replaces: bool = False) -> str:
    """The partial `rooms/message.html` for a broadcast.

    The template is rendered once for each of its few shapes, with marks where values go; a message fills the marks.
    That gives the same bytes twenty times faster.

    Args:
        line: the message.
        replaces: whether it is shown only where the message already stands.
    """
    shape = _shape(line.withdrawn, line.edited, bool(line.member), replaces)
    values = {
        "id": str(line.message.id),
        "position": str(line.message.position),
        **{name: getattr(line, name) for name in _SAFE},
        **{name: escape(getattr(line, name)) for name in _WRITTEN},
    }
    return "".join(values[piece] if index % 2 else piece for index, piece in enumerate(shape))


_SAFE = ("html", "author", "portrait", "mentioned", "moment", "hour")
"""Safe HTML already, or numbers and times of ours."""
_WRITTEN = ("name", "initials", "member")
"""What people wrote."""
_MARK = re.compile("\x02([a-z]+)\x03")


@cache
def _shape(withdrawn: bool, edited: bool, member: bool, replaces: bool) -> tuple[str, ...]:
    """The template's text between the marks, and the marks' names, in turn."""
    marks = {name: mark_safe(f"\x02{name}\x03") for name in (*_WRITTEN, *_SAFE)}  # noqa: S308  (values are escaped)
    message = SimpleNamespace(id=mark_safe("\x02id\x03"), position=mark_safe("\x02position\x03"))
    line = {**marks, "message": message, "withdrawn": withdrawn, "edited": edited}
    if not member:
        line["member"] = ""
    return tuple(_MARK.split(render_to_string("rooms/message.html", {"line": line, "replaces": replaces})))
