"""Meeting times against a brute force written from the rules alone, minute by minute."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import slots
from events.slots_days import Hours, Place, by_weekday, weekly
from events.slots_explained import explain, in_english
from tests.events.cast import at

MINUTE, DAYS = timedelta(minutes=1), timedelta(days=4)
OFFICE = [("09:00", "18:00")]
PLACES = {
    "campina": ("America/Fortaleza", "BR", "PB"),
    "pirna": ("Europe/Berlin", "DE", "SN"),
    "kochi": ("Asia/Kolkata", "IN", "KL"),
    "guadalajara": ("America/Mexico_City", "MX", ""),
    "piura": ("America/Lima", "PE", ""),
    "sydney": ("Australia/Sydney", "AU", "NSW"),
    "lord-howe": ("Australia/Lord_Howe", "AU", "NSW"),
    "st-johns": ("America/St_Johns", "CA", "NL"),
    "kathmandu": ("Asia/Kathmandu", "NP", ""),
    "santiago": ("America/Santiago", "CL", ""),
}

Plain = dict[str, Any]


def plain(name: str, *, hours: Any = None, burden: str = "0", busy: tuple[tuple[str, str], ...] = ()) -> Plain:
    """A person as the brute force reads them."""
    zone, country, subdivision = PLACES[name]
    return {
        "id": name,
        "zone": ZoneInfo(zone),
        "country": country,
        "subdivision": subdivision,
        "hours": OFFICE if hours is None else hours,
        "burden": burden,
        "busy": [(at(since), at(until)) for since, until in busy],
    }


def asked(person: Plain) -> slots.Person:
    """The same person as the search takes them."""
    return slots.Person(
        id=person["id"],
        time_zone=person["zone"].key,
        country=person["country"],
        subdivision=person["subdivision"],
        hours=hours_of(person["hours"]),
        burden=float(person["burden"]),
        busy=person["busy"],
    )


def hours_of(hours: Any) -> Hours:
    def clock(text: str) -> time:
        return time(0) if text == "24:00" else time.fromisoformat(text)

    if isinstance(hours, dict):
        return by_weekday({day: [(clock(a), clock(b)) for a, b in spans] for day, spans in hours.items()})
    return weekly([(clock(a), clock(b)) for a, b in hours])


def is_outside(person: Plain, moment: datetime) -> bool:
    """Whether the wall clock of the person is outside their hours."""
    local = moment.astimezone(person["zone"])
    hours = person["hours"]
    spans = hours.get(local.weekday(), []) if isinstance(hours, dict) else hours
    return not any(opens <= f"{local:%H:%M}" < closes for opens, closes in spans)


@lru_cache
def public_holidays(country: str, subdivision: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=subdivision)


def is_off(person: Plain, moment: datetime) -> bool:
    """Whether it is a holiday or a weekend for the person."""
    local = moment.astimezone(person["zone"])
    calendar = public_holidays(person["country"], person["subdivision"] or None)
    named = isinstance(person["hours"], dict) and person["hours"].get(local.weekday())
    return local.date() in calendar or (local.weekday() in calendar.weekend and not named)


def is_inside_by_minute(person: Plain, begin: datetime, end: datetime) -> dict[datetime, bool]:
    """For every minute from days before to days after whether the person works."""
    count = (end - begin + 2 * DAYS) // MINUTE
    return {
        moment: not is_outside(person, moment) for moment in (begin - DAYS + index * MINUTE for index in range(count))
    }


def stretched_by(inside: dict[datetime, bool], start: datetime, minutes: int) -> int:
    """By how many minutes hours would have to be stretched to hold a slot."""
    end = start + minutes * MINUTE
    outside = sum(not inside[start + index * MINUTE] for index in range(minutes))
    if outside < minutes or not any(inside.values()):
        return outside
    closed, opens = start, end
    while closed in inside and not inside.get(closed - MINUTE):
        closed -= MINUTE
    while opens in inside and not inside[opens]:
        opens += MINUTE
    return min((end - closed) // MINUTE, (opens - start) // MINUTE)


def brute_force(people: list[Plain], minutes: int, first: date, last: date) -> Iterator[tuple[Any, ...]]:
    """Every slot with what the rules compare, in their order."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)
    works = [is_inside_by_minute(person, start, end + minutes * MINUTE) for person in people]
    while start < end:
        until = start + timedelta(minutes=minutes)
        if not any(start < b and a < until for person in people for a, b in person["busy"]):
            outside = [stretched_by(inside, start, minutes) for inside in works]
            off = any(is_off(person, moment) for person in people for moment in (start, until - MINUTE))
            weighed = [count * (1 + Fraction(person["burden"])) for count, person in zip(outside, people, strict=True)]
            yield off, max(weighed), sum(weighed), start, outside
        start += timedelta(minutes=15)


