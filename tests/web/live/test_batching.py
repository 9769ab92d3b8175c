"""Batches that size themselves."""

import asyncio
from collections.abc import Sequence
from threading import Event
from typing import Any

from tests.serving import PATIENCE
from web.live.batching import Batcher
from web.live.desk import Desk


async def test_who_answers_what_a_batch_told_is_in_the_next_batch_beside_who_waited() -> None:
    batches: list[list[str]] = []
    waiting, all_done = Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    desk = Desk(loop, threads=1)

    def store(batch: Sequence[str]) -> None:
        assert waiting.wait(PATIENCE)
        batches.append(list(batch))

    def told(batch: Sequence[str], _result: Any, _error: BaseException | None) -> None:
        if "Kochi asks" in batch:
            loop.call_soon(batcher.put, "Jena answers")
        else:
            all_done.set()

    batcher = Batcher(desk, store, told)
    batcher.put("Kochi asks")
    await asyncio.sleep(0)  # the batch is on its way
    batcher.put("Piura asks")
    waiting.set()
    async with asyncio.timeout(PATIENCE):
        await all_done.wait()
    desk.close()
    assert batches == [["Kochi asks"], ["Piura asks", "Jena answers"]]
