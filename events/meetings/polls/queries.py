"""What the pages of a poll show."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from events import slots
from events.meetings import times
from events.meetings.availability import Attendee
from events.meetings.polls.answering import ranked, search_of
from events.meetings.polls.best import Tally, tally
from events.models import Poll, PollTime, Vote, Voter


@dataclass(frozen=True)
class Choice:
    """A time of a poll.

    Attributes:
        time: with everybody's local hour and answer.
        tally: how many said what.
        mine: what the reader answered, or "".
        best: whether it is the one that is proposed.
    """

    row: PollTime
    time: times.Time
    tally: Tally
    mine: str
    best: bool
    over: bool


def choices(poll: Poll, reader: Voter | None) -> list[Choice]:
    """The times of a poll, earliest first, with all answers."""
    rows, voters = list(poll.times.all()), list(poll.voters.filter(person__is_active=True))
    if not rows or not voters:
        return []
    attendees = [Attendee(person_id=one.person_id, member_id=one.member_id) for one in voters]
    found = slots.at(search_of(poll, voters), [row.starts_at for row in rows])
    given, best = _answers(poll), _best(poll, rows)
    pairs = zip(rows, times.shown(found, attendees), strict=True)
    return [_choice(row, time, given[row.pk], reader, voters, best=row.pk == best) for row, time in pairs]


def _best(poll: Poll, rows: Sequence[PollTime]) -> int | None:
    """Which time is proposed; once it has passed and nothing is booked, the best of those that have not."""
    passed = any(row.pk == poll.proposed_id and row.starts_at <= timezone.now() for row in rows)
    if not poll.running or not passed:
        return poll.proposed_id
    return next((one.time for one in ranked(poll)), None)


def _answers(poll: Poll) -> dict[int, dict[int, str]]:
    """What was answered, by time and person."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Vote.objects.filter(time__poll=poll, voter__person__is_active=True)
    for time, person, answer in rows.values_list("time_id", "voter__person_id", "answer"):
        found[time][person] = answer
    return found


def _choice(
    row: PollTime,
    time: times.Time,
    given: dict[int, str],
    reader: Voter | None,
    voters: Sequence[Voter],
    *,
    best: bool,
) -> Choice:
    labels = dict(Vote.Answer.choices)
    return Choice(
        row=row,
        time=times.answered(time, {person: str(labels[answer]) for person, answer in given.items()}),
        tally=tally(row.pk, list(given.values()), asked=len(voters)),
        mine="" if reader is None else given.get(reader.person_id, ""),
        best=best,
        over=row.starts_at <= timezone.now(),
    )


def missing(poll: Poll) -> list[str]:
    """The names of those who have not answered."""
    rows = poll.voters.filter(person__is_active=True, answered_at=None)
    return [one.person.display_name for one in rows.select_related("person")]
