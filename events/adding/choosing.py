"""The delegates an organiser may add: those of the members of the event's network."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from events import audiences, imports
from events.imports import Outcome, Wanted
from events.models import Event, Registration
from events.states import ACTIVE
from members.models import Delegate, Person


@dataclass(frozen=True)
class Wish:
    """Whom an organiser looks for; empty means anybody.

    Attributes:
        words: parts of the names of a person and of their member, in any order.
        country: ISO 3166-1, two letters.
    """

    words: str = ""
    country: str = ""


def countries(event: Event) -> list[str]:
    """The countries of the network's members, by code."""
    return list(audiences.members(event).order_by("country").values_list("country", flat=True).distinct())


def delegates(event: Event, wish: Wish = Wish()) -> QuerySet[Delegate]:
    """Delegates that fit, by member and name, each with `there`: the state of their registration, or None."""
    registered = Registration.objects.filter(event=event, person=OuterRef("person"), state__in=ACTIVE)
    rows = Delegate.objects.filter(
        member__in=audiences.members(event), state=Delegate.State.ADMITTED, person__is_active=True
    ).annotate(there=Subquery(registered.values("state")[:1]))
    if wish.country:
        rows = rows.filter(member__country=wish.country)
    for word in wish.words.split():
        rows = rows.filter(Q(person__name__icontains=word) | Q(member__name__icontains=word))
    return rows.select_related("person", "member").order_by("member__name", "person__name", "pk")


def add(event: Event, delegate_ids: Collection[int], *, by: Person) -> list[Outcome]:
    """Register delegates for their members, in the order in which `delegates` has them; all of them or none.

    Args:
        event: which.
        delegate_ids: whom; others than those of the event's network are passed by.
        by: an organiser of the event.

    Raises:
        NotYourEvent: `by` is none.
        Unreadable: the event gives no seats any more.
    """
    return imports.register_all(event, _wanted(delegates(event).filter(pk__in=delegate_ids)), by=by)


def _wanted(rows: QuerySet[Delegate]) -> Sequence[Wanted]:
    return [
        Wanted(number, row.person.email.lower(), row.person.name, row.member, row.person.language, "")
        for number, row in enumerate(rows, 1)
    ]
