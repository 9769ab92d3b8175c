"""When a person works, as they say it themselves; office hours hold for whoever says nothing."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from events.models import Availability
from events.slots_days import WEEKDAYS
from members.models import Person

Week = Mapping[str, Sequence[Sequence[str]]]
"""By weekday ("mon" to "sun") pairs of times such as ["09:00", "12:00"]; "24:00" is midnight."""
OFFICE_WEEK: Week = {day: [["09:00", "18:00"]] for day in WEEKDAYS[:5]}


def of(person: Person) -> Week:
    """The person's week."""
    row = row_of(person)
    return row.hours if row is not None and row.hours else OFFICE_WEEK


def row_of(person: Person) -> Availability | None:
    """All the person said about when they can meet, and how reading their own calendar goes."""
    return Availability.objects.filter(person=person).first()


def write(person: Person, week: Week) -> None:
    """Keep the person's week; one without any hours means office hours again."""
    stored = {day: [list(span) for span in spans] for day, spans in week.items() if spans}
    Availability.objects.update_or_create(person=person, defaults={"hours": stored, "changed_at": timezone.now()})
