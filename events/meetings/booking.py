"""The door to meetings: book a time, move it, call it off, let somebody step in.

Owners (a partnership, an advisory case) call these; with `by=None` they have checked who may do it.

Two bookings never overlap for one person: whoever books or moves holds the rows of all who take part, in the order of
their ids, then looks what they have in the calendar, then writes. SQLite has no row locks and needs none: its
immediate transactions run one after the other. The order of locks is: promises, meeting, persons, room, stream.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.meetings import facts, rights, states, versions
from events.meetings.availability import Attendee, attendees_of, busy_times, free_slots
from events.meetings.errors import AlreadyTakesPart, MeetingInPast, SlotTaken, TooFewPeople
from events.meetings.keeping import keep_in_step, opening, rooms_close
from events.meetings.promises import REMINDERS, MeetingCloses, MeetingOpens
from events.models import Meeting, Participant
from events.slots import Slot
from ledger import promises
from ledger.recording import record
from members.models import Network, Person
from rooms import admissions
from rooms.consultation import recording
from rooms.models import Admission
from rooms.rooms import open_room, set_opening
from web.translated import translated

__all__ = ["Attendee", "book", "cancel", "free_slots", "join", "replace_participant", "reschedule"]

M, HOST = Meeting.State, Admission.Role.HOST
LOOKS_AHEAD = timedelta(days=14)
"""How far alternatives are sought when a time is taken."""


def book(
    *,
    subject: tuple[str, int],
    network: Network,
    titles: Mapping[str, str],
    attendees: Sequence[Attendee],
    starts_at: datetime,
    minutes: int,
    zone: str = "UTC",
) -> Meeting:
    """Book a meeting: its room, admissions, reminders, opening and closing come with it.

    Args:
        subject: kind and id of what it is about, such as ("partnership", 7).
        network: whose secretariat looks after it.
        titles: by language code.
        attendees: at least two people who may sign in; of two entries for one person the last counts.
        starts_at: an aware moment in the future.
        minutes: how long.
        zone: IANA name in which calendar files write the time.

    Raises:
        TooFewPeople: fewer than two may sign in.
        MeetingInPast: it would begin before now.
        SlotTaken: somebody is busy then; `alternatives` says when it would work.
    """
    starts_at = starts_at.astimezone(UTC)  # a day before is 24 hours before, whatever the clock of its zone does
    ends_at = starts_at + timedelta(minutes=minutes)
    attendees = list({one.person_id: one for one in attendees}.values())
    try:
        with transaction.atomic():
            _take(attendees, starts_at, ends_at)
            meeting = _made(subject, network, dict(titles), attendees, starts_at, ends_at, zone)
            record(facts.MeetingBooked(**rights.about(meeting)))
            keep_in_step(meeting)
    except SlotTaken:
        raise SlotTaken(_alternatives(attendees, starts_at, minutes)) from None
    return meeting


def _made(
    subject: tuple[str, int],
    network: Network,
    titles: dict[str, str],
    attendees: Sequence[Attendee],
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
) -> Meeting:
    room = open_room(translated(titles, "en").text[:160], opens_at=opening(starts_at))
    meeting = Meeting.objects.create(
        subject_kind=subject[0],
        subject_id=subject[1],
        network=network,
        titles=titles,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone,
        room=room,
    )
    Participant.objects.bulk_create(
        Participant(meeting=meeting, person_id=one.person_id, member_id=one.member_id, role=one.role)
        for one in attendees
    )
    admissions.admit_all({room.pk: {one.person_id: one.role for one in attendees}})
    return meeting


def reschedule(
    meeting: Meeting, *, starts_at: datetime, minutes: int | None = None, by: Person | None, seen: str | None = None
) -> Meeting:
    """Move a meeting; its reminders, opening and closing move along, and calendars get a higher SEQUENCE.

    Args:
        meeting: which; its row is locked and read anew.
        starts_at: an aware moment in the future.
        minutes: how long; as before when not given.
        by: who; None when the owner has checked it.
        seen: its `versions.version` on their page; None when no page was shown.

    Returns:
        The meeting as it is now. Moving it to where it is changes nothing.

    Raises:
        NotYourMeeting: the person neither takes part nor looks after the network.
        MeetingIsOver: it was held or cancelled.
        MeetingChangedMeanwhile: somebody changed it after `seen`.
        MeetingInPast: it would begin before now.
        SlotTaken: somebody is busy then; `alternatives` says when it would work.
    """
    starts_at = starts_at.astimezone(UTC)
    attendees = attendees_of(meeting)
    lasts = minutes or meeting.minutes
    try:
        with transaction.atomic():
            row = _held(meeting, M.SCHEDULED, by)
            ends_at = starts_at + timedelta(minutes=lasts)
            if (row.starts_at, row.ends_at) == (starts_at, ends_at):
                return row
            versions.require(row, seen)
            attendees = attendees_of(row)
            _take(attendees, starts_at, ends_at, without=row)
            row.starts_at, row.ends_at, row.state = starts_at, ends_at, M.SCHEDULED
            _changed(row)
            set_opening(row.room_id, opening(starts_at))
            record(facts.MeetingMoved(**rights.about(row)))
            keep_in_step(row)
    except SlotTaken:
        raise SlotTaken(_alternatives(attendees, starts_at, lasts, without=meeting)) from None
    return row


def cancel(meeting: Meeting, *, by: Person | None) -> Meeting:
    """Call a meeting off: its promises are withdrawn, its room closes, calendars forget it.

    Raises:
        NotYourMeeting: the person neither takes part nor looks after the network.
        MeetingIsOver: it was held or cancelled already.
    """
    with transaction.atomic():
        row = _held(meeting, M.CANCELLED, by)
        row.state = M.CANCELLED
        _changed(row)
        rooms_close(row)
        record(facts.MeetingCancelled(**rights.about(row)))
        keep_in_step(row)
    return row


def replace_participant(meeting: Meeting, person: Person, *, instead: Attendee | None, by: Person | None) -> Meeting:
    """Let somebody else take part instead of a person, whose part in what was stays as it is.

    Args:
        meeting: which.
        person: who leaves, or has left already; nothing happens when they never took part.
        instead: who steps in; their role, when it is the usual one, becomes that of who leaves. None: nobody does.
        by: who asks for it; None when the owner has checked it.

    Raises:
        NotYourMeeting: `by` neither takes part nor looks after the network.
        MeetingIsOver: it was held or cancelled.
        AlreadyTakesPart: the one who is to step in takes part already.
        SlotTaken: the one who is to step in is busy then; there are no alternatives.
    """
    with transaction.atomic():
        row = _held(meeting, M.SCHEDULED, by)
        leaving = Participant.objects.filter(meeting=row, person=person).first()
        if leaving is None or (leaving.left_at is not None and instead is None):
            return row
        _leave(leaving, row.room_id)
        if instead is not None:
            _step_in(row, instead, leaving.role)
        _changed(row)
        other = None if instead is None else instead.person_id
        record(facts.ParticipantReplaced(**rights.about(row), person_id=person.pk, other_id=other))
    return row


def join(meeting: Meeting, who: Attendee, *, by: Person | None) -> Meeting:
    """Let somebody take part as well.

    Args:
        meeting: which.
        who: who comes, as what.
        by: who asks for it; None when the owner has checked it.

    Raises:
        NotYourMeeting: `by` neither takes part nor looks after the network.
        MeetingIsOver: it was held or cancelled.
        AlreadyTakesPart: they take part already.
        SlotTaken: they are busy then; there are no alternatives.
    """
    with transaction.atomic():
        row = _held(meeting, M.SCHEDULED, by)
        _step_in(row, who, who.role)
        _changed(row)
        record(facts.ParticipantJoined(**rights.about(row), person_id=who.person_id))
    return row


def give_role(meeting: Meeting, person_id: int, *, role: str) -> None:
    """Give somebody who takes part another role, as the meeting's owner.

    Raises:
        MeetingIsOver: it was held or cancelled.
    """
    with transaction.atomic():
        row = _held(meeting, M.SCHEDULED, None)
        given = Participant.objects.filter(meeting=row, person=person_id, left_at=None).update(role=role)
        admissions.give_role(row.room, [person_id], role=role)
        if given and role == HOST:
            record(facts.ModeratorChanged(**rights.about(row), person_id=person_id))


def _leave(leaving: Participant, room_id: int) -> None:
    leaving.left_at = leaving.left_at or timezone.now()
    leaving.save(update_fields=["left_at"])
    admissions.dismiss_all({(leaving.person_id, room_id)})


def _step_in(row: Meeting, who: Attendee, role: str) -> None:
    _take([who], row.starts_at, row.ends_at, without=row, least=1, began=True)
    if Participant.objects.filter(meeting=row, person=who.person_id, left_at=None).exists():
        raise AlreadyTakesPart
    role = role if who.role == Attendee.role else who.role
    Participant.objects.update_or_create(
        meeting=row, person_id=who.person_id, defaults={"member_id": who.member_id, "role": role, "left_at": None}
    )
    admissions.admit_all({row.room_id: {who.person_id: role}})
    recording.follow_people(row.room_id)
    if role == HOST:
        record(facts.ModeratorChanged(**rights.about(row), person_id=who.person_id))


def _held(meeting: Meeting, to: str, by: Person | None) -> Meeting:
    """The meeting, with its promises and itself locked, if it may go there and the person may ask for it."""
    promises.hold(f"meeting:{meeting.pk}", MeetingOpens, MeetingCloses, *REMINDERS)
    row = Meeting.objects.select_for_update(of=("self",)).select_related("network", "room").get(pk=meeting.pk)
    if by is not None:
        rights.require(row, by)
    states.check(row, to)
    return row


def _take(
    attendees: Sequence[Attendee],
    starts_at: datetime,
    ends_at: datetime,
    *,
    without: Meeting | None = None,
    least: int = 2,
    began: bool = False,
) -> None:
    """Hold the people's rows and make sure that nobody is busy.

    Args:
        attendees: who is to meet.
        starts_at: from when; not in the past, unless `began`: the meeting is running.
        ends_at: until when.
        without: the meeting itself, when it is moved.
        least: how many people are needed.
        began: whether the time may lie in the past.
    """
    if starts_at <= timezone.now() and not began:
        raise MeetingInPast
    ids = {attendee.person_id for attendee in attendees}
    if len(held_people(ids)) < max(least, len(ids)):
        raise TooFewPeople
    if any(busy_times(ids, since=starts_at, until=ends_at, without=without).values()):
        raise SlotTaken


def held_people(ids: set[int]) -> list[int]:
    """Lock the rows of people until the transaction ends, in one order. Returns those who may sign in."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=ids, is_active=True).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _alternatives(
    attendees: Sequence[Attendee], starts_at: datetime, minutes: int, without: Meeting | None = None
) -> list[Slot]:
    first = max(starts_at, timezone.now()).date()
    last = first + LOOKS_AHEAD
    return free_slots(attendees, minutes=minutes, first=first, last=last, without=without, most=5)


def _changed(row: Meeting) -> None:
    row.sequence += 1
    row.changed_at = timezone.now()
    row.save(update_fields=["starts_at", "ends_at", "state", "sequence", "changed_at"])
