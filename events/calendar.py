"""The calendar: putting an event into it, changing it, finding what comes next."""

import contextlib
import itertools
from collections.abc import Collection, Mapping
from datetime import UTC
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from events import audiences, facts, reminders, waiting
from events.errors import (
    CapacityTooSmall,
    DateIsPast,
    EndsBeforeStart,
    EventChangedMeanwhile,
    EventIsFixed,
    NotYourEvent,
    SlugTaken,
)
from events.models import Event
from events.states import BEFORE_IT_BEGINS, members_concerned
from ledger.recording import record
from members import roles
from members.models import Member, Membership, Network, Person, Topic
from web.translated import translated

E = Event.State

PLACE_AND_TIME = ("starts_at", "ends_at", "zone", "mode", "venue")
"""A change of these is told to everybody who is registered."""
DETAILS = (
    "titles", "summaries", "capacity", "audience", "languages", "interpretation", "access_needs", "contact",
    "recording_rights", "approval",
)  # fmt: skip
UPCOMING = (E.PUBLISHED, E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED, E.LIVE, E.POSTPONED)


def add(*, by: Person, network: Network, kind: str, topics: Collection[Topic] = (), **details: Any) -> Event:
    """Put a draft into the calendar.

    Args:
        by: who; becomes its organiser.
        network: whose event it is.
        kind: one of `Event.Kind`.
        topics: what it is about.
        details: fields of `Event` named in `PLACE_AND_TIME` and `DETAILS`.

    Raises:
        NotYourEvent: the person is not on the network's staff.
        DateIsPast: it would start in the past.
        EndsBeforeStart: its end does not lie after its start.
    """
    if not roles.organises(by, network):
        raise NotYourEvent
    if details["starts_at"] <= timezone.now():
        raise DateIsPast
    if details["ends_at"] <= details["starts_at"]:
        raise EndsBeforeStart
    with transaction.atomic():
        event = Event(organiser=by, network=network, kind=kind, **details)
        _save_with_free_slug(event)
        event.topics.set(topics)
        record(facts.EventAdded(event_id=event.pk))
    return event


def _save_with_free_slug(event: Event) -> None:
    """Save a new event under its English (or any) title and month, with a number if that address is taken."""
    base = f"{slugify(translated(event.titles, 'en').text)[:56] or 'event'}-{event.starts_at:%Y-%m}"
    taken = set(Event.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    addresses = (base if number == 1 else f"{base}-{number}" for number in range(1, 10_000))
    for event.slug in itertools.islice((address for address in addresses if address not in taken), 5):
        with contextlib.suppress(IntegrityError), transaction.atomic():
            event.save(force_insert=True)
            return
    raise SlugTaken


def change(
    event: Event,
    *,
    by: Person,
    topics: Collection[Topic] | None = None,
    seen: str | None = None,
    **details: Any,
) -> Event:
    """Change an event's details; what is not named stays as it is.

    A new time or place is told to those who are registered, and only to them; of a postponed event it is told when
    the event is published again. More capacity goes to the waiting list at once.

    Args:
        event: which.
        by: one of its organisers.
        topics: all it is to have.
        seen: the `version` the organiser saw; None when no page was shown.
        details: new values by name, of `PLACE_AND_TIME` and `DETAILS`.

    Raises:
        NotYourEvent: the person does not look after it.
        EventChangedMeanwhile: somebody changed it after `seen`.
        EventIsFixed: it has begun (time, place), or is over or cancelled (everything).
        CapacityTooSmall: more people have a seat already.
        DateIsPast: it would start in the past.
        EndsBeforeStart: its end would not lie after its start.
    """
    with transaction.atomic():
        row = Event.objects.select_for_update().get(pk=event.pk)
        if not audiences.looks_after(row, by):
            raise NotYourEvent
        if seen is not None and seen != version(row):
            raise EventChangedMeanwhile
        before = row.starts_at
        known = (name for name in (*PLACE_AND_TIME, *DETAILS) if name in details)
        changed = [name for name in known if details[name] != getattr(row, name)]
        _check(row, changed, details)
        for name in changed:
            setattr(row, name, details[name])
        if row.ends_at <= row.starts_at:
            raise EndsBeforeStart
        other_topics = topics is not None and set(topics) != set(row.topics.all())
        if topics is not None and other_topics:
            row.topics.set(topics)
        _save(row, changed, other_topics=other_topics, later=round((row.starts_at - before).total_seconds()))
    return row


def version(event: Event) -> str:
    """Says in a form which state of the event its page showed."""
    return event.changed_at.astimezone(UTC).isoformat()


def touch(event: Event) -> None:
    """Make a new version of a locked event, of which something was changed that its format keeps."""
    event.changed_at = timezone.now()
    event.save(update_fields=["changed_at"])


def _check(row: Event, changed: Collection[str], details: Mapping[str, Any]) -> None:
    moved = [name for name in changed if name in PLACE_AND_TIME]
    if row.state in (E.ARCHIVED, E.CANCELLED) or (moved and row.state not in BEFORE_IT_BEGINS):
        raise EventIsFixed
    if "starts_at" in changed and details["starts_at"] <= timezone.now():
        raise DateIsPast
    if "capacity" in changed and details["capacity"] < waiting.taken(row):
        raise CapacityTooSmall


def _save(row: Event, changed: Collection[str], *, other_topics: bool, later: int) -> None:
    if not changed and not other_topics:
        return
    moved = any(name in PLACE_AND_TIME for name in changed)
    if moved or {"titles", "summaries"} & set(changed):
        row.sequence += 1
    row.changed_at = timezone.now()
    row.save(update_fields=[*changed, "sequence", "changed_at"])
    if moved and row.state != E.POSTPONED:
        record(facts.EventMoved(event_id=row.pk, later=later, concerns=members_concerned(row)))
    else:
        record(facts.EventChanged(event_id=row.pk, later=later))
    if moved:
        reminders.keep_in_step(row)
    if "capacity" in changed:
        waiting.promote(row)


def upcoming(person: roles.Somebody) -> QuerySet[Event]:
    """What the person sees of the events that are not over, next first."""
    return audiences.visible(person).filter(state__in=UPCOMING, ends_at__gt=timezone.now()).order_by("starts_at", "id")


def zones_of_members(*networks: Network) -> dict[str, set[str]]:
    """Per country of the networks, the zones its members are in; countries without members yet are there, too.

    One query, however many networks.
    """
    zones: dict[str, set[str]] = {country: set() for network in networks for country in network.countries}
    admitted = Membership.objects.filter(network__in=networks, state=Membership.State.ADMITTED).values("member")
    pairs = Member.objects.filter(pk__in=admitted).order_by().values_list("country", "time_zone").distinct()
    for country, zone in pairs:
        zones.setdefault(country, set()).add(zone)
    return zones
