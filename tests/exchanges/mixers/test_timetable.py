"""The programme's order and clock."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exchanges.mixers.timetable import WORTH_BEGINNING, Lengths, Step, after, duration, go_on, steps, times

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECONDS = st.integers(0, 3600)
LENGTHS = st.builds(
    Lengths,
    welcome=SECONDS,
    input=SECONDS,
    round=st.integers(1, 3600),
    pause=SECONDS,
    harvest=SECONDS,
    rounds=st.integers(1, 8),
)


def test_the_usual_programme_lasts_77_minutes():
    usual = steps(Lengths(welcome=300, input=1200, round=720, pause=60, harvest=840, rounds=3))
    assert [(step.phase, step.number) for step in usual] == [
        ("welcome", 0), ("input", 0), ("round", 1),
        ("pause", 2), ("round", 2), ("pause", 3), ("round", 3), ("harvest", 0),
    ]  # fmt: skip
    assert duration(usual) == timedelta(minutes=77)


def test_what_has_a_quarter_left_begins_and_what_has_less_is_left_out():
    rest = (Step("round", 1, 720), Step("pause", 2, 60))
    late = go_on(rest, ended_at=NOON, now=NOON + timedelta(minutes=9))
    assert (late.step, late.ends_at, late.skipped) == (rest[0], NOON + timedelta(minutes=12), ())
    later = go_on(rest, ended_at=NOON, now=NOON + timedelta(minutes=9, seconds=1))
    assert (later.step, later.ends_at, later.skipped) == (rest[1], NOON + timedelta(minutes=13), (rest[0],))


@given(lengths=LENGTHS)
def test_rounds_come_in_order_and_nothing_lasts_no_time(lengths: Lengths):
    programme = steps(lengths)
    assert [step.number for step in programme if step.phase == "round"] == list(range(1, lengths.rounds + 1))
    assert all(step.seconds > 0 for step in programme)
    for index, step in enumerate(programme):
        assert after(programme, step.phase, step.number) == programme[index + 1 :]
    assert after(programme, "waiting", 0) == programme


@given(lengths=LENGTHS, lost=st.integers(0, 30_000))
def test_however_much_time_is_lost_later_times_stay_as_they_were(lengths: Lengths, lost: int):
    programme = steps(lengths)
    now = NOON + timedelta(seconds=lost)
    standing = go_on(programme, ended_at=NOON, now=now)
    table = times(programme, begins_at=NOON)
    assert standing.skipped == programme[: len(standing.skipped)]
    if standing.step is None:
        assert len(standing.skipped) == len(programme)
        assert standing.ends_at == NOON + duration(programme)
        return
    step, _, ends_at = table[len(standing.skipped)]
    assert (standing.step, standing.ends_at) == (step, ends_at)
    assert (ends_at - now).total_seconds() >= WORTH_BEGINNING * step.seconds
    for skipped, _, skipped_end in table[: len(standing.skipped)]:
        assert (skipped_end - now).total_seconds() < WORTH_BEGINNING * skipped.seconds
