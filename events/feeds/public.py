"""Which events the public feeds carry, and since when that has not changed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from events import audiences, listing
from events.listing import Filters
from events.models import Event

KEPT = timedelta(days=92)
"""How long an event stays in a feed that asks for no time: calendars take out what vanishes, and people look back."""
MOST_PAST = 500
"""How many events that are over a feed carries at most, the latest."""


def events(chosen: Filters) -> list[Event]:
    """The public events that fit, earliest first, those called off included: a calendar must learn of that.

    Of `chosen.when` "next" leaves out what is over and "past" what is not; anything else, such as nothing, keeps both,
    but of what was only the last three months.
    """
    past = chosen.when == "past"
    since = timezone.now() - _kept(chosen)
    of_time = Q(ends_at__lte=since) if past else Q(ends_at__gt=since)
    rows = audiences.visible(None).filter(audiences.PUBLIC, of_time)
    rows = listing.loaded(listing.narrowed(rows, chosen)).order_by("-starts_at", "-id")
    return list(rows[:MOST_PAST] if past else rows)[::-1]


def standing(chosen: Filters) -> QuerySet[Event]:
    """Those of the events to come that are going to take place, for lists that people read."""
    rows = audiences.visible(None).filter(audiences.PUBLIC, ends_at__gt=timezone.now())
    off = (Event.State.CANCELLED, Event.State.POSTPONED)
    return listing.loaded(listing.narrowed(rows.exclude(state__in=off), chosen)).order_by("starts_at", "id")


def changed_at(chosen: Filters) -> datetime:
    """Since when the feed has been as it is: the last change of an event, or the last that time took out or put in.

    An event that was public and no longer is counts, too, so all are asked.
    """
    now, kept = timezone.now(), _kept(chosen)
    over = Q(ends_at__lte=now - kept)
    found = Event.objects.aggregate(changed=Max("changed_at"), left=Max(F("ends_at"), filter=over))
    left = found["left"] + kept if found["left"] else None
    return max((moment for moment in (found["changed"], left) if moment), default=BEGINNING)


BEGINNING = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
"""What an empty calendar says of its last change."""


def _kept(chosen: Filters) -> timedelta:
    return timedelta() if chosen.when in ("next", "past") else KEPT


def absolute(path: str) -> str:
    """An address as other programs need it."""
    return f"{settings.BASE_URL}{path}"
