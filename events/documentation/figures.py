"""The figures of the organiser's report, each counted from records: registrations, ratings, downloads."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, QuerySet, Sum

from events.documentation import items
from events.models import (
    Attendance,
    Bookmark,
    DocumentationItem,
    DownloadCount,
    Event,
    Question,
    Registration,
    Session,
    SessionRating,
)
from events.states import HOLDS_A_SEAT
from events.symposia import rights, snapshots
from members.models import Person

R = Registration.State


@dataclass(frozen=True)
class OfCountry:
    """How many of a country had a seat, and how many of them came; the country is "" for people without a member."""

    country: str
    registered: int
    attended: int


@dataclass(frozen=True)
class Rated:
    """The mean of some ratings and how many they are; None when there are none."""

    stars: float | None
    ratings: int


@dataclass(frozen=True)
class OfSession:
    """A session's figures.

    Attributes:
        starts_at: in the published agenda; None when it is not there.
        kept: how many have it in their own agenda; attended: how many are noted as having been there.
        questions: how many were asked at its stage and not hidden; answered: of them, those marked as answered.
        comments: what people wrote, without names, in the order of the alphabet.
    """

    session: Session
    starts_at: datetime | None
    kept: int
    attended: int
    questions: int
    answered: int
    rated: Rated
    comments: Sequence[str]


@dataclass(frozen=True)
class OfItem:
    """An item and how often it was taken."""

    item: DocumentationItem
    downloads: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What came of an event.

    Attributes:
        states: registrations by state, in the order of the states.
        registered: people who had a seat; attended: of them, those noted as present; missed: noted as absent;
            unnoted: of whom nothing was noted.
        members: organisations whose people came.
        rated, comments: of the event as a whole.
    """

    states: Sequence[tuple[str, int]]
    registered: int
    attended: int
    missed: int
    unnoted: int
    members: int
    countries: Sequence[OfCountry]
    rated: Rated
    comments: Sequence[str]
    sessions: Sequence[OfSession]
    items: Sequence[OfItem]

    @property
    def downloads(self) -> int:
        """Of all items."""
        return sum(one.downloads for one in self.items)


def of(event: Event, *, by: Person) -> Figures:
    """The figures of an event; before its end, as far as it is; in eleven queries.

    Raises:
        NotYourEvent: the person does not look after it.
    """
    rights.require(event, by)
    rows = list(Registration.objects.filter(event=event).values_list("state", "member_id", "member__country"))
    counted = Counter(state for state, _, _ in rows)
    means, words = _ratings(event)
    return Figures(
        states=[(state, counted[state]) for state in R.values if state in counted],
        registered=sum(counted[state] for state in HOLDS_A_SEAT),
        attended=counted[R.ATTENDED],
        missed=counted[R.NO_SHOW],
        unnoted=counted[R.CONFIRMED],
        members=len({member for state, member, _ in rows if state == R.ATTENDED and member is not None}),
        countries=_by_country([(state, country or "") for state, _, country in rows]),
        rated=means.get(None, Rated(None, 0)),
        comments=words.get(None, []),
        sessions=_sessions(event, means, words),
        items=items_of(event),
    )


def _by_country(rows: Collection[tuple[str, str]]) -> list[OfCountry]:
    registered = Counter(country for state, country in rows if state in HOLDS_A_SEAT)
    attended = Counter(country for state, country in rows if state == R.ATTENDED)
    order = sorted(registered, key=lambda country: (-registered[country], country))
    return [OfCountry(country, registered[country], attended[country]) for country in order]


def _ratings(event: Event) -> tuple[dict[int | None, Rated], dict[int | None, list[str]]]:
    """Means and comments by session; None stands for the event."""
    rows = SessionRating.objects.filter(event=event).order_by()
    means: dict[int | None, Rated] = {
        row["session"]: Rated(row["mean"], row["number"])
        for row in rows.values("session").annotate(mean=Avg("stars"), number=Count("id"))
    }
    words: dict[int | None, list[str]] = {}
    written = rows.exclude(comment="").order_by("comment").values_list("session", "comment")
    for session_id, comment in written:
        words.setdefault(session_id, []).append(comment)
    return means, words


def _sessions(event: Event, means: dict[int | None, Rated], words: dict[int | None, list[str]]) -> list[OfSession]:
    version = snapshots.latest(event)
    shown = version.snapshot["sessions"] if version else []
    starts = {one["id"]: datetime.fromisoformat(one["starts_at"]) for one in shown}
    kept = _by_session(Bookmark.objects.filter(session__event=event))
    attended = _by_session(Attendance.objects.filter(session__event=event))
    asked = Question.objects.filter(session__event=event).exclude(state=Question.State.HIDDEN)
    questions, answered = _by_session(asked), _by_session(asked.filter(state=Question.State.ANSWERED))
    rows = Session.objects.filter(event=event, dropped=False).exclude(format=Session.Format.BREAK)
    found = [
        OfSession(
            session=row,
            starts_at=starts.get(row.pk),
            kept=kept.get(row.pk, 0),
            attended=attended.get(row.pk, 0),
            questions=questions.get(row.pk, 0),
            answered=answered.get(row.pk, 0),
            rated=means.get(row.pk, Rated(None, 0)),
            comments=words.get(row.pk, []),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.starts_at is None, one.starts_at or event.starts_at, one.session.pk))


def _by_session(rows: QuerySet[Any]) -> dict[int, int]:
    counted = rows.order_by().values("session").annotate(number=Count("id"))
    return {row["session"]: row["number"] for row in counted}


def items_of(event: Event) -> list[OfItem]:
    """Every item with its downloads, in two queries."""
    counted = DownloadCount.objects.filter(item__event=event).order_by().values("item").annotate(number=Sum("number"))
    numbers = {row["item"]: row["number"] for row in counted}
    return [OfItem(row, numbers.get(row.pk, 0)) for row in items.of(event)]
