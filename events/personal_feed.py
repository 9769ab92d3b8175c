"""All dates of a person as one calendar file: registrations, what they organise, and what others add.

Whoever keeps dates of people registers them in its `AppConfig.ready()`:

    personal_feed.further["meetings"] = calendar_files.of_person
"""

from collections.abc import Callable

from django.utils.translation import gettext as _
from icalendar import Event as Entry

from events import audiences, calendar_files
from events.calendar_files import Dated
from events.models import Event
from members.models import Person

Dates = list[tuple[Dated, Entry]]
further: dict[str, Callable[[Person], Dates]] = {}
"""By name, what gives further dates of a person, each with its entry, in a fixed number of queries."""


def of(person: Person) -> bytes:
    """The feed, in the active language; an entry with the same UID stands in it once, the first time it comes."""
    found = [calendar_files.of_registration(row) for row in calendar_files.registrations_of(person.pk)]
    found += _organised(person)
    for dates in further.values():
        found += dates(person)
    once = {str(entry["uid"]): (dated, entry) for dated, entry in reversed(found)}
    kept = sorted(once.values(), key=lambda pair: (pair[0].starts_at, str(pair[1]["uid"])))
    name = _("Vernetzt: my dates")
    return calendar_files.written([dated for dated, _e in kept], [entry for _d, entry in kept], "PUBLISH", name=name)


def _organised(person: Person) -> Dates:
    """Announced events the person organises and still looks after."""
    rows = Event.objects.filter(audiences.ANNOUNCED, audiences.looked_after(person), organiser=person)
    return [calendar_files.of_event(row) for row in rows.select_related("network").order_by("starts_at", "id")]
