"""An agenda as a file: the published version for everybody, the draft's sessions for its organisers."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from events.models import Appearance, Event, Placement, Session, Speaker
from events.symposia import schedule_file, snapshots
from events.symposia.schedule_file import Schedule, Talk
from events.symposia.states import EXPECTED, ON_STAGE
from web.translated import translated


def schedule(event: Event) -> dict[str, Any] | None:
    """The published version in the format of frab and pretalx; None when there is none."""
    version = snapshots.latest(event)
    if version is None:
        return None
    shot = version.snapshot
    stages = {one["id"]: one for one in shot["stages"]}
    tracks = {one["id"]: translated(one["names"]).text for one in shot["tracks"]}
    speakers = Speaker.objects.filter(event=event, state__in=ON_STAGE).select_related("person")
    people = {row.pk: name for row in speakers if (name := row.display_name)}
    return schedule_file.write(
        Schedule(
            title=translated(event.titles).text,
            version=str(version.number),
            zone=event.zone,
            talks=[_talk(one, stages, tracks, people) for one in shot["sessions"]],
            stages={one["name"]: one["capacity"] for one in shot["stages"]},
            acronym=event.slug,
            url=f"{settings.BASE_URL}/events/{event.slug}/agenda/",
        )
    )


def _talk(one: dict[str, Any], stages: dict[int, Any], tracks: dict[int, str], people: dict[int, str]) -> Talk:
    language = one["language"] or None
    return Talk(
        row=one["id"],
        guid=UUID(one["guid"]),
        title=translated(one["titles"], language).text,
        abstract=translated(one["abstracts"], language).text,
        minutes=one["minutes"],
        format=one["format"],
        track=tracks.get(one["track"], ""),
        language=one["language"],
        capacity=one["capacity"],
        stage=stages[one["stage"]]["name"],
        starts_at=datetime.fromisoformat(one["starts_at"]),
        people=tuple(people[pk] for pk, _ in one["people"] if pk in people),
    )


def rows(event: Event) -> Iterator[Sequence[Any]]:
    """The draft's sessions below `session_sheets.HEADINGS`, in three queries."""
    placed = {row.session_id: row for row in Placement.objects.filter(session__event=event).select_related("stage")}
    names: dict[int, list[str]] = {}
    appearances = Appearance.objects.filter(session__event=event, speaker__state__in=EXPECTED)
    for row in appearances.select_related("speaker__person").order_by("id"):
        names.setdefault(row.session_id, []).append(row.speaker.display_name)
    for session in Session.objects.filter(event=event, dropped=False).select_related("track"):
        yield _row(session, placed.get(session.pk), names.get(session.pk, []), ZoneInfo(event.zone))


def _row(session: Session, placed: Placement | None, names: list[str], zone: ZoneInfo) -> Sequence[Any]:
    language = session.language or "en"  # as an import reads it; not the language of whoever exports
    return (
        str(session.guid),
        translated(session.titles, language).text,
        translated(session.abstracts, language).text,
        session.format,
        str(session.track) if session.track else "",
        session.language,
        placed.minutes if placed else session.minutes,
        session.capacity or "",
        placed.stage.name if placed else "",
        f"{placed.starts_at.astimezone(zone):%Y-%m-%d %H:%M}" if placed else "",
        "|".join(names),
    )
