"""Ballots as their readers see them: with the answers, what they chose, and the results when these are shown."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from events.models import Ballot, BallotMark
from events.stage.ballots import MOVES
from events.stage.places import Place
from events.stage.tallies import results

S = Ballot.State


@dataclass(frozen=True)
class Answer:
    """An answer of a ballot.

    Attributes:
        chosen: how many chose it; None where the reader does not see it.
        mine: the reader did.
    """

    id: int
    text: str
    chosen: int | None
    mine: bool


@dataclass(frozen=True)
class Polled:
    """A ballot as one reader sees it.

    Attributes:
        total: how many have chosen.
        moves: what a moderator may do with it.
    """

    ballot: Ballot
    answers: tuple[Answer, ...]
    total: int
    moves: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether one can choose."""
        return self.ballot.state == S.OPEN


def of_session(session_id: int, place: Place) -> list[Polled]:
    """The ballots of a session for a reader, newest first, in four queries."""
    moderates = place.moderates(session_id)
    rows = Ballot.objects.filter(session=session_id).prefetch_related("options").order_by("-pk")
    seen = list(rows if moderates else rows.exclude(state=S.DRAFT))
    counts = results([row.pk for row in seen])
    marks = BallotMark.objects.filter(ballot__in=seen, person=place.person)
    mine = set(marks.values_list("option_id", flat=True))
    return [_polled(row, counts[row.pk], mine, place) for row in seen]


def _polled(row: Ballot, counts: Mapping[str, int], mine: Collection[int], place: Place) -> Polled:
    moderates = place.moderates(row.session_id)
    visible = row.shown or moderates
    answers = tuple(
        Answer(option.pk, option.text, counts.get(str(option.pk), 0) if visible else None, option.pk in mine)
        for option in row.options.all()
    )
    return Polled(row, answers, sum(counts.values()), MOVES[row.state] if moderates and place.acts else ())


def told(ballot_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What everybody is told about ballots, by id: nothing about drafts, results only where they are shown."""
    rows = list(Ballot.objects.filter(pk__in=set(ballot_ids)).prefetch_related("options"))
    counts = results([row.pk for row in rows])
    return {row.pk: _told(row, counts[row.pk]) for row in rows if row.state != S.DRAFT}


def _told(row: Ballot, counts: Mapping[str, int]) -> dict[str, Any]:
    answers = [
        {"id": option.pk, "text": option.text, **({"chosen": counts.get(str(option.pk), 0)} if row.shown else {})}
        for option in row.options.all()
    ]
    return {"text": row.text, "state": row.state, "shown": row.shown, "answers": answers}
