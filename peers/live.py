"""The live streams `request:<id>` and `partnership:<id>`: pages fetch their parts again when something happened."""

from collections.abc import Collection

from members import following
from members.following import Pairs
from peers.models import Invitation, Partner, Partnership, Request


def see_requests(ids: Collection[int]) -> Pairs:
    """Who may follow these requests: seeker, invited, secretariat."""
    rows = list(Request.objects.filter(pk__in=ids).values_list("pk", "member_id", "network_id", "posted_at"))
    invited = Invitation.objects.filter(request__in=ids).exclude(state=Invitation.State.WITHDRAWN)
    members = [(pk, member) for pk, member, _, _ in rows] + list(invited.values_list("request_id", "host_id"))
    networks = [(pk, network) for pk, _, network, posted_at in rows if posted_at is not None]
    return following.acting_for(members) | following.looking_after(networks)


def see_partnerships(ids: Collection[int]) -> Pairs:
    """Who may follow these partnerships: partners and secretariat."""
    members = list(Partner.objects.filter(partnership__in=ids).values_list("partnership_id", "member_id"))
    networks = list(Partnership.objects.filter(pk__in=ids).values_list("pk", "request__network_id"))
    return following.acting_for(members) | following.looking_after(networks)
