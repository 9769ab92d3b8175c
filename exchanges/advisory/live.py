"""The live stream `case:<id>`: its page fetches its part again when something happened."""

from collections.abc import Collection

from exchanges.advisory.models import Advisor, Case, Engagement
from members import following
from members.following import Pairs

C = Case.State


def see_cases(ids: Collection[int]) -> Pairs:
    """Who may follow these cases: their member, the secretariat, and the advisors who accepted.

    Others may read a case, but its stream tells who was asked and what they answered.
    """
    rows = list(Case.objects.filter(pk__in=ids).values_list("pk", "member_id", "programme__network_id", "state"))
    reading = Engagement.objects.filter(
        case__in=ids,
        state=Engagement.State.ACCEPTED,
        advisor__state=Advisor.State.ADMITTED,
        advisor__person__is_active=True,
    )
    advising = set(reading.order_by().values_list("advisor__person_id", "case_id"))
    members = [(pk, member) for pk, member, _, _ in rows]
    networks = [(pk, network) for pk, _, network, state in rows if state != C.DRAFT]
    return following.acting_for(members) | following.looking_after(networks) | advising
