"""A season's page."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from exchanges.advisory import access, programmes, states
from exchanges.advisory.models import Case, Programme
from members import delegates, roles
from members.models import Member
from members.roles import SECRETARIAT, Somebody


@dataclass(frozen=True)
class Season:
    """A season as one person sees it.

    Attributes:
        open: whether cases can still be begun; left: places that are left.
        members: the reader's members in its network, each with its draft when it has one.
        cases: taken on and open to the network, the newest first.
        staff: whether the reader plans it; office: whether they look after its cases.
    """

    programme: Programme
    open: bool
    left: int
    members: list[tuple[Member, Case | None]]
    cases: QuerySet[Case]
    staff: bool
    office: bool


def of(person: Somebody, programme_id: int) -> Season:
    """A season the person may see.

    Raises:
        NotFound: there is none.
    """
    row = access.found(programmes.seen(person).filter(pk=programme_id))
    acting = [one for one in delegates.acting_members(person)]
    inside = set(
        row.network.memberships.filter(state="admitted", member__in=acting).values_list("member_id", flat=True)
    )
    drafts = {case.member_id: case for case in row.cases.filter(member__in=inside, state=Case.State.DRAFT)}
    readable = access.readable(person).filter(programme=row, state__in=states.TAKEN_ON, level=Case.Level.NETWORK)
    return Season(
        programme=row,
        open=row.deadline > timezone.now(),
        left=max(0, row.capacity - row.taken),  # type: ignore[attr-defined]
        members=[(one, drafts.get(one.pk)) for one in acting if one.pk in inside],
        cases=readable.select_related("member").prefetch_related("ranked__topic").order_by("-changed_at", "-pk"),
        staff=roles.organises(person, row.network),
        office=roles.holds(person, SECRETARIAT, row.network),
    )
