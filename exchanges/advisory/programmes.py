"""Seasons of the programme, as the network's staff plan them: call, deadline, topics, capacity, languages."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from exchanges.advisory import access, facts, states
from exchanges.advisory.errors import CapacityTooSmall, DeadlineIsPast
from exchanges.advisory.models import Programme
from ledger.recording import record
from members.cowriting import REVISED, Shown, differing, revise
from members.models import Network, Person
from members.roles import Somebody

FIELDS = ("titles", "summaries", "deadline", "capacity", "languages")


@transaction.atomic
def add(*, network: Network, by: Person, values: Mapping[str, Any]) -> Programme:
    """Open a season.

    Args:
        network: which takes on the cases.
        by: an organiser of the network, or one of its secretariat.
        values: values of `FIELDS`, and `topics`.

    Raises:
        NotFound: the person does not organise for the network.
        DeadlineIsPast: the deadline is not in the future.
    """
    access.organiser(by, network)
    if values["deadline"] <= timezone.now():
        raise DeadlineIsPast
    row = Programme.objects.create(network=network, **{name: values[name] for name in FIELDS})
    row.topics.set(values["topics"])
    record(facts.SeasonOpened(programme_id=row.pk, by=by.pk))
    return row


@transaction.atomic
def change(*, programme_id: int, by: Person, values: Mapping[str, Any], shown: Shown | None = None) -> Programme:
    """Change a season; its network stays.

    Args:
        programme_id: which.
        by: an organiser of its network, or one of its secretariat.
        values: values of `FIELDS`, and `topics`.
        shown: what the person's page showed; `None` when there was no page.

    Raises:
        NotFound: the person does not organise for its network.
        ChangedByColleague: a colleague has changed it after what was shown; nothing is kept.
        CapacityTooSmall: more cases than that are taken on.
    """
    row = access.staffed_programme(by, programme_id, lock=True)
    new = differing(row, {name: values[name] for name in FIELDS})
    if new or set(values["topics"]) != set(row.topics.all()):
        revise(row, by=by, shown=shown)
    if values["capacity"] < row.cases.filter(state__in=states.TAKEN_ON).count():
        raise CapacityTooSmall
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=[*new, *REVISED])
    row.topics.set(values["topics"])
    record(facts.SeasonChanged(programme_id=row.pk, by=by.pk))
    return row


def seen(person: Somebody) -> QuerySet[Programme]:
    """The seasons a person may see, with what `counted` adds."""
    return counted(access.programmes(person))


def counted(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    """Seasons, each with its topics and how many cases are `taken` on."""
    taken = Count("cases", filter=Q(cases__state__in=states.TAKEN_ON), distinct=True)
    return rows.annotate(taken=taken).prefetch_related("topics")
