"""Clashes of a draft agenda: by tables, and by properties that hold for any plan."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.symposia.clashes import Clash, Person, Placed, Plan, find

DAY = datetime(2027, 3, 15, tzinfo=UTC)
ASHA, BEN = Person(1, zone="Asia/Kolkata"), Person(2)
INA = Person(3, interprets=True)
KEIKO = Person(4, zone="Asia/Tokyo")


def placed(session: int, hour: float, minutes: int = 60, stage: int = 1, **more) -> Placed:
    return Placed(session, DAY + timedelta(hours=hour), minutes, stage, **more)


def plan(*sessions: Placed, change: int = 5) -> Plan:
    return Plan(DAY + timedelta(hours=8), DAY + timedelta(hours=18), sessions, change)


CASES = [
    ("nothing is placed", [], []),
    ("one after the other", [placed(1, 9), placed(2, 10)], []),
    ("two on a stage", [placed(1, 9), placed(2, 9.5)], [Clash("stage_twice", (1, 2), stage=1, amount=30)]),
    ("one within the other", [placed(1, 9), placed(2, 9.25, 15)], [Clash("stage_twice", (1, 2), stage=1, amount=15)]),
    ("two stages at once", [placed(1, 9), placed(2, 9, stage=2)], []),
    (
        "a speaker twice at once",
        [placed(1, 9, people=(BEN,)), placed(2, 9.5, stage=2, people=(BEN,))],
        [Clash("speaker_twice", (1, 2), person=2, amount=30)],
    ),
    (
        "an interpreter twice at once",
        [placed(2, 9, people=(INA,)), placed(1, 9, stage=2, people=(INA,))],
        [Clash("interpreter_twice", (1, 2), person=3, amount=60)],
    ),
    (
        "who interprets one and speaks in the other",
        [placed(1, 9, people=(INA,)), placed(2, 9, stage=2, people=(Person(3),))],
        [Clash("interpreter_twice", (1, 2), person=3, amount=60)],
    ),
    (
        "too little time for the change",
        [placed(1, 9, 57, people=(BEN,)), placed(2, 10, stage=2, people=(BEN,))],
        [Clash("no_change", (1, 2), person=2, amount=3)],
    ),
    (
        "just enough time for the change",
        [placed(1, 9, 55, people=(BEN,)), placed(2, 10, stage=2, people=(BEN,))],
        [],
    ),
    ("no change on the same stage", [placed(1, 9, people=(BEN,)), placed(2, 10, people=(BEN,))], []),
    (
        "more people than seats",
        [placed(1, 9, capacity=50, stage_capacity=40)],
        [Clash("stage_too_small", (1,), stage=1, amount=10)],
    ),
    ("as many people as seats", [placed(1, 9, capacity=40, stage_capacity=40)], []),
    ("a stage without limit", [placed(1, 9, capacity=4000)], []),
    ("night in Kolkata", [placed(1, 16, people=(ASHA,))], [Clash("night", (1,), person=1)]),
    ("until 22:00 in Kolkata", [placed(1, 15.5, people=(ASHA,))], []),
    ("over midnight in Tokyo", [placed(1, 14.5, people=(KEIKO,))], [Clash("night", (1,), person=4)]),
    ("before the event", [placed(1, 7.5)], [Clash("outside", (1,), amount=30)]),
    ("until after the event", [placed(1, 17.75)], [Clash("outside", (1,), amount=45)]),
    ("to the minute", [placed(1, 8), placed(2, 17)], []),
]  # fmt: skip


@pytest.mark.parametrize(("sessions", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_table(sessions: list[Placed], expected: list[Clash]) -> None:
    assert find(plan(*sessions)) == expected


def test_seven_in_the_morning_is_no_night() -> None:
    early = placed(1, 8, people=(Person(1, zone="Atlantic/Azores"),))  # 07:00 there
    assert find(plan(early)) == []
    late = placed(1, 8, people=(Person(1, zone="America/Noronha"),))  # 06:00 there
    assert [clash.kind for clash in find(plan(late))] == ["night"]


def test_hours_follow_the_clock_change() -> None:
    """Berlin's clocks go forward on 28 March 2027: 20:30 UTC is 21:30 before, and 22:30 after."""
    for day, night in ((27, False), (28, True)):
        moment = datetime(2027, 3, day, 20, 0, tzinfo=UTC)
        session = Placed(1, moment, 30, 1, people=(Person(1, zone="Europe/Berlin"),))
        clashes = find(Plan(moment, moment + timedelta(hours=1), (session,)))
        assert bool(clashes) is night


def test_what_cannot_happen_comes_first() -> None:
    sessions = [placed(1, 9, capacity=9, stage_capacity=1), placed(2, 12), placed(3, 12)]
    assert [clash.kind for clash in find(plan(*sessions))] == ["stage_twice", "stage_too_small"]


some_people = st.lists(
    st.builds(Person, st.integers(1, 4), zone=st.sampled_from(["", "Asia/Kolkata", "America/Lima"])),
    max_size=3,
    unique_by=lambda person: person.id,
).map(tuple)
some_sessions = st.lists(
    st.builds(
        Placed,
        session=st.integers(1, 12),
        starts_at=st.integers(0, 24 * 12).map(lambda step: DAY + timedelta(minutes=5 * step)),
        minutes=st.sampled_from([5, 20, 45, 90]),
        stage=st.integers(1, 3),
        capacity=st.none() | st.integers(1, 100),
        stage_capacity=st.none() | st.integers(0, 100),
        people=some_people,
    ),
    max_size=10,
    unique_by=lambda one: one.session,
)


def overlap(first: Placed, second: Placed) -> bool:
    return first.starts_at < second.ends_at and second.starts_at < first.ends_at


@settings(max_examples=150, deadline=None)
@given(some_sessions, st.randoms(use_true_random=False))
def test_the_order_of_sessions_says_nothing(sessions: list[Placed], lots: random.Random) -> None:
    shuffled = lots.sample(sessions, len(sessions))
    assert find(plan(*sessions)) == find(plan(*shuffled))


@settings(max_examples=150, deadline=None)
@given(some_sessions)
def test_found_are_exactly_the_overlaps(sessions: list[Placed]) -> None:
    found = find(plan(*sessions))
    assert len(found) == len(set(found))
    pairs = [(a, b) for index, a in enumerate(sessions) for b in sessions[index + 1 :] if overlap(a, b)]
    stages = {frozenset((a.session, b.session)) for a, b in pairs if a.stage == b.stage}
    assert {frozenset(c.sessions) for c in found if c.kind == "stage_twice"} == stages
    people = {
        (person, frozenset((a.session, b.session)))
        for a, b in pairs
        for person in {one.id for one in a.people} & {one.id for one in b.people}
    }
    twice = ("speaker_twice", "interpreter_twice")
    assert {(c.person, frozenset(c.sessions)) for c in found if c.kind in twice} == people


@settings(max_examples=100, deadline=None)
@given(some_sessions, st.integers(-600, 600))
def test_moving_the_whole_event_changes_no_clash_between_sessions(sessions: list[Placed], minutes: int) -> None:
    by = timedelta(minutes=minutes)
    moved = [
        Placed(one.session, one.starts_at + by, one.minutes, one.stage, one.capacity, one.stage_capacity, one.people)
        for one in sessions
    ]
    original = plan(*sessions)
    there = find(Plan(original.starts_at + by, original.ends_at + by, tuple(moved)))
    assert {c for c in find(original) if c.kind != "night"} == {c for c in there if c.kind != "night"}
