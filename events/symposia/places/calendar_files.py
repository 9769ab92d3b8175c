"""Sessions in people's calendars: REQUEST and CANCEL in mails about places and events, and theirs in their feed.

A session has one UID for everybody. Its SEQUENCE rises with each published version, with each change of the event, and
with each place a person gave back and each return, so that whichever file arrives last, the newest one wins.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from icalendar import Event as Entry

from events import announcements, audiences
from events.calendar_files import OFF, Dated, Span, attendee, one_line, organiser, written
from events.models import Agenda, AgendaVersion, Bookmark, Event, Place, Session, Speaker
from events.symposia.places import line
from events.symposia.places.overlaps import Shown, span
from events.symposia.states import ON_STAGE
from members.models import Notice, Person
from web.translated import translated

TAKES_OUT = ("place_left",)
WITH_FILE = ("place_taken", "place_promoted", *TAKES_OUT)
OF_EVENT = ("event_cancelled", "event_postponed", "event_dated", "event_moved")
"""Notices about an event with which its sessions leave people's calendars, come back, or are elsewhere."""


def sequence(event: Event, version: int, *, ended: int, off: bool = False) -> int:
    """The SEQUENCE of a session in a person's calendar; `ended` counts places the person gave back before this one."""
    return event.sequence + version + 2 * ended + off


@dataclass(frozen=True)
class Published:
    """An event's agenda as it is published, nothing before the first version.

    Attributes:
        sessions: by id; stages: their names, by id.
    """

    number: int = 0
    at: datetime | None = None
    sessions: Mapping[int, Shown] = field(default_factory=dict)
    stages: Mapping[int, str] = field(default_factory=dict)


def of_person(person: Person) -> list[tuple[Dated, Entry]]:
    """The sessions in the person's own agendas, of events they see, and those in which they are on stage.

    Tentative while a place is needed and missing; who is on stage needs none.
    """
    kept = Bookmark.objects.filter(person=person, session__event__in=audiences.visible(person))
    wanted = dict(kept.order_by().values_list("session", "session__event"))
    speaking = _speaking(person)
    published_of = newest({*wanted.values(), *speaking})
    on_stage = {
        pk for event, speaker in speaking.items() for pk in _with(speaker, published_of.get(event, Published()))
    }
    places = Place.objects.filter(person=person)
    left = _left(places)
    seated = on_stage | set(places.filter(state=line.P.HELD).values_list("session", flat=True))
    rows = Session.objects.filter(pk__in={*wanted, *on_stage}).select_related("event__network").order_by("pk")
    shown = [(row, published_of[row.event_id]) for row in rows if row.event_id in published_of]
    return [
        _in_feed(row, published, ended=left.get(row.pk, 0), tentative=row.places is not None and row.pk not in seated)
        for row, published in shown
        if row.pk in published.sessions
    ]


def _speaking(person: Person) -> dict[int, int]:
    """As whom the person is on stage, by event; of events that are announced."""
    announced = Event.objects.filter(audiences.ANNOUNCED)
    rows = Speaker.objects.filter(person=person, state__in=ON_STAGE, event__in=announced)
    return dict(rows.order_by().values_list("event_id", "pk"))


def _with(speaker: int, published: Published) -> list[int]:
    """The sessions that show somebody on stage."""
    return [pk for pk, one in published.sessions.items() if speaker in (who for who, _role in one["people"])]


def _in_feed(session: Session, published: Published, *, ended: int, tentative: bool) -> tuple[Dated, Entry]:
    """A session in a feed, stamped with its last change: an unchanged feed has the same bytes."""
    one, event = published.sessions[session.pk], session.event
    number = sequence(event, published.number, ended=ended)
    stamp = max(event.changed_at, published.at or event.changed_at)
    stage = published.stages.get(one["stage"], "")
    entry = _entry(session, one, stage, sequence=number, stamp=stamp, tentative=tentative)
    return Span(span(one)[0], event.zone), entry


def newest(events: set[int]) -> dict[int, Published]:
    """The newest published agendas of these events; one query."""
    later = AgendaVersion.objects.filter(event=OuterRef("event"), number__gt=OuterRef("number"))
    rows = AgendaVersion.objects.filter(~Exists(later), event__in=events)
    return {row.event_id: _published(row) for row in rows.order_by().defer("differences")}


def _published(version: AgendaVersion) -> Published:
    sessions = {one["id"]: one for one in version.snapshot["sessions"]}
    stages = {one["id"]: one["name"] for one in version.snapshot["stages"]}
    return Published(version.number, version.published_at, sessions, stages)


def uid(session: Session) -> str:
    """What a calendar knows the session by, for ever."""
    return f"session-{session.pk}@{urlsplit(settings.BASE_URL).hostname}"


def _entry(
    session: Session,
    one: Shown,
    stage: str,
    *,
    sequence: int,
    stamp: datetime,
    tentative: bool = False,
    off: bool = False,
) -> Entry:
    event, zone = session.event, ZoneInfo(session.event.zone)
    address = f"{settings.BASE_URL}/events/{event.slug}/agenda/#session-{session.pk}"
    titles = translated(one.get("titles") or session.titles).text, translated(event.titles).text
    starts_at, ends_at = span(one)
    entry = Entry()
    entry.add("uid", uid(session))
    entry.add("sequence", sequence)
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    entry.add("dtstart", starts_at.astimezone(zone))
    entry.add("dtend", ends_at.astimezone(zone))
    entry.add("summary", one_line(titles[0]))
    entry.add("description", f"{one_line(titles[1])}\n\n{address}")
    entry.add("location", one_line(", ".join(filter(None, [stage, event.venue]))) or address)
    entry.add("url", address)
    usual = "TENTATIVE" if tentative else "CONFIRMED"
    entry.add("status", "CANCELLED" if off or event.state in OFF else usual)
    entry.add("transp", "TRANSPARENT" if tentative else "OPAQUE")
    entry.add("organizer", organiser(event.network, event.contact))
    return entry


