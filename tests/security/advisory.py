"""Cases of Kochi on which Hana of Jena advises and Jonas of Jena was asked, one for each thing to knock at."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from exchanges.advisory import states
from exchanges.advisory.models import Advisor, Case, CaseCheck, Engagement, Programme, Recommendation
from members.models import Member, Network, Person, Topic

C, E = Case.State, Engagement.State


def build(asha: Person, kochi: Member, jena: Member, network: Network, hana: Person, jonas: Person) -> dict[str, Any]:
    """What stands in the addresses, by name."""
    now = timezone.now()
    season = Programme.objects.create(
        network=network, titles={"en": "Advice"}, deadline=now + timedelta(days=9), capacity=9, languages=["en"]
    )
    topic = Topic.objects.get(slug="heat-and-water")
    advisors = [_advisor(one, jena, network, topic) for one in (hana, jonas)]
    waiting = _advisor(asha, kochi, network, topic, state=Advisor.State.OFFERED)
    cases = {name: _case(season, kochi, asha, topic, state) for name, state in STATES.items()}
    for name, case in cases.items():
        if name != "case_draft":
            answers = (E.ACCEPTED, E.DECLINED if name == "case_refused" else E.ASKED)
            for advisor, state in zip(advisors, answers, strict=True):
                Engagement.objects.create(case=case, advisor=advisor, state=state)
    Case.objects.filter(pk=cases["case_open"].pk).update(level=Case.Level.NETWORK)
    advice = Recommendation.objects.create(case=cases["case_held"], text="Plant trees")
    decided = Recommendation.objects.create(case=cases["case_delivered"], text="Plant trees")
    CaseCheck.objects.create(case=cases["case_check"], months=6)
    return {
        **{name: case.pk for name, case in cases.items()},
        "advised_case": cases["case_delivered"].pk,
        "season": season.pk,
        "advisor_row": advisors[0].pk,
        "waiting_advisor": waiting.pk,
        "asked_engagement": cases["case"].engagements.get(state=E.ASKED).pk,
        "advice": advice.pk,
        "decided": decided.pk,
    }


STATES = {
    "case": C.ADVISORS_MATCHED,
    "case_draft": C.DRAFT,
    "case_submitted": C.SUBMITTED,
    "case_triaged": C.TRIAGED,
    "case_refused": C.ACCEPTED,
    "case_open": C.ACCEPTED,
    "case_scoped": C.SCOPED,
    "case_held": C.HELD,
    "case_delivered": C.ADVICE_DELIVERED,
    "case_check": C.CHECK_6M,
}
"""The cases by name; those asked to advise on `case_refused` have declined."""


def _advisor(person: Person, member: Member, network: Network, topic: Topic, **values: Any) -> Advisor:
    given = {"languages": ["en"], "load": 10, "state": Advisor.State.ADMITTED, **values}
    made = Advisor.objects.create(person=person, member=member, network=network, **given)
    made.expertise.create(topic=topic, evidence="Shade for a market")
    return made


def _case(season: Programme, member: Member, giver: Person, topic: Topic, state: str) -> Case:
    made = Case.objects.create(
        programme=season, member=member, giver=giver, state=state, title="A hot market", challenge="It is too hot.",
        questions=["What helps?"], languages=["en"],
    )  # fmt: skip
    made.ranked.create(topic=topic, place=1)
    states.touch(made)
    return made
