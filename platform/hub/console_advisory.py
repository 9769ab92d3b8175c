"""The advisory programme in the console: cases whose next step is overdue, and advisors who wait to be admitted."""

from collections.abc import Collection, Sequence
from contextlib import suppress

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchanges.advisory import advisors, states
from exchanges.advisory.models import Advisor, Case
from exchanges.advisory.queries import listed
from hub.console import Deed, Desk, Item, Panel, register
from web.errors import Refused

C = Case.State
MOST = 200


def overdue(desk: Desk) -> Sequence[Item]:
    """Cases of the secretariat's networks whose step is overdue, longest first."""
    rows = Case.objects.filter(programme__network__in=desk.secretariat).exclude(state__in=(C.DRAFT, *states.ENDED))
    late = listed.with_all(rows.exclude(due_at=None).order_by("due_at"))[:MOST]
    found = [one for one in listed.of(late, listed.reader(desk.person)) if one.overdue]
    return [
        Item(str(one.case.pk), one.title, f"{one.step} ({one.who})", one.at, one.address, gettext_lazy("Open the case"))
        for one in found
    ]


def waiting(desk: Desk) -> Sequence[Item]:
    """Advisors of the secretariat's networks who wait to be admitted, longest first."""
    rows = Advisor.objects.filter(network__in=desk.secretariat, state=Advisor.State.OFFERED, person__is_active=True)
    return [
        Item(
            str(row.pk),
            row.person.display_name,
            _("Offers to advise for %(member)s.") % {"member": row.member.name},
            row.offered_at,
            f"/advisory/networks/{row.network.slug}/advisors/",
            gettext_lazy("Look at the advisors"),
        )
        for row in rows.select_related("person", "member", "network").order_by("offered_at", "pk")[:MOST]
    ]


def _admit(desk: Desk, keys: Collection[str]) -> int:
    admitted = 0
    for key in keys:
        with suppress(Refused):  # a colleague was faster
            advisors.admit(advisor_id=int(key), by=desk.person)
            admitted += 1
    return admitted


def connect() -> None:
    """Add these panels."""
    register("advisory-cases", Panel(gettext_lazy("Advisory Programme: steps overdue"), overdue))
    deeds = {"admit": Deed(gettext_lazy("Admit"), _admit)}
    register("advisory-advisors", Panel(gettext_lazy("Advisors to admit"), waiting, deeds))
