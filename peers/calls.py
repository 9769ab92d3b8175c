"""Calls: requests collected until a deadline, matched together, reviewed as a whole, then released."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ledger import promises
from ledger.recording import record
from members.models import Member, Membership, Network, Person
from peers import access, facts, invitations, matching, pairing, states
from peers.errors import CannotMove, DeadlineIsPast, HostIsFull, NotOfNetwork
from peers.matching_problem import Match
from peers.models import Call, Request, Suggestion
from peers.promises import CallEnds

C, R, S = Call.State, Request.State, Suggestion.State


def open_for(member: Member) -> QuerySet[Call]:
    """The calls a member can post into now, the next deadline first."""
    return open_to([member.pk])


def open_to(member_ids: Collection[int]) -> QuerySet[Call]:
    """The calls any of these members can post into now, the next deadline first."""
    admitted = Membership.objects.filter(member__in=member_ids, state=Membership.State.ADMITTED)
    rows = Call.objects.filter(network__in=admitted.values("network_id"), state=C.OPEN, deadline__gt=timezone.now())
    return rows.select_related("network").order_by("deadline", "pk")


@transaction.atomic
def open_call(
    *, network: Network, by: Person, titles: Mapping[str, str], summaries: Mapping[str, str], deadline: datetime
) -> Call:
    """Open a call; everybody who posts into it is matched after the deadline.

    Raises:
        NotFound: the person does not organise for the network.
        DeadlineIsPast: the deadline is not in the future.
    """
    access.staff(by, network)
    if deadline <= timezone.now():
        raise DeadlineIsPast
    call = Call.objects.create(network=network, titles=dict(titles), summaries=dict(summaries), deadline=deadline)
    promises.promise(CallEnds(call_id=call.pk), at=deadline)
    record(facts.PeerCallOpened(call_id=call.pk, by=by.pk))
    return call


@transaction.atomic
def move_deadline(*, call_id: int, by: Person, deadline: datetime) -> Call:
    """Give an open call another deadline, until which its requests wait.

    Raises:
        NotFound: the person does not organise for the network.
        CannotMove: the call is no longer open.
        DeadlineIsPast: the deadline is not in the future.
    """
    call = _locked(by, call_id)
    if call.state != C.OPEN:
        raise CannotMove
    if deadline <= timezone.now():
        raise DeadlineIsPast
    call.deadline = deadline
    call.save(update_fields=["deadline"])
    promises.promise(CallEnds(call_id=call.pk), at=deadline)
    for row in _posted(call):
        states.touch(row, due_at=deadline)
    return call


def _locked(by: Person, call_id: int) -> Call:
    """The call, locked; its promise is taken first, as by whoever keeps it, so that neither waits in a circle."""
    access.staffed_call(by, call_id)
    promises.hold(CallEnds(call_id=call_id).stream_name(), CallEnds)
    return Call.objects.select_for_update(of=("self",)).select_related("network").get(pk=call_id)


def keep_promise(due: CallEnds) -> None:
    """Match everybody who posted into the call; an organiser looks at the result before anybody is invited."""
    call = Call.objects.select_for_update(of=("self",)).select_related("network").get(pk=due.call_id)
    if call.state != C.OPEN:
        return
    _move(call, C.REVIEW)
    rows = {row.member_id: row for row in _posted(call)}
    found: dict[int, list[Match]] = defaultdict(list)
    for one in matching.match(pairing.candidates(call.network, rows.values()).values()).matches:
        found[int(one.seeker)].append(one)
    for member_id, matches in found.items():
        pairing.store(rows[member_id], matches, S.PROPOSED)
    record(facts.PeerCallMatched(call_id=call.pk))


def _posted(call: Call) -> QuerySet[Request]:
    rows = Request.objects.select_for_update(of=("self",)).select_related("member", "network", "call")
    return rows.filter(call=call, state=R.POSTED).order_by("id")


def _move(call: Call, to: str) -> None:
    states.check(states.CALL_MOVES, call.state, to)
    call.state = to
    call.save(update_fields=["state"])


def proposals(call: Call) -> QuerySet[Suggestion]:
    """The result of a call, by seeker, best first: what is proposed, what was left out, and what was sent."""
    rows = Suggestion.objects.filter(request__call=call, state__in=(S.PROPOSED, S.PASSED, S.INVITED))
    return rows.select_related("request__member", "host", "topic").order_by("request__member__name", "rank")


@transaction.atomic
def keep(*, call_id: int, suggestion_id: int, by: Person, kept: bool) -> Suggestion:
    """Leave a proposal out of the result, or take it in again.

    Raises:
        NotFound: the person does not organise for the network, or it is no proposal of this call.
        CannotMove: the call is not under review.
    """
    call = _locked(by, call_id)
    if call.state != C.REVIEW:
        raise CannotMove
    row = access.found(proposals(call).exclude(state=S.INVITED).filter(pk=suggestion_id))
    row.state = S.PROPOSED if kept else S.PASSED
    row.save(update_fields=["state"])
    return row


@transaction.atomic
def release(*, call_id: int, by: Person, sentence: str) -> Call:
    """Release the whole result: invitations go out, and who got nobody is suggested others.

    Args:
        call_id: which.
        by: an organiser of the network.
        sentence: what stands in each invitation, in the seekers' name.

    Raises:
        NotFound: the person does not organise for the network.
        CannotMove: the call is not under review.
    """
    call = _locked(by, call_id)
    _move(call, C.RELEASED)
    kept: dict[int, list[Suggestion]] = defaultdict(list)
    for one in proposals(call).filter(state=S.PROPOSED):
        kept[one.request_id].append(one)
    for row in _posted(call):
        row.call = call
        _invite(row, kept[row.pk], by, sentence)
    record(facts.PeerCallReleased(call_id=call.pk, by=by.pk))
    return call


def _invite(row: Request, kept: list[Suggestion], by: Person, sentence: str) -> None:
    if not kept:
        pairing.look(row)
        return
    states.move(row, R.MATCHED)
    sent = [_sent(row, one, by, sentence) for one in kept[: row.wants]]
    if sum(sent) < row.wants:
        pairing.look(row)


def _sent(row: Request, one: Suggestion, by: Person, sentence: str) -> bool:
    """Invite the host; whether it had a place left and is still there."""
    try:
        invitations.send(row, one, by=by, sentence=sentence)
    except (HostIsFull, NotOfNetwork):
        Suggestion.objects.filter(pk=one.pk).update(state=S.PASSED)
        return False
    return True


@transaction.atomic
def cancel(*, call_id: int, by: Person) -> Call:
    """Cancel a call; its requests are matched one by one instead.

    Raises:
        NotFound: the person does not organise for the network.
        CannotMove: it was released or cancelled.
    """
    call = _locked(by, call_id)
    _move(call, C.CANCELLED)
    promises.withdraw(CallEnds(call_id=call.pk))
    record(facts.PeerCallCancelled(call_id=call.pk, by=by.pk))
    for row in _posted(call):
        row.call = call
        pairing.look(row)
    return call
