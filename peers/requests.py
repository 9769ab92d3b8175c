"""Requests: drafted with what is known of the member already, posted, withdrawn, declined by the secretariat."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from ledger.recording import record
from members import ranking, roles
from members.cowriting import REVISED, Shown, differing, revise
from members.errors import NotFound
from members.models import Member, Network, Person
from peers import access, facts, states
from peers.errors import CannotMove, DeadlinePassed, NotComplete
from peers.models import Call, Offer, Request
from web.throttle import throttle

R = Request.State
TEXTS = ("need", "tried", "motivation", "team", "backing", "offer", "size_class")
FIELDS = (*TEXTS, "questions", "languages", "hours", "visit", "wants", "network", "call")
CARRIED = ("motivation", "team", "backing", "offer", "hours", "visit", "languages", "size_class")
"""What a new draft takes over from the member's last request."""
PER_HOUR = 20
"""How often one person may post in an hour."""
NEEDED = ("topics", "need", "questions", "languages", "hours")
"""What must be there before a request is posted."""


@transaction.atomic
def begin(*, member: Member, network: Network | None = None, by: Person | None) -> Request:
    """The member's draft, with what is known already; a new one when there is none.

    Args:
        member: who asks.
        network: where; by default where the draft is, or else the first that has admitted the member.
        by: a delegate of the member; `None` for demo data.

    Raises:
        NotFound: the person does not act for the member, or the network has not admitted it.
    """
    if by is not None:
        access.acting_for(by, member.pk)
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    known = Request.objects.filter(member=member, state=R.DRAFT).select_related("member", "network").first()
    networks = access.networks_of(member)
    if network is not None:
        networks = networks.filter(pk=network.pk)
    if known is not None:
        stays = networks.contains(known.network)
        return known if stays else save(request_id=known.pk, by=by, values={"network": access.found(networks)})
    draft = Request.objects.create(member=member, network=access.found(networks), written_by=by, **_prefilled(member))
    states.touch(draft)
    return draft


def _prefilled(member: Member) -> dict[str, Any]:
    last = Request.objects.filter(member=member).exclude(posted_at=None).order_by("-posted_at").first()
    if last is not None:
        return {name: getattr(last, name) for name in CARRIED}
    return {"languages": list(member.languages), "size_class": member.size_class, "hours": 4}


@transaction.atomic
def begin_from(*, offer: Offer, member: Member, by: Person, need: str) -> Request:
    """Turn interest in a solution into the member's draft, with topic and languages of the offer, where its member is.

    Args:
        offer: whose solution it is about; the person must be shown it.
        member: who is interested.
        by: a delegate of the member.
        need: what to write as the need while nothing stands there.

    Raises:
        NotFound: the person does not act for the member.
    """
    draft = begin(member=member, by=by)
    earlier = [row.topic.slug for row in draft.ranked.select_related("topic") if row.topic_id != offer.topic_id]
    spoken = dict.fromkeys([*draft.languages, *(code for code in offer.languages if code in member.languages)])
    values = {"topics": [offer.topic.slug, *earlier][:3], "languages": list(spoken), "need": draft.need or need}
    return save(request_id=draft.pk, by=by, values={**values, "network": _shared(draft, offer)})


def _shared(draft: Request, offer: Offer) -> Network:
    """The draft's network if the offer's member is in it, else one that has both of them, if there is."""
    both = access.networks_of(draft.member).filter(pk__in=access.networks_of(offer.member).values("pk"))
    return draft.network if both.contains(draft.network) else both.first() or draft.network


@transaction.atomic
def save(*, request_id: int, by: Person | None, values: Mapping[str, Any], shown: Shown | None = None) -> Request:
    """Keep what was typed into a draft; nothing needs to be complete.

    Args:
        request_id: the draft.
        by: a delegate of the member; `None` for demo data.
        values: values of `FIELDS`, and slugs of `topics` in their order; what is not named stays. A request in a
            call is in the network of that call.
        shown: what the person's page showed; `None` when there was no page.

    Raises:
        NotFound: it is not the person's member's, or the network has not admitted the member.
        CannotMove: it has been posted.
        ChangedByColleague: a colleague has written something else after what was shown; nothing is kept.
    """
    draft = access.own_request(by, request_id, lock=True) if by is not None else access.locked(request_id)
    if draft.state != R.DRAFT:
        raise CannotMove
    new = differing(draft, {name: values[name] for name in FIELDS if name in values} | _together(draft, values))
    topics = ranking.other_topics(draft, values)
    if new or topics is not None:
        revise(draft, by=by, shown=shown)
        for name, value in new.items():
            setattr(draft, name, value)
        draft.save(update_fields=[*new, *REVISED])
    if topics is not None:
        ranking.rank(draft, topics)
    states.touch(draft)
    return draft


