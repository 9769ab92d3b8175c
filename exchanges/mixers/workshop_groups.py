"""Groups of a workshop are one round at tables: the mixers' seating core plans them."""

from collections.abc import Sequence

from events.workshops.proposing import Guest
from exchanges.mixers.seating_problem import Person, Problem


def seat(guests: Sequence[Guest], size: int) -> list[list[int]]:
    """Seat people in groups of at most `size`; the same people always get the same groups."""
    from exchanges.mixers.seating import plan_next  # compiled code that only planning needs

    people = tuple(
        Person(id=one.person_id, member=one.member_id, country=one.country, languages=one.languages, topics=one.topics)
        for one in guests
    )
    tables = plan_next(Problem(people=people, table_size=size, rounds=1))
    return [[int(person) for person in table] for table in tables]
