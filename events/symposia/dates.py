"""The sessions of speakers without an account in their calendars, as mails put them there, change them, take them out.

Who has an account has them in the private feed. For the others it is kept what their calendar knows (`SpeakerDate`), so
each mail carries what is new to it and nothing else, with a SEQUENCE higher than the last. A session has one UID for
everybody. Whoever asks here holds the agenda (see `rights.door`), so that nothing is told twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.calendar_files import OFF
from events.models import Agenda, Event, Session, Speaker, SpeakerDate
from events.symposia import rights, telling
from events.symposia.places import calendar_files
from events.symposia.places.calendar_files import Published
from events.symposia.places.overlaps import span
from events.symposia.promises import DEBOUNCE, AgendaNewsDue
from events.symposia.states import ON_STAGE
from ledger.promises import hold, promise_once
from members.models import Notice, Person

Told = dict[str, Any]
"""A change of a calendar, as the data of a notice; `wording.change_told` says it in words."""
Shown = Mapping[str, Any]
KIND = "speaker_dates"
WITH_FILES = ("agenda_changed", "speaker_event", "speaker_removed", KIND)


@contextmanager
def door(event: Event, *, by: Person | None, fixed: Collection[str] = rights.FIXED) -> Iterator[Agenda]:
    """As `rights.door`, for what calendars must learn of: the promise of news is taken first, as its keeper does.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
    """
    with transaction.atomic():
        hold(f"agenda:{event.pk}", AgendaNewsDue)
        with rights.door(event, by=by, fixed=fixed) as agenda:
            yield agenda


def soon(speaker: Speaker) -> None:
    """Bring the calendar of a speaker without an account up to date some minutes from now, or with earlier news.

    Whoever calls has come through `door`.
    """
    if _by_mail(speaker):
        promise_once(AgendaNewsDue(event_id=speaker.event_id), at=timezone.now() + DEBOUNCE)


def tell(event: Event) -> None:
    """Mail every speaker whose calendar is behind what it lacks; their answers are what others are not told of."""
    rows = Speaker.objects.filter(event=event, person=None).exclude(email="").select_related("event").in_bulk()
    key = timezone.now().isoformat()
    for speaker_id, told in news(event, rows.values()).items():
        telling.tell(rows[speaker_id], KIND, key=key, dates=told)


def news(event: Event, speakers: Collection[Speaker]) -> dict[int, list[Told]]:
    """By speaker what their calendars do not know yet, noted as known from now on; in three queries.

    Args:
        event: whose agenda is held.
        speakers: of this event; those with an account, or without an address, are passed by.
    """
    asked = [speaker for speaker in speakers if _by_mail(speaker)]
    if not asked:
        return {}
    published = calendar_files.newest({event.pk}).get(event.pk, Published())
    known: dict[int, dict[int, SpeakerDate]] = defaultdict(dict)
    for row in SpeakerDate.objects.filter(speaker__in=asked):
        known[row.speaker_id][row.session_id] = row
    found = {one.pk: list(_changes(event, one, published, known[one.pk])) for one in asked}
    _note(row for rows in found.values() for row, _told in rows)
    return {speaker_id: [told for _row, told in rows] for speaker_id, rows in found.items() if rows}


def farewell(speaker: Speaker) -> list[Told]:
    """What takes every session that is not over out of the calendar of somebody who leaves the agenda."""
    rows = SpeakerDate.objects.filter(speaker=speaker, off=False) if _by_mail(speaker) else []
    return [_told(_next(row, off=True), "taken") for row in rows if not _over(row.shown)]


def forget(speaker: Speaker) -> None:
    """The speaker has another address, whose calendar knows nothing yet."""
    SpeakerDate.objects.filter(speaker=speaker).update(off=True)


def files(notice: Notice) -> Iterable[tuple[str, bytes, str]]:
    """A calendar file per session that a mail to an address tells of, as (name, content, MIME type).

    Somebody with an account gets those of their places. None goes with what no longer holds because the event was
    called off meanwhile: that mail has its own.
    """
    told = {one["session"]: one for one in notice.data.get("dates", ())}
    if notice.person is not None:
        return calendar_files.changed_files(notice)
    rows = Session.objects.filter(pk__in=told).select_related("event__network").order_by("pk")
    return [_file(row, notice.email, told[row.pk]) for row in rows if _holds(row.event, told[row.pk])]


def _holds(event: Event, one: Told) -> bool:
    return one["off"] or event.state not in OFF


def _file(session: Session, email: str, one: Told) -> tuple[str, bytes, str]:
    who = (email, "")
    return calendar_files.file_for(session, who, one, one["stage"], sequence=one["sequence"], off=one["off"])


def _by_mail(speaker: Speaker) -> bool:
    return speaker.person_id is None and bool(speaker.email)


def _changes(
    event: Event, speaker: Speaker, published: Published, known: Mapping[int, SpeakerDate]
) -> Iterator[tuple[SpeakerDate, Told]]:
    """What is new to a calendar, each with what is noted of it."""
    theirs = _sessions(event, speaker, published)
    least = event.sequence + published.number
    for pk, (shown, role) in theirs.items():
        old = known.get(pk) or SpeakerDate(speaker=speaker, session_id=pk, off=True)
        if (old.off or old.shown != shown) and _told_now(event, old, shown):
            row = _next(old, shown, least=least)
            yield row, _told(row, "given" if old.off else "moved_in_time", role)
    for pk, old in known.items():
        if pk not in theirs and not old.off and not _over(old.shown):
            row = _next(old, off=True, least=least)
            yield row, _told(row, "taken")


def _sessions(event: Event, speaker: Speaker, published: Published) -> dict[int, tuple[Shown, str]]:
    """The sessions in which somebody is on stage, as told, each with their role; none while the event is off."""
    if speaker.state not in ON_STAGE or event.state in OFF:
        return {}
    roles = {pk: role for pk, one in published.sessions.items() for who, role in one["people"] if who == speaker.pk}
    return {pk: (_shown(event, published, published.sessions[pk]), role) for pk, role in roles.items()}


def _shown(event: Event, published: Published, one: Shown) -> Shown:
    stage = published.stages.get(one["stage"], "")
    return {**{name: one[name] for name in ("titles", "starts_at", "minutes")}, "stage": stage, "venue": event.venue}


def _told_now(event: Event, old: SpeakerDate, shown: Shown) -> bool:
    """Whether a session is still to come; one that its event has left behind is told when the agenda moves it."""
    starts_at, ends_at = span(shown)
    behind = not event.starts_at <= starts_at < ends_at <= event.ends_at
    return timezone.now() < ends_at and not (behind and old.shown.get("starts_at") == shown["starts_at"])


def _over(one: Shown) -> bool:
    ends_at: datetime = span(one)[1]
    return ends_at <= timezone.now()


def _next(old: SpeakerDate, shown: Shown | None = None, *, least: int = 0, off: bool = False) -> SpeakerDate:
    """What is noted of the next file about a session."""
    higher = max(least, old.sequence + 1)
    return SpeakerDate(
        speaker_id=old.speaker_id, session_id=old.session_id, shown=shown or old.shown, sequence=higher, off=off
    )


def _told(row: SpeakerDate, kind: str, role: str = "") -> Told:
    more = {"session": row.session_id, "sequence": row.sequence, "off": row.off}
    return {**row.shown, **more, "kinds": [kind], "role": role}


def _note(rows: Iterable[SpeakerDate]) -> None:
    SpeakerDate.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["speaker", "session"],
        update_fields=["shown", "sequence", "off"],
    )
