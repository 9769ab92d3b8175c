"""Calendar files of meetings, read by another library than the one that writes them, and by a strict reader."""

from datetime import timedelta

import pytest
import vobject
from django.core import mail
from django.test import Client

from events import calendar_tokens, registrations
from events.meetings import booking, calendar_files
from events.meetings.availability import Attendee
from members import mailing
from members.models import Person
from tests.events import cast
from tests.events.calendar_program import read
from tests.events.meetings.table import asha as _asha
from tests.events.meetings.table import book, kochi, tuesday
from tests.events.meetings.table import petra as _petra

pytestmark = pytest.mark.django_db


@pytest.fixture
def petra() -> Person:
    return _petra()


@pytest.fixture
def asha() -> Person:
    return _asha()


def mailed() -> list[tuple[str, str, vobject.base.Component]]:
    """Of each mail that goes out now: to whom, the method its type names, and the calendar in it."""
    cast.reactions_run()
    mail.outbox.clear()
    mailing.mail_due()
    found = []
    for message in mail.outbox:
        for part in message.message().walk():
            if part.get_content_type() == "text/calendar":
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                found.append((message.to[0], str(part.get_param("method")), read(payload)))
    return sorted(found, key=lambda one: one[0])


def said(calendar: vobject.base.Component) -> tuple[str, str, str]:
    entry = calendar.vevent
    return calendar.method.value, entry.sequence.value, entry.status.value


def test_booking_moving_and_calling_off_reach_every_calendar(petra, asha):
    meeting = book([petra, asha])
    first = mailed()
    assert [(who, method, said(calendar)) for who, method, calendar in first] == [
        (who, "REQUEST", ("REQUEST", "0", "CONFIRMED")) for who in (asha.email, petra.email)
    ]
    entry = first[0][2].vevent
    assert entry.dtstart.value == tuesday()
    assert entry.dtend.value - entry.dtstart.value == timedelta(hours=1)
    assert str(entry.dtstart.value.tzinfo.utcoffset(entry.dtstart.value.replace(tzinfo=None))) == "2:00:00"
    assert entry.attendee.value == f"mailto:{asha.email}"
    booking.reschedule(meeting, starts_at=tuesday(15), by=None)
    second = mailed()
    assert [said(calendar) for _, _, calendar in second] == [("REQUEST", "1", "CONFIRMED")] * 2
    assert second[0][2].vevent.dtstart.value == tuesday(15)
    booking.cancel(meeting, by=None)
    third = mailed()
    assert [(method, said(calendar)) for _, method, calendar in third] == [("CANCEL", ("CANCEL", "2", "CANCELLED"))] * 2
    assert {calendar.vevent.uid.value for _, _, calendar in first + second + third} == {calendar_files.uid(meeting)}


def test_who_is_replaced_forgets_it_who_steps_in_puts_it_in_the_others_need_not(petra, asha):
    meeting = book([petra, asha])
    mailed()
    piet = cast.person("Piet")
    booking.replace_participant(meeting, asha, instead=Attendee(person_id=piet.pk), by=None)
    assert [(who, said(calendar)) for who, _, calendar in mailed()] == [
        (asha.email, ("CANCEL", "1", "CANCELLED")),
        (piet.email, ("REQUEST", "1", "CONFIRMED")),
    ]


def test_an_invitation_that_was_overtaken_by_the_cancellation_has_no_file(petra, asha):
    meeting = book([petra, asha])
    booking.cancel(meeting, by=None)
    assert [said(calendar)[0] for _, _, calendar in mailed()] == ["CANCEL", "CANCEL"]


def test_a_personal_feed_holds_events_and_meetings(petra, asha, django_assert_num_queries):
    event = cast.event(by=cast.organiser(), titles={"en": "Mixer"})
    registrations.register(event, asha, kochi())
    book([petra, asha])
    other = booking.cancel(book([petra, asha], starts_at=tuesday(15)), by=None)
    response = Client().get(f"/calendar/{calendar_tokens.renew(asha)}.ics")
    calendar = read(response.content)
    assert [entry.summary.value for entry in calendar.vevent_list] == ["Mixer", "Heat plans"]
    assert calendar_files.uid(other) not in response.content.decode()
    for number in (1, 3):
        with django_assert_num_queries(1):
            assert len(calendar_files.of_person(asha)) == number
        if number == 1:
            book([petra, asha], starts_at=tuesday(11))
            book([petra, asha], starts_at=tuesday(12))


@pytest.mark.parametrize("title", ["Heat; plans, \\ and\r\nBEGIN:VEVENT", "Wärme" * 40, "=cmd|' /C calc'!A0"])
def test_a_title_can_say_anything_and_stays_a_title(petra, asha, title):
    meeting = book([petra, asha], titles={"en": title})
    calendar = read(calendar_files.for_meeting(meeting))
    assert len(calendar.vevent_list) == 1
    assert calendar.vevent.summary.value == " ".join(title.split())
