"""Who will see a case: named before it is submitted, in plain words."""

from dataclasses import dataclass

from exchanges.advisory import access
from exchanges.advisory.models import Case
from members import roles
from members.models import Membership, Person


@dataclass(frozen=True)
class Audience:
    """Readers of a case.

    Attributes:
        own: names of those who act for its member; office: of the secretariat.
        others: how many other members the network has.
    """

    own: list[str]
    office: list[str]
    others: int


def of(case: Case) -> Audience:
    """Who would see the case; four queries."""
    people = Person.objects.filter(pk__in=access.people_of([case.member_id])).order_by("name")
    admitted = Membership.objects.filter(network=case.network, state=Membership.State.ADMITTED)
    return Audience(
        own=[one.display_name for one in people],
        office=[one.display_name for one in roles.secretariat_of(case.network)],
        others=admitted.exclude(member=case.member_id).count(),
    )
