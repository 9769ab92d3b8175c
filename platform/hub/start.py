"""What the start page shows a visitor: what comes next, where members are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from events import calendar, listing
from members import directory
from members.models import Member, Membership, Network
from members.roles import Somebody

NEXT = 3


@dataclass(frozen=True)
class Programme:
    """A network with the number of its members and the countries they are in."""

    network: Network
    members: int
    countries: int


def gather(person: Somebody) -> dict[str, Any]:
    """The next events this reader sees, the members with a place on the map, and the programmes."""
    admitted = Membership.objects.filter(state=Membership.State.ADMITTED)
    listed = directory.listed().prefetch_related(Prefetch("memberships", queryset=admitted))
    members = list(listed.only("id", "name", "country", "latitude", "longitude", "demo"))
    upcoming = calendar.upcoming(person).select_related("network").prefetch_related("topics")
    return {
        "cards": listing.cards(list(upcoming[:NEXT]), person),
        "members": members,
        "countries": len({member.country for member in members}),
        "demo_places": any(member.demo for member in members),
        "programmes": [_programme(network, members) for network in Network.objects.order_by("id")],
    }


def _programme(network: Network, members: list[Member]) -> Programme:
    its = [one for one in members if network.pk in {row.network_id for row in one.memberships.all()}]
    return Programme(network, len(its), len({one.country for one in its}))
