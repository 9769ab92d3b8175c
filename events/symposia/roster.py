"""Everybody on an agenda as its organisers see them: state, sessions, what is missing, mails that bounced."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from events.models import Appearance, Event, Slides, Speaker
from events.symposia import pieces, telling
from members.models import Notice

ORDER = (Speaker.State.ACCEPTED, Speaker.State.INVITED, Speaker.State.CONFIRMED, Speaker.State.DECLINED)
"""Whom the organiser must do something about comes first."""


@dataclass(frozen=True)
class Line:
    """Somebody on the agenda.

    Attributes:
        slides: ids of the appearances for which a file is there.
        bounced: why the invitation, or the last private page sent, never arrived; or "".
    """

    speaker: Speaker
    appearances: list[Appearance]
    missing: list[pieces.Piece]
    slides: set[int]
    bounced: str = ""

    @property
    def missing_names(self) -> str:
        """What is missing, each piece once."""
        return ", ".join(dict.fromkeys(piece.label for piece in self.missing))


def of(event: Event) -> list[Line]:
    """Everybody, in four queries."""
    speakers = list(Speaker.objects.filter(event=event).select_related("person"))
    rows: dict[int, list[Appearance]] = {}
    shown = Appearance.objects.filter(speaker__event=event, session__dropped=False).select_related("session")
    for row in shown.order_by("id"):
        rows.setdefault(row.speaker_id, []).append(row)
    slides = set(Slides.objects.filter(appearance__speaker__event=event).values_list("appearance_id", flat=True))
    bounced = _bounced(event)
    lines = [
        Line(
            one,
            mine := rows.get(one.pk, []),
            pieces.missing(one, mine, slides),
            slides,
            bounced.get(one.person_id or one.email, ""),
        )
        for one in speakers
    ]
    return sorted(lines, key=lambda line: (ORDER.index(Speaker.State(line.speaker.state)), line.speaker.pk))


def _bounced(event: Event) -> dict[int | str, str]:
    """Why the newest mail with the private page bounced, by account, or by address of who has none."""
    rows = Notice.objects.filter(kind__in=telling.WITH_PRIVATE_PAGE, data__event_id=event.pk).order_by("id")
    return {person or email: why for person, email, why in rows.values_list("person_id", "email", "bounced")}


def counts(lines: Sequence[Line]) -> list[tuple[str, str, int]]:
    """How many there are in each state, and from how many something is missing."""
    counted = Counter(line.speaker.state for line in lines)
    return [(str(state), str(state.label), counted[state]) for state in Speaker.State]
