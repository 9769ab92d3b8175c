"""Advisors suggested for the cases of a network: what is stored, as `fitting` sees it."""

from collections import Counter, defaultdict
from collections.abc import Collection

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from exchanges.advisory import fitting, states
from exchanges.advisory.fitting import Challenge, Fit, Guide
from exchanges.advisory.models import Absence, Advisor, Case, Engagement
from members.models import Delegate, Membership, Network

E = Engagement.State


def for_network(network: Network) -> dict[int, list[Fit]]:
    """Advisors for every case of a network that still needs some, by the case's id; seven queries, however many."""
    return fitting.suggest(_challenges(network), _guides(network))


def for_case(case: Case) -> list[Fit]:
    """Advisors for one case, found together with those for the others."""
    return for_network(case.network).get(case.pk, [])


def lacking(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that have fewer advisors, asked or accepted, than they want; `standing` says how many."""
    counted = rows.annotate(standing=Count("engagements", filter=Q(engagements__state__in=states.STANDING)))
    return counted.filter(state__in=states.SEEKING, standing__lt=F("wants"))


def _challenges(network: Network) -> list[Challenge]:
    rows = lacking(Case.objects.filter(programme__network=network)).select_related("member")
    cases = list(rows.prefetch_related("ranked__topic", "engagements").order_by("pk"))
    own = _own(network, {case.member_id for case in cases})
    return [
        Challenge(
            id=case.pk,
            member=case.member_id,
            country=case.member.country,
            topics=tuple(row.topic.slug for row in case.ranked.all()),
            languages=tuple(case.languages),
            wants=case.wants - case.standing,  # type: ignore[attr-defined]
            interpreted=case.interpreted,
            passed=frozenset({one.advisor_id for one in case.engagements.all()} | own[case.member_id]),
        )
        for case in cases
    ]


def _own(network: Network, member_ids: Collection[int]) -> dict[int, set[int]]:
    """Advisors who act for these members as well, whomever they advise for, by the member's id."""
    acting = Delegate.objects.filter(
        member__in=member_ids, state=Delegate.State.ADMITTED, person__advising__network=network
    )
    found: dict[int, set[int]] = defaultdict(set)
    for member_id, advisor_id in acting.order_by().values_list("member_id", "person__advising"):
        found[member_id].add(advisor_id)
    return found


def available(network: Network) -> QuerySet[Advisor]:
    """The network's advisors whose member still belongs to it and who are there today."""
    today = timezone.localdate()
    away = Absence.objects.filter(first__lte=today, last__gte=today).values("advisor_id")
    inside = Membership.objects.filter(network=network, state=Membership.State.ADMITTED).values("member_id")
    rows = Advisor.objects.filter(network=network, state=Advisor.State.ADMITTED, member__in=inside)
    return rows.filter(person__is_active=True).exclude(pk__in=away).select_related("member", "person").order_by("pk")


def loads(network: Network) -> Counter[int]:
    """On how many cases each advisor works, or was asked to, by the advisor's id."""
    rows = Engagement.objects.filter(
        advisor__network=network, state__in=states.STANDING, case__state__in=states.BUSY
    ).order_by()
    return Counter(dict(rows.values_list("advisor_id").annotate(Count("pk"))))


def _guides(network: Network) -> list[Guide]:
    busy = loads(network)
    known: dict[int, dict[str, str]] = defaultdict(dict)
    rows = list(available(network).prefetch_related("expertise__topic"))
    for row in rows:
        known[row.pk] = {one.topic.slug: one.evidence for one in row.expertise.all()}
    return [
        Guide(
            id=row.pk,
            member=row.member_id,
            country=row.member.country,
            evidence=known[row.pk],
            languages=tuple(row.languages),
            places=max(0, row.load - busy[row.pk]),
            busy=busy[row.pk],
        )
        for row in rows
    ]
