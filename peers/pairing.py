"""Suggestions for requests: who could teach, found by `peers.matching`, stored with reasons and limits."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ledger.facts import Entry
from ledger.recording import record
from members.models import Member, Membership, Network
from peers import access, facts, hosting, matching, states
from peers.matching_problem import Candidate, LimitKind, Match
from peers.models import Call, Invitation, Offer, Request, RequestTopic, Suggestion

R, S = Request.State, Suggestion.State
MEMORY = timedelta(days=365)
"""So long a no between two members counts."""
AVOIDED: dict[str, tuple[LimitKind, ...]] = {
    Suggestion.Why.TOPIC: ("later_wish", "little_experience"),
    Suggestion.Why.SIZE: ("sizes_differ",),
    Suggestion.Why.DISTANCE: ("hours_apart",),
    Suggestion.Why.LANGUAGE: ("one_language",),
}
"""What a seeker who gave such a reason would rather not be suggested again."""
ENOUGH = 3
"""So many open suggestions make a choice; with fewer, each new offer is looked at."""


def suggest(entry: Entry) -> None:
    """Look for hosts after a request was posted: a reaction, run by `workers`."""
    with transaction.atomic():
        row = access.locked(entry.data["request_id"])
        if row.state in (R.POSTED, R.MATCHED) and not _waits_for_call(row):
            look(row)


def look_again(entry: Entry) -> None:
    """Look again for those who have little choice, after somebody made an offer: a reaction, run by `workers`."""
    networks = access.networks_of(Member.objects.get(pk=entry.data["member_id"]))
    waiting = Request.objects.filter(network__in=networks, state__in=(R.POSTED, R.MATCHED), posted_at__lt=entry.at)
    for request_id in waiting.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            row = access.locked(request_id)
            few = row.suggestions.filter(state=S.OPEN).count() < ENOUGH
            if few and row.state in (R.POSTED, R.MATCHED) and not _waits_for_call(row):
                look(row)


def pass_by(offer: Offer) -> None:
    """An offer was taken back: nobody is suggested it any more, and who was is suggested what else there is."""
    rows = Suggestion.objects.filter(host=offer.member_id, topic=offer.topic_id, state__in=(S.OPEN, S.PROPOSED))
    for request_id in sorted(rows.values_list("request_id", flat=True)):
        leave_out(access.locked(request_id), rows)


def leave_out(row: Request, rows: QuerySet[Suggestion]) -> None:
    """Pass by those of the suggestions that are made for a locked request, and suggest what else there is."""
    passed = rows.filter(request=row, state__in=(S.OPEN, S.PROPOSED)).update(state=S.PASSED)
    if passed and row.state in states.SEEKING and not _waits_for_call(row):
        look(row)


def _waits_for_call(row: Request) -> bool:
    return row.call is not None and row.call.state in (Call.State.OPEN, Call.State.REVIEW)


def look(row: Request) -> None:
    """Suggest hosts for a request whose row is locked; what was open and no longer fits is passed by."""
    before = set(row.suggestions.filter(state=S.OPEN).values_list("pk", flat=True))
    people = candidates(row.network, [row])
    found = matching.suggest(people[row.member_id], [one for pk, one in people.items() if pk != row.member_id])
    kept = store(row, found, S.OPEN)
    row.suggestions.filter(state=S.OPEN).exclude(pk__in=kept).update(state=S.PASSED)
    wanted = R.MATCHED if kept else R.POSTED
    if row.state in (R.POSTED, R.MATCHED) and row.state != wanted:
        states.move(row, wanted)
    if not kept or set(kept) != before:
        record(facts.MatchesSuggested(request_id=row.pk, number=len(kept), concerns=(row.member_id,)))


def store(row: Request, found: Iterable[Match], state: str) -> list[int]:
    """Keep matches as suggestions; what the seeker has decided about stays decided. Returns the ids kept."""
    topics = {topic.slug: topic.pk for topic in row.topics.all()}
    decided = row.suggestions.filter(state__in=(S.DECLINED, S.INVITED)).values_list("host_id", flat=True)
    kept = []
    for rank, one in enumerate((one for one in found if one.host not in set(decided)), start=1):
        values = {"topic_id": topics[one.topic], "state": state, "rank": rank, "score": one.score, **_why(one)}
        made, _ = Suggestion.objects.update_or_create(request=row, host_id=int(one.host), defaults=values)
        kept.append(made.pk)
    return kept


def _why(one: Match) -> dict[str, Any]:
    return {"reasons": [asdict(each) for each in one.reasons], "limits": [asdict(each) for each in one.limits]}


def candidates(network: Network, requests: Collection[Request]) -> dict[int, Candidate]:
    """Everybody of a network who offers, and the members of these requests, as matching sees them.

    A handful of queries, however many members there are.

    Args:
        network: whose admitted members may host.
        requests: what is sought; at most one per member.
    """
    inside = Membership.objects.filter(network=network, state=Membership.State.ADMITTED).values("member_id")
    teaching: dict[int, dict[str, Offer]] = defaultdict(dict)
    for offer in hosting.open_ones().filter(member__in=inside).select_related("topic"):
        teaching[offer.member_id][offer.topic.slug] = offer
    asked = {row.member_id: row for row in requests}
    members = Member.objects.in_bulk([*teaching, *asked])
    seeks, places, noes = _seeks(network), hosting.places([*teaching]), _noes([*teaching, *asked])
    for member_id, row in asked.items():
        seeks[member_id] = _topics_of([row.pk])[row.pk]
    avoids = _avoided(requests)
    return {
        pk: Candidate(
            id=pk,
            country=member.country,
            size_class=asked[pk].size_class or member.size_class if pk in asked else member.size_class,
            languages=_languages(member, asked.get(pk), teaching.get(pk, {}).values()),
            seeks=tuple(seeks.get(pk, ())),
            offers={slug: offer.experience for slug, offer in teaching.get(pk, {}).items()},
            wants=asked[pk].wants if pk in asked else 0,
            hosts=places.get(pk, (0, 0))[0],
            guests=places.get(pk, (0, 0))[1],
            time_zone=member.time_zone,
            declined=frozenset(noes.get(pk, ())),
            avoids=frozenset(avoids.get(pk, ())),
        )
        for pk, member in sorted(members.items())
    }


def _languages(member: Member, row: Request | None, offered: Iterable[Offer]) -> tuple[str, ...]:
    """What the member works in, for this purpose: as the request and the offers say, else as the member does."""
    said = [*(row.languages if row else ()), *(code for offer in offered for code in offer.languages)]
    return tuple(dict.fromkeys(said or member.languages))


def _seeks(network: Network) -> dict[int, list[str]]:
    """What members of the network seek in open requests, by which a match can go both ways."""
    rows = Request.objects.filter(network=network, state__in=states.SEEKING).values_list("member_id", "id")
    topics = _topics_of([pk for _, pk in rows])
    found: dict[int, list[str]] = defaultdict(list)
    for member_id, pk in rows:
        found[member_id] += topics[pk]
    return found


def _topics_of(request_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = RequestTopic.objects.filter(request__in=request_ids).order_by("request_id", "place")
    for request_id, slug in rows.values_list("request_id", "topic__slug"):
        found[request_id].append(slug)
    return found


def _noes(member_ids: Collection[int]) -> dict[int, set[int]]:
    """Whom each member declined lately, as seeker or as host."""
    since = timezone.now() - MEMORY
    noes: dict[int, set[int]] = defaultdict(set)
    said = Suggestion.objects.filter(state=S.DECLINED, made_at__gte=since, request__member__in=member_ids)
    for seeker, host in said.values_list("request__member_id", "host_id"):
        noes[seeker].add(host)
    refused = Invitation.objects.filter(
        state=Invitation.State.DECLINED, answered_at__gte=since, request__member__in=member_ids
    )
    for seeker, host in refused.values_list("request__member_id", "host_id"):
        noes[seeker].add(host)
    return noes


def _avoided(requests: Collection[Request]) -> dict[int, set[LimitKind]]:
    """Kinds of limit for which each seeker declined suggestions of these requests."""
    found: dict[int, set[LimitKind]] = defaultdict(set)
    rows = Suggestion.objects.filter(request__in=requests, state=S.DECLINED)
    for member_id, why in rows.values_list("request__member_id", "why"):
        found[member_id].update(AVOIDED.get(why, ()))
    return found
