"""Calendar files, read by a reader that knows only the RFC."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from hypothesis import given, settings
from hypothesis import strategies as st

from events import calendar, calendar_files, calendar_tokens, personal_feed, registrations, states
from events.models import Event, Registration
from events.zone_rules import zone_rules
from members import mailing, notices
from tests.events import cast, ical

E, R = Event.State, Registration.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return cast.organiser()


@pytest.fixture
def kochi():
    return cast.member("Kochi", "IN")


def event_of(content: bytes) -> tuple[ical.Component, ical.Component]:
    found = ical.read(content)
    [entry] = found.of("VEVENT")
    return found, entry


def mailed() -> list[tuple[str, str, int]]:
    """METHOD, STATUS and SEQUENCE of the calendar file in each mail, in the order of the notices."""
    mail.outbox.clear()
    while mailing.mail_due():
        pass
    found = []
    for message in mail.outbox:
        for name, content, kind in message.attachments:
            assert name == "invitation.ics"
            read, entry = event_of(content if isinstance(content, bytes) else content.encode())
            assert kind == f"text/calendar; method={read.one('METHOD').value}"
            found.append((read.one("METHOD").value, entry.one("STATUS").value, int(entry.one("SEQUENCE").value)))
    return found


def test_an_event_as_anybody_may_import_it(olga):
    event = cast.event(by=olga, starts_at=cast.at("2032-03-28 12:30"), ends_at=cast.at("2032-03-28 13:45"))
    found, entry = event_of(calendar_files.for_event(event))
    assert found.one("METHOD").value == "PUBLISH"
    assert entry.one("UID").value == f"event-{event.pk}@localhost"
    assert entry.one("SEQUENCE").value == "0"
    assert entry.one("SUMMARY").text == "Global Mixer"
    assert entry.one("STATUS").value == "CONFIRMED"
    assert entry.one("ORGANIZER").value == "mailto:mixer@example.org"
    assert entry.one("ORGANIZER").params["CN"] == "ISCN"
    assert entry.one("DTSTART").params == {"TZID": "Europe/Berlin"}
    assert entry.one("DTSTART").value == "20320328T143000"
    assert ical.moment(found, entry.one("DTSTART")) == event.starts_at
    assert ical.moment(found, entry.one("DTEND")) == event.ends_at
    assert entry.all("ATTENDEE") == []


ZONES = ["Europe/Berlin", "Asia/Kolkata", "America/Lima", "America/Sao_Paulo", "America/Mexico_City", "Europe/Lisbon"]


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)))
def test_local_times_resolve_by_the_files_own_rules_on_every_day(zone: str, naive: datetime):
    from zoneinfo import ZoneInfo

    when = naive.replace(second=0, microsecond=0, tzinfo=ZoneInfo("UTC"))
    local = when.astimezone(ZoneInfo(zone))
    if local.replace(fold=1).utcoffset() != local.utcoffset():
        return  # an hour that clocks show twice has no name of its own in a calendar file
    rules = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + zone_rules(zone, first=when, last=when).to_ical()
    found = ical.read(rules + b"END:VCALENDAR\r\n")
    written = ical.Property("DTSTART", {"TZID": zone}, f"{local:%Y%m%dT%H%M%S}")
    assert ical.moment(found, written) == when


def test_clocks_change_by_the_wall_clock_before_the_change():
    when = cast.at("2032-03-28 12:30")
    rules = zone_rules("Europe/Berlin", first=when, last=when).to_ical().decode().split("BEGIN:")
    [spring] = [part for part in rules if "DTSTART:20320328" in part]
    assert spring.splitlines()[:4] == ["DAYLIGHT", "DTSTART:20320328T020000", "TZNAME:CEST", "TZOFFSETFROM:+0100"]


HOSTILE = "Wärme, Wasser; \\n\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x\x07\x1b ✓ " + "ü" * 90


def test_titles_cannot_break_out_and_long_lines_are_folded_between_characters(olga):
    event = cast.event(by=olga, titles={"en": HOSTILE}, summaries={"en": HOSTILE}, venue=HOSTILE[:200])
    found, entry = event_of(calendar_files.for_event(event))
    assert len(found.of("VEVENT")) == 1
    assert entry.one("SUMMARY").text.startswith("Wärme, Wasser; \\n END:VEVENT BEGIN:VEVENT SUMMARY:x")
    assert entry.one("SUMMARY").text.endswith("ü" * 90)
    assert entry.one("DESCRIPTION").text.count("END:VEVENT") == 1


def test_a_name_cannot_break_out_of_the_attendee(olga, kochi):
    asha = cast.person("Asha", acts_for=kochi)
    asha.name = 'Asha";X=1:mailto:evil@example.org\r\nATTENDEE:mailto:evil@example.org'
    asha.save()
    row = registrations.register(cast.event(by=olga), asha, kochi)
    _, entry = event_of(calendar_files.for_person(row, sequence=0, off=False))
    assert [each.value for each in entry.all("ATTENDEE")] == ["mailto:asha@example.org"]
    assert entry.one("ATTENDEE").params["PARTSTAT"] == "ACCEPTED"


def test_one_uid_and_a_sequence_that_rises_with_every_change_until_the_cancellation(olga, kochi):
    event = cast.event(by=olga, state=E.PUBLISHED)
    event = states.move(event, to=E.REGISTRATION_OPEN, by=olga)
    registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)
    cast.reactions_run()
    first = mailed()
    later = event.starts_at + timedelta(days=1)
    event = calendar.change(event, by=olga, starts_at=later, ends_at=later + timedelta(minutes=75))
    cast.reactions_run()
    second = mailed()
    event = calendar.change(event, by=olga, titles={"en": "Another title"})
    event = states.move(event, to=E.POSTPONED, by=olga)
    cast.reactions_run()
    third = mailed()
    event = states.move(event, to=E.PUBLISHED, by=olga)
    cast.reactions_run()
    fourth = mailed()
    states.move(event, to=E.CANCELLED, by=olga)
    cast.reactions_run()
    fifth = mailed()
    assert [first, second, third, fourth, fifth] == [
        [("REQUEST", "CONFIRMED", 0)],
        [("REQUEST", "CONFIRMED", 1)],
        [("CANCEL", "CANCELLED", 3)],
        [("REQUEST", "CONFIRMED", 4)],
        [("CANCEL", "CANCELLED", 5)],
    ]


def test_no_file_puts_a_postponed_event_into_a_calendar(olga, kochi):
    event = cast.event(by=olga, capacity=1)
    first, _ = (registrations.register(event, cast.person(name, acts_for=kochi), kochi) for name in ("Asha", "Bela"))
    cast.reactions_run()
    mailed()
    event = states.move(event, to=E.POSTPONED, by=olga)
    cast.reactions_run()
    assert mailed() == [("CANCEL", "CANCELLED", 1)]
    later = event.starts_at + timedelta(days=60)
    event = calendar.change(event, by=olga, starts_at=later, ends_at=later + timedelta(hours=1))
    cast.reactions_run()
    assert cast.told("event_moved") == []
    registrations.withdraw(first, by=None)
    cast.reactions_run()
    assert cast.told("registration_promoted") == ["Bela"]
    assert [method for method, _, _ in mailed()] == ["CANCEL"]
    states.move(event, to=E.PUBLISHED, by=olga)
    cast.reactions_run()
    assert mailed() == [("REQUEST", "CONFIRMED", 3)]


def test_a_confirmation_that_is_mailed_after_the_cancellation_has_no_file(olga, kochi):
    event = cast.event(by=olga)
    registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)
    cast.reactions_run()
    states.move(event, to=E.CANCELLED, by=olga)
    cast.reactions_run()
    assert mailed() == [("CANCEL", "CANCELLED", 1)]


def test_who_withdraws_and_comes_back_gets_ever_higher_sequences(olga, kochi):
    event = cast.event(by=olga)
    asha = cast.person("Asha", acts_for=kochi)
    seen = []
    for _ in range(2):
        row = registrations.register(event, asha, kochi)
        cast.reactions_run()
        seen += mailed()
        registrations.withdraw(row, by=asha)
        cast.reactions_run()
        seen += mailed()
    assert [(method, sequence) for method, _, sequence in seen] == [
        ("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2), ("CANCEL", 3),
    ]  # fmt: skip


def test_who_only_waited_gets_no_file_to_cancel(olga, kochi):
    event = cast.event(by=olga, capacity=1)
    registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)
    bela = cast.person("Bela", acts_for=kochi)
    registrations.withdraw(registrations.register(event, bela, kochi), by=bela)
    cast.reactions_run()
    assert mailed() == [("REQUEST", "CONFIRMED", 0)]
    assert len(mail.outbox) == 3


def test_the_mail_is_in_the_persons_language_and_zone(olga, kochi):
    event = cast.event(by=olga, starts_at=cast.at("2032-03-28 12:30"), ends_at=cast.at("2032-03-28 13:45"))
    asha = cast.person("Asha", acts_for=kochi, zone="Asia/Kolkata")
    registrations.register(event, asha, kochi)
    cast.reactions_run()
    message = mailing.compose(notices.of(asha).get())
    assert message.subject == "You have a seat: Global Mixer"
    assert "Sun, 28 Mar 2032, 18:00 · Kolkata" in message.body
    assert f"http://localhost:8000/events/{event.slug}/" in message.body
    jana = cast.person("Jana", acts_for=kochi, language="de", zone="Europe/Berlin")
    registrations.register(event, jana, kochi)
    cast.reactions_run()
    message = mailing.compose(notices.of(jana).get())
    assert "Globaler Mixer" in message.subject
    assert "28. März 2032, 14:30 · Berlin" in message.body


def test_a_persons_feed_holds_their_seats_what_was_cancelled_and_what_is_not_decided(olga, kochi):
    asha = cast.person("Asha", acts_for=kochi)
    mixer, talk, off = (cast.event(by=olga, slug=slug, titles={"en": slug}) for slug in ("mixer", "talk", "off"))
    other = cast.event(by=olga, slug="other")
    full = cast.event(by=olga, slug="full", capacity=1)
    registrations.register(full, cast.person("Bela", acts_for=kochi), kochi)
    for event in (mixer, off, full, talk):
        registrations.register(event, asha, kochi)
    registrations.withdraw(registrations.register(other, asha, kochi), by=asha)
    states.move(off, to=E.CANCELLED, by=olga)
    found = ical.read(personal_feed.of(asha))
    shown = {entry.one("SUMMARY").text: entry.one("STATUS").value for entry in found.of("VEVENT")}
    assert shown == {"mixer": "CONFIRMED", "talk": "CONFIRMED", "off": "CANCELLED", "Global Mixer": "TENTATIVE"}
    assert len(found.of("VTIMEZONE")) == 1


def test_an_organisers_feed_holds_what_they_announced_once_and_only_while_in_office(olga):
    event = cast.event(by=olga, audience="public")
    cast.event(by=olga, slug="draft", state=E.DRAFT)
    cast.event(by=cast.organiser("Otto"), slug="others")
    registrations.register(event, olga, None)
    assert [one.one("UID").value for one in ical.read(personal_feed.of(olga)).of("VEVENT")] == [
        calendar_files.uid(event)
    ]
    Registration.objects.all().delete()
    assert len(ical.read(personal_feed.of(olga)).of("VEVENT")) == 1
    olga.offices.all().delete()
    assert ical.read(personal_feed.of(olga)).of("VEVENT") == []


def test_an_empty_feed_is_a_calendar_all_the_same(olga):
    assert ical.read(personal_feed.of(olga)).of("VEVENT") == []


def test_the_feeds_address_is_secret_and_renewable(client, olga, kochi):
    asha = cast.person("Asha", acts_for=kochi)
    assert calendar_tokens.of(asha) == ""
    old = calendar_tokens.renew(asha)
    assert calendar_tokens.of(asha) == old
    answer = client.get(f"/calendar/{old}.ics")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    new = calendar_tokens.renew(asha)
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{new}.ics").status_code == 200
    asha.is_active = False
    asha.save()
    assert client.get(f"/calendar/{new}.ics").status_code == 404


def test_the_settings_page_makes_renews_and_ends_the_address(client, kochi):
    asha = cast.person("Asha", acts_for=kochi)
    client.force_login(asha)
    assert client.get("/calendar/").context["address"] == ""
    client.post("/calendar/renew/")
    first = client.get("/calendar/").context["address"].removeprefix("http://testserver")
    client.post("/calendar/renew/")
    second = client.get("/calendar/").context["address"].removeprefix("http://testserver")
    assert [client.get(address).status_code for address in (first, second)] == [404, 200]
    client.post("/calendar/revoke/")
    assert client.get(second).status_code == 404
    assert client.get("/calendar/").context["address"] == ""


def test_the_events_file_is_for_those_who_see_the_event(client, olga, kochi):
    event = cast.event(by=olga)
    public = cast.event(by=olga, slug="public", audience="public")
    assert client.get(f"/events/{event.slug}/calendar.ics").status_code == 404
    assert client.get(f"/events/{public.slug}/calendar.ics").status_code == 200
    client.force_login(cast.person("Asha", acts_for=kochi))
    assert client.get(f"/events/{event.slug}/calendar.ics").status_code == 200
