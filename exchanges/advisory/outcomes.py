"""What became of the advice: asked after three and six months, answered, and the case closed with what changed."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from exchanges.advisory import access, facts, noting, states
from exchanges.advisory.advice import check_at
from exchanges.advisory.errors import CaseCannotMove, SayWhy
from exchanges.advisory.models import Case, CaseCheck, Recommendation
from exchanges.advisory.promises import CaseCheckDue
from ledger.recording import record
from members.cowriting import REVISED, Shown, differing, revise
from members.models import Person

C, T = Case.State, Recommendation.State
STATE_AFTER = {3: C.CHECK_3M, 6: C.CHECK_6M}
BECAME = (T.UNDER_WAY, T.DONE, T.DROPPED)
"""What can have become of an action."""


def keep_promise(due: CaseCheckDue) -> None:
    """Ask the case-giver what became of the advice; an answer that is missing from the last time stays open."""
    case = access.locked(due.case_id)
    if STATE_AFTER[due.months] not in states.MOVES[case.state]:
        return
    CaseCheck.objects.get_or_create(case=case, months=due.months)
    noting.moved(case, STATE_AFTER[due.months], by=None)


@transaction.atomic
def answer(
    *, case_id: int, months: int, by: Person, text: str, became: Mapping[int, str], shown: Shown | None = None
) -> CaseCheck:
    """Say what became of the advice; another answer replaces it, the same changes nothing.

    Args:
        case_id: which.
        months: 3 or 6.
        by: a delegate of the case's member.
        text: in their own words.
        became: by the recommendation's id one of `BECAME`; what is not named stays.
        shown: what the person's page showed; `None` when there was no page.

    Raises:
        NotFound: it is not the person's member's case, or nobody was asked.
        ChangedByColleague: a colleague has answered after what was shown.
        SayWhy: without a word.
        CaseCannotMove: the case has closed, or there is no such outcome.
    """
    case = states.require(access.own(by, case_id), C.CHECK_3M, C.CHECK_6M)
    row = access.found(CaseCheck.objects.filter(case=case, months=months))
    if not text.strip():
        raise SayWhy(field="text")
    if not set(became.values()) <= set(BECAME):
        raise CaseCannotMove
    rows = case.recommendations.filter(pk__in=became, state__in=(T.AGREED, *BECAME))
    taken_up = [one for one in rows if one.state != became[one.pk]]
    if row.answered_at is not None and not taken_up and not differing(row, {"text": text.strip()}):
        return row
    revise(row, by=by, shown=shown)
    row.text, row.answered_at = text.strip(), timezone.now()
    row.save(update_fields=["text", "answered_at", *REVISED])
    for one in taken_up:
        one.state = became[one.pk]
    Recommendation.objects.bulk_update(taken_up, ["state"])
    _wait_for_next(case)
    concerns = noting.concerned(case)
    record(facts.CaseCheckAnswered(case_id=case.pk, months=months, by=by.pk, concerns=concerns))
    return row


def _wait_for_next(case: Case) -> None:
    """After the first check nothing is owed until the second one."""
    later = check_at(case.agreed_at, 6) if case.state == C.CHECK_3M and case.agreed_at else None
    states.touch(case, due_at=later + timedelta(days=7) if later else None)


@transaction.atomic
def close(*, case_id: int, by: Person, changed: str) -> Case:
    """Close a case with what has changed, by its member or the secretariat.

    Raises:
        NotFound: the person does neither act for the member nor belong to the secretariat.
        SayWhy: without a word.
        CaseCannotMove: the check after six months has not come.
    """
    mine = Case.objects.filter(pk=case_id, member__in=access.members_of(by)).exists()
    case = access.own(by, case_id) if mine else access.looked_after(by, case_id)
    states.check(states.MOVES, case.state, C.CLOSED)
    case.changed = changed.strip()
    if not case.changed:
        raise SayWhy(field="changed")
    case.save(update_fields=["changed"])
    return noting.moved(case, C.CLOSED, by=by)
