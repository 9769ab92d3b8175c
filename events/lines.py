"""Places and a waiting list, whatever the places are for: an event, or one session of it.

Nothing here locks. Whoever changes something holds the event's row (see `registrations.door`), so that one at a time
decides: nobody is skipped, no place is given twice, and none stays free while somebody waits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from events.models import Place, Registration

Row = TypeVar("Row", Registration, Place)


@dataclass(frozen=True)
class Line(Generic[Row]):
    """Who has a place and who waits, first come first.

    Attributes:
        rows: the table, with `state`, `queued_at` and `changed_at`.
        of: the field that says what the place is for.
        holds: states that take a place; has: the one of somebody who moves up; waits: that of the waiting list.
    """

    rows: type[Row]
    of: str
    holds: Sequence[str]
    has: str
    waits: str

    def taken(self, what: int) -> int:
        """How many places are taken."""
        return self.rows._default_manager.filter(**{self.of: what}, state__in=self.holds).count()

    def queue(self, what: int) -> list[Row]:
        """The waiting list, first come first."""
        waiting = self.rows._default_manager.filter(**{self.of: what}, state=self.waits)
        return list(waiting.order_by("queued_at", "id"))

    def next_state(self, what: int, places: int | None) -> str:
        """What somebody who comes now gets: a place, or one in the waiting list; `places` None means no limit."""
        return self.has if places is None or self.taken(what) < places else self.waits

    def promote(self, what: int, places: int | None) -> list[Row]:
        """Give every free place to the first in the waiting list. Returns who got one, in order."""
        queue = self.queue(what)
        promoted = queue if places is None else queue[: max(0, places - self.taken(what))]
        for row in promoted:
            row.state, row.changed_at = self.has, timezone.now()
        self.rows._default_manager.bulk_update(promoted, ["state", "changed_at"])
        return promoted

    def positions(self, whats: Collection[int]) -> dict[int, int]:
        """The place in the waiting list (from 1) of every row that waits for one of these, in one query."""
        place = Window(RowNumber(), partition_by=F(f"{self.of}_id"), order_by=[F("queued_at").asc(), F("id").asc()])
        waiting = self.rows._default_manager.filter(**{f"{self.of}__in": whats}, state=self.waits)
        return dict(waiting.annotate(place=place).order_by().values_list("id", "place"))
