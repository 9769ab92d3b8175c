"""Who gets a message: the event's registrations that pass its filter, and what is offered to filter by."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.models import Bookmark, Circular, Event, Place, Registration, Session

R = Registration.State
STATES = (R.REQUESTED, R.CONFIRMED, R.WAITLISTED, R.ATTENDED, R.NO_SHOW)
"""Who may be written to; whoever withdrew or was declined has nothing to do with the event any more."""
NO_MEMBER = "-"
"""Stands for the country of people who take part for nobody but themselves."""


@dataclass(frozen=True)
class Counted:
    """How many people a message goes to, by the language of their mails and by the country of their member."""

    number: int
    languages: Sequence[tuple[str, int]]
    countries: Sequence[tuple[str, int]]


def of(circular: Circular) -> QuerySet[Registration]:
    """The registrations that pass the filter; a person has one that counts."""
    rows = Registration.objects.filter(event=circular.event_id, state__in=set(circular.states) & set(STATES))
    rows = rows.filter(person__is_active=True)
    if circular.countries:
        without = Q(member=None) if NO_MEMBER in circular.countries else Q(pk__in=[])
        rows = rows.filter(Q(member__country__in=circular.countries) | without)
    if circular.languages:
        rows = rows.filter(person__language__in=circular.languages)
    if circular.sessions:
        theirs = {"person": OuterRef("person"), "session__in": circular.sessions, "session__event": circular.event_id}
        kept, held = Bookmark.objects.filter(**theirs), Place.objects.filter(**theirs, state=Place.State.HELD)
        rows = rows.filter(Exists(kept) | Exists(held))
    return rows.order_by("queued_at", "id")


def counted(circular: Circular) -> Counted:
    """How many they are now, in one query."""
    found = list(of(circular).values_list("person__language", "member__country"))
    languages = Counter(language for language, _ in found)
    countries = Counter(country or NO_MEMBER for _, country in found)
    return Counted(len(found), _largest_first(languages), _largest_first(countries))


def _largest_first(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True)
class Offered:
    """What of an event's participants can be filtered by, as it occurs among them."""

    countries: Sequence[str]
    languages: Sequence[str]
    sessions: Sequence[Session]


def offered(event: Event) -> Offered:
    """The countries, languages and sessions that occur, in two queries."""
    rows = Registration.objects.filter(event=event, state__in=STATES).order_by()
    found = list(rows.values_list("member__country", "person__language").distinct())
    wanted = Exists(Bookmark.objects.filter(session=OuterRef("pk"))) | Exists(
        Place.objects.filter(session=OuterRef("pk"), state=Place.State.HELD)
    )
    return Offered(
        countries=sorted({country or NO_MEMBER for country, _ in found}),
        languages=sorted({language for _, language in found}),
        sessions=list(Session.objects.filter(wanted, event=event, dropped=False)),
    )
