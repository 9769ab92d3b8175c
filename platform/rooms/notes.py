"""The shared notes of a room.

They are one text with a version. Who writes on top of a version that is no longer the newest is merged line by line
when their page says what it began with, and is otherwise told, with both texts at hand.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ledger.recording import record
from members.models import Person
from rooms import admissions, facts, merging, pace, refusals, rooms, texts
from rooms.models import Room
from web.errors import Refused

LENGTH = 20_000
"""Characters in a room's notes."""


class NotesConflict(Refused):
    """Somebody else changed the same lines meanwhile.

    Attributes:
        theirs: the notes as they are stored now.
        version: their version.
        yours: what was to be stored.
    """

    sentence = _("Somebody else changed the same lines. Both texts are shown; please bring them together.")
    field = "notes"

    def __init__(self, *, theirs: str, version: int, yours: str) -> None:
        super().__init__()
        self.theirs, self.version, self.yours = theirs, version, yours


@dataclass(frozen=True, slots=True)
class Written:
    """The notes after writing: text, version, and whether another's change was merged in."""

    text: str
    version: int
    merged: bool = False


def write(room: Room, *, by: Person, text: str, version: int, base: str | None = None) -> Written:
    """Replace the notes.

    Args:
        room: whose notes.
        by: a person admitted who may speak.
        text: the whole new text, at most `LENGTH` characters.
        version: the version the page showed.
        base: the text of that version, so that two changes of different lines can be merged.

    Raises:
        NotesConflict: the notes have changed since, in the same lines or with no `base` to tell.
        Refused: another of `rooms.refusals`.
    """
    plain = _fitting(text)
    with transaction.atomic():
        row = rooms.locked_open(room.id)
        admissions.require_pen(admissions.require(row, by), row)
        if not pace.take(by.pk, room.id):
            raise refusals.Fast
        result = _brought_together(row, plain, version, base)
        if result == row.notes:
            return Written(row.notes, row.notes_version)
        row.notes, row.notes_version = _fitting(result), row.notes_version + 1
        row.save(update_fields=["notes", "notes_version"])
        record(facts.NotesWritten(room_id=row.id, version=row.notes_version, person_id=by.pk))
    return Written(row.notes, row.notes_version, merged=result != plain)


def _brought_together(row: Room, text: str, version: int, base: str | None) -> str:
    if version == row.notes_version:
        return text
    merged = None if base is None else merging.merge(_fitting(base), text, row.notes)
    if text == row.notes:
        merged = text
    if merged is None:
        raise NotesConflict(theirs=row.notes, version=row.notes_version, yours=text)
    return merged


def _fitting(text: str) -> str:
    if len(text) > 2 * LENGTH:
        raise refusals.NotesTooLong(field="notes")
    plain = texts.tidied(text)
    if len(plain) > LENGTH:
        raise refusals.NotesTooLong(field="notes")
    return plain
