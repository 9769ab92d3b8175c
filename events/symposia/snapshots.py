"""An agenda as a version keeps it: what stands where, with people by id only, so that an erasure reaches them."""

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from events.models import AgendaVersion, Appearance, Event, Placement, Stage, Track
from events.symposia.differences import Pictured
from events.symposia.states import EXPECTED

Snapshot = Mapping[str, Any]
EMPTY: Snapshot = {"stages": [], "tracks": [], "sessions": []}


def take(event: Event) -> Snapshot:
    """The draft as it is now, in four queries."""
    placed = Placement.objects.filter(session__event=event).select_related("session")
    people: dict[int, list[tuple[int, str]]] = {}
    rows = Appearance.objects.filter(session__event=event, speaker__state__in=EXPECTED).order_by("id")
    for session_id, speaker_id, role in rows.values_list("session_id", "speaker_id", "role"):
        people.setdefault(session_id, []).append((speaker_id, role))
    return {
        "stages": list(Stage.objects.filter(event=event).values("id", "name", "capacity")),
        "tracks": list(Track.objects.filter(event=event).values("id", "names")),
        "sessions": [_session(row, people.get(row.session_id, [])) for row in placed],
    }


def _session(row: Placement, people: list[tuple[int, str]]) -> dict[str, Any]:
    session = row.session
    return {
        "id": session.pk,
        "guid": str(session.guid),
        "titles": session.titles,
        "abstracts": session.abstracts,
        "format": session.format,
        "track": session.track_id,
        "language": session.language,
        "interpretation": session.interpretation,
        "capacity": session.capacity,
        "starts_at": row.starts_at.astimezone(UTC).isoformat(),
        "minutes": row.minutes,
        "stage": row.stage_id,
        "people": [list(pair) for pair in people],
    }


def picture(snapshot: Snapshot) -> dict[int, Pictured]:
    """What of a snapshot is compared."""
    return {
        one["id"]: Pictured(
            starts_at=one["starts_at"],
            minutes=one["minutes"],
            stage=one["stage"],
            titles=one["titles"],
            people=tuple(speaker for speaker, _ in one["people"]),
        )
        for one in snapshot["sessions"]
    }


def latest(event: Event) -> AgendaVersion | None:
    """The published version, if there is any."""
    return AgendaVersion.objects.filter(event=event).order_by("-number").first()


def of_number(event: Event, number: int) -> Snapshot:
    """A version's snapshot; nothing at all for number 0."""
    found = AgendaVersion.objects.filter(event=event, number=number).values_list("snapshot", flat=True).first()
    return found or EMPTY


def versions(event_id: int, number: int) -> Iterator[Snapshot]:
    """The snapshots from a version back to the first, each read when it is asked for."""
    rows = AgendaVersion.objects.filter(event=event_id, number__lte=number).order_by("-number")
    yield from rows.values_list("snapshot", flat=True).iterator(chunk_size=1)
