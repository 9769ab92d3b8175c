"""The advice note: recommendations are written, delivered, and agreed with owner and date."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from exchanges.advisory import access, noting, states
from exchanges.advisory.errors import NotFound, NothingRecommended, NotOnThisCase, OwnerMissing
from exchanges.advisory.models import Case, Engagement, Recommendation
from exchanges.advisory.promises import CaseCheckDue
from ledger.promises import promise
from members.cowriting import REVISED, Shown, revise
from members.models import Person
from rooms.consultation.checks import months_later

C, T = Case.State, Recommendation.State
Decision = tuple[int | None, date | None]
MONTHS = (3, 6)
"""So long after the actions were agreed the case-giver is asked what became of them."""


@transaction.atomic
def recommend(*, case_id: int, by: Person, text: str) -> Recommendation:
    """Write a recommendation.

    Raises:
        NotFound: the person neither advises on the case nor looks after it.
        NothingRecommended: nothing is said.
        CaseCannotMove: the session was not held yet, or the note was delivered.
    """
    case = states.require(access.worked_on(by, case_id), C.HELD)
    plain = " ".join(text.split())[:400]
    if not plain:
        raise NothingRecommended
    states.touch(case)
    return Recommendation.objects.create(case=case, text=plain)


@transaction.atomic
def strike(*, recommendation_id: int, case_id: int, by: Person) -> None:
    """Take a recommendation out of the note before it is delivered.

    Raises:
        NotFound: the person neither advises on the case nor looks after it, or it is another case's.
        CaseCannotMove: the note was delivered.
    """
    case = states.require(access.worked_on(by, case_id), C.HELD)
    access.found(Recommendation.objects.filter(pk=recommendation_id, case=case)).delete()


@transaction.atomic
def deliver(*, case_id: int, by: Person) -> Case:
    """Deliver the advice note to the case-giver.

    Raises:
        NotFound: the person neither advises on the case nor looks after it.
        NothingRecommended: it is empty.
        CaseCannotMove: the session was not held yet, or it was delivered.
    """
    case = states.require(access.worked_on(by, case_id), C.HELD)
    if not case.recommendations.exists():
        raise NothingRecommended
    return noting.moved(case, C.ADVICE_DELIVERED, by=by)


@transaction.atomic
def decide(
    *,
    case_id: int,
    by: Person,
    decisions: Mapping[int, Decision],
    undecided: Collection[int] = (),
    agreed: bool = False,
    shown: Shown | None = None,
) -> Case:
    """Take recommendations up, each with who sees to it until when, and agree on the actions if all is decided.

    Args:
        case_id: which.
        by: a delegate of the case's member.
        decisions: by the recommendation's id its owner and day; an owner of `None` does not take it up.
        undecided: ids of recommendations about which nothing is decided, or not any more.
        agreed: whether the actions are agreed herewith.
        shown: what the person's page showed; `None` when there was no page.

    Raises:
        NotFound: it is not the person's member's case, or a recommendation is another case's.
        ChangedByColleague: a colleague has decided something else after what was shown; nothing is kept.
        NotOnThisCase: an owner neither acts for the member nor advises.
        OwnerMissing: an owner without a day from today on; or something is undecided and it is to be agreed on.
        CaseCannotMove: the note was not delivered, or all is agreed.
    """
    case = states.require(access.own(by, case_id), C.ADVICE_DELIVERED)
    if changed := _differing(case, decisions, undecided):
        revise(case, by=by, shown=shown)
        case.save(update_fields=REVISED)
        Recommendation.objects.bulk_update(changed, ["state", "owner", "due_on"])
    if agreed:
        return _agree(case, by)
    states.touch(case)
    return case


def _differing(case: Case, decisions: Mapping[int, Decision], undecided: Collection[int]) -> list[Recommendation]:
    """The recommendations of a locked case about which something else is decided than stands there."""
    rows = case.recommendations.in_bulk([*decisions, *undecided])
    if not decisions.keys() <= rows.keys():
        raise NotFound
    stood = {pk: _standing(row) for pk, row in rows.items()}
    able, first = owners(case).keys(), timezone.localdate()
    for pk, row in rows.items():
        if pk in decisions:
            _decide(row, *decisions[pk], able, first)
        else:
            row.state, row.owner_id = T.PROPOSED, None
    return [row for pk, row in rows.items() if _standing(row) != stood[pk]]


def _standing(row: Recommendation) -> tuple[str, int | None, date | None]:
    return row.state, row.owner_id, row.due_on


def _decide(row: Recommendation, owner_id: int | None, due_on: date | None, able: Collection[int], first: date) -> None:
    if owner_id is not None and owner_id not in able:
        raise NotOnThisCase
    if owner_id is not None and (due_on is None or due_on < first):
        raise OwnerMissing(field="due_on")
    row.state = T.REFUSED if owner_id is None else T.AGREED
    row.owner_id, row.due_on = owner_id, due_on if owner_id is not None else None


def owners(case: Case) -> dict[int, str]:
    """Who can see to an action, with their names: the member's delegates and the advisors."""
    people = access.people_of([case.member_id])
    advising = Engagement.objects.filter(case=case, state=Engagement.State.ACCEPTED)
    ids = {*people, *advising.values_list("advisor__person_id", flat=True)}
    return {one.pk: one.display_name for one in Person.objects.filter(pk__in=ids, is_active=True).order_by("name")}


def _agree(case: Case, by: Person) -> Case:
    """Agree on the actions of a locked case; the checks after three and six months are promised."""
    if case.recommendations.filter(state=T.PROPOSED).exists():
        raise OwnerMissing
    case.agreed_at = timezone.now()
    case.save(update_fields=["agreed_at"])
    for months in MONTHS:
        promise(CaseCheckDue(case_id=case.pk, months=months), at=check_at(case.agreed_at, months))
    return noting.moved(case, C.ACTIONS_AGREED, by=by)


def check_at(agreed_at: datetime, months: int) -> datetime:
    """When the case-giver is asked what became of it."""
    return months_later(agreed_at, months)