def _together(draft: Request, values: Mapping[str, Any]) -> dict[str, Any]:
    """Call and network, made to fit: a chosen call says where, another network leaves the call that was chosen."""
    call, network = values.get("call", draft.call), values.get("network", draft.network)
    if values.get("call"):
        network = call.network
    elif call is not None and call.network_id != network.pk:
        call = None
    if network != draft.network:
        access.found(access.networks_of(draft.member).filter(pk=network.pk))
    return {"call": call, "network": network}


@transaction.atomic
def post(*, request_id: int, by: Person | None) -> Request:
    """Post a draft: now others are looked for, at once, or after the deadline of the call it goes into.

    Raises:
        NotFound: it is not the person's member's, or the network no longer has the member.
        CannotMove: it has been posted.
        NotComplete: something of `NEEDED` is missing; `field` says what.
        DeadlinePassed: the call takes no more requests, or has one of the member.
        TooOften: more than `PER_HOUR` tries in an hour.
    """
    if by is not None:
        throttle("peer-post", by.pk, PER_HOUR, 3600)
    draft = access.own_request(by, request_id, lock=True) if by is not None else access.locked(request_id)
    if not access.networks_of(draft.member).filter(pk=draft.network_id).exists():
        raise NotFound
    _require_complete(draft)
    draft.posted_at, draft.written_by = timezone.now(), by
    call = None if draft.call is None else _open_call(draft, draft.call)
    states.move(draft, R.POSTED, due_at=call.deadline if call else None)
    _record(facts.RequestPosted, draft, by)
    return draft


def _require_complete(draft: Request) -> None:
    missing = ranking.first_missing(draft, NEEDED)
    if missing is not None:
        raise NotComplete(field=missing)


def _open_call(draft: Request, chosen: Call) -> Call:
    """The draft's call, locked so that its deadline does not pass meanwhile."""
    call = Call.objects.select_for_update().get(pk=chosen.pk)
    again = Request.objects.filter(call=call, member=draft.member, state__in=states.SEEKING).exists()
    if again or call.state != Call.State.OPEN or call.deadline <= timezone.now() or call.network_id != draft.network_id:
        raise DeadlinePassed
    return call


@transaction.atomic
def withdraw(*, request_id: int, by: Person, reason: str) -> Request:
    """Stop seeking; who was invited is told by what follows.

    Raises:
        NotFound: it is not the person's member's.
        CannotMove: it is a partnership already, which ends otherwise, or it has ended.
    """
    row = access.own_request(by, request_id, lock=True)
    if row.state not in (R.DRAFT, *states.SEEKING):
        raise CannotMove
    return stop(row, by=by, reason=reason)


def stop(row: Request, *, by: Person | None, reason: str) -> Request:
    """Withdraw a locked request that is a draft or seeks; that `by` may is the caller's matter."""
    was_draft = row.state == R.DRAFT
    if by is not None:
        row.written_by = by
    states.move(row, R.WITHDRAWN, reason=reason[:300])
    states.settle(row)
    _take_back_invitations(row)
    if not was_draft:
        _record(facts.RequestWithdrawn, row, by, invited=True)
    return row


@transaction.atomic
def decline(*, request_id: int, by: Person, reason: str) -> Request:
    """Say that the network cannot take a request on, for example because another office is there for it.

    Raises:
        NotFound: the person is not in the network's secretariat.
        CannotMove: it is a draft or a partnership, or it has ended.
    """
    row = access.locked(request_id)
    if row.state == R.DRAFT or not roles.holds(by, roles.SECRETARIAT, row.network):
        raise NotFound
    states.move(row, R.DECLINED, reason=reason[:300])
    states.settle(row)
    _take_back_invitations(row)
    _record(facts.RequestDeclined, row, by, invited=True)
    return row


def _take_back_invitations(row: Request) -> None:
    standing = row.invitations.filter(state__in=states.STANDING)
    standing.update(state=states.V.WITHDRAWN, answered_at=timezone.now())


def _record(fact: type[facts.RequestFact], row: Request, by: Person | None, *, invited: bool = False) -> None:
    hosts = list(row.invitations.order_by("host_id").values_list("host_id", flat=True)) if invited else []
    record(fact(request_id=row.pk, by=by.pk if by else None, concerns=(row.member_id, *hosts)))