def agree(people: list[Plain], minutes: int, first: date, last: date, most: int = 10) -> None:
    """The search finds what the brute force finds, in its order, with the same minutes."""
    found = slots.best(
        slots.Search(people=[asked(person) for person in people], minutes=minutes, first=first, last=last), most=most
    )
    expected = sorted(brute_force(people, minutes, first, last))[:most]
    assert [(slot.day_off, slot.start, [one.outside_minutes for one in slot.people]) for slot in found] == [
        (off, start, outside) for off, _, _, start, outside in expected
    ]
    assert [slot.worst for slot in found] == [max(outside) for *_, outside in expected]


FIVE = ["campina", "pirna", "kochi", "guadalajara", "piura"]


@pytest.mark.parametrize(
    ("first", "what"),
    [
        (date(2027, 3, 26), "Good Friday, and Berlin moves on the Sunday"),
        (date(2027, 10, 29), "Berlin moves back on the Sunday; All Saints and the Day of the Dead follow"),
        (date(2027, 3, 13), "most of Canada moves"),
        (date(2027, 9, 15), "Independence Day of Mexico"),
        (date(2027, 9, 6), "Independence Day of Brazil"),
        (date(2027, 7, 27), "Fiestas Patrias of Peru"),
        (date(2027, 11, 16), "Day of Prayer and Repentance, in Saxony only"),
        (date(2027, 9, 10), "Onam, in Kerala only"),
        (date(2027, 12, 31), "a new year, in four zones at four moments"),
    ],
)
def test_five_countries_around_clock_changes_and_holidays(first: date, what: str) -> None:
    people = [plain(name, burden=burden) for name, burden in zip(FIVE, ["0", "0.5", "1", "0.25", "2"], strict=True)]
    agree(people, 60, first, first + timedelta(days=3))


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("lord-howe", date(2027, 4, 3)),
        ("lord-howe", date(2027, 10, 2)),
        ("sydney", date(2027, 10, 2)),
        ("st-johns", date(2027, 3, 13)),
        ("st-johns", date(2027, 11, 6)),
        ("santiago", date(2027, 9, 4)),
        ("kathmandu", date(2027, 4, 3)),
    ],
)
def test_unusual_zones_alone_through_the_hour_their_clock_changes(name: str, first: date) -> None:
    night = [("00:30", "02:10"), ("02:45", "03:20"), ("23:15", "24:00")]
    agree([plain(name, hours=night)], 45, first, first + timedelta(days=1), most=200)


def test_an_hour_that_comes_twice_is_within_hours_twice_and_one_that_is_left_out_never() -> None:
    night = weekly([(time(2), time(3))])
    for day, outside in (("2027-10-31", 120), ("2027-03-28", 25 * 60), ("2027-10-30", 180)):
        pirna = slots.Person(id="pirna", time_zone="Europe/Berlin", hours=night)
        start = at(f"{day} 00:00") - timedelta(hours=1)
        search = slots.Search(people=[pirna], minutes=240, first=start.date(), last=start.date())
        [slot] = slots.at(search, [start])
        assert slot.people[0].outside_minutes == outside


def test_the_least_bad_hour_of_the_five_countries_is_the_one_everybody_knows() -> None:
    """13:30 UTC on half hours; nobody knew that a quarter of an hour earlier is a little fairer."""
    day = date(2027, 3, 3)
    search = slots.Search(people=[asked(plain(name)) for name in FIVE], minutes=60, first=day, last=day)
    [quarter] = slots.best(search, most=1)
    [half] = slots.best(replace(search, step=timedelta(minutes=30)), most=1)
    assert (quarter.start, quarter.worst) == (at("2027-03-03 13:15"), 105)
    assert (half.start, half.worst) == (at("2027-03-03 13:30"), 120)


