"""Listening to the hints of other processes, on the loop of the sockets."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from channels.layers import get_channel_layer

from web.live.courier import GROUP, is_shared

REJOIN_SECONDS = 600.0
"""Groups expire, and vanish when Redis restarts; so the process joins again from time to time."""

_log = logging.getLogger(__name__)


class OncePerOutage(logging.Filter):
    """Lets the layer's own complaint through once in five minutes instead of once a second."""

    def __init__(self) -> None:
        super().__init__()
        self._quiet_until = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is shown."""
        if record.levelno < logging.ERROR:
            return True
        now = time.monotonic()
        if now < self._quiet_until:
            return False
        self._quiet_until = now + 300
        return True


async def listen(told: Callable[[dict[str, Any]], None]) -> None:
    """Pass on what other processes tell, for ever; an outage is said once and then waited out."""
    if not is_shared():
        return
    logging.getLogger("channels_redis.pubsub").addFilter(OncePerOutage())
    failing = False
    while True:
        try:
            await _listen_for_a_while(told)
            failing = False
        except Exception as error:
            if not failing:
                _log.warning("Hints of other processes do not arrive; the log is read each second: %r", error)
            failing = True
            await asyncio.sleep(1)


async def _listen_for_a_while(told: Callable[[dict[str, Any]], None]) -> None:
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(GROUP, channel)
    try:
        async with asyncio.timeout(REJOIN_SECONDS):
            while True:
                told(await layer.receive(channel))
    except TimeoutError:
        await layer.group_discard(GROUP, channel)
