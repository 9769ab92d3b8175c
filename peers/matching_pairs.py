"""The possible pairs and their points: for one seeker, all hosts at once; the rules are those of `matching_points`."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from members.assignment import Booleans
from peers.matching_arrays import Crowd, Groups, Places
from peers.matching_points import AVOIDED, BOTH_WAYS, TOPIC
from peers.matching_problem import LimitKind

Points = npt.NDArray[np.int16]
POINTS = np.array([(0, *row) for row in TOPIC], np.int16)
"""By wish and experience."""
MANY = 8
"""A topic is marked in a row for everybody if more than one in so many offer it, or seek it."""
SOUGHT = -1
KEPT = 400
"""Rows kept: 40 MB for 50,000 members."""
LITTLE = [row[0] for row in TOPIC]
"""Points that only the least experience earns: no two of `TOPIC` are the same."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A number for some members: for those listed, or, where they are many, a row with one for everybody."""

    who: Places | None
    row: Points

    @classmethod
    def of(cls, who: Places, numbers: Points, size: int) -> "Mark":
        """Mark some of so many members."""
        if who.size * MANY < size:
            return cls(who, numbers)
        row = np.zeros(size, np.int16)
        row[who] = numbers
        return cls(None, row)

    def raise_on(self, scale: Points) -> None:
        """Raise a number for everybody to this one."""
        if self.who is None:
            np.maximum(scale, self.row, out=scale)
        else:
            scale[self.who] = np.maximum(scale.take(self.who), self.row)


@dataclass(frozen=True, slots=True)
class Weighing:
    """Weighs the seekers of a crowd, one by one, on scales that are used again.

    Attributes:
        crowd: the members.
        best: per member, points of the best topic; zero between two seekers.
        wanting: per member, points if it seeks what the seeker offers; zero between two seekers.
        marks: for topics looked at before, what they put on the scales.
        rows: for groups looked at before, what they are to every member.
    """

    crowd: Crowd
    best: Points
    wanting: Points
    marks: dict[tuple[int, str], Mark] = field(default_factory=dict)
    rows: dict[tuple[str, int], Points] = field(default_factory=dict)

    @classmethod
    def of(cls, crowd: Crowd) -> "Weighing":
        """Set up the scales."""
        return cls(crowd, np.zeros(len(crowd.members), np.int16), np.zeros(len(crowd.members), np.int16))

    def hosts(self, seeker: int) -> tuple[Places, Points]:
        """The possible hosts of a seeker, ascending, and the score of each."""
        hosts, learnt = self._possible(seeker)
        back = self._both_ways(seeker, hosts)
        points = learnt + self._row("points", self.crowd.kinds, seeker).take(hosts) + back
        avoided = self.crowd.members[seeker].avoids
        if avoided:
            kinds = self._limits(seeker, hosts, learnt, back > 0)
            points -= AVOIDED * sum((kinds[kind].astype(np.int16) for kind in avoided & kinds.keys()), np.int16(0))
            np.maximum(points, 1, out=points)
        return hosts, points

    def _possible(self, seeker: int) -> tuple[Places, Points]:
        """Hosts with a topic and a language, nobody declined; and the points of the best topic."""
        crowd, best = self.crowd, self.best
        for wish, topic in enumerate(dict.fromkeys(crowd.members[seeker].seeks)):
            if topic in crowd.offering:
                self._offered(min(wish, 2), topic).raise_on(best)
        best[[seeker, *crowd.apart.get(seeker, ())]] = 0
        hosts = np.flatnonzero((best > 0) & (self._row("shared", crowd.languages, seeker) > 0))
        learnt = best.take(hosts)
        best.fill(0)
        return hosts, learnt

    def _both_ways(self, seeker: int, hosts: Places) -> Points:
        for topic in self.crowd.members[seeker].offers:
            if topic in self.crowd.seeking:
                self._sought(topic).raise_on(self.wanting)
        back = self.wanting.take(hosts)
        self.wanting.fill(0)
        return back

    def _offered(self, wish: int, topic: str) -> Mark:
        if (wish, topic) not in self.marks:
            who, points = self.crowd.offering[topic], POINTS[wish].take(self.crowd.experience[topic])
            self.marks[wish, topic] = Mark.of(who, points, self.best.size)
        return self.marks[wish, topic]

    def _sought(self, topic: str) -> Mark:
        if (SOUGHT, topic) not in self.marks:
            who = self.crowd.seeking[topic]
            self.marks[SOUGHT, topic] = Mark.of(who, np.full(who.size, BOTH_WAYS, np.int16), self.best.size)
        return self.marks[SOUGHT, topic]

    def _row(self, name: str, groups: Groups, seeker: int) -> Points:
        """What a seeker's group is to every member; kept for so many groups."""
        group = int(groups.of[seeker])
        row = self.rows.get((name, group))
        if row is None:
            row = groups.whole_row(name, group)
            if len(self.rows) < KEPT:
                self.rows[name, group] = row
        return row

    def _limits(self, seeker: int, hosts: Places, learnt: Points, both: Booleans) -> dict[LimitKind, Booleans]:
        crowd = self.crowd
        return {
            "hours_apart": crowd.zones.row("far", seeker, hosts) > 0,
            "one_language": crowd.languages.row("shared", seeker, hosts) == 1,
            "little_experience": np.isin(learnt, LITTLE),
            "sizes_differ": crowd.sizes.row("far", seeker, hosts) > 0,
            "later_wish": np.isin(learnt, TOPIC[2]),
            "same_country": crowd.countries[hosts] == crowd.countries[seeker],
            "one_way": ~both,
        }
