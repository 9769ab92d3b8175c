"""Questions as their readers see them: the audience in order of votes, moderators with all there are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from events.models import Question
from events.stage.places import Place
from events.stage.questions import MOVES, SHOWN
from members.models import Person
from rooms.people import members_of

S = Question.State
MOST = 200
"""Questions on one page."""
_ORDER = Case(*[When(state=state, then=rank) for rank, state in enumerate((S.WAITING, S.OPEN, S.ANSWERED, S.HIDDEN))])


@dataclass(frozen=True)
class Asked:
    """A question as one reader sees it.

    Attributes:
        name: of who asks, "" where the reader is not told.
        member: whom they act for.
        mine: the reader has voted for it.
        moves: what a moderator may do with it.
    """

    question: Question
    votes: int
    name: str = ""
    member: str = ""
    mine: bool = False
    moves: tuple[str, ...] = ()


def rows() -> QuerySet[Question]:
    """Questions with their authors and numbers of votes, the most wanted first; erased ones are left out."""
    found = Question.objects.exclude(text="").select_related("author").annotate(votes=Count("upvotes"))
    return found.order_by("-votes", "id")


def of_session(session_id: int, place: Place) -> list[Asked]:
    """The questions of a session for a reader, in three queries: those that wait first, then the most wanted."""
    found = rows().filter(session=session_id)
    if not place.moderates(session_id):
        found = found.filter(Q(state__in=SHOWN) | Q(state=S.WAITING, author=place.person))
    seen = list(found.order_by(_ORDER, F("votes").desc(), "id")[:MOST])
    mine = _voted(seen, place.person)
    names = _names(seen)
    return [_asked(row, names, place, mine) for row in seen]


def _voted(seen: Collection[Question], person: Person) -> set[int]:
    mine = Question.objects.filter(pk__in=[row.pk for row in seen], upvotes__person=person)
    return set(mine.order_by().values_list("pk", flat=True))


def _names(seen: Iterable[Question]) -> dict[int, tuple[str, str]]:
    """Name and member by author."""
    authors = {row.author_id: row.author for row in seen if row.author is not None}
    members = members_of([pk for pk in authors if pk is not None])
    return {pk: (str(one), members.get(pk, ("", ""))[0]) for pk, one in authors.items() if pk is not None}


def _asked(row: Question, names: dict[int, tuple[str, str]], place: Place, mine: set[int]) -> Asked:
    moderates = place.moderates(row.session_id)
    named = moderates or row.author_id == place.person.pk or not row.anonymous
    name, member = names.get(row.author_id or 0, ("", "")) if named else ("", "")
    votes: int = getattr(row, "votes", 0)
    moves = MOVES[row.state] if moderates and place.acts else ()
    return Asked(row, votes, name, member, mine=row.pk in mine, moves=moves)


def told(question_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What everybody is told about questions, by id; of those the audience does not see only their state."""
    found = list(rows().filter(pk__in=question_ids))
    names = _names(found)
    return {row.pk: _told(row, names) for row in found}


def _told(row: Question, names: dict[int, tuple[str, str]]) -> dict[str, Any]:
    if row.state not in SHOWN:
        return {"state": row.state if row.state == S.HIDDEN else S.WAITING}
    name, member = ("", "") if row.anonymous else names.get(row.author_id or 0, ("", ""))
    return {"state": row.state, "text": row.text, "name": name, "member": member, "votes": getattr(row, "votes", 0)}
