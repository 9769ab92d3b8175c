"""What will happen around a workshop; the check of its actions is promised by its room."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from ledger.promises import Promised

DISTANCES = (7, 2, -1)
"""Days before homework is due on which those are reminded who have not handed it in; the last comes a day after."""


@dataclass(frozen=True, kw_only=True)
class HomeworkReminder(Promised):
    """Whoever has not handed in a task by then is reminded of it; a day late it is still of use."""

    stream = "event:{event_id}"
    stale_after: ClassVar[timedelta | None] = timedelta(days=1)
    event_id: int
    task_id: int
    days: int
