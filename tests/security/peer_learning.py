"""Peer learning between Kochi, which asks, and Jena, which teaches, with one thing of each kind to knock at."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from members.models import Member, Network, Person, Topic
from peers import calls, offers, requests, states, writing
from peers.models import Call, Check, Invitation, Partner, Partnership, Request, Suggestion, TeamMember

R = Request.State


def build(asha: Person, kochi: Member, jena: Member, network: Network, organiser: Person) -> dict[str, Any]:
    """What stands in the addresses, by name."""
    heat = Topic.objects.get(slug="heat-and-water")
    offer = offers.make(member=kochi, topic=heat, by=None, values={"line": "Shade", "languages": ["en"], "hosts": 2})
    draft = requests.begin(member=kochi, by=asha)
    requests.save(request_id=draft.pk, by=asha, values={"topics": [heat.slug], "need": "Shade for a market"})
    asked = _request(kochi, network, heat, R.MATCHED)
    suggestion = _suggestion(asked, jena, heat, Suggestion.State.OPEN)
    inviting, countered = (_request(kochi, network, heat, R.INVITED) for _ in range(2))
    invitation = _invitation(inviting, jena, heat, Invitation.State.OPEN)
    other = _invitation(countered, jena, heat, Invitation.State.COUNTERED)
    partnership = _partnership(_request(kochi, network, heat, R.CHECK_6M), [kochi, jena], asha)
    step = writing.plan(
        partnership_id=partnership.pk, by=asha, text="Visit", owner_id=jena.pk, due_on=timezone.localdate()
    )
    call = calls.open_call(
        network=network, by=organiser, titles={"en": "Call"}, summaries={}, deadline=timezone.now() + timedelta(days=9)
    )
    review = Call.objects.create(
        network=network, titles={"en": "Past call"}, deadline=timezone.now(), state=Call.State.REVIEW
    )
    collected = _request(kochi, network, heat, R.POSTED, call=review)
    return {
        "kochi_id": kochi.pk,
        "asha": asha.pk,
        "peer_offer": offer.pk,
        "peer_draft": draft.pk,
        "peer_request": asked.pk,
        "peer_suggestion": suggestion.pk,
        "peer_invitation": invitation.pk,
        "peer_countered": other.pk,
        "partnership": partnership.pk,
        "plan_step": step.pk,
        "call": call.pk,
        "reviewed_call": review.pk,
        "proposal": _suggestion(collected, jena, heat, Suggestion.State.PROPOSED).pk,
    }


def _request(member: Member, network: Network, topic: Topic, state: str, **more: Any) -> Request:
    row = Request.objects.create(
        member=member, network=network, state=state, need="Shade", posted_at=timezone.now(), languages=["en"], **more
    )
    row.ranked.create(topic=topic, place=1)
    states.touch(row)
    return row


def _suggestion(row: Request, host: Member, topic: Topic, state: str) -> Suggestion:
    reasons = [{"kind": "experience", "values": {"topic": topic.slug, "experience": 3}}]
    return Suggestion.objects.create(
        request=row, host=host, topic=topic, state=state, rank=1, score=100, reasons=reasons, limits=[]
    )


def _invitation(row: Request, host: Member, topic: Topic, state: str) -> Invitation:
    return Invitation.objects.create(request=row, host=host, topic=topic, state=state, sentence="Teach us")


def _partnership(row: Request, members: list[Member], asha: Person) -> Partnership:
    made = Partnership.objects.create(request=row, goals="Shade", closed_at=timezone.now())
    for place, member in enumerate(members):
        Partner.objects.create(partnership=made, member=member, asked=place == 0)
        Check.objects.create(partnership=made, member=member, months=6)
    TeamMember.objects.create(partnership=made, member=members[0], person=asha)
    return made
