"""Members in the console: who asks to belong, and who asks to act for a member that has nobody to decide."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.console import Deed, Desk, Item, Panel, register
from members import memberships
from members.models import Delegate, Member, Membership
from web.errors import Refused

PATIENCE = timedelta(days=3)
"""So long a representative may take to decide about a delegate before the secretariat hears of it."""


def waiting_memberships(desk: Desk) -> Sequence[Item]:
    """Members that ask to belong to a network of which the person is the secretariat."""
    rows = Membership.objects.filter(network__in=desk.secretariat, state=Membership.State.REQUESTED)
    return [
        Item(
            str(row.pk),
            f"{row.member.name} → {row.network.name}",
            _("asks to belong to the network"),
            row.since,
            f"/members/networks/{row.network.slug}/",
            gettext_lazy("Open the desk"),
        )
        for row in rows.select_related("member", "network").order_by("since")[:100]
    ]


def _decide(service: Callable[..., Any]) -> Callable[[Desk, Collection[str]], int]:
    def done(desk: Desk, keys: Collection[str]) -> int:
        changed = 0
        for row in Membership.objects.filter(pk__in=keys).select_related("network"):
            try:
                service(network=row.network, membership_id=row.pk, by=desk.person)
            except Refused:
                continue
            changed += 1
        return changed

    return done


def waiting_delegates(desk: Desk) -> Sequence[Item]:
    """People who ask to act for a member whose representative is missing or has let them wait."""
    of_network = Membership.objects.filter(network__in=desk.secretariat, state=Membership.State.ADMITTED)
    waiting = Delegate.objects.filter(
        member__in=of_network.values("member"), state=Delegate.State.REQUESTED, person__is_active=True
    )
    led = set(
        Delegate.objects.filter(representative=True, state=Delegate.State.ADMITTED).values_list("member_id", flat=True)
    )
    rows = waiting.select_related("person", "member").order_by("since")[:200]
    late = timezone.now() - PATIENCE
    return [
        Item(
            str(row.pk),
            f"{row.person.display_name} → {row.member.name}",
            _("waits for the representative") if row.member_id in led else _("there is no representative to decide"),
            row.since,
            f"/members/{row.member.slug}/delegates/",
            gettext_lazy("Decide"),
        )
        for row in rows
        if row.member_id not in led or row.since < late
    ]


def without_representative(desk: Desk) -> Sequence[Item]:
    """Members with delegates but nobody who decides for them."""
    of_network = Membership.objects.filter(network__in=desk.secretariat, state=Membership.State.ADMITTED)
    admitted = Delegate.objects.filter(state=Delegate.State.ADMITTED)
    rows = Member.objects.filter(pk__in=of_network.values("member"), delegates__in=admitted).exclude(
        delegates__in=admitted.filter(representative=True)
    )
    return [
        Item(
            str(row.pk),
            row.name,
            _("has delegates, but no representative"),
            address=f"/members/{row.slug}/delegates/",
            action=gettext_lazy("Name one"),
        )
        for row in rows.distinct().order_by("name")[:100]
    ]


def connect() -> None:
    """Add these panels."""
    deeds = {
        "admit": Deed(gettext_lazy("Admit"), _decide(memberships.admit)),
        "decline": Deed(gettext_lazy("Decline"), _decide(memberships.decline)),
    }
    register("memberships", Panel(gettext_lazy("Members that ask to belong"), waiting_memberships, deeds))
    register("delegates", Panel(gettext_lazy("Delegates who wait"), waiting_delegates))
    register("representatives", Panel(gettext_lazy("Members without a representative"), without_representative))
