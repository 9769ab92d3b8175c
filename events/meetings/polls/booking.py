"""Who asked books one of the times, in one transaction with the end of the poll."""

from django.db import transaction

from events.meetings import booking, owners
from events.meetings.availability import Attendee
from events.meetings.polls import asking, rights
from events.meetings.polls.errors import PollIsOver
from events.models import Meeting, Poll, PollTime
from members.errors import NotFound
from members.models import Person


@transaction.atomic
def book(*, poll_id: int, by: Person, time_id: int) -> Meeting:
    """Book a time of a poll and end the poll.

    Raises:
        NotFound: no such poll for this person, or no such time in it.
        NotYourPoll: the person did not ask.
        PollIsOver: it was booked or called off meanwhile.
        MeetingInPast: the time is over.
        SlotTaken: somebody is busy then; the poll goes on, `alternatives` says when it would work.
    """
    poll = rights.visible(by).select_related("asker", "network").filter(pk=poll_id).first()
    time = PollTime.objects.filter(poll=poll_id, pk=time_id).first()
    if poll is None or time is None:
        raise NotFound
    rights.require_lead(poll, by)
    if not poll.running:
        raise PollIsOver
    meeting = _booked(poll, time, by)
    asking.settle((poll.subject_kind, poll.subject_id), meeting)
    if not Poll.objects.filter(pk=poll.pk, meeting=meeting).exists():
        raise PollIsOver
    return meeting


def _booked(poll: Poll, time: PollTime, by: Person) -> Meeting:
    take = owners.of_kind(poll.subject_kind).book
    if take is not None:
        return take(poll.subject_id, time.starts_at, by)
    return booking.book(
        subject=(poll.subject_kind, poll.subject_id),
        network=poll.network,
        titles=poll.titles,
        attendees=[
            Attendee(person_id=one.person_id, member_id=one.member_id, role=one.role)
            for one in poll.voters.filter(person__is_active=True)
        ],
        starts_at=time.starts_at,
        minutes=poll.minutes,
        zone=poll.zone,
    )
