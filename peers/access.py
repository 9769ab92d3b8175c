"""Who may see and do what: delegates act for their member, the invited see the request, the secretariat sees all.

Whatever is not somebody's to see does not exist for them: every function here raises `NotFound` alike.
"""

from django.db.models import Q, QuerySet

from members import roles
from members.acting import acting_for, found, members_of, networks_of, people_of, watched
from members.errors import NotFound
from members.models import Network, Person
from members.roles import Somebody
from peers.models import Call, Invitation, Offer, Partner, Partnership, Request, Suggestion

__all__ = ["acting_for", "found", "members_of", "networks_of", "people_of", "watched"]


def visible(person: Somebody) -> QuerySet[Request]:
    """Requests the person may see: own ones, those their member is invited to, and what the secretariat looks after."""
    mine = members_of(person)
    invited = Invitation.objects.filter(host__in=mine).exclude(state=Invitation.State.WITHDRAWN).values("request_id")
    looked_after = Q(network__in=watched(person), posted_at__isnull=False)
    return Request.objects.filter(Q(member__in=mine) | Q(id__in=invited) | looked_after)


def request(person: Somebody, request_id: int) -> Request:
    """A request the person may see."""
    rows = visible(person).select_related("member", "network", "call")
    return found(rows.filter(id=request_id))


def own_request(person: Somebody, request_id: int, *, lock: bool = False) -> Request:
    """A request of a member the person acts for; locked, when something is to be done with it."""
    rows = Request.objects.select_related("member", "network", "call", "written_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return found(rows.filter(id=request_id, member__in=members_of(person)))


def locked(request_id: int) -> Request:
    """The request's row, locked; permission is the caller's matter."""
    rows = Request.objects.select_for_update(of=("self",)).select_related("member", "network", "call")
    return found(rows.filter(id=request_id))


def suggestion(person: Somebody, suggestion_id: int) -> Suggestion:
    """A suggestion made to a member the person acts for."""
    shown = Suggestion.objects.exclude(state=Suggestion.State.PROPOSED).select_related("request", "host", "topic")
    return found(shown.filter(id=suggestion_id, request__member__in=members_of(person)))


def invitation(person: Somebody, invitation_id: int) -> Invitation:
    """An invitation the person may see: sent or received by their member, or of a network they look after."""
    mine = members_of(person)
    received = Q(host__in=mine) & ~Q(state=Invitation.State.WITHDRAWN)
    rows = Invitation.objects.select_related("request__member", "request__network", "host", "topic", "other_topic")
    seen = rows.filter(received | Q(request__member__in=mine) | Q(request__network__in=watched(person)))
    return found(seen.filter(id=invitation_id))


def received(person: Somebody, invitation_id: int) -> Invitation:
    """An invitation sent to a member the person acts for."""
    row = invitation(person, invitation_id)
    if not roles.is_delegate(person, row.host):
        raise NotFound
    return row


def sent(person: Somebody, invitation_id: int) -> Invitation:
    """An invitation sent by a member the person acts for."""
    row = invitation(person, invitation_id)
    if not roles.is_delegate(person, row.request.member):
        raise NotFound
    return row


def partnerships(person: Somebody) -> QuerySet[Partnership]:
    """Partnerships the person may see."""
    inside = Partner.objects.filter(member__in=members_of(person)).values("partnership_id")
    return Partnership.objects.filter(Q(id__in=inside) | Q(request__network__in=watched(person)))


def partnership(person: Somebody, partnership_id: int) -> Partnership:
    """A partnership the person may see."""
    rows = partnerships(person).select_related("request__member", "request__network")
    return found(rows.filter(id=partnership_id))


def partnership_of(person: Somebody, row: Request) -> Partnership | None:
    """What a request has become, if the person may see it: a host who declined may not."""
    return partnerships(person).filter(request=row).first()


def partner(person: Somebody, partnership_id: int) -> Partner:
    """The partner the person acts for in a partnership, its first when there are several."""
    rows = Partner.objects.select_related("partnership__request__network", "member")
    return found(rows.filter(partnership=partnership_id, member__in=members_of(person)))


def offer(person: Somebody, offer_id: int, *, lock: bool = False) -> Offer:
    """An open offer of a member the person acts for; locked, when it is to be changed."""
    rows = Offer.objects.filter(withdrawn_at=None).select_related("member", "topic", "written_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return found(rows.filter(id=offer_id, member__in=members_of(person)))


def staffed_call(person: Somebody, call_id: int) -> Call:
    """A call of a network whose staff the person belongs to."""
    call = found(Call.objects.select_related("network").filter(id=call_id))
    if not roles.organises(person, call.network):
        raise NotFound
    return call


def staff(person: Person, network: Network) -> Person:
    """The person, when they organise for the network."""
    if not roles.organises(person, network):
        raise NotFound
    return person
