"""Meetings are kept by themselves: reminders in each person's language and zone, opening, closing, burdens."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from events.listing import Filters
from events.meetings import availability, booking, facts, following, keeping, sentences
from events.meetings.errors import MeetingIsOver
from events.models import Meeting, Participant
from events.overview import appointments
from ledger.facts import Entry
from ledger.models import Promise
from ledger.reading import since
from members import mailing, people
from members.models import Notice, Person
from rooms import admissions, clock
from rooms.consultation import leading
from tests.events import cast
from tests.events.meetings.table import asha as _asha
from tests.events.meetings.table import book, promised, time_has_come, tuesday
from tests.events.meetings.table import petra as _petra

pytestmark = pytest.mark.django_db


@pytest.fixture
def petra() -> Person:
    return _petra()


@pytest.fixture
def asha() -> Person:
    return _asha()


def mails_sent() -> dict[str, str]:
    """Subjects of the mails that go out now, by address."""
    mail.outbox.clear()
    mailing.mail_due()
    return {message.to[0]: str(message.subject) for message in mail.outbox}


def test_everybody_is_reminded_in_their_language_and_zone(petra, asha):
    Person.objects.filter(pk=asha.pk).update(time_zone="Asia/Kolkata")
    Person.objects.filter(pk=petra.pk).update(time_zone="Europe/Berlin")
    meeting = book([petra, asha])
    assert time_has_come(meeting, "meeting_last_reminder") == "done"
    mail.outbox.clear()
    mailing.mail_due()
    texts = {message.to[0]: str(message.body) for message in mail.outbox}
    assert "14:30" in texts[asha.email]
    assert "11:00" in texts[petra.email]
    assert f"/rooms/{meeting.room_id}/" in texts[asha.email]
    assert "Wärmepläne" in texts[petra.email]


@pytest.mark.parametrize(
    ("starts", "kept"),
    [  # in Berlin, and in UTC: three reminders, the room opens, the meeting is over
        ("2031-03-30 10:00", "29 08:00, 30 07:00, 30 07:45, 30 07:50, 30 09:30"),  # the first hours of summer
        ("2031-03-30 03:20", "29 01:20, 30 00:20, 30 01:05, 30 01:10, 30 02:50"),  # reminded before the change
        ("2031-03-30 01:30", "29 00:30, 29 23:30, 30 00:15, 30 00:20, 30 02:00"),  # ends after it
        ("2031-03-29 10:00", "28 09:00, 29 08:00, 29 08:45, 29 08:50, 29 10:30"),
        ("2031-10-26 02:40", "25 00:40, 25 23:40, 26 00:25, 26 00:30, 26 02:10"),  # an hour that comes twice
        ("2031-10-26 10:00", "25 09:00, 26 08:00, 26 08:45, 26 08:50, 26 10:30"),  # the first hours of winter
    ],
)
@pytest.mark.parametrize("moved", [False, True])
def test_across_a_clock_change_everything_is_kept_at_its_moment(petra, asha, starts, kept, moved):
    """Moments of UTC, whatever the wall clock of who booked or moved it did meanwhile."""
    begins = datetime.fromisoformat(starts).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    meeting = book([petra, asha], starts_at=tuesday() if moved else begins)
    if moved:
        meeting = booking.reschedule(meeting, starts_at=begins, by=None)
    rows = Promise.objects.filter(stream=f"meeting:{meeting.pk}", state="due").order_by("promised_at")
    assert ", ".join(f"{row.promised_at:%d %H:%M}" for row in rows) == kept
    meeting.refresh_from_db()
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=1)
    time_has_come(meeting, "meeting_day_reminder")
    mail.outbox.clear()
    mailing.mail_due()
    texts = {message.to[0]: str(message.body) for message in mail.outbox}
    assert starts[-5:] in texts[petra.email]


def test_a_reminder_that_comes_too_late_is_marked_missed(petra, asha):
    meeting = book([petra, asha])
    assert time_has_come(meeting, "meeting_hour_reminder", late=timedelta(minutes=50)) == "missed"
    assert time_has_come(meeting, "meeting_day_reminder", late=timedelta(hours=11)) == "done"
    assert set(Notice.objects.values_list("kind", flat=True)) == {"meeting_day_reminder"}


def test_who_was_replaced_is_not_reminded(petra, asha):
    meeting = book([petra, asha])
    booking.replace_participant(meeting, petra, instead=None, by=None)
    time_has_come(meeting, "meeting_day_reminder")
    assert cast.told("meeting_day_reminder") == ["Asha"]


def test_a_moved_meeting_is_reminded_of_again(petra, asha):
    meeting = book([petra, asha])
    time_has_come(meeting, "meeting_day_reminder")
    moved = booking.reschedule(meeting, starts_at=tuesday(15), by=None)
    time_has_come(moved, "meeting_day_reminder")
    assert cast.told("meeting_day_reminder") == ["Asha", "Asha", "Petra", "Petra"]


def test_the_room_opens_and_closes_once(petra, asha):
    meeting = book([petra, asha], starts_at=timezone.now() + timedelta(minutes=5))
    assert admissions.admission(meeting.room, asha) is not None  # it begins within ten minutes
    assert time_has_come(meeting, "meeting_opens") == "done"
    assert Meeting.objects.get().state == "open"
    assert time_has_come(meeting, "meeting_closes") == "done"
    meeting.refresh_from_db()
    meeting.room.refresh_from_db()
    assert (meeting.state, meeting.room.closed_at is not None) == ("held", True)
    kinds = [entry.kind for entry in since(f"meeting:{meeting.pk}", 0)]
    assert kinds == ["meeting_booked", "meeting_opened", "meeting_held"]


def test_a_room_whose_clock_still_runs_stays_open_a_little_longer(petra, asha):
    meeting = book([petra, asha])
    clock.begin(meeting.room, phase="closing", seconds=600)
    time_has_come(meeting, "meeting_closes")
    assert Meeting.objects.get().state == "scheduled"
    assert "meeting_closes" in promised(meeting)
    clock.end(meeting.room)
    assert time_has_come(meeting, "meeting_closes") == "done"
    assert Meeting.objects.get().state == "held"


def test_what_a_cancelled_meeting_promised_does_nothing_even_when_it_is_kept(petra, asha):
    """As when a keeper had taken the promise before the cancellation took the meeting."""
    meeting = book([petra, asha])
    Meeting.objects.update(state="cancelled")
    for kind in ("meeting_day_reminder", "meeting_opens", "meeting_closes"):
        time_has_come(meeting, kind)
    assert Notice.objects.count() == 0
    assert Meeting.objects.get().state == "cancelled"


def test_a_keeper_that_did_not_look_would_remind_of_a_cancelled_meeting(petra, asha, monkeypatch):
    """The control for the test above."""
    monkeypatch.setattr(keeping, "UPCOMING", tuple(Meeting.State.values))
    meeting = book([petra, asha])
    Meeting.objects.update(state="cancelled")
    time_has_come(meeting, "meeting_day_reminder")
    assert cast.told("meeting_day_reminder") == ["Asha", "Petra"]


def test_the_bad_hour_is_noted_and_goes_to_somebody_else_next_time(petra, asha):
    """18:30 to 19:30 in Kochi is 90 minutes outside hours; Petra at 15:00 is within hers."""
    meeting = book([petra, asha], starts_at=tuesday(13))
    time_has_come(meeting, "meeting_closes")
    noted = {row.person.name: row.outside_minutes for row in Participant.objects.select_related("person")}
    assert noted == {"Petra": 0, "Asha": 90}
    held = meeting.starts_at
    assert availability.burdens([petra.pk, asha.pk], now=held) == {asha.pk: 1.5}
    assert availability.burdens([asha.pk], now=held + timedelta(days=90)) == {asha.pk: 0.75}


def test_a_meeting_nobody_began_was_not_held_and_is_a_burden_to_nobody(petra, asha):
    meeting = book([petra, asha], starts_at=tuesday(13))
    leading.plan(meeting.room, starts_at=meeting.starts_at, seconds=3600, interpreted=False)
    time_has_come(meeting, "meeting_closes")
    meeting.refresh_from_db()
    meeting.room.refresh_from_db()
    assert (meeting.state, meeting.held_at, meeting.room.closed_at is None) == ("missed", None, False)
    assert set(Participant.objects.values_list("outside_minutes", flat=True)) == {None}
    assert availability.burdens([petra.pk, asha.pk], now=meeting.starts_at) == {}
    entry = since(f"meeting:{meeting.pk}", 0)[-1]
    assert entry.kind == "meeting_missed"
    assert sentences.WORDED[facts.MeetingMissed]([entry]) == ["“Heat plans” was not held."]
    assert list(appointments.meetings_of_time(asha, Filters(when="past"))) == [meeting]
    with pytest.raises(MeetingIsOver):
        booking.reschedule(meeting, starts_at=tuesday(15), by=None)


def test_people_are_told_of_booking_move_cancellation_and_replacement(petra, asha):
    meeting = book([petra, asha])
    cast.reactions_run()
    booking.reschedule(meeting, starts_at=tuesday(15), by=None)
    cast.reactions_run()
    piet = cast.person("Piet")
    booking.replace_participant(meeting, asha, instead=availability.Attendee(person_id=piet.pk), by=None)
    cast.reactions_run()
    booking.cancel(meeting, by=None)
    cast.reactions_run()
    assert cast.told("meeting_booked") == ["Asha", "Petra", "Piet"]
    assert cast.told("meeting_moved") == ["Asha", "Petra"]
    assert cast.told("meeting_left") == ["Asha"]
    assert cast.told("meeting_person_changed") == ["Petra"]
    assert cast.told("meeting_cancelled") == ["Petra", "Piet"]
    assert set(mails_sent()) == {petra.email, asha.email, piet.email}


def test_who_may_no_longer_sign_in_is_taken_off_the_list(petra, asha):
    book([petra, asha])
    people.deactivate(person_id=asha.pk, by=cast.organiser(role="secretariat"))
    cast.reactions_run()
    assert [row.person.name for row in Participant.objects.filter(left_at=None)] == ["Petra"]


def test_a_consultation_that_is_closed_ends_its_meeting_at_once(petra, asha):
    meeting = book([petra, asha])
    following.follow_room(Entry(f"room:{meeting.room_id}", 1, "any", timezone.now(), {"room_id": meeting.room_id}))
    meeting.refresh_from_db()
    assert (meeting.state, promised(meeting)) == ("held", {})
    following.follow_room(Entry("room:0", 1, "any", timezone.now(), {"room_id": 0}))  # nobody's meeting
