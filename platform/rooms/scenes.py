"""A scene: everything the partials of a room show to one person. Pages that embed a room build one too."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger import reading
from rooms import admissions, clock, conversation, people, phases, rendering
from rooms.consultation.board import Board, board
from rooms.models import Admission, Message, Room
from rooms.people import Attendant
from rooms.rendering import Shown

PAGE = 50
"""Messages shown at once."""

LABELS: Mapping[str, str | Promise] = {"edited": _("edited"), "withdrawn": _("This message was withdrawn.")}

phase_names: dict[str, str | Promise] = {}
"""What phases are called, by code; their owners add to it in `AppConfig.ready()`."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the reader may do with a message."""

    edit: bool
    withdraw: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A message, and what the reader may do with it (`None`: nothing)."""

    line: Shown
    tools: Tools | None


@dataclass(frozen=True, slots=True)
class Scene:
    """A room as one person sees it.

    Attributes:
        admission: the person's, with the room.
        epoch, position: where the live stream goes on from what is shown here.
        rows: messages in order.
        earlier: the position before which there are more messages; `None` when there are none.
        latest: whether these are the newest messages, so that new ones belong after them.
        board: of the consultation the room is for, if it is.
        nonce: a fresh one for the next message written without JavaScript.
    """

    admission: Admission
    epoch: str
    position: int
    rows: Sequence[Row]
    earlier: int | None
    latest: bool
    people: Sequence[Attendant]
    nonce: str
    labels: Mapping[str, str | Promise]
    board: Board | None = None

    @property
    def room(self) -> Room:
        """The room."""
        return self.admission.room

    @property
    def stream(self) -> str:
        """The room's stream."""
        return f"room:{self.admission.room_id}"

    @property
    def is_host(self) -> bool:
        """Whether the reader leads the room."""
        return self.admission.role == Admission.Role.HOST

    @property
    def may_write(self) -> bool:
        """Whether the reader may speak now."""
        return self.room.closed_at is None and admissions.may_speak(self.admission) and not self.must_listen

    @property
    def must_listen(self) -> bool:
        """Whether the reader is the case-giver while the others advise."""
        return phases.only_listens(self.admission.role, self.room.phase)

    @property
    def may_note(self) -> bool:
        """Whether the reader may write the notes."""
        return self.room.closed_at is None and admissions.may_note(self.admission, self.room)

    @property
    def author_tools(self) -> Tools:
        """What the page's script offers for messages of the reader that arrive later."""
        return Tools(edit=True, withdraw=True)

    @property
    def host_tools(self) -> Tools:
        """What it offers for messages of others."""
        return Tools(edit=False, withdraw=True)

    @property
    def goes_on_at(self) -> datetime:
        """When a paused clock goes on by itself."""
        return clock.goes_on_at(self.room)

    @property
    def clock(self) -> dict[str, Any]:
        """What the clock shows: the phase's name, its end, its length and the seconds left while it is held."""
        return _clock(self.room)


def scene(found: Admission, *, before: int | None = None) -> Scene:
    """The room of an admission (with its room loaded) as that person sees it, in a handful of queries.

    Args:
        found: the person's admission.
        before: show the messages before this position instead of the newest.
    """
    stream = f"room:{found.room_id}"
    position = reading.head(stream)  # before the messages: what comes meanwhile is shown twice at most, never lost
    wanted = rendering.rows().filter(room_id=found.room_id)
    if before is not None:
        wanted = wanted.filter(position__lt=before)
    newest_first = list(wanted.order_by("-position")[: PAGE + 1])
    lines = rendering.shown(reversed(newest_first[:PAGE]))
    now = timezone.now()
    return Scene(
        admission=found,
        epoch=reading.epoch(),
        position=position,
        rows=[Row(line, tools(line.message, found, now)) for line in lines],
        earlier=lines[0].message.position if len(newest_first) > PAGE else None,
        latest=before is None,
        people=people.of_room(found.room),
        nonce=uuid.uuid4().hex,
        labels=LABELS,
        board=board(found),
    )


def tools(message: Message, found: Admission, now: datetime) -> Tools | None:
    """What a person may do with a message: the author edits for a while, author and hosts withdraw."""
    mine = message.author_id == found.person_id
    if message.withdrawn_at is not None or not (mine or found.role == Admission.Role.HOST):
        return None
    may_edit = mine and admissions.may_speak(found) and found.room.closed_at is None
    return Tools(edit=may_edit and conversation.editable(message, now), withdraw=True)


def _clock(room: Room) -> dict[str, Any]:
    whole = 0.0
    if room.phase_started_at and room.phase_ends_at:
        whole = (room.phase_ends_at - room.phase_started_at).total_seconds()
    return {
        "name": phase_names.get(room.phase, ""),
        "ends_at": room.phase_ends_at,
        "seconds": round(whole),
        "paused_left": clock.seconds_left(room) if room.paused_at else None,
    }
