"""Who is told what about a case: reactions to its facts, and the reminder of steps that are due.

A notice leads to the case's page and says its title only there: mails and lists are read over shoulders.
"""

from collections.abc import Iterable

from django.utils import timezone

from events.models import Meeting
from exchanges.advisory import access, advice, due, states
from exchanges.advisory.models import Advisor, Case, Engagement, Programme
from exchanges.advisory.promises import CaseStepDue
from ledger.facts import Entry
from members import roles
from members.models import Membership
from members.notices import tell

C, E = Case.State, Engagement.State
SILENT = (C.DRAFT, C.SCHEDULED)
"""Its meeting tells that a session is booked."""


def page(meeting: Meeting) -> str:
    """The address of the case a meeting belongs to."""
    return f"/advisory/cases/{meeting.subject_id}/"


def tell_of_move(entry: Entry) -> None:
    """Tell the member, whoever owes the next step and whomever else it concerns; not whoever has just done it."""
    case = Case.objects.select_related("programme__network").get(pk=entry.data["case_id"])
    if entry.data["to"] in SILENT:
        return
    people = {*access.people_of([case.member_id]), *_owing(case), *_also(case, entry.data["to"])} - {entry.data["by"]}
    _tell(people, "case_moved", case, f"case_moved:{case.pk}:{entry.position}", state=entry.data["to"])


def _also(case: Case, to: str) -> set[int]:
    """A withdrawal concerns those asked and the secretariat; agreed actions and questions, those who see to them."""
    if to == C.WITHDRAWN:
        asked = Engagement.objects.filter(
            case=case, state__in=states.STANDING, advisor__state=Advisor.State.ADMITTED
        ).values_list("advisor__person_id", flat=True)
        return {*asked, *_office(case)} if case.submitted_at else set()
    if to in (C.ACTIONS_AGREED, C.CHECK_3M, C.CHECK_6M):
        return set(case.recommendations.values_list("owner_id", flat=True)) & advice.owners(case).keys()
    return set()


def tell_advisor(entry: Entry) -> None:
    """Tell an advisor that they are asked."""
    row = Engagement.objects.select_related("case", "advisor").filter(pk=entry.data["engagement_id"]).first()
    if row is not None and row.state == E.ASKED:
        _tell([row.advisor.person_id], "advisor_asked", row.case, f"advisor_asked:{row.pk}")


def tell_office(entry: Entry) -> None:
    """Tell the secretariat what an advisor answered, so that it asks another one in time."""
    if entry.data["to"] == E.CLEAR:
        return
    case = Case.objects.select_related("programme__network").get(pk=entry.data["case_id"])
    people = set(_office(case)) - {entry.data["by"]}
    key = f"advisor_answered:{case.pk}:{entry.position}"
    _tell(people, "advisor_answered", case, key, answer=entry.data["to"])


def tell_of_season(entry: Entry) -> None:
    """Tell everybody who acts for a member of the network that it calls for cases; not whoever opened the season."""
    season = Programme.objects.get(pk=entry.data["programme_id"])
    admitted = Membership.objects.filter(network=season.network_id, state=Membership.State.ADMITTED)
    people = set(access.people_of(list(admitted.values_list("member_id", flat=True)))) - {entry.data["by"]}
    data, address = {"programme_id": season.pk}, f"/advisory/programmes/{season.pk}/"
    tell(people, kind="season_opened", key=f"season_opened:{season.pk}", data=data, address=address)


def tell_of_offer(entry: Entry) -> None:
    """Tell the secretariat that somebody waits to be admitted as an advisor."""
    row = Advisor.objects.select_related("network").get(pk=entry.data["advisor_id"])
    if row.state == Advisor.State.OFFERED:
        tell(
            roles.secretariat_of(row.network).values_list("pk", flat=True),
            kind="advisor_offered",
            key=f"advisor_offered:{row.pk}:{entry.position}",
            data={"person_id": row.person_id, "member_id": row.member_id},
            address=f"/advisory/networks/{row.network.slug}/advisors/",
        )


def tell_admitted(entry: Entry) -> None:
    """Tell an advisor that they are one."""
    row = Advisor.objects.get(pk=entry.data["advisor_id"])
    key = f"advisor_admitted:{row.pk}:{entry.position}"
    tell([row.person_id], kind="advisor_admitted", key=key, data={"network_id": row.network_id}, address="/advisory/")


def keep_promise(step: CaseStepDue) -> None:
    """Remind whoever owes the next step. Nothing is locked: a step taken this moment makes a reminder too many."""
    case = Case.objects.select_related("programme__network").filter(pk=step.case_id).first()
    if case is not None and case.due_at is not None and case.due_at <= timezone.now():
        _tell(
            _owing(case), "case_step_due", case, f"case_step_due:{case.pk}:{case.due_at.isoformat()}", state=case.state
        )


def _owing(case: Case) -> list[int]:
    who = due.owed_by(case)
    if who == due.MEMBER:
        return access.people_of([case.member_id])
    if who == due.ADVISORS:
        return list(due.working().filter(case=case).values_list("advisor__person_id", flat=True))
    return list(_office(case)) if who == due.SECRETARIAT else []


def _office(case: Case) -> Iterable[int]:
    return roles.secretariat_of(case.network).values_list("pk", flat=True)


def _tell(people: Iterable[int], kind: str, case: Case, key: str, **more: str) -> None:
    data = {"case_id": case.pk, **more}
    tell(people, kind=kind, key=key, data=data, address=f"/advisory/cases/{case.pk}/")
