"""The local hour in every country."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from events.hours import MAIN_ZONES, LocalHour, local_hours, outside_minutes, shared


def hours(start: datetime, minutes: int = 75, **more: Any) -> list[tuple[str, str, int]]:
    rows = local_hours(start, ["BR", "DE", "IN", "MX", "PE"], end=start + timedelta(minutes=minutes), **more)
    return [(row.country, f"{row.start:%H:%M}", row.outside_minutes) for row in rows]


def test_half_past_one_utc_is_the_least_bad_hour_of_the_five_countries():
    assert hours(datetime(2027, 2, 2, 13, 30, tzinfo=UTC), 60) == [
        ("MX", "07:30", 60), ("PE", "08:30", 30), ("BR", "10:30", 0), ("DE", "14:30", 0), ("IN", "19:00", 60),
    ]  # fmt: skip


def test_berlin_moves_its_clock_and_the_others_do_not():
    before, after = (hours(datetime(2027, 3, day, 13, 30, tzinfo=UTC)) for day in (27, 28))
    assert ("DE", "14:30", 0) in before
    assert ("DE", "15:30", 0) in after
    assert [row for row in before if row[0] != "DE"] == [row for row in after if row[0] != "DE"]


def test_zones_with_the_same_hour_are_one_row_and_others_are_not():
    zones = {"BR": ["America/Sao_Paulo", "America/Recife", "America/Manaus"]}
    rows = local_hours(datetime(2027, 2, 2, 13, 30, tzinfo=UTC), ["BR"], zones=zones)
    assert [(row.zone, f"{row.start:%H:%M}") for row in rows] == [
        ("America/Manaus", "09:30"), ("America/Sao_Paulo", "10:30"),
    ]  # fmt: skip


def test_countries_with_the_same_hour_stand_together_under_a_main_zone():
    zones = {"BR": ["America/Rio_Branco"], "PE": ["America/Lima"], "DE": ["Europe/Berlin"]}
    rows = shared(local_hours(datetime(2027, 2, 2, 13, 30, tzinfo=UTC), zones, zones=zones))
    assert [(row.countries, row.first.zone) for row in rows] == [
        (("BR", "PE"), "America/Lima"), (("DE",), "Europe/Berlin"),
    ]  # fmt: skip


def test_a_country_nobody_knows_the_zone_of_is_left_out():
    assert local_hours(datetime(2027, 2, 2, 13, 30, tzinfo=UTC), ["XX", "PE"])[0].country == "PE"


def test_the_day_may_be_another_one():
    late = datetime(2027, 2, 2, 22, 0, tzinfo=UTC)
    offsets = {row.country: row.day_offset for row in local_hours(late, ["IN", "PE"], host_zone="Europe/Berlin")}
    assert offsets == {"IN": 1, "PE": 0}


def test_an_event_of_two_days_is_shown_as_each_of_them():
    start = datetime(2027, 2, 2, 8, 0, tzinfo=UTC)
    assert ("DE", "09:00", 0) in hours(start, (24 + 8) * 60, host_zone="Europe/Berlin")
    [row] = local_hours(start, ["IN"], end=start + timedelta(hours=32), host_zone="Europe/Berlin")
    assert (row.days, f"{row.start:%H:%M}", f"{row.end:%H:%M}", row.outside_minutes) == (2, "13:30", "21:30", 210)


def test_an_event_over_midnight_is_outside_all_night():
    lima = ZoneInfo("America/Lima")
    assert outside_minutes(datetime(2027, 2, 2, 17, tzinfo=lima), datetime(2027, 2, 3, 10, tzinfo=lima)) == 15 * 60


@settings(deadline=None)
@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 3 * 24 * 60),
    st.sets(st.sampled_from(sorted(MAIN_ZONES))),
)
def test_every_row_is_the_same_moment_and_never_longer_outside_than_it_lasts(
    start: datetime, minutes: int, countries: set[str]
):
    rows = local_hours(start, countries, end=start + timedelta(minutes=minutes))
    assert {row.country for row in rows} == countries
    for row in rows:
        assert isinstance(row, LocalHour)
        assert row.start == start
        assert row.minutes == minutes or (row.days > 1 and row.minutes < minutes)
        assert 0 <= row.outside_minutes <= row.minutes
        assert row.comfortable == (row.outside_minutes == 0)
        assert row.day_offset in (-1, 0, 1)