def changed_files(notice: Notice) -> Iterable[tuple[str, bytes, str]]:
    """A calendar file per session in which the person has a place and that moved, or no longer takes place."""
    if notice.person is None or "version" not in notice.data:
        return []
    told = {one["session"]: one for one in notice.data["changes"] if "session" in one}
    mine = Place.objects.filter(session__in=told, person=notice.person)
    held = mine.filter(state=line.P.HELD).select_related("session__event__network").order_by("session")
    left = _left(mine)
    found = []
    for session in (place.session for place in held if place.session.event.state not in OFF):
        one, number = told[session.pk], sequence(session.event, notice.data["version"], ended=left.get(session.pk, 0))
        off = "removed" in one["kinds"]
        found.append(_file(session, notice.person, one, one["stage"], sequence=number, off=off))
    return found


def event_files(notice: Notice) -> Iterable[tuple[str, bytes, str]]:
    """The event's own file, and one per session in which the person has a place and that is not over.

    They take the sessions out of the calendar, or put them in again where they lie within the event's new date; those
    that are still to be moved are told with the agenda. One that left the agenda is taken out as well, as long as
    nobody was told.
    """
    files, off = list(announcements.files(notice)), notice.kind in announcements.TAKES_OUT
    if not files or notice.person is None:
        return files
    mine = Place.objects.filter(session__event=notice.data["event_id"], person=notice.person)
    held = mine.filter(state=line.P.HELD).select_related("session__event__network").order_by("session")
    left = _left(mine)
    published = _last_told(notice.data["event_id"]) if off else _newest(notice.data["event_id"])
    for session in (place.session for place in held if place.session_id in published.sessions):
        event, one = session.event, published.sessions[session.pk]
        if _concerned(event, one, off=off):
            number = sequence(event, published.number, ended=left.get(session.pk, 0))
            number += notice.data["sequence"] - event.sequence
            stage = published.stages.get(one["stage"], "")
            files.append(_file(session, notice.person, one, stage, sequence=number, off=off))
    return files


def _newest(event_id: int) -> Published:
    return newest({event_id}).get(event_id, Published())


def _last_told(event_id: int) -> Published:
    """The newest agenda, with what has left it since people were told of a version."""
    told = Agenda.objects.filter(event=event_id).values("told")
    found = Published()
    for row in AgendaVersion.objects.filter(event=event_id, number__gte=told).order_by("number"):
        one = _published(row)
        sessions, stages = {**found.sessions, **one.sessions}, {**found.stages, **one.stages}
        found = replace(one, sessions=sessions, stages=stages)
    return found


def _concerned(event: Event, one: Shown, *, off: bool) -> bool:
    starts_at, ends_at = span(one)
    return timezone.now() < ends_at and (off or event.starts_at <= starts_at < ends_at <= event.ends_at)


def _left(places: QuerySet[Place]) -> dict[int, int]:
    """By session how many of these places were given back."""
    counted = places.filter(state=line.P.LEFT).order_by().values_list("session").annotate(number=Count("id"))
    return dict(counted)


def _file(
    session: Session, person: Person, one: Shown, stage: str, *, sequence: int, off: bool
) -> tuple[str, bytes, str]:
    return file_for(session, (person.email, person.name), one, stage, sequence=sequence, off=off)


def file_for(
    session: Session, who: tuple[str, str], one: Shown, stage: str, *, sequence: int, off: bool
) -> tuple[str, bytes, str]:
    """A session's file for somebody's calendar, as (name, content, MIME type).

    Args:
        session: with `event.network` loaded.
        who: the address and the name, "" where nobody knows it, of whose calendar it is.
        one: title, start and minutes as they are told.
        stage: its name, or "".
        sequence: the SEQUENCE.
        off: whether the session leaves the calendar.
    """
    entry = _entry(session, one, stage, sequence=sequence, stamp=timezone.now(), off=off)
    entry.add("attendee", attendee(*who, off=off))
    dated = Span(span(one)[0], session.event.zone)
    method = "CANCEL" if off else "REQUEST"
    return f"session-{session.pk}.ics", written([dated], [entry], method), f"text/calendar; method={method}"


def files(notice: Notice) -> Iterable[tuple[str, bytes, str]]:
    """The calendar file that goes with a mail about a place, as (name, content, MIME type); none where nothing changes.

    None goes with a place that was promised but no longer holds: the later mail has its own file.
    """
    data, off = notice.data, notice.kind in TAKES_OUT
    rows = Session.objects.select_related("event__network").filter(pk=data["agenda_session_id"])
    session = rows.first()
    if session is None or notice.person is None or not data["had_place"]:
        return []
    held = Q(session=session, person=notice.person, state=line.P.HELD)
    if not off and (session.event.state in OFF or not Place.objects.filter(held).exists()):
        return []
    one = {name: data[name] for name in ("titles", "starts_at", "minutes") if name in data}
    entry = _entry(session, one, data["stage"], sequence=data["sequence"], stamp=timezone.now(), off=off)
    entry.add("attendee", attendee(notice.person.email, notice.person.name, off=off))
    dated = Span(datetime.fromisoformat(data["starts_at"]), session.event.zone)
    content = written([dated], [entry], "CANCEL" if off else "REQUEST")
    return [("session.ics", content, f"text/calendar; method={'CANCEL' if off else 'REQUEST'}")]


ATTACHMENTS = {
    **dict.fromkeys(WITH_FILE, files),
    "agenda_changed": changed_files,
    **dict.fromkeys(OF_EVENT, event_files),
}
"""By kind of notice, what goes with its mail."""
