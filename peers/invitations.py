"""Invitations: a seeker invites a host with a sentence; the host accepts, declines, or proposes something else."""

from django.db import transaction
from django.utils import timezone

from ledger.recording import record
from members.models import Member, Membership, Person, Topic
from peers import access, facts, hosting, pairing, partnerships, states
from peers.errors import CannotMove, EnoughInvited, HostIsFull, InvitedAlready, NothingProposed, NotOfNetwork
from peers.models import Invitation, Request, Suggestion
from web.throttle import throttle

R, V, S = Request.State, Invitation.State, Suggestion.State
PER_HOUR = 30
"""How many invitations one person may send in an hour."""


@transaction.atomic
def invite(*, suggestion_id: int, by: Person, sentence: str) -> Invitation:
    """Invite the host of a suggestion to learn together.

    Args:
        suggestion_id: which.
        by: a delegate of the seeker.
        sentence: what the host reads first.

    Raises:
        NotFound: the suggestion was not made to the person's member.
        CannotMove: the request is not open for invitations.
        EnoughInvited: as many hosts as wanted are invited.
        InvitedAlready: the host is.
        NotOfNetwork: the host or the seeker has left the network.
        HostIsFull: the host teaches as many as it can.
        TooOften: more than `PER_HOUR` tries in an hour.
    """
    throttle("peer-invite", by.pk, PER_HOUR, 3600)
    suggestion = access.suggestion(by, suggestion_id)
    row = access.locked(suggestion.request_id)
    if row.state not in (R.MATCHED, R.INVITED):
        raise CannotMove
    return send(row, access.suggestion(by, suggestion_id), by=by, sentence=sentence)


def send(row: Request, suggestion: Suggestion, *, by: Person | None, sentence: str) -> Invitation:
    """Invite the host of a suggestion; the caller has locked the request and checked who may."""
    standing = set(row.invitations.filter(state__in=states.STANDING).values_list("host_id", flat=True))
    if suggestion.host_id in standing:
        raise InvitedAlready
    if len(standing) >= row.wants:
        raise EnoughInvited
    _require_inside(row, suggestion.host)
    _require_place(suggestion.host)
    if suggestion.state not in (S.OPEN, S.PROPOSED):
        raise CannotMove
    made = Invitation.objects.create(
        request=row, host=suggestion.host, topic=suggestion.topic, sentence=" ".join(sentence.split())[:400]
    )
    Suggestion.objects.filter(pk=suggestion.pk).update(state=S.INVITED)
    if row.state == R.MATCHED:
        states.move(row, R.INVITED)
    else:
        states.touch(row)
    _record(facts.PeerInvited, made, by)
    return made


def _require_inside(row: Request, *hosts: Member) -> None:
    """Refuse when the seeker, one of these hosts or one who accepted has left the network of a locked request.

    Raises:
        NotOfNetwork: one of them has.
    """
    admitted = Membership.objects.filter(network=row.network_id, state=Membership.State.ADMITTED)
    inside = set(admitted.values_list("member_id", flat=True))
    agreed = row.invitations.filter(state=V.ACCEPTED).select_related("host")
    for one in (row.member, *hosts, *(invitation.host for invitation in agreed)):
        if one.pk not in inside:
            raise NotOfNetwork(one.name, row.network.name)


def _require_place(host: Member, *, of_itself: bool = False) -> None:
    """Refuse a host without a place left; one that offers nothing any more may still take a guest of itself."""
    most, taken = hosting.places([host.pk])[host.pk]
    if taken >= most and not (of_itself and most == 0):
        raise HostIsFull


def _answering(invitation: Invitation, to: str) -> Invitation:
    """The invitation with its request locked first, ready for a move."""
    row = access.locked(invitation.request_id)
    fresh = Invitation.objects.select_for_update(of=("self",)).select_related("host", "topic", "other_topic")
    locked = fresh.get(pk=invitation.pk)
    locked.request = row
    states.check(states.INVITATION_MOVES, locked.state, to)
    if row.state != R.INVITED:
        raise CannotMove
    return locked


def _answered(invitation: Invitation, to: str, *fields: str) -> None:
    invitation.state, invitation.answered_at = to, timezone.now()
    invitation.save(update_fields=["state", "answered_at", *fields])


@transaction.atomic
def accept(*, invitation_id: int, by: Person) -> Invitation:
    """The host accepts; when all who were wanted have, the partnership begins.

    Raises:
        NotFound: the invitation is not to the person's member.
        CannotMove: it was answered or taken back.
        NotOfNetwork: one of those who would learn together has left the network.
        HostIsFull: the host teaches as many as it offered; it raises the number first.
    """
    invitation = access.received(by, invitation_id)
    if invitation.state == V.COUNTERED:
        raise CannotMove
    return _agree(invitation, by, of_itself=True)


