"""When people can meet: their hours, what they have in the calendar already, and what they bore lately.

Who knows of further times at which people are away registers them in its `AppConfig.ready()`:

    availability.further["vacations"] = vacations.taken
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from events import slots
from events.meetings.states import UPCOMING
from events.models import Availability, BusyTime, Event, Meeting, Participant, Registration
from events.slots_days import ENGLISH, WEEKDAYS, Hours, by_weekday
from events.states import HOLDS_A_SEAT
from members.models import Member, Person

TAKES_PLACE = ~Q(event__state__in=(Event.State.CANCELLED, Event.State.POSTPONED, Event.State.DRAFT))
REMEMBERED = timedelta(days=2 * 365)
"""Sessions before that weigh less than a hundredth of what they did and are left out of a burden."""
Busy = dict[int, list[tuple[datetime, datetime]]]
Taken = Iterable[tuple[int, datetime, datetime]]
further: dict[str, Callable[[Collection[int], datetime, datetime], Taken]] = {}
"""By name, what gives further times taken of persons between two moments, in a fixed number of queries.

Like what their own calendars say, these matter when times are sought, and do not forbid a booking they agreed to.
"""


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who is to take part in a meeting.

    Attributes:
        person_id: who.
        member_id: for which member; its country and subdivision say what is a holiday, and its zone holds for a
            person who has set none.
        role: one of `rooms.models.Admission.Role`: `host` moderates, `case_giver`, `advisor`, `scribe`, ….
    """

    person_id: int
    member_id: int | None = None
    role: str = "participant"


def attendees_of(meeting: Meeting) -> list[Attendee]:
    """Who takes part in a meeting now."""
    rows = Participant.objects.filter(meeting=meeting, left_at=None)
    return [Attendee(person_id=row.person_id, member_id=row.member_id, role=row.role) for row in rows]


def search_for(
    attendees: Sequence[Attendee], *, minutes: int, first: date, last: date, without: Meeting | None = None
) -> slots.Search:
    """What `slots` needs to know to find times for them; seven queries and those of `further`, however many people.

    Args:
        attendees: at least one.
        minutes: how long they meet.
        first: the first day, of UTC, on which it may begin.
        last: the last one.
        without: a meeting that is to be moved, so it makes nobody busy.
    """
    ids = {attendee.person_id for attendee in attendees}
    people = Person.objects.in_bulk(list(ids))
    members = Member.objects.in_bulk([one.member_id for one in attendees if one.member_id is not None])
    hours, bore = hours_of(ids), burdens(ids)
    begin = datetime.combine(first, time(0), tzinfo=UTC)
    until = begin + timedelta(days=(last - first).days + 2)
    taken = busy_times(ids, since=begin, until=until, without=without)
    own = BusyTime.objects.filter(person__in=ids, starts_at__lt=until, ends_at__gt=begin)
    _gather(taken, own.order_by().values_list("person_id", "starts_at", "ends_at"))
    for further_times in further.values():
        _gather(taken, further_times(ids, begin, until))
    return slots.Search(
        people=[
            slots.Person(
                id=str(one.person_id),
                time_zone=_zone(people[one.person_id], members.get(one.member_id or 0)),
                country=_country(members.get(one.member_id or 0)),
                subdivision=_subdivision(members.get(one.member_id or 0)),
                hours=hours.get(one.person_id, slots.OFFICE_HOURS),
                burden=bore.get(one.person_id, 0.0),
                busy=taken[one.person_id],
            )
            for one in attendees
        ],
        minutes=minutes,
        first=first,
        last=last,
        language=get_language() or ENGLISH,
    )


def _zone(person: Person, member: Member | None) -> str:
    return person.time_zone or (member.time_zone if member else "") or "UTC"


def _country(member: Member | None) -> str:
    return member.country if member else ""


def _subdivision(member: Member | None) -> str:
    return member.subdivision if member else ""


def free_slots(
    attendees: Sequence[Attendee],
    *,
    minutes: int,
    first: date,
    last: date,
    without: Meeting | None = None,
    most: int = 10,
    apart: timedelta = timedelta(0),
) -> list[slots.Slot]:
    """The best times for these people that are not over, best first; the ids in a slot are persons' ids as text.

    Args:
        attendees: at least one.
        minutes: how long they meet.
        first: the first day, of UTC, on which it may begin.
        last: the last one.
        without: a meeting that is to be moved, so it makes nobody busy.
        most: how many at most.
        apart: two of them start at least so far from each other; with a day, a page offers different days.
    """
    search = search_for(attendees, minutes=minutes, first=first, last=last, without=without)
    return slots.best(search, most=most, apart=apart, after=timezone.now())


def hours_of(person_ids: Collection[int]) -> dict[int, Hours]:
    """The hours of those who said them, by person's id."""
    rows = Availability.objects.filter(person__in=person_ids).exclude(hours={})
    return {row.person_id: _hours(row.hours) for row in rows}


def _hours(stored: dict[str, list[list[str]]]) -> Hours:
    return by_weekday(
        {
            WEEKDAYS.index(name): [(_clock(opens), _clock(closes)) for opens, closes in spans]
            for name, spans in stored.items()
        }
    )


def _clock(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


def busy_times(
    person_ids: Collection[int], *, since: datetime, until: datetime, without: Meeting | None = None
) -> Busy:
    """When people are busy between two moments: meetings and events they take part in; two queries.

    What their own calendars say is not in it: it matters when times are sought, and does not forbid a booking that
    they agreed to.
    """
    taken: Busy = defaultdict(list)
    meetings = Participant.objects.filter(
        person__in=person_ids,
        left_at=None,
        meeting__state__in=UPCOMING,
        meeting__starts_at__lt=until,
        meeting__ends_at__gt=since,
    )
    if without is not None:
        meetings = meetings.exclude(meeting=without)
    events = Registration.objects.filter(
        TAKES_PLACE,
        person__in=person_ids,
        state__in=HOLDS_A_SEAT,
        event__starts_at__lt=until,
        event__ends_at__gt=since,
    )
    _gather(taken, meetings.order_by().values_list("person_id", "meeting__starts_at", "meeting__ends_at"))
    _gather(taken, events.order_by().values_list("person_id", "event__starts_at", "event__ends_at"))
    return taken


def _gather(taken: Busy, rows: Taken) -> None:
    for person_id, starts_at, ends_at in rows:
        taken[person_id].append((starts_at, ends_at))


def burdens(person_ids: Collection[int], *, now: datetime | None = None) -> dict[int, float]:
    """What each person bore in meetings that were held, in hours (see `slots.burden`); one query."""
    now = now or timezone.now()
    held = Participant.objects.filter(
        person__in=person_ids, outside_minutes__gt=0, meeting__starts_at__gt=now - REMEMBERED
    )
    past: dict[int, list[tuple[datetime, float]]] = defaultdict(list)
    for person_id, when, minutes in held.order_by().values_list("person_id", "meeting__starts_at", "outside_minutes"):
        past[person_id].append((when, minutes or 0))
    return {person_id: slots.burden(sessions, now=now) for person_id, sessions in past.items()}
