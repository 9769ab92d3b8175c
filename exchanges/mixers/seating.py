"""Who sits with whom, round by round: plans for the people of a mixer.

Rules, in this order of weight:
1. everyone present sits exactly once per round, at as few tables as hold everybody, whose sizes differ by at most one;
2. every table has a language common to all at it;
3. `must_not_meet` is kept;
4. nobody meets the same person twice, nor whom they met before;
5. `must_meet` is kept;
6. the score, see `seating_score`.

Where not all can be kept, the heavier rule wins, and the report says what was broken. Like the social golfer problem,
it is solved by search; see `seating_search` and `seating_kernel`. The same seed and problem give the same plan on every
machine, unless time is limited.
"""

from dataclasses import replace
from time import perf_counter

from exchanges.mixers.seating_arrays import decode, encode
from exchanges.mixers.seating_compiled import forget_older
from exchanges.mixers.seating_problem import Person, Plan, Problem, Seats
from exchanges.mixers.seating_score import report
from exchanges.mixers.seating_search import best_of, course_of

NEXT_STEPS = 40_000
"""Steps between rounds, for one round: a twentieth of a second for 500 people."""
RESERVE = 0.05
"""Seconds kept of a limited time for what follows the search, and 1 / 50,000 second for each pair at a table."""


def plan(
    problem: Problem,
    *,
    seed: int = 1,
    steps: int | None = None,
    seconds: float | None = None,
    since: float | None = None,
) -> Plan:
    """Plan all rounds.

    Args:
        problem: who, how often, what is wished.
        seed: of the random numbers.
        steps: of the search; by default what suits the size.
        seconds: stop by then, and use the time, up to twenty times the usual; the plan then depends on the machine.
        since: when the time began, on `perf_counter`'s clock; by default now.
    """
    began = perf_counter() if since is None else since
    deadline = None if seconds is None else began + _usable(problem, seconds)
    rounds = _search(problem, seed, steps, problem.rounds, deadline)
    return Plan(rounds, report(problem, rounds, seconds=perf_counter() - began))


def plan_next(problem: Problem, *, seed: int = 1, steps: int = NEXT_STEPS) -> Seats:
    """Plan the next round only, between rounds, on who is really there.

    Args:
        problem: those who are there now; `rounds` is how many are left with this one, so that company is kept for the
            later ones; `met_before` holds everybody who met so far; `absent` counts from the next round.
        seed: of the random numbers; take the number of the round.
        steps: of the search.

    Returns:
        The tables.
    """
    away = {who: rounds & {1} for who, rounds in problem.absent.items() if 1 in rounds}
    [seats] = _search(replace(problem, rounds=1, absent=away), seed, steps, problem.rounds, None)
    return seats


def _search(problem: Problem, seed: int, steps: int | None, horizon: int, deadline: float | None) -> tuple[Seats, ...]:
    if not problem.people:
        return ((),) * problem.rounds
    question = encode(problem)
    if not question.present.any():
        return ((),) * problem.rounds
    course = course_of(question, problem.table_size)
    if steps is not None:
        course = course._replace(steps=steps)
    size = min(problem.table_size, len(problem.people))
    return decode(problem, best_of(question, size, seed=seed, course=course, horizon=horizon, deadline=deadline))


def _usable(problem: Problem, seconds: float) -> float:
    pairs = problem.rounds * len(problem.people) * (problem.table_size - 1) // 2
    return seconds - min(seconds / 3, RESERVE + pairs / 50_000)


def warm() -> None:
    """Compile the kernels, so that the first plan does not wait for it; the result is cached on disk."""
    people = tuple(Person(str(n), str(n), "DE" if n % 2 else "PE", ("de",) if n % 3 else ("es",)) for n in range(8))
    plan(Problem(people, table_size=2, rounds=3), steps=4_000)
    forget_older()