def test_midnight_is_worse_than_the_evening() -> None:
    search = slots.Search(people=[asked(plain("piura"))], minutes=60, first=date(2027, 3, 3), last=date(2027, 3, 3))
    found = slots.at(search, [at("2027-03-03 22:30"), at("2027-03-03 23:30"), at("2027-03-04 05:00")])
    assert [slot.worst for slot in found] == [30, 90, 420]


def test_the_hours_of_berlin_move_against_kochi_when_only_berlin_moves() -> None:
    people = [asked(plain("pirna")), asked(plain("kochi"))]
    before, after = (
        slots.best(slots.Search(people=people, minutes=60, first=day, last=day), most=1)[0]
        for day in (date(2027, 3, 24), date(2027, 3, 31))
    )
    assert (before.start, after.start) == (at("2027-03-24 08:00"), at("2027-03-31 07:00"))
    assert (before.worst, after.worst) == (0, 0)


def test_who_bore_least_is_stretched_first() -> None:
    """Lima and Kochi share no hour: whoever bore less lately gets the bad one."""
    day = date(2027, 3, 3)
    for burden_of_kochi, burden_of_piura, stretched in (("3", "0", "piura"), ("0", "3", "kochi")):
        people = [plain("kochi", burden=burden_of_kochi), plain("piura", burden=burden_of_piura)]
        search = slots.Search(people=[asked(one) for one in people], minutes=60, first=day, last=day)
        [slot] = slots.best(search, most=1)
        assert max(slot.people, key=lambda one: one.outside_minutes).id == stretched
        assert explain(search, slot).least_burdened


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("DE", "de", "Erster Weihnachtstag"),
        ("PL", "de", "Weihnachtstag"),
        ("PE", "es", "Navidad del Señor"),
        ("BR", "pt-br", "Natal"),
        ("IN", "pt-br", "Christmas"),
        ("DE", "es", "Christmas Day"),
        ("IN", "en", "Christmas"),
    ],
)
def test_holidays_are_named_in_the_readers_language_where_there_are_names(country: str, language: str, name: str):
    assert name in (Place(country, "", language).holiday(date(2026, 12, 25)) or "")


def test_a_holiday_of_one_is_avoided_before_hours_are_stretched() -> None:
    people = [asked(plain("pirna")), asked(plain("kochi"))]
    repentance = slots.Search(people=people, minutes=60, first=date(2027, 11, 17), last=date(2027, 11, 18))
    found = slots.best(repentance, most=50)
    assert {slot.start.date() for slot in found} == {date(2027, 11, 18)}
    [holiday] = slots.at(repentance, [at("2027-11-17 08:00")])
    assert [one.holiday for one in holiday.people] == ["Repentance and Prayer Day", None]


def test_somebody_who_names_saturday_works_on_saturday() -> None:
    saturday = date(2027, 3, 6)
    people = [
        slots.Person(id="a", time_zone="Europe/Berlin", country="DE", hours=by_weekday({5: [(time(10), time(12))]}))
    ]
    [slot] = slots.best(slots.Search(people=people, minutes=60, first=saturday, last=saturday), most=1)
    assert (slot.start, slot.worst, slot.day_off) == (at("2027-03-06 09:00"), 0, False)


def test_slots_may_be_kept_apart_and_after_a_moment() -> None:
    search = slots.Search(people=[asked(plain("pirna"))], minutes=60, first=date(2027, 3, 1), last=date(2027, 3, 5))
    days = slots.best(search, most=3, apart=timedelta(hours=20), after=at("2027-03-02 08:00"))
    assert [slot.start for slot in days] == [at("2027-03-02 08:15"), at("2027-03-03 08:00"), at("2027-03-04 08:00")]


def test_nobody_meets_when_somebody_is_always_busy() -> None:
    busy = plain("pirna", busy=(("2027-02-01 00:00", "2027-04-01 00:00"),))
    search = slots.Search(people=[asked(busy)], minutes=60, first=date(2027, 3, 1), last=date(2027, 3, 5))
    assert slots.best(search) == []


