"""Advisors on a case: asked by the secretariat, they declare a conflict or none, accept, decline, or leave.

Whoever changes something holds the case's row; an advisor's row comes before it, so that two cases asking at the same
moment never exceed the load.
"""

from django.db import transaction

from exchanges.advisory import access, attending, facts, noting, states, suggestions
from exchanges.advisory.errors import AdvisorDoesNotFit, NotFound, SayWhy
from exchanges.advisory.models import Advisor, Case, Engagement
from ledger.recording import record
from members.models import Person

C, E = Case.State, Engagement.State


@transaction.atomic
def ask(*, case_id: int, advisor_id: int, by: Person) -> Engagement:
    """Ask an advisor for a case; one of those suggested.

    Raises:
        NotFound: the person is not in the network's secretariat.
        CaseCannotMove: the case looks for nobody.
        AdvisorDoesNotFit: the advisor was asked before, is away, has enough, or cannot be of use.
    """
    held = Advisor.objects.select_for_update(of=("self",)).filter(pk=advisor_id, network__in=access.watched(by))
    advisor = access.found(held)
    case = states.require(access.looked_after(by, case_id), *states.SEEKING)
    fit = next((one for one in suggestions.for_case(case) if one.advisor == advisor.pk), None)
    if fit is None:
        raise AdvisorDoesNotFit
    why = {"reasons": list(fit.reasons), "limits": list(fit.limits)}
    row = Engagement.objects.create(case=case, advisor=advisor, **why)
    states.touch(case)
    members = (case.member_id, advisor.member_id)
    record(facts.AdvisorAsked(case_id=case.pk, engagement_id=row.pk, by=by.pk, concerns=members))
    return row


@transaction.atomic
def declare(*, engagement_id: int, by: Person, conflict: str) -> Engagement:
    """Declare a conflict of interest, or that there is none; without one the case is readable in full.

    Args:
        engagement_id: what the person was asked.
        by: the advisor.
        conflict: what it is; empty for none.

    Raises:
        NotFound: the person was not asked, or has refused or left.
        CaseCannotMove: that there is none was said already, or would be while the case looks for nobody.
    """
    row = access.engagement(by, engagement_id)
    plain = " ".join(conflict.split())
    if not plain:
        states.require(row.case, *states.SEEKING)
    before = row.state
    noting.answered(row, E.CONFLICT if plain else E.CLEAR, by=by, sentence=plain)
    if before == E.ACCEPTED:
        _dropped_out(row)
    return row


@transaction.atomic
def accept(*, engagement_id: int, by: Person) -> Engagement:
    """Accept to advise; with the last one wanted the case has its advisors.

    Raises:
        NotFound: the person was not asked, or has refused or left.
        CaseCannotMove: no conflict was declared yet, or the case looks for nobody any more.
        SlotTaken: the session is booked, and the person is busy then.
    """
    row = access.engagement(by, engagement_id)
    states.require(row.case, *states.SEEKING)
    noting.answered(row, E.ACCEPTED, by=by)
    if row.case.state == C.ACCEPTED and accepted(row.case) >= row.case.wants:
        noting.moved(row.case, C.ADVISORS_MATCHED, by=by)
    attending.take_in(row)
    return row


def accepted(case: Case) -> int:
    """How many advisors a case has."""
    return case.engagements.filter(state=E.ACCEPTED).count()


@transaction.atomic
def decline(*, engagement_id: int, by: Person, reason: str) -> Engagement:
    """Decline to advise.

    Raises:
        NotFound: the person was not asked, or has refused or left.
        SayWhy: without a reason.
        CaseCannotMove: the person has accepted; then they leave.
    """
    plain = " ".join(reason.split())
    row = access.engagement(by, engagement_id)
    if not plain:
        raise SayWhy
    return noting.answered(row, E.DECLINED, by=by, sentence=plain)


@transaction.atomic
def leave(*, engagement_id: int, by: Person, reason: str) -> Engagement:
    """Leave a case, or be taken off it by the secretariat, before the session was held.

    Raises:
        NotFound: it is neither the person's nor of a network whose secretariat they belong to.
        SayWhy: without a reason.
        CaseCannotMove: the session was held.
    """
    found = Engagement.objects.filter(pk=engagement_id, state__in=states.STANDING).select_related("advisor__network")
    row = access.found(found)
    if row.advisor.person_id != by.pk and row.advisor.network_id not in set(access.watched(by)):
        raise NotFound
    plain = " ".join(reason.split())
    if not plain:
        raise SayWhy
    return drop(row.pk, by=by, reason=plain)


def drop(engagement_id: int, *, by: Person | None, reason: str) -> Engagement:
    """Take an advisor off a case, whoever asked for it; the caller holds a transaction."""
    case_id = access.found(Engagement.objects.filter(pk=engagement_id)).case_id
    case = states.require(access.locked(case_id), *states.SEEKING)
    row = Engagement.objects.select_related("advisor__person").get(pk=engagement_id)
    row.case = case
    noting.answered(row, E.LEFT, by=by, sentence=reason)
    _dropped_out(row)
    return row


def _dropped_out(row: Engagement) -> None:
    attending.let_go(row.case, row.advisor.person)
    attending.close_rooms(row.advisor.person, Case.objects.filter(pk=row.case_id))
    look_again(row.case)


def look_again(case: Case) -> None:
    """Without enough advisors a locked case looks for some again; a booked session stands, others step in."""
    if case.state in (C.ADVISORS_MATCHED, C.SCOPED) and accepted(case) < case.wants:
        noting.moved(case, C.ACCEPTED, by=None)
