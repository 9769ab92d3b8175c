"""The door to polls: ask everybody, add times, call it off, note what was booked."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.meetings.availability import Attendee
from events.meetings.errors import TooFewPeople
from events.meetings.polls import facts, promises, rights
from events.meetings.polls.errors import NotTimesForPoll, PollIsOver, PollRuns
from events.models import Meeting, Poll, PollTime, Vote, Voter
from ledger.promises import hold, promise, withdraw
from ledger.recording import record
from members.models import Network, Person

P = Poll.State
MOST_TIMES = 10
DAYS, DAYS_MORE = 5, 3
"""For how long answers are waited for; and when there are more times, at least so much longer."""
AT_LEAST = timedelta(hours=1)
"""A poll closes so long before its last time at the latest."""


def open_poll(
    *,
    subject: tuple[str, int],
    network: Network,
    titles: Mapping[str, str],
    attendees: Sequence[Attendee],
    times: Collection[datetime],
    minutes: int,
    asker: Person,
    zone: str = "UTC",
) -> Poll:
    """Ask everybody which of some times would do; who asks has said yes to all of them.

    Args:
        subject: kind and id of what the meeting is about, such as ("peer_session", 7).
        network: whose secretariat looks after the meeting.
        titles: the meeting's, by language code.
        attendees: who is asked; at least two.
        times: two to ten aware moments in the future.
        minutes: how long the meeting is to be.
        asker: who may book.
        zone: IANA name in which calendar files will write the time.

    Raises:
        NotTimesForPoll: too few or too many times, or one of them is over.
        PollRuns: people are being asked about this already.
        TooFewPeople: fewer than two are to be asked.
    """
    chosen = _checked(times)
    people = {one.person_id: one for one in attendees}
    if len(people) < 2:
        raise TooFewPeople
    with transaction.atomic():
        if running(subject) is not None:
            raise PollRuns
        poll = Poll.objects.create(
            subject_kind=subject[0], subject_id=subject[1], network=network, titles=dict(titles), minutes=minutes,
            zone=zone, asker=asker, closes_at=_closing(chosen, DAYS),
        )  # fmt: skip
        Voter.objects.bulk_create(
            Voter(poll=poll, person_id=one.person_id, member_id=one.member_id, role=one.role, token=_token())
            for one in people.values()
        )
        _add(poll, chosen)
        _promise(poll)
        record(facts.PollOpened(poll_id=poll.pk))
    return poll


def _token() -> str:
    return secrets.token_urlsafe(32)


def _checked(times: Collection[datetime], least: int = 2) -> list[datetime]:
    chosen = sorted(set(times))
    if not least <= len(chosen) <= MOST_TIMES or chosen[0] <= timezone.now() + AT_LEAST:
        raise NotTimesForPoll
    return chosen


def _closing(times: Sequence[datetime], days: int) -> datetime:
    return min(timezone.now() + timedelta(days=days), times[-1] - AT_LEAST)


def _add(poll: Poll, times: Collection[datetime]) -> None:
    """Add times; the asker has said yes to them, everybody else is to answer."""
    rows = PollTime.objects.bulk_create(PollTime(poll=poll, starts_at=when) for when in times)
    poll.voters.update(answered_at=None)
    asker = poll.voters.filter(person=poll.asker).first()
    if asker is not None:
        Vote.objects.bulk_create(Vote(voter=asker, time=row, answer=Vote.Answer.YES) for row in rows)
        poll.voters.filter(pk=asker.pk).update(answered_at=timezone.now())


def _promise(poll: Poll) -> None:
    promise(promises.PollCloses(poll_id=poll.pk), at=poll.closes_at)
    reminder = promises.PollReminder(poll_id=poll.pk)
    if poll.closes_at - promises.REMINDS > timezone.now() + AT_LEAST:
        promise(reminder, at=poll.closes_at - promises.REMINDS)
    else:
        withdraw(reminder)


@transaction.atomic
def add_times(*, poll_id: int, by: Person, times: Collection[datetime]) -> Poll:
    """Ask about more times, such as the alternatives to one that was taken; all are asked again about these.

    Raises:
        PollIsOver: it was booked or called off.
        NotYourPoll: the person did not ask.
        NotTimesForPoll: no or too many times, or one of them is over.
    """
    poll = held(poll_id)
    rights.require_lead(poll, by)
    here = set(poll.times.values_list("starts_at", flat=True))
    chosen = _checked(set(times) - here, least=1)
    if len(here) + len(chosen) > MOST_TIMES:
        raise NotTimesForPoll
    _add(poll, chosen)
    poll.state, poll.proposed = P.OPEN, None
    poll.closes_at = max(poll.closes_at, _closing(sorted([*here, *chosen]), DAYS_MORE))
    poll.save(update_fields=["state", "proposed", "closes_at"])
    _promise(poll)
    record(facts.PollTimesAdded(poll_id=poll.pk))
    return poll


@transaction.atomic
def ask_too(subject: tuple[str, int], who: Attendee) -> None:
    """Ask somebody as well who is to take part from now on; a poll that could be booked waits for their answer.

    Args:
        subject: what the poll is about; nothing happens when none is running.
        who: who is asked; nothing happens when they are asked already.
    """
    found = running(subject)
    if found is None:
        return
    try:
        poll = held(found.pk)
    except PollIsOver:
        return
    given = {"member_id": who.member_id, "role": who.role, "token": _token()}
    _, made = Voter.objects.get_or_create(poll=poll, person_id=who.person_id, defaults=given)
    left = [when for when in poll.times.values_list("starts_at", flat=True) if when > timezone.now() + AT_LEAST]
    if not made or not left:
        return
    poll.state, poll.proposed = P.OPEN, None
    poll.closes_at = max(poll.closes_at, _closing(sorted(left), DAYS_MORE))
    poll.save(update_fields=["state", "proposed", "closes_at"])
    _promise(poll)
    record(facts.PollJoined(poll_id=poll.pk, person_id=who.person_id))


@transaction.atomic
def call_off(*, poll_id: int, by: Person) -> Poll:
    """Call the poll off; nothing is booked.

    Raises:
        PollIsOver: it was booked or called off.
        NotYourPoll: the person did not ask.
    """
    poll = held(poll_id)
    rights.require_lead(poll, by)
    _end(poll, P.CALLED_OFF)
    return poll


def running(subject: tuple[str, int]) -> Poll | None:
    """The poll about something, while its answers count."""
    rows = Poll.objects.filter(subject_kind=subject[0], subject_id=subject[1])
    return rows.filter(state__in=(P.OPEN, P.READY)).first()


def settle(subject: tuple[str, int], meeting: Meeting | None = None) -> None:
    """End the poll about something, if one is running: owners call this when a time is booked or none is needed."""
    found = running(subject)
    if found is None:
        return
    try:
        poll = held(found.pk)
    except PollIsOver:
        return
    poll.meeting = meeting
    _end(poll, P.CALLED_OFF if meeting is None else P.BOOKED)


def _end(poll: Poll, state: str) -> None:
    poll.state = state
    poll.save(update_fields=["state", "meeting"])
    withdraw(*(kind(poll_id=poll.pk) for kind in promises.ALL))
    record((facts.PollBooked if state == P.BOOKED else facts.PollCalledOff)(poll_id=poll.pk))


def held(poll_id: int) -> Poll:
    """The poll with its promises, locked.

    Raises:
        PollIsOver: it was booked or called off.
    """
    hold(f"poll:{poll_id}", *promises.ALL)
    poll = Poll.objects.select_for_update(of=("self",)).select_related("asker", "network").get(pk=poll_id)
    if not poll.running:
        raise PollIsOver
    return poll
