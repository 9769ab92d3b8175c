"""Who advises in a network, with what they know and how much they have to do."""

from dataclasses import dataclass

from django.utils import timezone

from exchanges.advisory import suggestions
from exchanges.advisory.models import Advisor
from members.models import Network

A = Advisor.State


@dataclass(frozen=True)
class Listed:
    """An advisor.

    Attributes:
        busy: on how many cases they work or were asked to; full: whether they can take no more.
        away: whether they are away today.
    """

    advisor: Advisor
    busy: int
    full: bool
    away: bool


def of(network: Network) -> list[Listed]:
    """Everybody who offered and has not ended, those who wait first, then by name; five queries."""
    rows = Advisor.objects.filter(network=network, person__is_active=True).exclude(state=A.ENDED)
    rows = rows.select_related("person", "member").prefetch_related("expertise__topic", "absences")
    loads, today = suggestions.loads(network), timezone.localdate()
    found = [
        Listed(
            advisor=row,
            busy=loads[row.pk],
            full=loads[row.pk] >= row.load,
            away=any(one.first <= today <= one.last for one in row.absences.all()),
        )
        for row in rows.order_by("person__name", "pk")
    ]
    return sorted(found, key=lambda one: one.advisor.state != A.OFFERED)
