"""People to be seated, and a plain recount of what a plan keeps, written without looking at the search."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

from exchanges.mixers.seating_problem import Id, Person, Problem, Seats

CITIES = {
    "kochi": Person("kochi", "kochi", "IN", ("en", "hi"), ("heat-and-water", "mobility")),
    "jena": Person("jena", "jena", "DE", ("de", "en"), ("mobility", "energy")),
    "piura": Person("piura", "piura", "PE", ("es",), ("heat-and-water",)),
    "lima": Person("lima", "lima", "PE", ("en", "es"), ("mobility",)),
    "saltillo": Person("saltillo", "saltillo", "MX", ("en", "es"), ("climate-action", "heat-and-water")),
    "anapolis": Person("anapolis", "anapolis", "BR", ("pt",), ("administration",)),
    "belem": Person("belem", "belem", "BR", ("en", "pt"), ("climate-action",)),
    "basel": Person("basel", "basel", "CH", ("de", "en", "fr"), ("data-platform",)),
    "mulhouse": Person("mulhouse", "mulhouse", "FR", ("de", "en", "fr"), ("digital-twin",)),
}


def cities(*names: str) -> tuple[Person, ...]:
    return tuple(CITIES[name] for name in names)


def crowd(count: int, *languages: tuple[str, ...]) -> tuple[Person, ...]:
    """People of many countries and topics; the languages are dealt out in turn."""
    spoken = languages or (("en",),)
    return tuple(
        Person(f"p{n}", f"m{n % 11}", f"C{n % 7}", spoken[n % len(spoken)], (f"t{n % 5}", f"t{n % 3}"))
        for n in range(count)
    )


class Count(NamedTuple):
    """What a plan is judged by, heaviest first; less is better."""

    speechless: int
    broken: int
    repeats: int
    wishes_missed: int
    points_missed: int


def recount(problem: Problem, rounds: Sequence[Seats]) -> dict[str, Any]:
    person = {one.id: one for one in problem.people}
    seen = [frozenset(pair) for pair in problem.met_before]
    before = len(set(seen))
    meetings = [frozenset(pair) for seats in rounds for table in seats for pair in combinations(table, 2)]
    first = set(meetings) - set(seen)
    couples = [tuple(person[who] for who in pair) for pair in first]
    crossing = sum(a.country != b.country for a, b in couples)
    shared = [(len({*a.topics} & {*b.topics}), len({*a.topics} | {*b.topics})) for a, b in couples]
    speechless = sum(
        not set.intersection(*({*person[who].languages} for who in table)) for seats in rounds for table in seats
    )
    assert before <= len(seen)
    return {
        "pairs": len(first),
        "repeats": len(meetings) - len(first),
        "tables_without_language": speechless,
        "must_meet_kept": len({frozenset(pair) for pair in problem.must_meet} & set(meetings)),
        "must_not_meet_broken": len({frozenset(pair) for pair in problem.must_not_meet} & set(meetings)),
        "cross_country": round(crossing / len(first), 3) if first else 0.0,
        "topic_overlap": round(sum(part / whole if whole else 0 for part, whole in shared) / len(first), 3)
        if first
        else 0.0,
        "score": sum(
            500 * (a.country != b.country) + 150 * (a.member != b.member) + (350 * part // whole if whole else 0)
            for (a, b), (part, whole) in zip(couples, shared, strict=True)
        ),
    }


def count(problem: Problem, rounds: Sequence[Seats]) -> Count:
    found = recount(problem, rounds)
    return Count(
        found["tables_without_language"],
        found["must_not_meet_broken"],
        found["repeats"],
        -found["must_meet_kept"],
        -found["score"],
    )


def away(problem: Problem, number: int) -> set[Id]:
    return {who for who, rounds in problem.absent.items() if number in rounds}


def everyone_sits_once(problem: Problem, rounds: Sequence[Seats]) -> bool:
    """Rule 1, round by round."""
    for number, seats in enumerate(rounds, start=1):
        there = sorted(str(one.id) for one in problem.people if one.id not in away(problem, number))
        if sorted(str(who) for table in seats for who in table) != there:
            return False
        if len(seats) != -(-len(there) // problem.table_size):
            return False
        if seats and max(map(len, seats)) - min(map(len, seats)) > 1:
            return False
    return len(rounds) == problem.rounds


def every_way(problem: Problem) -> Iterator[tuple[Seats, ...]]:
    """All plans there are; for a handful of people."""
    yield from product(*(list(_seatings(problem, number)) for number in range(1, problem.rounds + 1)))


def _seatings(problem: Problem, number: int) -> Iterator[Seats]:
    there = [one.id for one in problem.people if one.id not in away(problem, number)]
    tables = -(-len(there) // problem.table_size)
    sizes = sorted(len(there) // tables + (table < len(there) % tables) for table in range(tables)) if tables else []
    yield from _deal(there, sizes)


def _deal(people: list[Id], sizes: list[int]) -> Iterator[Seats]:
    if not people:
        yield ()
        return
    for size in sorted(set(sizes)):
        for rest in combinations(people[1:], size - 1):
            table = (people[0], *rest)
            left = [size for size in sizes]
            left.remove(size)
            for others in _deal([who for who in people if who not in table], left):
                yield (table, *others)
