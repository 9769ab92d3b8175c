"""Who can teach at this moment: offers that hold, and the places their members have left."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from peers.models import Invitation, Offer, Partner, Request
from peers.states import TOGETHER

WESTMOST = timedelta(hours=12)
"""So long after midnight UTC the day before is over everywhere."""


def open_ones() -> QuerySet[Offer]:
    """Offers that hold now; the last day counts until it is over everywhere."""
    day = (timezone.now() - WESTMOST).date()
    return Offer.objects.filter(Q(until=None) | Q(until__gte=day), withdrawn_at=None)


def places(member_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Per member how many it teaches at most, by its most generous offer, and how many places are taken.

    A place is taken from the acceptance on, also while a tridem still waits for its other host.
    """
    most = dict(open_ones().filter(member__in=member_ids).order_by().values_list("member_id").annotate(Max("hosts")))
    teaching = Partner.objects.filter(member__in=member_ids, asked=False, partnership__request__state__in=TOGETHER)
    promised = Invitation.objects.filter(
        host__in=member_ids, state=Invitation.State.ACCEPTED, request__state=Request.State.INVITED
    )
    taken = [*teaching.values_list("member_id", flat=True), *promised.values_list("host_id", flat=True)]
    return {member: (most.get(member, 0), taken.count(member)) for member in member_ids}
