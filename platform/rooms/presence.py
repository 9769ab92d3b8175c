"""Presence: who is on a stream right now, across processes.

A web process writes who came to it and who left, and says every 15 seconds that it lives; its people count until it
has been silent for `SILENCE`. So a clean leave shows at once, a crash within 65 seconds, and a process that comes back
within 20 seconds (its people reconnect to another meanwhile) never makes anybody seem to leave. A page without
JavaScript counts for `PAGE` after it was asked for. Every function takes the time, for tests.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from members.models import Person
from rooms.models import Presence, Process

Pair = tuple[int, str]

SILENCE = timedelta(seconds=50)
"""Three missed heartbeats of 15 seconds and a little; with telling it stays below the promised 65 seconds."""

PAGE = timedelta(seconds=60)

FORGET = timedelta(hours=1)
"""A process silent for so long is deleted with its people. Sooner it might only have been paused and wake up."""


def sync(process_id: str, joined: Collection[Pair], left: Collection[Pair], *, now: datetime | None = None) -> None:
    """Store that (person id, stream) pairs came to a process or left it, in four statements at most.

    A pair in both counts as here. From its first socket on, a page no longer counts by having been asked for.
    """
    now = now or timezone.now()
    came = set(joined)
    with transaction.atomic():
        _alive(process_id, now)
        rows = Presence.objects.filter(
            Q(process_id=process_id) | Q(process=None),
            stream__in={stream for _, stream in (*joined, *left)},
            person_id__in={person for person, _ in (*joined, *left)},
        ).values_list("id", "person_id", "stream", "process_id")
        gone = set(left) - came
        over = [row for row, *pair, process in rows if tuple(pair) in (came | gone if process is None else gone)]
        if over:
            Presence.objects.filter(id__in=over).delete()
        Presence.objects.bulk_create(
            (
                Presence(process_id=process_id, person_id=person, stream=stream, since=now, seen_at=now)
                for person, stream in sorted(came)
            ),
            ignore_conflicts=True,
        )


def beat(process_id: str, *, now: datetime | None = None) -> None:
    """Say that a process lives, and forget those long dead."""
    now = now or timezone.now()
    with transaction.atomic():
        _alive(process_id, now)
        dead = list(Process.objects.filter(seen_at__lt=now - FORGET).values_list("id", flat=True))
        if dead:
            Presence.objects.filter(process_id__in=dead).delete()
            Process.objects.filter(id__in=dead, seen_at__lt=now - FORGET).delete()
        Presence.objects.filter(process=None, seen_at__lt=now - FORGET).delete()


def _alive(process_id: str, now: datetime) -> None:
    Process.objects.bulk_create(
        [Process(id=process_id, seen_at=now)], update_conflicts=True, unique_fields=["id"], update_fields=["seen_at"]
    )


def seen(stream: str, person: Person, *, now: datetime | None = None) -> None:
    """Count a person as here for `PAGE`, because they asked for a page; not if a socket of theirs counts already."""
    now = now or timezone.now()
    mine = Presence.objects.filter(stream=stream, person=person)
    counts = Q(process__seen_at__gt=now - SILENCE) | Q(process=None, seen_at__gt=now - PAGE / 4)
    if mine.filter(counts).exists():  # most pages; none of them waits for those who write
        return
    if not mine.filter(process=None).update(seen_at=now):
        row = Presence(stream=stream, person=person, process=None, since=now, seen_at=now)
        Presence.objects.bulk_create([row], ignore_conflicts=True)


def current(streams: Collection[str], *, now: datetime | None = None) -> QuerySet[Presence]:
    """The rows that count now; a person may have several on a stream."""
    now = now or timezone.now()
    alive = Q(process__seen_at__gt=now - SILENCE) | Q(process=None, seen_at__gt=now - PAGE)
    return Presence.objects.filter(alive, stream__in=streams)


def present(streams: Collection[str], *, now: datetime | None = None) -> dict[str, set[int]]:
    """Who is there now: ids of people per stream, in one query; every stream asked for is in the answer."""
    there: dict[str, set[int]] = {stream: set() for stream in streams}
    for stream, person_id in current(streams, now=now).values_list("stream", "person_id"):
        there[stream].add(person_id)
    return there
