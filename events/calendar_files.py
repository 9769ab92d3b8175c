"""Calendar files (RFC 5545, 5546): an event for anybody, for a registered person, and all events of a person.

| file | METHOD | carries |
|---|---|---|
| `/events/<slug>/calendar.ics` | PUBLISH | the event; with the reader's own SEQUENCE when registered |
| in mails | REQUEST, CANCEL | the event with the person as attendee |
| `/calendar.ics` | PUBLISH | public events |
| in mails about places and their event | REQUEST, CANCEL | the session (see `events.symposia.places.calendar_files`) |
| `/calendar/<token>.ics` | PUBLISH | all dates of a person (see `events.personal_feed`) |

One event has one UID for everybody. SEQUENCE rises with each change of the event (`Event.sequence`), with each end of a
person's registration and again when the person comes back, so that whichever file arrives last, the newest one wins.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Entry

from events import formats
from events.models import Event, Meeting, Registration
from events.states import ACTIVE
from events.zone_rules import zone_rules
from members.models import Network
from web.translated import translated


@dataclass(frozen=True)
class Span:
    """When something begins that has no row of its own, and the zone it is written in."""

    starts_at: datetime
    zone: str


Dated = Event | Meeting | Span
"""What has a start and the zone it is written in."""
PRODUCT = "-//Vernetzt//Calendar//EN"
OFF = (Event.State.CANCELLED, Event.State.POSTPONED)
"""States in which the date in people's calendars no longer holds."""
UNDECIDED = (Registration.State.REQUESTED, Registration.State.WAITLISTED)
"""A person keeps such a date free, but has no seat."""
REFRESH = timedelta(hours=1)
"""How often a calendar that subscribes should ask again (RFC 7986)."""


def for_event(event: Event, registration: Registration | None = None) -> bytes:
    """The event as anybody may import it; with the sequence of the reader's own registration, if there is one.

    Args:
        event: with `network` loaded.
        registration: the reader's, active one.
    """
    entry = _entry(event, sequence=sequence(event, registration), stamp=event.changed_at)
    return written([event], [entry], "PUBLISH")


def for_person(registration: Registration, *, sequence: int, off: bool) -> bytes:
    """The file in a person's mail: a request to put the event into the calendar, or to take it out.

    Args:
        registration: with `event`, `event.network` and `person` loaded.
        sequence: as it was when the person was told (see `sequence`).
        off: whether the person is not, or no longer, to come.
    """
    event = registration.event
    entry = _entry(event, sequence=sequence, stamp=timezone.now(), off=off)
    entry.add("attendee", attendee(registration.person.email, registration.person.name, off=off))
    return written([event], [entry], "CANCEL" if off else "REQUEST")


def public_feed(events: Sequence[Event], name: str) -> bytes:
    """Public events for a calendar that subscribes.

    Args:
        events: with `network` loaded.
        name: what calendars call the subscription.
    """
    entries = [_entry(event, sequence=event.sequence, stamp=event.changed_at) for event in events]
    return written(events, entries, "PUBLISH", name=name)


def of_registration(row: Registration) -> tuple[Dated, Entry]:
    """A registration as it stands in the person's own feed; one that is not confirmed yet is tentative.

    Args:
        row: as `registrations_of` gives it.
    """
    stamp = max(row.event.changed_at, row.changed_at)
    return row.event, _entry(
        row.event, sequence=sequence(row.event, row), stamp=stamp, undecided=row.state in UNDECIDED
    )


def of_event(event: Event) -> tuple[Dated, Entry]:
    """An event as it stands in the feed of somebody who is not registered, such as its organiser."""
    return event, _entry(event, sequence=event.sequence, stamp=event.changed_at)


def sequence(event: Event, registration: Registration | None = None, *, ended: bool = False) -> int:
    """The SEQUENCE a person's calendar gets.

    Every registration of the person that ended counts twice: once for the end, once for coming back.
    """
    if registration is None:
        return event.sequence
    earlier = getattr(registration, "earlier", None)
    if earlier is None:
        others = Registration.objects.filter(event=event, person=registration.person_id, id__lt=registration.pk)
        earlier = others.count()
    return int(event.sequence + 2 * earlier + ended)


def uid(event: Event) -> str:
    """What a calendar knows the event by, for ever."""
    return f"event-{event.pk}@{urlsplit(settings.BASE_URL).hostname}"


def registrations_of(person_id: int) -> list[Registration]:
    """The registrations in a person's feed, earliest event first, in one query."""
    rows = Registration.objects.filter(person=person_id).select_related("event__network").order_by("id")
    earlier: dict[int, int] = {}
    for row in rows:
        row.earlier = earlier.get(row.event_id, 0)  # type: ignore[attr-defined]
        earlier[row.event_id] = earlier.get(row.event_id, 0) + 1
    return sorted((row for row in rows if row.state in ACTIVE), key=lambda row: (row.event.starts_at, row.pk))


def _entry(event: Event, *, sequence: int, stamp: datetime, off: bool = False, undecided: bool = False) -> Entry:
    zone = ZoneInfo(event.zone)
    address = f"{settings.BASE_URL}{formats.of(event).live_address(event)}"
    entry = Entry()
    entry.add("uid", uid(event))
    entry.add("sequence", sequence)
    entry.add("dtstamp", stamp)
    entry.add("created", event.created_at)
    entry.add("last-modified", event.changed_at)
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", one_line(translated(event.titles).text))
    entry.add("description", "\n\n".join(filter(None, [plain(translated(event.summaries).text), address])))
    entry.add("location", one_line(event.venue) or address)
    entry.add("url", address)
    entry.add("categories", [str(Event.Kind(event.kind).label)])
    usual = "TENTATIVE" if undecided else "CONFIRMED"
    entry.add("status", "CANCELLED" if off or event.state in OFF else usual)
    entry.add("transp", "TRANSPARENT" if undecided else "OPAQUE")
    entry.add("organizer", organiser(event.network, event.contact))
    return entry


def written(dated: Sequence[Dated], entries: Sequence[Entry], method: str, *, name: str = "") -> bytes:
    """A calendar file.

    Args:
        dated: what the entries are about, for the rules of the zones.
        entries: as they go into the file.
        method: PUBLISH, REQUEST or CANCEL (RFC 5546).
        name: what calendars that subscribe call it.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", vText(one_line(name)))
        calendar.add("x-wr-calname", vText(one_line(name)))
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for zone in sorted({one.zone for one in dated}):
        starts = [one.starts_at for one in dated if one.zone == zone]
        calendar.add_component(zone_rules(zone, first=min(starts), last=max(starts)))
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical(sorted=False))


def attendee(email: str, name: str = "", *, off: bool) -> vCalAddress:
    """Whose calendar a file is for, as attendee who comes, or not when it is `off`; without a name by address alone."""
    who = vCalAddress(f"mailto:{email}")
    if name:
        who.params["cn"] = vText(one_line(name))
    who.params["partstat"] = vText("DECLINED" if off else "ACCEPTED")
    who.params["rsvp"] = vText("FALSE")
    return who


def organiser(network: Network, contact: str = "") -> vCalAddress:
    """The network as organiser, at its contact: a person's name does not go into public files."""
    address = vCalAddress(f"mailto:{contact or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["cn"] = vText(one_line(network.name))
    return address


def plain(text: str) -> str:
    """A text without control characters, which the standard forbids and the library lets pass."""
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))


def one_line(text: str) -> str:
    """A text without line breaks and control characters."""
    return plain(" ".join(text.split()))
