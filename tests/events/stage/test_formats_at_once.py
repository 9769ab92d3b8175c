"""Twelve people and six chairs, two moderators and one step: at the same moment, with and without the lock."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.db.models import Count
from django.db.utils import IntegrityError

from events import registrations, states
from events.models import Chair, Event, GroupSeat, GroupWork, Placement, Session, SmallGroup
from events.stage import chairs, talking, tallies
from events.stage.errors import ChairsTaken, StageIsClosed
from events.stage.groups import leading
from ledger.models import Receipt
from ledger.reading import since
from rooms.models import Room
from tests.events import cast
from tests.events.stage import hall as at
from tests.events.symposia import stage as on
from tests.parallel import Meanwhile, at_once, errors, let_readers_begin
from tests.serving import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def rush(here: at.Hall) -> list[int | Exception]:
    """Twelve people sit down at once."""
    return at_once(
        *[partial(chairs.take, here.event, here.heat.pk, by=one) for one in at.audience(here, 12)], connected=False
    )


def test_of_twelve_people_at_once_six_sit_and_six_are_told_that_all_chairs_are_taken() -> None:
    here = at.hall()
    at.in_format(here, "fishbowl")
    results = rush(here)
    assert [type(error) for error in errors(results)] == [ChairsTaken] * 6
    assert sorted(one for one in results if isinstance(one, int)) == [1, 2, 3, 4, 5, 6]
    assert Chair.objects.count() == 6
    assert [entry.kind for entry in since(f"stage:{here.event.pk}", 0)] == ["chair_taken"] * 6


def test_without_the_lock_people_fail_although_chairs_are_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: everybody finds the first chair free, and all but one of them fall over each other."""
    here = at.hall()
    at.in_format(here, "fishbowl")
    let_readers_begin(monkeypatch)
    everybody = threading.Barrier(4)
    people = at.audience(here, 4)

    @contextmanager
    def open_door(event_id: int) -> Iterator[Event]:
        with transaction.atomic():
            yield Event.objects.select_related("network").get(pk=event_id)

    sit_down = Chair.objects.create

    def sit_down_together(**values: Any) -> Chair:
        everybody.wait(PATIENCE)
        return sit_down(**values)

    monkeypatch.setattr(registrations, "door", open_door)
    monkeypatch.setattr(Chair.objects, "create", sit_down_together)
    results = at_once(*[partial(chairs.take, here.event, here.heat.pk, by=one) for one in people])
    assert {type(error) for error in errors(results)} <= {IntegrityError, OperationalError}
    assert len(errors(results)) == 3
    assert Chair.objects.count() == 1


def test_two_moderators_who_go_on_at_the_same_moment_go_on_once() -> None:
    here = at.hall()
    at.in_format(here, "world_cafe")
    at.talkers(here, 8)
    begun = at_once(*[partial(leading.begin, here.event, here.heat.pk, by=one) for one in (here.ravi, here.olga)])
    assert errors(begun) == []
    assert Room.objects.count() == 1 + 2
    moved = at_once(
        *[partial(leading.go_on, here.event, here.heat.pk, by=one, step=0) for one in (here.ravi, here.olga) * 2]
    )
    assert errors(moved) == []
    assert GroupWork.objects.get().step == 1
    assert Room.objects.count() == 1 + 4


def test_people_who_join_while_a_step_ends_sit_in_one_group_each() -> None:
    here = at.hall()
    at.in_format(here, "world_cafe")
    at.talkers(here, 4)
    leading.begin(here.event, here.heat.pk, by=here.ravi)
    late = [partial(talking.join, here.event, here.heat.pk, by=one) for one in (here.asha, here.lucia)]
    assert errors(at_once(*late, partial(leading.go_on, here.event, here.heat.pk, by=here.ravi, step=0))) == []
    rows = GroupSeat.objects.filter(step=1).values("person").annotate(seats=Count("pk"))
    assert [row["seats"] for row in rows] == [1] * 6
    assert SmallGroup.objects.filter(step=1, room__closed_at=None).count() in (1, 2)


def two_cafes() -> at.Hall:
    """Heat and water are World Cafés that have both begun, with four people each."""
    here = at.hall()
    at.in_format(here, "world_cafe")
    Session.objects.filter(pk=here.water.pk).update(format="world_cafe")
    Placement.objects.filter(session=here.water).update(starts_at=here.event.starts_at, minutes=90)
    on.publish(here.event, here.olga)
    people = at.talkers(here, 4)
    for session in (here.heat, here.water):
        for one in people:
            talking.join(here.event, session.pk, by=one)
        leading.begin(here.event, session.pk, by=here.olga)
    cast.reactions_run()
    return here


def test_two_cafes_end_with_the_event_while_somebody_goes_on_in_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    here = two_cafes()
    states.move(here.event, to="postponed", by=here.olga)
    going_on = Meanwhile(partial(leading.go_on, here.event, here.water.pk, by=here.olga, step=0))
    lock = tallies.locked

    def locked(session_ids: Collection[int]) -> list[Session]:
        found = lock(session_ids)
        going_on.begin()
        return found

    with monkeypatch.context() as held:
        held.setattr(tallies, "locked", locked)
        cast.reactions_run()
    assert isinstance(going_on.result(), StageIsClosed)
    assert list(Receipt.objects.exclude(tries=0)) == []
    assert not GroupWork.objects.filter(ended_at=None).exists()
    assert not Room.objects.filter(closed_at=None).exists()
