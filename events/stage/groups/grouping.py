"""Who sits with whom: pairs, fours made of pairs, and tables at which people meet others than before; pure.

Everything is deterministic: the same people in the same order are grouped the same way.

- **Tables** of a World Café hold four or five (with 6, 7 or 11 people also three, with fewer all of them). For the
  next round everybody keeps their seat's number and moves on by it, as the rows of a Latin square do; of a few such
  squares the one with the fewest repeated meetings is taken, and while some remain, two people change places if that
  helps. Over three rounds nobody meets anybody twice with 16 people and from 21 on; at fewer tables it cannot be
  avoided: with 11 to 20 people at most one meeting in five is with somebody known, with 6 to 10 two in five.
- **Pairs** become trios where numbers are odd, and twice where two are left over, so that the fours come out even.
- **Fours** are whole pairs and trios: two of them, or a trio alone, three to five people.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, zip_longest

Groups = list[list[int]]
TABLE = 5
"""The most people a World Café's table has when a round begins."""
_TRIOS = (0, 1, 2, 1)
"""How many trios there are among pairs, by the remainder of the number of people divided by four."""
_PASSES = 30


def tables(people: Sequence[int], before: Sequence[Groups] = ()) -> Groups:
    """Tables of four or five.

    Args:
        people: who takes part, each once.
        before: the rounds so far, each with its tables; people in the order of their seats.
    """
    met = meetings(before)
    seats = _seats(people, before[-1] if before else ())
    found = [_improved(layout, met) for layout in _layouts(seats, len(people))]
    return min(found, key=lambda groups: _repeated(groups, met), default=[])


def pairs(people: Sequence[int]) -> Groups:
    """Pairs, and a trio or two where they would not come out even."""
    count = len(people)
    trios = _TRIOS[count % 4] if count > 2 else 0
    cut = max(count - 3 * trios, 0)
    return [list(people[at : at + 2]) for at in range(0, cut, 2)] + [
        list(people[at : at + 3]) for at in range(cut, count, 3)
    ]


def fours(known: Sequence[Sequence[int]]) -> Groups:
    """Groups of about four, each of whole pairs.

    Args:
        known: the pairs as they are now; those who came or stayed alone are groups of one.
    """
    rest = sorted((list(one) for one in known if one), key=len, reverse=True)
    found = [rest.pop(0)] if len(rest) % 2 and len(rest[0]) > 2 else []
    while rest:
        first = rest.pop(0)
        fits = rest and len(first) + len(rest[-1]) <= TABLE
        found.append(first + rest.pop() if fits else first)
    return _without_lonely(found)


def smallest(groups: Sequence[Sequence[int]]) -> int:
    """The place of the smallest group, the first of several."""
    return min(range(len(groups)), key=lambda place: len(groups[place]))


def meetings(rounds: Iterable[Sequence[Sequence[int]]]) -> Counter[frozenset[int]]:
    """How often each two have met."""
    return Counter(frozenset(two) for groups in rounds for group in groups for two in combinations(group, 2))


def _without_lonely(groups: Groups) -> Groups:
    """The groups; who is alone in one joins the smallest other."""
    company = [group for group in groups if len(group) > 1]
    alone = [person for group in groups if len(group) == 1 for person in group]
    if not company:
        return [alone] if alone else []
    for person in alone:
        company[smallest(company)].append(person)
    return company


def _seats(people: Sequence[int], before: Sequence[Sequence[int]]) -> list[int]:
    """The people in the order of their seats: the first of every table, the second of every table, and so on."""
    wanted = set(people)
    rows = zip_longest(*([one for one in group if one in wanted] for group in before))
    known = [one for row in rows for one in row if one is not None]
    return known + [one for one in people if one not in set(known)]


def _layouts(seats: Sequence[int], count: int) -> Iterator[Groups]:
    """Ways to sit down: with the seat's number as the step from table to table, once, twice or thrice, or crossed."""
    number = -(-count // TABLE)
    ways: tuple[Callable[[int, int], int], ...] = (
        lambda table, seat: table + seat,
        lambda table, seat: table + 2 * seat,
        lambda table, seat: table - seat,
        lambda table, seat: table ^ seat,
        lambda table, seat: table ^ (0, 3, 1, 2)[seat % 4],
        lambda table, seat: table ^ (0, 2, 3, 1)[seat % 4],
    )
    for way in ways if number else ():
        found: Groups = [[] for _ in range(number)]
        for place, person in enumerate(seats):
            seat, table = divmod(place, number)
            found[way(table, seat) % number].append(person)
        yield _evened(found)


def _evened(groups: Groups) -> Groups:
    """The groups with sizes that differ by one at most."""
    while len(longest := max(groups, key=len)) - len(shortest := min(groups, key=len)) > 1:
        shortest.append(longest.pop())
    return groups


def _repeated(groups: Groups, met: Counter[frozenset[int]]) -> int:
    return sum(_cost(person, group, met) for group in groups for person in group)


def _cost(person: int, group: Iterable[int], met: Counter[frozenset[int]]) -> int:
    return sum(met[frozenset((person, other))] for other in group if other != person)


def _improved(groups: Groups, met: Counter[frozenset[int]]) -> Groups:
    """The groups after people who meet somebody again have changed places with others, as long as that helps."""
    for _ in range(_PASSES):
        if not any(
            _changed(groups, at, seat, met)
            for at, group in enumerate(groups)
            for seat, person in enumerate(group)
            if _cost(person, group, met)
        ):
            break
    return groups


def _changed(groups: Groups, at: int, seat: int, met: Counter[frozenset[int]]) -> bool:
    """Whether the person changed places with somebody at another table, for fewer repeated meetings."""
    here = groups[at]
    me = here[seat]
    rest = [one for one in here if one != me]
    for there in (group for place, group in enumerate(groups) if place != at):
        for place, other in enumerate(there):
            others = [one for one in there if one != other]
            now = _cost(me, rest, met) + _cost(other, others, met)
            if _cost(me, others, met) + _cost(other, rest, met) < now:
                here[seat], there[place] = other, me
                return True
    return False
