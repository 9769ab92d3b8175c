"""The phases of a collegial consultation and how long they last; pure.

Source of the order and the minutes: kollegiale Beratung as the domain's description has it (casting 5, story 10-15,
key question 5, method 5, advice 10, closing 5; 1.3 times as long with interpretation).
"""

from rooms.timetable import Step

CASTING, STORY, KEY_QUESTION, METHOD, ADVICE, CLOSING, PARTING = (
    "casting", "story", "key_question", "method", "advice", "closing", "parting",
)  # fmt: skip
PHASES = (CASTING, STORY, KEY_QUESTION, METHOD, ADVICE, CLOSING, PARTING)
"""In their order; at `PARTING` the consultation is over and what is left of the hour is for agreeing on actions."""

MINUTES = {CASTING: 5, KEY_QUESTION: 5, METHOD: 5, ADVICE: 10, CLOSING: 5}
STORY_MINUTES = (10, 15)
"""The shortest and the longest story."""

INTERPRETED = 1.3
"""How much longer everything takes when each sentence is said twice."""

PARTING_SECONDS = 300
"""How long the room stays open at least when the time is over."""

CASE_GIVER = "case_giver"


def programme(*, seconds: int, story_minutes: int = STORY_MINUTES[0], interpreted: bool = False) -> tuple[Step, ...]:
    """The phases of a consultation that fills a booked time.

    A booked time that is too short makes every phase shorter in proportion; one that is longer leaves more for
    parting, not for the phases.

    Args:
        seconds: how long the room is booked, at least 60.
        story_minutes: how long the case-giver tells, 10 to 15.
        interpreted: whether what is said is interpreted.

    Raises:
        ValueError: less than a minute is booked, or the story is shorter or longer than it may be.
    """
    if seconds < 60 or not STORY_MINUTES[0] <= story_minutes <= STORY_MINUTES[1]:
        raise ValueError("a consultation needs a minute at least, and a story of 10 to 15 minutes")
    usual = {phase: _usual(phase, story_minutes, interpreted) for phase in PHASES}
    wanted = sum(usual.values())
    if seconds >= wanted:
        usual[PARTING] += seconds - wanted
        return tuple(Step(phase, 0, usual[phase]) for phase in PHASES)
    squeezed = {phase: max(1, usual[phase] * seconds // wanted) for phase in PHASES}
    squeezed[PARTING] += seconds - sum(squeezed.values())
    return tuple(Step(phase, 0, squeezed[phase]) for phase in PHASES)


def _usual(phase: str, story_minutes: int, interpreted: bool) -> int:
    """Seconds of a phase when there is time enough."""
    if phase == PARTING:
        return PARTING_SECONDS
    minutes = story_minutes if phase == STORY else MINUTES[phase]
    return round(minutes * 60 * (INTERPRETED if interpreted else 1))


def only_listens(role: str, phase: str) -> bool:
    """Whether a role is silent in a phase: the case-giver, while the others advise."""
    return (role, phase) == (CASE_GIVER, ADVICE)