def test_two_times_years_apart_cost_no_more_than_each_alone() -> None:
    search = slots.Search(people=[asked(plain(FIVE[0]))], minutes=60, first=date(2027, 3, 1), last=date(2027, 3, 1))
    far, near = at("2100-12-31 10:00"), at("2027-03-03 22:30")
    alone = [*slots.at(search, [far]), *slots.at(search, [near])]
    tracemalloc.start()
    try:
        assert slots.at(search, [far, near]) == alone
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_twenty_people_and_five_weeks_take_well_under_a_second() -> None:
    people = [asked(plain(FIVE[index % 5], burden=str(index % 3))) for index in range(20)]
    search = slots.Search(people=people, minutes=60, first=date(2027, 3, 1), last=date(2027, 4, 4))
    slots.best(search)  # holidays are imported when first needed
    began = datetime.now(UTC)
    slots.best(search)
    assert datetime.now(UTC) - began < timedelta(seconds=0.8)


CLOCKS = ["00:00", "06:15", "07:20", "09:00", "12:00", "13:40", "17:59", "18:00", "24:00"]
spans = st.lists(
    st.tuples(st.integers(0, 7), st.integers(1, 8)).filter(lambda pair: pair[0] < pair[1]), max_size=2
).map(lambda pairs: [(CLOCKS[opens], CLOCKS[closes]) for opens, closes in pairs])
moments = st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 28), timezones=st.just(UTC))


@st.composite
def somebody(draw: st.DrawFn) -> Plain:
    hours = draw(st.one_of(st.just(OFFICE), spans, st.dictionaries(st.integers(0, 6), spans)))
    return plain(
        draw(st.sampled_from(sorted(PLACES))),
        hours=hours,
        burden=draw(st.sampled_from(["0", "0.1", "0.2", "0.3", "5"])),
    )


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_people_in_any_zones_on_any_days(data: st.DataObject) -> None:
    first = data.draw(st.dates(date(2024, 1, 1), date(2030, 12, 1)))
    people = data.draw(st.lists(somebody(), min_size=1, max_size=3))
    for index, person in enumerate(people):
        person["id"] = f"{person['id']}-{index}"
        begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
        offsets = data.draw(st.lists(st.tuples(st.integers(-100, 1500), st.integers(1, 300)), max_size=3))
        person["busy"] = [(begin + a * MINUTE, begin + (a + b) * MINUTE) for a, b in offsets]
    agree(people, data.draw(st.sampled_from([1, 30, 45, 90])), first, first, most=30)


@settings(deadline=None)
@given(st.lists(st.tuples(moments, st.integers(0, 600)), max_size=8), moments)
def test_a_burden_is_halved_every_ninety_days(past: list[tuple[datetime, int]], now: datetime) -> None:
    behind = [(when, minutes) for when, minutes in past if when <= now]
    assert slots.burden(past, now=now) == slots.burden(behind, now=now)
    assert slots.burden(behind, now=now + slots.HALF_LIFE) == pytest.approx(slots.burden(behind, now=now) / 2)


def test_ninety_minutes_today_and_ninety_days_ago_are_two_hours_and_a_quarter() -> None:
    now = at("2027-03-01 12:00")
    assert slots.burden([(now, 90), (now - timedelta(days=90), 90)], now=now) == 2.25


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("2027-03-03 08:00", "Everybody is within their hours."),
        ("2027-03-03 12:00", "kochi is 30 minutes outside their hours; everybody else is within theirs."),
        (
            "2027-03-03 18:00",
            "kochi is 390 minutes outside their hours; 1 other is outside theirs by 120 minutes at most.",
        ),
        (
            "2027-03-26 08:00",
            "Everybody is within their hours. It is a holiday for pirna: Good Friday."
            " It is a holiday for kochi: Good Friday.",
        ),
        (
            "2027-03-20 08:00",
            "Everybody is within their hours. It is a weekend for pirna. It is a weekend for kochi.",
        ),
    ],
)
def test_a_slot_is_explained_in_plain_words(start: str, sentence: str) -> None:
    people = [asked(plain("pirna")), asked(plain("kochi"))]
    search = slots.Search(people=people, minutes=60, first=at(start).date(), last=at(start).date())
    [slot] = slots.at(search, [at(start)])
    assert in_english(explain(search, slot)) == sentence
