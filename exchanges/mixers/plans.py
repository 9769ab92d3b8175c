"""The door to seating: from people in the database to a plan and back.

The search is compiled code that takes a second and a hundred megabytes to load, and half a minute where it has never
been compiled. So only processes that plan load it, those that look after a live mixer do so beforehand (`get_ready`),
and a round that is due meanwhile is seated without it: a bell does not wait, least of all with the database in hand.
"""

import threading
from collections.abc import Collection, Mapping
from functools import cache

from exchanges.mixers import problems, seating_live
from exchanges.mixers.models import Mixer
from exchanges.mixers.seating_problem import Person, Problem
from exchanges.mixers.seating_score import common_languages

Companies = Mapping[int, Collection[int]]
"""The people at each table, by the table's id."""
PATIENCE = 2.0
"""Seconds a round that is due waits for the search to be loaded, which takes one where it has been compiled."""


@cache
def get_ready() -> threading.Thread:
    """Load the search in the background, once per process."""
    thread = threading.Thread(target=_load, name="seating", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    from exchanges.mixers import seating

    seating.warm()


def next_round(mixer: Mixer, people: Collection[int], *, number: int) -> list[list[int]]:
    """Tables for the next round, as lists of people; company is kept for the rounds after it."""
    problem = problems.build(mixer, people)
    loading = get_ready()
    loading.join(PATIENCE)
    if loading.is_alive():
        return one_by_one(problem)
    from exchanges.mixers import seating

    seats = seating.plan_next(problem, seed=mixer.seed * 100 + number)
    return [[int(person) for person in table] for table in seats]


def one_by_one(problem: Problem) -> list[list[int]]:
    """Tables without a search: everybody takes the best seat left, those who speak fewest languages first."""
    count = -(-len(problem.people) // problem.table_size)
    tables: dict[int, list[int]] = {number: [] for number in range(count)}
    for person in sorted(problem.people, key=lambda one: (len(one.languages), one.languages, int(one.id))):
        where = {who: table for table, company in tables.items() for who in company}
        where |= {int(who): table for who, table in seating_live.seat_late(problem, tables, int(person.id)).items()}
        tables = {number: [who for who, table in where.items() if table == number] for number in range(count)}
    return [table for table in tables.values() if table]


def places_for_late(mixer: Mixer, company: Companies, late: Collection[int]) -> dict[int, int]:
    """Where to seat people who came late, and who moves to make room for them.

    Nobody is put where nobody understands them, nor where too many sit already: they found a table then, and
    `moves_against_gaps` finds them company.

    Args:
        mixer: which.
        company: who sits where in the open round.
        late: who has no seat.

    Returns:
        A table's id by person; a negative number stands for a new table, the same number for the same one.
    """
    problem = problems.build(mixer, [*late, *(person for people in company.values() for person in people)])
    tables = {table: list(people) for table, people in company.items() if people}
    places: dict[int, int] = {}
    for person in late:
        moves = _moves(problem, tables, person)
        for who, table in moves.items():
            for people in tables.values():
                if who in people:
                    people.remove(who)
            tables.setdefault(table, []).append(who)
        places.update(moves)
    return places


def _moves(problem: Problem, tables: Mapping[int, list[int]], late: int) -> dict[int, int]:
    if tables:
        found = seating_live.seat_late(problem, tables, late)
        moves = {int(who): table for who, table in found.items()}
        if _bearable(problem, tables, moves):
            return moves
    return {late: min([0, *tables]) - 1}


def _bearable(problem: Problem, tables: Mapping[int, list[int]], moves: Mapping[int, int]) -> bool:
    """Whether the tables people go to can talk, are not crowded and seat nobody beside whom they wish to avoid."""
    people = {int(one.id): one for one in problem.people}
    apart = [set(pair) for pair in problem.must_not_meet]
    for table in set(moves.values()):
        coming = {who for who, to in moves.items() if to == table}
        company = {who for who in tables[table] if who not in moves} | coming
        kept_apart = not any(pair <= company and pair & coming for pair in apart)
        if not (_can_talk(people, company) and kept_apart and len(company) <= problem.table_size + 1):
            return False
    return True


def _can_talk(people: Mapping[int, Person], company: Collection[int]) -> bool:
    return bool(common_languages(people[who] for who in company))


def moves_against_gaps(mixer: Mixer, company: Companies) -> dict[int, int]:
    """Who should move to another table so that nobody sits alone: table's id by person."""
    if not any(len(people) == 1 for people in company.values()):
        return {}
    problem = problems.build(mixer, [person for people in company.values() for person in people])
    return {int(who): table for who, table in seating_live.close_gaps(problem, company).items()}
