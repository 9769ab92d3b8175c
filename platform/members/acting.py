"""Who acts for whom, as queries: what every format asks before it shows or does anything.

Whatever is not somebody's to see does not exist for them: these functions raise `NotFound` alike.
"""

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model, QuerySet

from members import roles
from members.errors import NotFound
from members.models import Delegate, Member, Membership, Network, Office
from members.roles import Somebody

Row = TypeVar("Row", bound=Model)
ADMITTED = Delegate.State.ADMITTED


def members_of(person: Somebody) -> QuerySet[Delegate, int]:
    """Ids of the members the person acts for."""
    pk = person.pk if roles.active(person) else None
    return Delegate.objects.filter(person=pk, state=ADMITTED).values_list("member_id", flat=True)


def people_of(member_ids: Collection[int]) -> list[int]:
    """Ids of the people who act for the members."""
    acting = Delegate.objects.filter(member__in=member_ids, state=ADMITTED, person__is_active=True)
    return list(acting.order_by("person_id").values_list("person_id", flat=True).distinct())


def watched(person: Somebody) -> QuerySet[Office, int]:
    """Ids of the networks whose secretariat the person belongs to."""
    pk = person.pk if roles.active(person) else None
    offices = Office.objects.filter(person=pk, role=roles.SECRETARIAT)
    return offices.values_list("network_id", flat=True)


def networks_of(member: Member) -> QuerySet[Network]:
    """The networks that have admitted the member."""
    admitted = Membership.objects.filter(member=member, state=Membership.State.ADMITTED).values("network_id")
    return Network.objects.filter(id__in=admitted).order_by("name")


def acting_for(person: Somebody, member_id: int) -> Member:
    """The member, when the person acts for it."""
    member = Member.objects.filter(id=member_id).first()
    if member is None or not roles.is_delegate(person, member):
        raise NotFound
    return member


def found(rows: QuerySet[Row]) -> Row:
    """The first of the rows.

    Raises:
        NotFound: there is none.
    """
    first = rows.first()
    if first is None:
        raise NotFound
    return first
