"""Batches that size themselves: what arrives while one batch is being worked on makes up the next.

Alone, an item waits for nobody. Under load batches grow until the work keeps up, without any waiting time to choose.
What a batch told is written, and what has come in by then is read, before the next one begins: whoever answers at once
is part of it. Eight people who speak in turns with everybody listening so share one commit instead of two.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from web.live.desk import Desk

Item = TypeVar("Item")
Result = TypeVar("Result")


class Batcher(Generic[Item, Result]):
    """Works on items in batches, one batch at a time, in the order of their arrival."""

    def __init__(
        self,
        desk: Desk,
        work: Callable[[Sequence[Item]], Result],
        finish: Callable[[Sequence[Item], Result | None, BaseException | None], None],
        *,
        limit: int = 1000,
    ) -> None:
        """Prepare.

        Args:
            desk: whose threads do the work.
            work: what is done with a batch, in a thread.
            finish: called on the loop with the batch and the work's result or error; all a batch causes to be written
                is written in this one step, and so leaves together.
            limit: the largest batch.
        """
        self._loop = asyncio.get_running_loop()
        self._desk = desk
        self._work = work
        self._finish = finish
        self._limit = limit
        self._waiting: deque[Item] = deque()
        self._busy = False

    def put(self, item: Item) -> None:
        """Add an item."""
        self._waiting.append(item)
        if not self._busy:
            self._busy = True
            self._loop.call_soon(self._next)

    def _next(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._limit))]
        if not batch:
            self._busy = False
            return
        self._desk.put(lambda result, error: self._done(batch, result, error), self._work, batch)

    def _done(self, batch: Sequence[Item], result: Result | None, error: BaseException | None) -> None:
        try:
            self._finish(batch, result, error)
        finally:
            self._loop.call_soon(self._next)


class Questions(Generic[Item, Result]):
    """Questions that are answered together with whatever else is asked at the time."""

    def __init__(self, desk: Desk, answer: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        """Prepare.

        Args:
            desk: whose threads find the answers.
            answer: answers for a batch of questions, in their order.
        """
        self._answer = answer
        self._batcher: Batcher[tuple[Item, asyncio.Future[Result]], Sequence[Result]] = Batcher(
            desk, self._work, self._finish
        )

    async def ask(self, question: Item) -> Result:
        """Wait for the answer; what fails, fails for its whole batch."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._batcher.put((question, future))
        return await future

    def _work(self, batch: Sequence[tuple[Item, "asyncio.Future[Result]"]]) -> Sequence[Result]:
        return self._answer([question for question, _future in batch])

    @staticmethod
    def _finish(
        batch: Sequence[tuple[Item, "asyncio.Future[Result]"]],
        answers: Sequence[Result] | None,
        error: BaseException | None,
    ) -> None:
        for index, (_question, future) in enumerate(batch):
            if future.done():
                continue
            if answers is None:
                future.set_exception(error or RuntimeError("no answer"))
            else:
                future.set_result(answers[index])