@transaction.atomic
def take_counter(*, invitation_id: int, by: Person) -> Invitation:
    """The seeker accepts what the host proposed instead.

    Raises:
        NotFound: the invitation is not the person's member's.
        CannotMove: nothing else was proposed, or it was taken back.
        NotOfNetwork: one of those who would learn together has left the network.
        HostIsFull: the host's places went to others meanwhile, or it offers nothing any more.
    """
    invitation = access.sent(by, invitation_id)
    if invitation.state != V.COUNTERED:
        raise CannotMove
    return _agree(invitation, by)


def _agree(invitation: Invitation, by: Person, *, of_itself: bool = False) -> Invitation:
    row = _answering(invitation, V.ACCEPTED)
    _require_inside(row.request, row.host)
    Member.objects.select_for_update(no_key=True).get(pk=row.host_id)
    _require_place(row.host, of_itself=of_itself)
    if row.other_topic is not None:
        row.topic = row.other_topic
    _answered(row, V.ACCEPTED, "topic")
    _record(facts.PeerAccepted, row, by)
    accepted = row.request.invitations.filter(state=V.ACCEPTED).count()
    if accepted >= row.request.wants:
        partnerships.found(row.request, by=by)
    else:
        states.touch(row.request)
    return row


@transaction.atomic
def begin(*, request_id: int, by: Person) -> Request:
    """Begin with those who accepted, without waiting for more hosts; open invitations are taken back.

    Raises:
        NotFound: it is not the person's member's.
        CannotMove: nobody has accepted.
        NotOfNetwork: one of those who would learn together has left the network.
    """
    row = access.own_request(by, request_id, lock=True)
    if row.state != R.INVITED or not row.invitations.filter(state=V.ACCEPTED).exists():
        raise CannotMove
    _require_inside(row)
    for invitation in row.invitations.filter(state__in=(V.OPEN, V.COUNTERED)):
        _answered(invitation, V.WITHDRAWN)
        _record(facts.PeerUninvited, invitation, by)
    partnerships.found(row, by=by)
    return row


@transaction.atomic
def decline(*, invitation_id: int, by: Person, reason: str) -> Invitation:
    """The host declines; the seeker is suggested others.

    Raises:
        NotFound: the invitation is not to the person's member.
        CannotMove: it was answered or taken back.
    """
    row = _answering(access.received(by, invitation_id), V.DECLINED)
    row.answer = reason[:400]
    _answered(row, V.DECLINED, "answer")
    _record(facts.PeerDeclined, row, by)
    _back_to_suggestions(row.request)
    return row


@transaction.atomic
def counter(
    *, invitation_id: int, by: Person, topic: Topic | None = None, time: str = "", sentence: str = ""
) -> Invitation:
    """The host proposes another topic or time; the seeker answers.

    Args:
        invitation_id: which.
        by: a delegate of the host.
        topic: another topic.
        time: another time, in the host's words.
        sentence: why.

    Raises:
        NotFound: the invitation is not to the person's member.
        CannotMove: it was answered or taken back.
        NothingProposed: neither topic nor time.
    """
    if topic is None and not time.strip():
        raise NothingProposed
    row = _answering(access.received(by, invitation_id), V.COUNTERED)
    row.other_topic, row.other_time, row.answer = topic, time.strip()[:200], sentence[:400]
    _answered(row, V.COUNTERED, "other_topic", "other_time", "answer")
    states.touch(row.request)
    _record(facts.PeerCountered, row, by)
    return row


@transaction.atomic
def take_back(*, invitation_id: int, by: Person) -> Invitation:
    """The seeker takes an invitation back.

    Raises:
        NotFound: the invitation is not the person's member's.
        CannotMove: it was accepted, declined or taken back.
    """
    row = _answering(access.sent(by, invitation_id), V.WITHDRAWN)
    _answered(row, V.WITHDRAWN)
    _record(facts.PeerUninvited, row, by)
    _back_to_suggestions(row.request)
    return row


def lapse(row: Request, host_id: int) -> bool:
    """Let the standing invitation of a host to a locked request lapse. Returns whether one stood."""
    standing = row.invitations.filter(host=host_id, state__in=states.STANDING).first()
    if standing is None:
        return False
    standing.request = row
    _answered(standing, V.WITHDRAWN)
    _record(facts.PeerLapsed, standing, None)
    _back_to_suggestions(row)
    return True


def _back_to_suggestions(row: Request) -> None:
    if not row.invitations.filter(state__in=states.STANDING).exists():
        states.move(row, R.MATCHED)
    pairing.look(row)


def _record(fact: type[facts.PeerFact], row: Invitation, by: Person | None) -> None:
    who, concerns = by.pk if by else None, (row.request.member_id, row.host_id)
    record(fact(request_id=row.request_id, invitation_id=row.pk, by=who, concerns=concerns))
