"""Editors at the same moment, with and without the lock that orders them."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction

from events.models import Agenda, AgendaVersion, Event, Placement, Session
from events.symposia import placements, publishing, rights, sessions
from ledger.reading import since
from members.models import Person
from tests.events import cast
from tests.events.symposia import stage as on
from tests.parallel import at_once, errors, let_readers_begin
from tests.serving import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def names(results: Sequence[object]) -> list[str]:
    return sorted(type(error).__name__ for error in errors(results))


def test_of_editors_who_saw_the_same_session_one_saves() -> None:
    olga = cast.organiser()
    event = on.symposium(olga)
    session = on.planned(event, olga)
    change = partial(sessions.change, event, session.pk, by=olga, revision=0)
    results = at_once(*[partial(change, titles={"en": f"Title {number}"}) for number in range(6)], connected=False)
    assert names(results) == ["ChangedMeanwhile"] * 5
    session.refresh_from_db()
    assert session.revision == 1
    assert [entry.kind for entry in since(f"agenda:{event.pk}", 0)] == ["session_planned", "session_edited"]


def test_every_change_of_another_session_counts() -> None:
    olga = cast.organiser()
    event = on.symposium(olga)
    hall, _ = on.two_stages(event, olga)
    made = [on.planned(event, olga, f"Session {number}") for number in range(6)]
    before = Agenda.objects.get(event=event).revision
    works = [
        partial(
            placements.place, event, one.pk, by=olga, stage_id=hall.pk, revision=0,
            starts_at=event.starts_at + timedelta(hours=number),
        )
        for number, one in enumerate(made)
    ]  # fmt: skip
    assert errors(at_once(*works, connected=False)) == []
    assert Placement.objects.count() == 6
    assert Agenda.objects.get(event=event).revision == before + 6


def test_of_two_who_publish_at_once_one_does() -> None:
    olga = cast.organiser()
    event = on.symposium(olga)
    hall, _ = on.two_stages(event, olga)
    on.placed(event, olga, "Heat", hall, 0)
    seen = Agenda.objects.get(event=event).revision
    results = at_once(*[partial(publishing.publish, event, by=olga, revision=seen)] * 4, connected=False)
    assert names(results) == ["NothingChanged"] * 3
    assert list(AgendaVersion.objects.values_list("number", flat=True)) == [1]


@contextmanager
def _open_door(event: Event, *, by: Person | None) -> Iterator[Agenda]:
    """What `rights.door` would be without its lock."""
    with transaction.atomic():
        yield Agenda.objects.select_related("event__network").get(event=event)


def test_without_the_lock_editors_overwrite_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: everybody reads the revision before anybody saves.

    On PostgreSQL all of them then save, and what five typed is lost; SQLite, whose snapshots do not let a late writer
    go on, turns people away with an error.
    """
    olga = cast.organiser()
    event = on.symposium(olga)
    session = on.planned(event, olga)
    let_readers_begin(monkeypatch)
    monkeypatch.setattr(rights, "door", _open_door)
    read, everybody = sessions.held, threading.Barrier(6)

    def read_slowly(event: Event, session_id: int, revision: int | None) -> Session:
        found = read(event, session_id, revision)
        everybody.wait(PATIENCE)
        return found

    monkeypatch.setattr(sessions, "held", read_slowly)
    change = partial(sessions.change, event, session.pk, by=olga, revision=0)
    results = at_once(*[partial(change, titles={"en": f"Title {number}"}) for number in range(6)])
    if connection.vendor == "sqlite":
        assert {type(error) for error in errors(results)} == {OperationalError}
    else:
        assert errors(results) == []
