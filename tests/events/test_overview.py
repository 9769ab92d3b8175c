"""The calendar as readers look at it: days, months, everybody's hours, and who sees what of it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from events import hours_map, registrations
from events.meetings import booking
from events.meetings.availability import Attendee
from events.models import Event
from events.overview import days
from members.models import Person, Topic
from tests.events import cast
from tests.statements import counted

E = Event.State
ZONES = (
    "Europe/Berlin",
    "Asia/Kolkata",
    "America/Lima",
    "America/Sao_Paulo",
    "America/Mexico_City",
    "Pacific/Auckland",
)


@pytest.mark.parametrize(
    ("text", "month"),
    [("2027-03", date(2027, 3, 1)), ("2099-12", date(2099, 12, 1))]
    + [(nonsense, date(2026, 11, 1)) for nonsense in ("", "2027-13", "1999-01", "2100-01", "٢٠٢٧-٠٣", "2027-3", "x\0")],
)
def test_a_month_is_read_or_it_is_the_present_one(text, month):
    assert days.month_of(text, date(2026, 11, 23)) == month


@pytest.mark.parametrize(
    ("text", "day"),
    [("2027-03-28", date(2027, 3, 28)), ("2028-02-29", date(2028, 2, 29))]
    + [(nonsense, date(2026, 11, 23)) for nonsense in ("", "2027-02-29", "2027-3-1", "20270301", "2100-01-01", "\0")],
)
def test_a_day_is_read_or_it_is_today(text, day):
    assert days.day_of(text, date(2026, 11, 23)) == day


@settings(deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),
    st.integers(min_value=1, max_value=4 * 24 * 60),
)
def test_the_days_something_touches_are_those_of_its_minutes(zone, naive, minutes):
    where = ZoneInfo(zone)
    start = naive.replace(second=0, microsecond=0, tzinfo=UTC)
    seen = {(start + timedelta(minutes=passed)).astimezone(where).date() for passed in range(minutes)}
    assert list(days.touched(start, start + timedelta(minutes=minutes), where)) == sorted(seen)


def test_weeks_begin_where_the_reader_says():
    assert days.weeks(date(2027, 3, 1), first_weekday=0)[0][0] == date(2027, 3, 1)
    assert days.weeks(date(2027, 3, 1), first_weekday=6)[0][0] == date(2027, 2, 28)
    assert days.month_after(date(2027, 12, 1)) == date(2028, 1, 1)
    assert days.month_after(date(2027, 1, 1), -1) == date(2026, 12, 1)


@settings(deadline=None, max_examples=60)
@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.sampled_from(ZONES), st.lists(st.sampled_from(ZONES), min_size=1)
)
def test_the_map_of_a_day_agrees_with_every_minute_of_it(day, reader, zones):
    whole = hours_map.HoursOfDay(day, ZoneInfo(reader))
    lines = whole.lines({"XX": set(zones)})
    assert {zone for line in lines for _, zone in line.places} <= set(zones)
    for line in lines:
        for passed in range(0, whole.minutes, 15):
            there = (whole.begin + timedelta(minutes=passed)).astimezone(ZoneInfo(line.zone))
            open_ = any(span.start <= passed < span.end for span in line.working)
            assert open_ == (there.weekday() < 5 and 9 <= there.hour < 18), (line, there)
            day_there = any(span.start <= passed < span.end for span in line.awake)
            assert day_there == (7 <= there.hour < 22), (line, there)


def test_days_with_a_clock_change_have_their_true_length_and_labels_where_they_belong():
    berlin = ZoneInfo("Europe/Berlin")
    spring = hours_map.HoursOfDay(date(2027, 3, 28), berlin)
    assert spring.minutes == 1380
    assert dict((label, minute) for minute, label in spring.ticks())["09:00"] == 480
    autumn = hours_map.HoursOfDay(date(2027, 10, 31), berlin)
    assert autumn.minutes == 1500
    assert autumn.ticks()[0] == (0, "00:00")
    assert autumn.ticks()[-1] == (1500, "24:00")


def test_clocks_that_agree_all_day_are_one_line_from_west_to_east():
    whole = hours_map.HoursOfDay(date(2026, 11, 24), ZoneInfo("Europe/Berlin"))
    lines = whole.lines({"DE": set(), "ES": set(), "IN": set(), "PE": set(), "XX": set()})
    assert [(line.countries, line.ahead) for line in lines] == [(("PE",), -360), (("DE", "ES"), 0), (("IN",), 270)]


def test_a_line_is_named_after_the_hosts_or_the_readers_city_where_it_can_be():
    zones = {"BR": {"America/Araguaina", "America/Sao_Paulo"}, "DE": {"Europe/Berlin"}, "NL": {"Europe/Amsterdam"}}

    def named(reader: str, host: str = "") -> list[str]:
        whole = hours_map.HoursOfDay(date(2026, 11, 24), ZoneInfo(reader))
        return [line.zone for line in whole.lines(zones, host_zone=host)]

    assert named("Asia/Kolkata") == ["America/Sao_Paulo", "Europe/Amsterdam"]
    assert named("Europe/Berlin") == ["America/Sao_Paulo", "Europe/Berlin"]
    assert named("Europe/Berlin", "Europe/Amsterdam") == ["America/Sao_Paulo", "Europe/Amsterdam"]


def test_the_best_time_is_the_longest_with_the_most_countries():
    whole = hours_map.HoursOfDay(date(2026, 11, 24), ZoneInfo("Europe/Berlin"))
    found = hours_map.best(whole.lines({"DE": set(), "IN": set(), "PE": set()}))
    assert found is not None
    assert (found.countries, found.of) == (2, 3)
    assert found.span in (hours_map.Span(9 * 60, 13 * 60 + 30), hours_map.Span(15 * 60, 18 * 60))
    assert found.span.minutes == 270
    sunday = hours_map.HoursOfDay(date(2026, 11, 22), ZoneInfo("Europe/Berlin"))
    assert hours_map.best(sunday.lines({"DE": set(), "IN": set()})) is None


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def olga(db) -> Person:
    return cast.organiser()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def in_month(client: Client, address: str) -> dict[date, list[str]]:
    """Per day of the month the addresses of what stands there."""
    found = client.get(address).context["month"]
    return {
        cell.date: [one.address for one in cell.appointments]
        for week in found.weeks
        for cell in week
        if cell.appointments and not cell.outside
    }


def march(day: int, hour: str = "12:30", **details):
    starts = cast.at(f"2032-03-{day:02} {hour}")
    return {"starts_at": starts, "ends_at": starts + timedelta(hours=2), **details}


def test_a_month_shows_each_day_it_touches_in_the_readers_zone(olga):
    cast.event(by=olga, slug="late", audience="public", **march(9, "23:30"))
    two_days = march(30, "20:00") | {"ends_at": cast.at("2032-03-31 20:00")}
    cast.event(by=olga, slug="long", audience="public", **two_days)
    client = Client()
    assert in_month(client, "/events/month/?month=2032-03") == {
        date(2032, 3, 9): ["/events/late/"],
        date(2032, 3, 10): ["/events/late/"],
        date(2032, 3, 30): ["/events/long/"],
        date(2032, 3, 31): ["/events/long/"],
    }
    client.cookies["zone"] = "Europe/Berlin"
    assert next(iter(in_month(client, "/events/month/?month=2032-03"))) == date(2032, 3, 10)
    page = client.get("/events/month/?month=2032-03").content.decode()
    assert "Days and hours as in Berlin" in page
    assert "continues" in page


def test_weeks_begin_by_the_readers_language(olga):
    client = Client()
    for language, first in (("de", "Mo"), ("en", "Mon"), ("es", "lun"), ("pt-br", "dom.")):
        page = client.get("/events/month/?month=2032-03", headers={"Accept-Language": language})
        assert page.context["month"].weekdays[0][1].startswith(first), language
        assert page.content.decode().count('<th scope="col">') == 7


def test_visitors_see_the_public_members_what_is_theirs_organisers_drafts(olga):
    cast.event(by=olga, slug="public", audience="public", **march(2))
    cast.event(by=olga, slug="network", **march(3))
    cast.event(by=olga, slug="draft", state=E.DRAFT, **march(4))
    cast.event(by=olga, slug="foreign", network=cast.network(cast.EUROPE), **march(5))
    cast.event(by=olga, slug="hushed", audience="public", state=E.CANCELLED, unannounced=True, **march(6))
    asha = cast.person("Asha", acts_for=cast.member("Kochi", "IN"))

    def seen(client: Client, query: str = "") -> list[str]:
        found = in_month(client, f"/events/month/?month=2032-03{query}")
        return sorted(address.split("/")[2] for day in found.values() for address in day)

    assert seen(Client()) == ["public"]
    assert seen(signed_in(asha)) == ["network", "public"]
    assert seen(signed_in(olga)) == ["draft", "hushed", "network", "public"]
    assert seen(signed_in(olga), "&when=drafts") == ["draft"]
    assert seen(signed_in(asha), "&when=drafts") == []
    registrations.register(Event.objects.get(slug="network"), asha, cast.member("Kochi", "IN"))
    assert seen(signed_in(asha), "&when=mine") == ["network"]
    assert seen(Client(), "&when=mine") == seen(Client(), "&when=drafts") == []


def test_my_meetings_stand_in_my_calendar_and_in_nobody_elses(olga):
    asha, petra = (cast.person(name, acts_for=cast.member("Kochi", "IN")) for name in ("Asha", "Petra"))
    starts = (timezone.now() + timedelta(days=20)).replace(minute=0, second=0, microsecond=0)
    meeting = booking.book(
        subject=("peer_session", 1),
        network=cast.network(),
        titles={"en": "Heat plans"},
        attendees=[Attendee(person_id=one.pk) for one in (asha, petra)],
        starts_at=starts,
        minutes=60,
    )
    month = f"/events/month/?month={starts:%Y-%m}"
    for address in (month, "/events/", f"/events/map/?day={starts:%Y-%m-%d}", "/events/?when=mine"):
        for client, number in ((signed_in(asha), 1), (signed_in(olga), 0), (Client(), 0)):
            assert client.get(address).content.decode().count(f'href="/meetings/{meeting.pk}/"') == number, address
    client = signed_in(asha)
    shown = {
        query: f"/meetings/{meeting.pk}/" in client.get(f"/events/?{query}").content.decode()
        for query in (
            "kind=peer_learning",
            "kind=mixer",
            "network=iscn",
            f"network={cast.EUROPE}",
            "language=en",
            "when=past",
        )
    }
    assert [query for query, there in shown.items() if there] == ["kind=peer_learning", "network=iscn"]
    booking.cancel(meeting, by=None)
    assert f"/meetings/{meeting.pk}/" not in client.get("/events/").content.decode()


def test_filters_narrow_every_view_and_stay_in_its_links(olga):
    heat = Topic.objects.get(slug="heat-and-water")
    wanted = cast.event(by=olga, slug="wanted", audience="public", kind="symposium", languages=["es"], **march(2))
    wanted.topics.add(heat)
    cast.event(by=olga, slug="other", audience="public", languages=["en"], **march(2))
    query = "network=iscn&kind=symposium&language=es&topic=heat-and-water"
    for view in ("month/?month=2032-03&", "map/?day=2032-03-02&"):
        page = Client().get(f"/events/{view}{query}").content.decode()
        assert 'href="/events/wanted/"' in page
        assert 'href="/events/other/"' not in page
        for name in ("", "month/", "map/"):
            assert f'href="/events/{name}?{query}"'.replace("&", "&amp;") in page, name
    empty = Client().get(f"/events/month/?month=2032-03&{query.replace('iscn', cast.EUROPE)}").content.decode()
    assert "No event fits these filters" in empty
    assert 'href="?month=2032-03"' in empty


def test_the_map_shows_an_events_hours_to_those_who_see_it(olga):
    cast.member("Kochi", "IN")
    event = cast.event(by=olga, slug="talk", **march(28, "12:30"))
    assert Client().get("/events/map/?event=talk").status_code == 404
    for nonsense in ("nothing", "%00", "talk%00", "a'b"):
        assert signed_in(olga).get(f"/events/map/?event={nonsense}").status_code == 404
    page = signed_in(olga).get("/events/map/?event=talk")
    shown = page.context["map"]
    assert (shown.day, shown.event) == (date(2032, 3, 28), event)
    local = {code: f"{strip.local.start:%H:%M}" for strip in shown.strips for code in strip.line.countries}
    assert local == {"BR": "09:30", "DE": "14:30", "IN": "18:00", "MX": "06:30", "PE": "07:30"}
    assert len(shown.bars) == 1
    later = signed_in(olga).get("/events/map/?event=talk&day=2032-03-30").context["map"]
    assert (later.bars, later.appointments) == ([], [])


def test_a_day_says_when_most_are_at_work_or_that_there_is_no_such_hour(olga):
    text = Client().get("/events/map/?day=2026-11-24&network=iscn").content.decode()
    assert "Most are at work from" in text
    assert "There is no hour on this day" in Client().get("/events/map/?day=2026-11-22").content.decode()


@pytest.mark.parametrize("view", ["/events/", "/events/month/?month={:%Y-%m}", "/events/map/?day={:%Y-%m-%d}"])
def test_many_dates_cost_as_many_queries_as_one(olga, view):
    asha, kochi = cast.person("Asha"), cast.member("Kochi", "IN")
    starts = (timezone.now() + timedelta(days=20)).replace(hour=6, minute=0, second=0, microsecond=0)
    client, found = signed_in(asha), []

    def fill(number: int) -> None:
        time = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}
        event = cast.event(by=olga, slug=f"event-{number}", audience="public", **time)
        event.topics.set(Topic.objects.all()[:2])
        registrations.register(event, asha, None)
        cast.member(f"Town {number}", "DE")
        booking.book(
            subject=("peer_session", number),
            network=kochi.memberships.get().network,
            titles={"en": f"Meeting {number}"},
            attendees=[Attendee(person_id=one.pk) for one in (asha, olga)],
            starts_at=starts + timedelta(hours=2 + number),
            minutes=60,
        )

    for numbers in (range(1), range(1, 6)):
        for number in numbers:
            fill(number)
        address = view.format(starts)
        client.get(address)
        with counted() as statements:
            page = client.get(address)
        found.append(len(statements))
    assert page.content.decode().count('href="/meetings/') == 6
    assert found[0] == found[1]
    assert found[1] <= 20
