"""Rights of open sockets: examined together every second and a half, and never older than two when entries go out.

So nobody whose right was withdrawn gets an entry after two seconds, whatever else is slow: entries wait for the check,
not the check for entries. Where the entry itself withdraws the right, it is examined before the entry is delivered.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Iterable, Sequence

from web.live import doorkeeper
from web.live.batching import Questions
from web.live.desk import Desk
from web.live.doorkeeper import Claim, Verdict
from web.live.sockets import LiveSocket

CHECK_SECONDS = 1.5
LEASE_SECONDS = 2.0
_CHUNK = 2000
_log = logging.getLogger(__name__)


def _parting(code: int) -> int:
    """The close code for who was let in: that there is such a stream is no secret to them."""
    return doorkeeper.NOT_ALLOWED if code == doorkeeper.NO_STREAM else code


class Rights:
    """Who may listen, asked of the database in batches."""

    def __init__(self, desk: Desk, sockets: Callable[[], Iterable[LiveSocket]]) -> None:
        self._desk = desk
        self._sockets = sockets
        self._door: Questions[Claim, Verdict] = Questions(desk, doorkeeper.examine)
        self._started_at = self.confirmed_at = time.monotonic()
        self._checking: asyncio.Future[None] | None = None
        self._failing = False

    async def examine(self, claim: Claim) -> Verdict:
        """Who somebody at the door is, or why not; together with whoever else is at the door.

        Answered again when a check of all sockets began meanwhile, for it did not know of this one.
        """
        while True:
            began = time.monotonic()
            verdict = await self._door.ask(claim)
            if self._started_at <= began:
                return verdict

    @property
    def are_fresh(self) -> bool:
        """Whether entries may go out now."""
        return time.monotonic() - self.confirmed_at < LEASE_SECONDS

    async def confirm(self) -> bool:
        """Make sure that rights are fresh. Returns False when the database cannot say."""
        return self.are_fresh or await self.check()

    async def check(self) -> bool:
        """Examine every socket and close those that lost their right."""
        if self._checking is None:
            self._checking = asyncio.ensure_future(self._check_all())
            self._checking.add_done_callback(self._checked)
        try:
            await asyncio.shield(self._checking)
        except Exception:
            return False
        return True

    async def check_people(self, stream: str, people: Collection[int]) -> None:
        """Examine some people's sockets on a stream now."""
        await self._examine(
            [socket for socket in self._sockets() if socket.person_id in people and socket.hub.stream == stream]
        )

    async def keep_checking(self) -> None:
        """Check all sockets for ever."""
        while True:
            await asyncio.sleep(max(0.1, self._started_at + CHECK_SECONDS - time.monotonic()))
            await self.check()

    async def _check_all(self) -> None:
        began = self._started_at = time.monotonic()
        await self._examine(list(self._sockets()))
        self.confirmed_at = began

    async def _examine(self, sockets: Sequence[LiveSocket]) -> None:
        for start in range(0, len(sockets), _CHUNK):
            some = sockets[start : start + _CHUNK]
            verdicts = await self._desk.ask(doorkeeper.examine, [socket.claim for socket in some])
            for socket, verdict in zip(some, verdicts, strict=True):
                if isinstance(verdict, int):
                    socket.end(_parting(verdict))

    def _checked(self, done: "asyncio.Future[None]") -> None:
        self._checking = None
        error = None if done.cancelled() else done.exception()
        if error and not self._failing:
            _log.error("Rights of live sockets cannot be checked; entries wait", exc_info=error)
        self._failing = bool(error)
