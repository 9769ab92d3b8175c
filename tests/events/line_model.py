"""The model of places and a waiting list that random walks compare the platform with; events and sessions share it."""

from dataclasses import dataclass, field


@dataclass
class LineModel:
    """Who has a place and who waits, by id; the order of ids is the order in which people came.

    Attributes:
        places: how many there are.
        moving: whether free places go on to those who wait; not while nobody can come.
    """

    places: int
    seated: set[int] = field(default_factory=set)
    waiting: list[int] = field(default_factory=list)
    moving: bool = True

    def enter(self, pk: int) -> None:
        """Somebody comes, or was asked to wait and is let in now."""
        if len(self.seated) < self.places:
            self.seated.add(pk)
        else:
            self.waiting = sorted([*self.waiting, pk])

    def leave(self, pk: int) -> None:
        """Somebody goes; the first who waits moves up."""
        self.seated.discard(pk)
        self.waiting = [one for one in self.waiting if one != pk]
        self.promote()

    def resize(self, places: int) -> None:
        """There are more places now, or fewer."""
        self.places = places
        self.promote()

    def promote(self) -> None:
        """Free places go to those who wait first."""
        while self.moving and self.waiting and len(self.seated) < self.places:
            self.seated.add(self.waiting.pop(0))

    def check(self, *, seated: set[int], waiting: list[int], positions: dict[int, int]) -> None:
        """Compare with what the platform says: never oversold, nobody skipped, no place idle while somebody waits."""
        assert (seated, waiting) == (self.seated, self.waiting)
        assert positions == {pk: place for place, pk in enumerate(self.waiting, 1)}
        assert len(seated) <= self.places
        assert not self.moving or not waiting or len(seated) == self.places
