"""Seating from a file: `vernetzt.seating/1` in, `vernetzt.seating-plan/1` out.

Whatever is wrong with a file is said in one line that names the field and the record. Nothing here imports numpy or
numba before the file is known to be good.
"""

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from exchanges.mixers.seating_problem import Id, Pair, Person, Plan, Problem
from web import json_files
from web.json_files import FileError, a_list, a_text, a_whole_number, an_object, ids_once, needed

FORMAT = "vernetzt.seating/1"
PLAN_FORMAT = "vernetzt.seating-plan/1"
MOST_PEOPLE = 5_000
MOST_ROUNDS = 1_000
MOST_CELLS = 2**28
"""Rounds times tables times people: four bytes each are kept in memory."""


def seat_file(path_in: str | Path, *, out: str | Path | None, seed: int = 1, seconds: float | None = None) -> int:
    """Read a seating problem, plan it, write the plan: the command `vernetzt seat`.

    Args:
        path_in: the problem's file; "-" is standard input.
        out: where to write the plan; by default, and for "-", standard output.
        seed: of the random numbers.
        seconds: stop by then, counted from the start of the process.

    Returns:
        The exit code: 0, or 2 when the input or the output is at fault; then one line is on standard error.
    """
    since = time.perf_counter() - time.process_time()  # the time the interpreter took to start is part of the limit

    def work() -> None:
        if seconds is not None and not 0 < seconds < float("inf"):
            raise FileError(f"seconds: a number above 0 is needed, found {seconds}")
        problem = read(path_in)
        from exchanges.mixers.seating import plan  # numba takes half a second, which a bad file need not wait for

        json_files.write(out, document_of(plan(problem, seed=seed, seconds=seconds, since=since)))

    return json_files.run("seat", work)


def read(path: str | Path) -> Problem:
    """Read a problem from a file.

    Raises:
        FileError: what is wrong, in one line.
        OSError: the file cannot be read.
    """
    return problem_of(json_files.read(path, file_format=FORMAT))


def problem_of(document: Any) -> Problem:
    """Turn what a file holds into a problem; unknown fields are ignored.

    Raises:
        FileError: what is wrong, in one line.
    """
    document = json_files.of_format(document, FORMAT)
    people = _people(document)
    places: dict[Id, int] = {person.id: index for index, person in enumerate(people)}
    problem = Problem(
        people=people,
        table_size=a_whole_number("table_size", document.get("table_size"), least=1, most=MOST_PEOPLE),
        rounds=a_whole_number("rounds", document.get("rounds"), least=1, most=MOST_ROUNDS),
        must_meet=_pairs(document, "must_meet", places),
        must_not_meet=_pairs(document, "must_not_meet", places),
        met_before=_pairs(document, "met_before", places),
        absent=_absent(document, places),
    )
    tables = -(-len(people) // problem.table_size)
    if problem.rounds * tables * len(people) > MOST_CELLS:
        raise FileError(f"people: {len(people)} people in {problem.rounds} rounds are more than can be planned")
    return problem


def _people(document: dict[str, Any]) -> tuple[Person, ...]:
    records = a_list("people", document.get("people"))
    if len(records) > MOST_PEOPLE:
        raise FileError(f"people: at most {MOST_PEOPLE} can be planned at once, found {len(records)}")
    people = tuple(_person(f"people[{index}]", record) for index, record in enumerate(records))
    ids_once("people", [person.id for person in people])
    return people


def _person(record: str, value: Any) -> Person:
    value = an_object(record, value)
    return Person(
        id=a_text(f"{record}.id", value.get("id")),
        member=a_text(f"{record}.member", value.get("member")),
        country=a_text(f"{record}.country", value.get("country")),
        languages=_texts(f"{record}.languages", "a list of language codes", value.get("languages")),
        topics=_texts(f"{record}.topics", "a list of topics", value.get("topics")),
    )


def _texts(field: str, what: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise needed(field, what, value)
    return tuple(dict.fromkeys(value))


def _pairs(document: dict[str, Any], field: str, places: dict[Id, int]) -> tuple[Pair, ...]:
    value = document.get(field)
    records = [] if value is None else a_list(field, value)
    return tuple(_pair(f"{field}[{index}]", record, places) for index, record in enumerate(records))


def _pair(record: str, value: Any, places: dict[Id, int]) -> Pair:
    if not isinstance(value, list) or len(value) != 2:
        raise needed(record, "a pair of ids", value)
    for who in value:
        _known(record, who, places)
    if value[0] == value[1]:
        raise needed(record, "a pair of different people", value)
    return value[0], value[1]


def _known(record: str, who: Any, places: dict[Id, int]) -> None:
    if not isinstance(who, str) or who not in places:
        raise needed(record, "the id of one of the people", who)


def _absent(document: dict[str, Any], places: dict[Id, int]) -> dict[Id, frozenset[int]]:
    value = document.get("absent")
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise needed("absent", "an object", value)
    for who in value:
        _known("absent", who, places)
    return {who: _rounds(f"absent[{json.dumps(who)}]", rounds, document["rounds"]) for who, rounds in value.items()}


def _rounds(record: str, value: Any, rounds: int) -> frozenset[int]:
    for number in a_list(record, value):
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= rounds:
            raise needed(record, f"a list of rounds from 1 to {rounds}", value)
    return frozenset(value)


def document_of(plan: Plan) -> dict[str, Any]:
    """A plan as a file holds it."""
    return {"format": PLAN_FORMAT, "rounds": plan.rounds, "report": asdict(plan.report)}
