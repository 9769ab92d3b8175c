"""What a speaker still has to hand in, and from how many days before the event they are reminded of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from events.models import Appearance, Slides, Speaker

S, ROLE = Speaker.State, Appearance.Role
LABELS = {
    "answer": _("answer to the invitation"),
    "name": _("name"),
    "biography": _("biography"),
    "title": _("title"),
    "abstract": _("abstract"),
    "recording": _("consent to the recording"),
    "slides": _("slides"),
}
DUE = {"answer": 30, "name": 30, "biography": 30, "title": 30, "abstract": 30, "recording": 14, "slides": 7}
"""Days before the event from which on a missing piece is asked for."""


@dataclass(frozen=True)
class Piece:
    """Something that is missing.

    Attributes:
        kind: a key of `LABELS`.
        session_id: for which session; None when it is about the person.
    """

    kind: str
    session_id: int | None = None

    @property
    def label(self) -> str:
        """What it is called."""
        return str(LABELS[self.kind])


def missing(speaker: Speaker, appearances: Collection[Appearance], with_slides: Collection[int]) -> list[Piece]:
    """What is missing; of whoever has not answered, the answer alone, and of who declined, nothing.

    Args:
        speaker: who.
        appearances: their roles.
        with_slides: ids of the appearances for which a file was handed in.
    """
    if speaker.state == S.DECLINED:
        return []
    if speaker.state == S.INVITED:
        return [Piece("answer")]
    return [*_about_person(speaker, appearances), *_about_sessions(appearances, with_slides)]


def _about_person(speaker: Speaker, appearances: Collection[Appearance]) -> Iterator[Piece]:
    if not speaker.display_name:
        yield Piece("name")
    introduced = not appearances or any(row.role != ROLE.INTERPRETER for row in appearances)
    if introduced and not speaker.biography:
        yield Piece("biography")
    if speaker.recording is None:
        yield Piece("recording")


def _about_sessions(appearances: Collection[Appearance], with_slides: Collection[int]) -> Iterator[Piece]:
    for row in appearances:
        if row.role != ROLE.SPEAKER:
            continue
        if not row.title:
            yield Piece("title", row.session_id)
        if not row.abstract:
            yield Piece("abstract", row.session_id)
        if not row.slides_link and row.pk not in with_slides:
            yield Piece("slides", row.session_id)


def of(speakers: Collection[Speaker]) -> dict[int, list[Piece]]:
    """What is missing from each, in two queries."""
    rows = Appearance.objects.filter(speaker__in=[one.pk for one in speakers], session__dropped=False)
    theirs: dict[int, list[Appearance]] = {}
    for row in rows.order_by("id"):
        theirs.setdefault(row.speaker_id, []).append(row)
    ids = [row.pk for rows_of_one in theirs.values() for row in rows_of_one]
    slides = set(Slides.objects.filter(appearance__in=ids).values_list("appearance_id", flat=True))
    return {one.pk: missing(one, theirs.get(one.pk, []), slides) for one in speakers}


def asked_for(found: Collection[Piece], days: int) -> list[Piece]:
    """Those a reminder this many days before the event asks for."""
    return [piece for piece in found if DUE[piece.kind] >= days]
