"""The phases of a consultation and how long they last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.phases import PARTING, PARTING_SECONDS, PHASES, only_listens, programme
from rooms.timetable import duration

HOUR = 3600


def minutes(seconds: int, *, story: int = 10, interpreted: bool = False) -> list[tuple[str, float]]:
    steps = programme(seconds=seconds, story_minutes=story, interpreted=interpreted)
    return [(step.phase, step.seconds / 60) for step in steps]


@pytest.mark.parametrize(
    ("story", "interpreted", "expected"),
    [
        (10, False, [5, 10, 5, 5, 10, 5, 20]),
        (15, False, [5, 15, 5, 5, 10, 5, 15]),
        (10, True, [6.5, 13, 6.5, 6.5, 13, 6.5, 8]),
    ],
)
def test_an_hour_holds_the_usual_minutes_and_the_rest_is_for_parting(story, interpreted, expected):
    table = minutes(HOUR, story=story, interpreted=interpreted)
    assert [phase for phase, _ in table] == list(PHASES)
    assert [lasts for _, lasts in table] == expected


def test_too_short_a_booking_squeezes_every_phase_alike():
    assert minutes(45 * 60 // 2) == [
        ("casting", 2.5), ("story", 5), ("key_question", 2.5), ("method", 2.5), ("advice", 5), ("closing", 2.5),
        ("parting", 2.5),
    ]  # fmt: skip


@pytest.mark.parametrize(("seconds", "story"), [(59, 10), (HOUR, 9), (HOUR, 16)])
def test_what_cannot_be_a_consultation_is_refused(seconds, story):
    with pytest.raises(ValueError, match="story of 10 to 15"):
        programme(seconds=seconds, story_minutes=story)


@given(seconds=st.integers(60, 4 * HOUR), story=st.integers(10, 15), interpreted=st.booleans())
def test_whatever_is_booked_is_filled_in_order_and_nothing_lasts_no_time(seconds, story, interpreted):
    steps = programme(seconds=seconds, story_minutes=story, interpreted=interpreted)
    assert tuple(step.phase for step in steps) == PHASES
    assert duration(steps).total_seconds() == seconds
    assert all(step.seconds > 0 for step in steps)


@given(seconds=st.integers(2 * HOUR, 4 * HOUR), story=st.integers(10, 15))
def test_interpretation_lengthens_every_phase_but_the_parting(seconds, story):
    plain = programme(seconds=seconds, story_minutes=story)
    interpreted = programme(seconds=seconds, story_minutes=story, interpreted=True)
    for one, other in zip(plain, interpreted, strict=True):
        assert other.seconds == round(one.seconds * 1.3) or other.phase == PARTING
    assert interpreted[-1].seconds >= PARTING_SECONDS


def test_only_the_case_giver_is_silent_and_only_in_the_advice():
    roles = ("host", "case_giver", "advisor", "scribe", "interpreter", "participant")
    silent = {(role, phase) for role in roles for phase in ("", *PHASES) if only_listens(role, phase)}
    assert silent == {("case_giver", "advice")}
