"""Answers to a poll are collected until all are there or the time is over; then the best time is proposed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from events import slots
from events.meetings.availability import Attendee, search_for
from events.meetings.polls import asking, best, facts
from events.meetings.polls.errors import AnswersMissing, PollIsOver
from events.meetings.polls.promises import PollCloses, PollReminder
from events.models import Poll, PollTime, Vote, Voter
from ledger.promises import withdraw
from ledger.recording import record
from members.errors import NotFound
from members.notices import tell
from web.throttle import throttle

P = Poll.State
PER_HOUR = 60


@transaction.atomic
def answer(voter: Voter, answers: Mapping[int, str]) -> Poll:
    """Note what somebody answers; it may be changed until a time is booked.

    Args:
        voter: who.
        answers: by id of the time; those of times that are over or not of this poll do not count.

    Raises:
        NotFound: they are asked no longer.
        PollIsOver: it was booked or called off.
        AnswersMissing: a time that is to come has no answer.
        TooOften: more than `PER_HOUR` times in an hour.
    """
    throttle("poll-answer", voter.pk, PER_HOUR, 3600)
    poll = asking.held(voter.poll_id)
    if not poll.voters.filter(pk=voter.pk).exists():
        raise NotFound
    times = list(poll.times.filter(starts_at__gt=timezone.now()))
    if not all(answers.get(time.pk) in Vote.Answer.values for time in times):
        raise AnswersMissing
    for time in times:
        Vote.objects.update_or_create(voter=voter, time=time, defaults={"answer": answers[time.pk]})
    Voter.objects.filter(pk=voter.pk).update(answered_at=timezone.now())
    look(poll)
    return poll


def look(poll: Poll, *, over: bool = False) -> None:
    """Propose the best time when all who may sign in have answered, or the time to answer is over."""
    waiting = poll.voters.filter(answered_at=None, person__is_active=True).exists()
    was = poll.state
    if waiting and not over and was == P.OPEN:
        return
    order = ranked(poll)
    poll.proposed_id = order[0].time if order else None
    poll.state = P.READY
    poll.save(update_fields=["proposed", "state"])
    if was == P.OPEN:
        if not over:
            withdraw(PollReminder(poll_id=poll.pk), PollCloses(poll_id=poll.pk))
        record(facts.PollReady(poll_id=poll.pk))


@transaction.atomic
def leave(subject: tuple[str, int], person_id: int) -> None:
    """Ask a person no longer who does not take part any more; when it was theirs, the others book."""
    found = asking.running(subject)
    if found is None:
        return
    try:
        poll = asking.held(found.pk)
    except PollIsOver:
        return
    poll.voters.filter(person=person_id).delete()
    ready = poll.state == P.READY
    look(poll)
    if poll.asker_id == person_id:
        poll.asker = None
        poll.save(update_fields=["asker"])
        if ready:  # those who book from now on have not been told yet
            record(facts.PollReady(poll_id=poll.pk))


def forget(kinds: Collection[str], subjects: QuerySet[Any], person_id: int) -> None:
    """Show a person who has left no longer what was answered in polls that are over.

    Args:
        kinds: what the polls were about.
        subjects: ids of these.
        person_id: whom.
    """
    over = Poll.objects.filter(subject_kind__in=kinds, subject_id__in=subjects, state__in=(P.BOOKED, P.CALLED_OFF))
    Voter.objects.filter(poll__in=over, person=person_id).delete()


def ranked(poll: Poll) -> list[best.Tally]:
    """The times that are to come, best first."""
    times = {row.starts_at: row.pk for row in poll.times.filter(starts_at__gt=timezone.now())}
    voters = list(poll.voters.filter(person__is_active=True))
    if not times or not voters:
        return []
    given: dict[int, list[str]] = defaultdict(list)
    for time, said in Vote.objects.filter(time__in=times.values(), voter__in=voters).values_list("time", "answer"):
        given[time].append(said)
    return best.ranked(_in_order(poll, times, voters), given, asked=len(voters))


def _in_order(poll: Poll, times: Mapping[datetime, int], voters: list[Voter]) -> list[int]:
    """The ids of the times in the order of meeting times, whatever was answered."""
    search = search_of(poll, voters)
    rows = list(PollTime.objects.filter(pk__in=times.values()))
    found = zip(rows, slots.at(search, [row.starts_at for row in rows]), strict=True)
    worth = {row.pk: (slot.day_off, slot.weighed_worst, slot.weighed_sum, slot.start) for row, slot in found}
    return sorted(worth, key=lambda time: worth[time])


def search_of(poll: Poll, voters: list[Voter]) -> slots.Search:
    """The people of a poll and their days, as meeting times know them."""
    days = poll.times.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    attendees = [Attendee(person_id=one.person_id, member_id=one.member_id) for one in voters]
    return search_for(attendees, minutes=poll.minutes, first=days["first"].date(), last=days["last"].date())


def close(due: PollCloses) -> None:
    """Keep the end of the time to answer."""
    try:
        poll = asking.held(due.poll_id)
    except PollIsOver:
        return
    if poll.state == P.OPEN:
        look(poll, over=True)


def remind(due: PollReminder) -> None:
    """Keep the reminder: ask those once more who have not answered."""
    try:
        poll = asking.held(due.poll_id)
    except PollIsOver:
        return
    if poll.state == P.OPEN:
        ask(poll, "poll_reminder", f"{poll.closes_at:%Y%m%dT%H%M}")


def ask(poll: Poll, kind: str, which: str, *, only: int | None = None) -> None:
    """Tell those who have not answered, or one of them, each with their own address to answer at."""
    voters = poll.voters.filter(answered_at=None)
    for voter in voters if only is None else voters.filter(person=only):
        tell(
            [voter.person_id],
            kind=kind,
            key=f"{kind}:{poll.pk}:{which}",
            data={"poll_id": poll.pk},
            address=f"/polls/{voter.token}/",
        )
