"""A meeting's page, its calendar file, and the page on which a person says when they work."""

import pytest
from django.test import Client

from events.meetings import availability, booking
from events.models import Availability
from events.slots_days import by_weekday
from members import mailing
from members.models import Notice, Person
from tests.events import cast
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


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_shows_everybodys_hour_shaded_by_burden(petra, asha):
    meeting = book([petra, asha], starts_at=tuesday(13))
    page = browser(asha).get(f"/meetings/{meeting.pk}/").content.decode()
    assert "Heat plans" in page
    assert "90 minutes outside their hours" in page
    assert page.count("hours__row--far") == 1
    assert "15:00" in page
    assert "18:30" in page
    assert f"/rooms/{meeting.room_id}/" in page


def test_the_page_asks_as_much_for_two_people_as_for_eight(petra, asha, django_assert_max_num_queries):
    few = book([petra, asha])
    many = book([petra, asha, *cast.delegates(6, acts_for=kochi())], starts_at=tuesday(11))
    client = browser(asha)
    client.get(f"/meetings/{few.pk}/")
    for meeting in (few, many):
        with django_assert_max_num_queries(17):
            client.get(f"/meetings/{meeting.pk}/")


def test_a_notice_about_a_meetings_room_calls_it_by_its_title_in_the_readers_language(petra, asha):
    data = {"room_id": book([petra, asha]).room_id, "months": 3, "count": 1}
    for person, title in ((petra, "Wärmepläne"), (asha, "Heat plans")):
        notice = Notice.objects.create(person=person, kind="actions_check", key=person.name, data=data, address="/")
        assert title in mailing.compose(notice).subject


def test_strangers_find_nothing_and_who_left_no_longer_does(petra, asha):
    meeting, piet = book([petra, asha]), cast.person("Piet")
    for address in (f"/meetings/{meeting.pk}/", f"/meetings/{meeting.pk}/calendar.ics"):
        assert browser(piet).get(address).status_code == 404
        assert Client().get(address).status_code == 302
        assert browser(petra).get(address).status_code == 200
    booking.replace_participant(meeting, petra, instead=None, by=None)
    assert browser(petra).get(f"/meetings/{meeting.pk}/").status_code == 404


def test_a_meeting_that_was_called_off_says_so(petra, asha):
    meeting = booking.cancel(book([petra, asha]), by=None)
    page = browser(asha).get(f"/meetings/{meeting.pk}/").content.decode()
    assert "This meeting was called off." in page
    assert f"/rooms/{meeting.room_id}/" not in page


def test_a_person_says_when_they_work(asha):
    client = browser(asha)
    assert "09:00–18:00" in client.get("/calendar/hours/").content.decode()
    sent = client.post("/calendar/hours/", {"mon": "9:00-12:00, 13:00 – 17:30", "sat": "22:00-24:00"})
    assert sent.status_code == 302
    assert Availability.objects.get().hours == {
        "mon": [["09:00", "12:00"], ["13:00", "17:30"]],
        "sat": [["22:00", "24:00"]],
    }
    [hours] = availability.hours_of([asha.pk]).values()
    assert (hours.spans[0], hours.spans[5]) == (((540, 720), (780, 1050)), ((1320, 1440),))
    assert hours.named == frozenset({0, 5})
    client.post("/calendar/hours/", {})
    assert availability.hours_of([asha.pk]) == {}
    assert by_weekday({}).named == frozenset()


@pytest.mark.parametrize("bad", ["nine to five", "18:00-09:00", "09:00", "25:00-26:00", "09:75-10:00", "9-12"])
def test_what_are_no_hours_is_said_at_the_field_and_kept_as_typed(asha, bad):
    page = browser(asha).post("/calendar/hours/", {"mon": bad}).content.decode()
    assert "is no pair of times such as 09:00–12:00" in page
    assert f'value="{bad}"' in page
    assert Availability.objects.count() == 0
