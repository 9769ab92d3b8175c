"""Recording what happened to a case: it concerns its member, and the members of the advisors who accepted."""

from exchanges.advisory import facts, states
from exchanges.advisory.models import Case, Engagement
from ledger.recording import record
from members.models import Person


def moved(case: Case, to: str, *, by: Person | None, remark: str = "") -> Case:
    """Move a locked case and record it; see `states.move` for what is refused."""
    states.move(case, to, remark=remark[:600])
    record(facts.CaseMoved(case_id=case.pk, to=to, by=_pk(by), concerns=concerned(case)))
    return case


def answered(row: Engagement, to: str, *, by: Person | None, sentence: str = "") -> Engagement:
    """Move an engagement of a locked case and record it."""
    states.answer(row, to, sentence)
    ids = {"case_id": row.case_id, "engagement_id": row.pk}
    record(facts.AdvisorAnswered(**ids, to=to, by=_pk(by), concerns=(row.case.member_id, row.advisor.member_id)))
    return row


def concerned(case: Case) -> tuple[int, ...]:
    """Ids of the members in whose dossiers this belongs."""
    rows = Engagement.objects.filter(case=case, state=Engagement.State.ACCEPTED).order_by("advisor__member_id")
    advising = rows.values_list("advisor__member_id", flat=True)
    return tuple(dict.fromkeys([case.member_id, *advising]))


def _pk(person: Person | None) -> int | None:
    return None if person is None else person.pk
