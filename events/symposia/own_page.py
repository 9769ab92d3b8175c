"""What a speaker's private page shows: their sessions, when they are, and what is missing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from events.models import Appearance, Placement, Slides, Speaker
from events.symposia import pieces


@dataclass(frozen=True)
class Line:
    """A session of the speaker.

    Attributes:
        starts_at: when it is planned; None while it has no place.
        missing: what is missing for it.
    """

    appearance: Appearance
    starts_at: datetime | None
    ends_at: datetime | None
    stage: str
    slides: str
    missing: list[pieces.Piece]

    @property
    def hands_in(self) -> bool:
        """Whether something is asked for: of speakers, not of interpreters and chairs."""
        return self.appearance.role == Appearance.Role.SPEAKER


class OwnPage:
    """The page of one speaker, in four queries."""

    def __init__(self, speaker: Speaker) -> None:
        rows = Appearance.objects.filter(speaker=speaker, session__dropped=False).select_related("session")
        self._rows = list(rows.order_by("id"))
        ids = [row.session_id for row in self._rows]
        self._placed = {
            row.session_id: row for row in Placement.objects.filter(session__in=ids).select_related("stage")
        }
        names = Slides.objects.filter(appearance__in=[row.pk for row in self._rows])
        self._slides = dict(names.values_list("appearance_id", "name"))
        self.missing = pieces.missing(speaker, self._rows, self._slides.keys())

    @property
    def lines(self) -> list[Line]:
        """Their sessions."""
        return [self._line(row) for row in self._rows]

    def _line(self, row: Appearance) -> Line:
        placed = self._placed.get(row.session_id)
        return Line(
            row,
            placed.starts_at if placed else None,
            placed.starts_at + timedelta(minutes=placed.minutes) if placed else None,
            placed.stage.name if placed else "",
            self._slides.get(row.pk, ""),
            [piece for piece in self.missing if piece.session_id == row.session_id],
        )
