"""Meetings are booked, moved, called off and handed on; what follows from them goes along."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone

from events import registrations
from events.meetings import booking
from events.meetings.errors import (
    AlreadyTakesPart,
    MeetingInPast,
    MeetingIsOver,
    NotYourMeeting,
    SlotTaken,
    TooFewPeople,
)
from events.models import Availability, Event, Meeting, Participant
from ledger.reading import since
from members.models import Member, Person
from rooms import admissions
from tests.events import cast
from tests.events.meetings.table import asha as _asha
from tests.events.meetings.table import attendee, book, kochi, pirna, promised, tuesday
from tests.events.meetings.table import petra as _petra

pytestmark = pytest.mark.django_db
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
ALL_PROMISES = {
    "meeting_day_reminder": DAY,
    "meeting_hour_reminder": HOUR,
    "meeting_last_reminder": 15 * MINUTE,
    "meeting_opens": 10 * MINUTE,
    "meeting_closes": -90 * MINUTE,
}


@pytest.fixture
def petra() -> Person:
    return _petra()


@pytest.fixture
def asha() -> Person:
    return _asha()


def kinds(meeting: Meeting) -> list[str]:
    return [entry.kind for entry in since(f"meeting:{meeting.pk}", 0)]


def test_a_booking_brings_room_admissions_and_promises(petra, asha):
    meeting = book([petra, asha])
    assert promised(meeting) == ALL_PROMISES
    assert meeting.room.opens_at == tuesday() - 10 * MINUTE
    roles = {row.person_id: row.role for row in meeting.room.admissions.all()}
    assert roles == {petra.pk: "host", asha.pk: "participant"}
    assert admissions.admission(meeting.room, asha) is None  # not before it opens
    assert kinds(meeting) == ["meeting_booked"]


def test_a_booking_stands_in_the_dossier_of_both_members(petra, asha):
    book([petra, asha])
    from ledger.models import Concern

    assert set(Concern.objects.values_list("member_id", flat=True)) == {pirna().pk, kochi().pk}


def test_what_lies_in_the_past_is_not_promised(petra, asha):
    soon = timezone.now() + 30 * MINUTE
    meeting = book([petra, asha], starts_at=soon)
    assert set(promised(meeting)) == {"meeting_last_reminder", "meeting_opens", "meeting_closes"}


@pytest.mark.parametrize(("hour", "minute"), [(9, 0), (8, 15), (9, 45), (9, 30)])
def test_nobody_is_booked_twice_for_overlapping_times(petra, asha, hour, minute):
    book([petra, asha])
    third = cast.person("Piet", acts_for=pirna())
    with pytest.raises(SlotTaken) as refused:
        book([asha, third], starts_at=tuesday(hour, minute))
    assert Meeting.objects.count() == 1
    starts = [slot.start for slot in refused.value.alternatives]
    assert len(starts) == 5
    assert all(abs(start - tuesday()) >= HOUR for start in starts)
    assert book([asha, third], starts_at=starts[0]).starts_at == starts[0]


def test_meetings_that_touch_do_not_overlap(petra, asha):
    book([petra, asha])
    assert book([petra, asha], starts_at=tuesday(10)).starts_at == tuesday(10)


def test_a_seat_at_an_event_makes_busy_a_cancelled_one_does_not(petra, asha):
    event = cast.event(by=cast.organiser(), starts_at=tuesday(8), ends_at=tuesday(10))
    registrations.register(event, asha, kochi())
    with pytest.raises(SlotTaken):
        book([petra, asha])
    Event.objects.update(state=Event.State.CANCELLED)
    assert book([petra, asha]).state == "scheduled"


def test_two_people_and_a_future_are_needed(petra, asha):
    with pytest.raises(TooFewPeople):
        book([petra])
    with pytest.raises(MeetingInPast):
        book([petra, asha], starts_at=timezone.now() - MINUTE)
    Person.objects.filter(pk=asha.pk).update(is_active=False)
    with pytest.raises(TooFewPeople):
        book([petra, asha])
    assert Meeting.objects.count() == 0


def test_a_person_named_twice_takes_part_once(petra, asha):
    with pytest.raises(TooFewPeople):
        booking.book(
            subject=("partnership", 7),
            network=cast.network(),
            titles={"en": "Alone"},
            attendees=[attendee(petra), attendee(petra)],
            starts_at=tuesday(),
            minutes=60,
        )
    assert Participant.objects.filter(meeting=book([petra, asha, petra])).count() == 2


def test_a_member_of_a_country_without_known_holidays_can_meet(petra, asha):
    Member.objects.update(country="XK")
    day = tuesday().date()
    found = booking.free_slots([attendee(petra), attendee(asha)], minutes=60, first=day, last=day, most=1)
    assert [slot.worst for slot in found] == [0]


def test_a_moved_meeting_takes_everything_along(petra, asha):
    meeting = book([petra, asha])
    moved = booking.reschedule(meeting, starts_at=tuesday(11), by=asha)
    assert promised(moved) == ALL_PROMISES
    assert (moved.sequence, moved.minutes, kinds(moved)) == (1, 60, ["meeting_booked", "meeting_moved"])
    moved.room.refresh_from_db()
    assert moved.room.opens_at == tuesday(11) - 10 * MINUTE


def test_moving_a_meeting_into_itself_is_no_clash_and_to_where_it_is_changes_nothing(petra, asha):
    meeting = book([petra, asha])
    assert booking.reschedule(meeting, starts_at=tuesday(9, 30), by=None).sequence == 1
    assert booking.reschedule(meeting, starts_at=tuesday(9, 30), by=None).sequence == 1


def test_a_time_somebody_lost_meanwhile_comes_back_as_alternatives(petra, asha):
    meeting = book([petra, asha])
    book([asha, cast.person("Piet", acts_for=pirna())], starts_at=tuesday(11))
    with pytest.raises(SlotTaken) as refused:
        booking.reschedule(meeting, starts_at=tuesday(11), by=petra)
    assert len(refused.value.alternatives) == 5
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.sequence) == (tuesday(), 0)


def test_a_cancelled_meeting_withdraws_everything_and_frees_the_hour(petra, asha):
    meeting = booking.cancel(book([petra, asha]), by=petra)
    assert (promised(meeting), meeting.state, meeting.sequence) == ({}, "cancelled", 1)
    assert meeting.room.closed_at is not None
    assert book([petra, asha]).state == "scheduled"
    for change in (lambda: booking.cancel(meeting, by=petra), lambda: booking.reschedule(
        meeting, starts_at=tuesday(15), by=petra)):  # fmt: skip
        with pytest.raises(MeetingIsOver):
            change()


def test_strangers_and_organisers_change_nothing_the_secretariat_may(petra, asha):
    meeting = book([petra, asha])
    stranger, organiser = cast.person("Piet", acts_for=pirna()), cast.organiser()
    for change in (
        partial(booking.cancel, meeting),
        partial(booking.reschedule, meeting, starts_at=tuesday(15)),
        partial(booking.replace_participant, meeting, petra, instead=None),
    ):
        for by in (stranger, organiser):
            with pytest.raises(NotYourMeeting):
                change(by=by)
    secretariat = cast.organiser("Sekar", role="secretariat")
    assert booking.reschedule(meeting, starts_at=tuesday(15), by=secretariat).starts_at == tuesday(15)


def test_somebody_steps_in_and_the_history_stays(petra, asha):
    meeting = book([petra, asha])
    piet = cast.person("Piet", acts_for=pirna())
    changed = booking.replace_participant(meeting, petra, instead=attendee(piet), by=None)
    rows = {row.person.name: (row.role, row.left_at is None) for row in Participant.objects.select_related("person")}
    assert rows == {"Petra": ("host", False), "Asha": ("participant", True), "Piet": ("host", True)}
    assert changed.sequence == 1
    assert admissions.admission(meeting.room, petra) is None
    assert admissions.admission(meeting.room, piet) is not None  # a host enters before the others
    assert book([petra, cast.person("Paula", acts_for=pirna())]).state == "scheduled"  # Petra is free again


def test_nobody_steps_in_who_is_busy_or_there_already(petra, asha):
    meeting = book([petra, asha])
    piet, paula = (cast.person(name, acts_for=pirna()) for name in ("Piet", "Paula"))
    book([piet, paula])
    with pytest.raises(SlotTaken):
        booking.replace_participant(meeting, petra, instead=attendee(piet), by=None)
    with pytest.raises(AlreadyTakesPart):
        booking.replace_participant(meeting, petra, instead=attendee(asha), by=None)
    assert Participant.objects.filter(meeting=meeting, left_at=None).count() == 2


def test_free_slots_know_zones_hours_holidays_events_and_meetings(petra, asha):
    Availability.objects.create(person=asha, hours={"wed": [["14:00", "18:00"]]})
    monday = tuesday().date() - timedelta(days=1)
    book([asha, cast.person("Piet", acts_for=pirna())], starts_at=tuesday(9) + DAY)
    found = booking.free_slots(
        [attendee(petra), attendee(asha)], minutes=60, first=monday, last=monday + timedelta(days=4), most=3
    )
    # On Wednesday from 14:00 in Kochi (08:30 UTC), but not from 09:00 to 10:00 UTC; Berlin opens at 08:00 UTC.
    assert [slot.start for slot in found] == [tuesday(10) + DAY, tuesday(10, 15) + DAY, tuesday(10, 30) + DAY]
    assert {slot.worst for slot in found} == {0}


def test_looking_for_times_asks_as_much_for_two_people_as_for_eight(petra, asha, django_assert_num_queries):
    people = [petra, asha, *cast.delegates(6, acts_for=kochi())]
    first = date(2032, 3, 1)
    for some in (people[:2], people):
        attendees = [attendee(person) for person in some]
        with django_assert_num_queries(8):
            booking.free_slots(attendees, minutes=60, first=first, last=first)
