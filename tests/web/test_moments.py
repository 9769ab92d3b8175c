"""Moments stand in the reader's language and zone, with the zone's city, and for machines in UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from web.templatetags import web as tags

MIXER = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)


def test_a_moment_names_day_hour_and_city() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")), override("en"):
        expected = '<time datetime="2026-11-24T13:30:00Z" data-time="moment">24 Nov 2026, 14:30 · Berlin</time>'
        assert tags.local_time(MIXER) == expected


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        ("de", "Europe/Berlin", "Di., 24. Nov. 2026, 14:30 · Berlin"),
        ("es", "America/Lima", "mar, 24 nov 2026, 08:30 · Lima"),
        ("pt-br", "America/Sao_Paulo", "ter., 24 de nov. de 2026, 10:30 · São Paulo"),
        ("en", "Asia/Kolkata", "Tue, 24 Nov 2026, 19:00 · Kolkata"),
        ("en", "Asia/Calcutta", "Tue, 24 Nov 2026, 19:00 · Kolkata"),
    ],
)
def test_everybody_reads_their_own_hour(language: str, zone: str, text: str) -> None:
    with timezone.override(ZoneInfo(zone)), override(language):
        assert text in tags.local_weekday(MIXER)


def test_an_hour_elsewhere_is_not_rewritten_by_the_browser() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")), override("en"):
        shown = tags.local_hour_in(MIXER, "America/Mexico_City")
    assert shown == '<time datetime="2026-11-24T13:30:00Z" data-time="">07:30 · Mexico City</time>'


def test_a_plain_date_has_no_zone() -> None:
    with timezone.override(ZoneInfo("America/Lima")), override("en"):
        assert tags.local_day(date(2026, 11, 24)) == '<time datetime="2026-11-24">Tue, 24 Nov 2026</time>'


def test_a_span_names_the_day_once_and_the_city_last() -> None:
    end = datetime(2026, 11, 24, 14, 45, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Berlin")), override("en"):
        text = tags.time_span(MIXER, end)
    assert "Tue, 24 Nov 2026, 14:30</time> to <time" in text
    assert ">15:45</time> · <span data-city>Berlin</span>" in text


def test_no_moment_is_no_text() -> None:
    assert tags.local_time(None) == ""


def test_the_clock_knows_how_much_of_the_ring_is_gone() -> None:
    shown = tags.countdown(None, seconds=720, paused_left=180)
    assert (shown["text"], shown["gone"], shown["paused"]) == ("3:00", "75.00", True)
