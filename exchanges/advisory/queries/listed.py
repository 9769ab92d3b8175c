"""Cases in lists: what is next, who owes it, until when, and whether that is the reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from exchanges.advisory import access, due
from exchanges.advisory.due import Words
from exchanges.advisory.models import Case, CaseTopic, Engagement
from members.roles import Somebody


@dataclass(frozen=True)
class Listed:
    """A case in a list.

    Attributes:
        step: what is next; who: who owes it, by role; names: the people or the member.
        mine: whether that is the reader.
        at: by when; overdue: whether that has passed.
        advisors: those who accepted and advise still.
    """

    case: Case
    step: Words
    who: Words
    names: str
    mine: bool
    at: datetime | None
    overdue: bool
    advisors: list[Engagement]

    @property
    def title(self) -> str:
        """The member and the line that gives nothing away."""
        return f"{self.case.member.name}: {self.case}"

    @property
    def address(self) -> str:
        """Its page."""
        return f"/advisory/cases/{self.case.pk}/"


@dataclass(frozen=True)
class Reader:
    """To whom cases are shown: ids of their members, of the networks they look after, and who they are."""

    pk: int
    members: frozenset[int]
    watched: frozenset[int]


def reader(person: Somebody) -> Reader:
    """The person as lists need to know them; two queries."""
    members, watched = frozenset(access.members_of(person)), frozenset(access.watched(person))
    return Reader(person.pk if person and person.pk else 0, members, watched)


def with_all(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with everything a list needs."""
    accepted = due.working().select_related("advisor__person", "advisor__member")
    return rows.select_related("programme__network", "member", "giver", "session").prefetch_related(
        "checks",
        Prefetch("engagements", accepted, to_attr="advising"),
        Prefetch("ranked", CaseTopic.objects.select_related("topic")),
    )


def of(rows: Iterable[Case], who: Reader) -> list[Listed]:
    """Cases, overdue first and longest, then by date; what waits for nothing last.

    Args:
        rows: from `with_all`.
        who: to whom they are shown.
    """
    now = timezone.now()
    found = [_listed(case, who, now) for case in rows]
    return sorted(found, key=lambda one: (one.at is None, not one.overdue, one.at or now))


def _listed(case: Case, who: Reader, now: datetime) -> Listed:
    advising: list[Engagement] = case.advising  # type: ignore[attr-defined]
    owed = due.owed_by(case, advising)
    return Listed(
        case=case,
        step=due.step(case),
        who=due.WHO[owed],
        names=_names(case, owed, advising),
        mine=_is_mine(case, owed, advising, who),
        at=due.by(case),
        overdue=case.due_at is not None and case.due_at < now and owed != due.NOBODY,
        advisors=advising,
    )


def _names(case: Case, owed: str, advising: list[Engagement]) -> str:
    if owed == due.MEMBER:
        return case.member.name
    return ", ".join(one.advisor.person.display_name for one in advising) if owed == due.ADVISORS else ""


def _is_mine(case: Case, owed: str, advising: list[Engagement], who: Reader) -> bool:
    return (
        (owed == due.MEMBER and case.member_id in who.members)
        or (owed == due.SECRETARIAT and case.programme.network_id in who.watched)
        or (owed == due.ADVISORS and who.pk in {one.advisor.person_id for one in advising})
    )
