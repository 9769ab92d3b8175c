"""The channel layer of the embedded platform: one process, no Redis.

Channels' in-memory layer belongs to one event loop and is not thread-safe: a message sent from a worker thread waits in
a queue whose loop does not know about it. This one remembers the loop that listens and takes everything there.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

from channels.layers import InMemoryChannelLayer


class EmbeddedChannelLayer(InMemoryChannelLayer):  # type: ignore[misc]
    """An in-memory layer that may be used from any thread."""

    _home: asyncio.AbstractEventLoop | None = None

    async def receive(self, channel: str) -> Any:
        """Receive on the loop that is the layer's home from the first call on."""
        if self._home is None or self._home.is_closed():
            self._home = asyncio.get_running_loop()
        return await self._at_home(super().receive(channel))

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        """Send to one channel."""
        await self._at_home(super().send(channel, message))

    async def group_add(self, group: str, channel: str) -> None:
        """Add a channel to a group."""
        await self._at_home(super().group_add(group, channel))

    async def group_discard(self, group: str, channel: str) -> None:
        """Take a channel out of a group."""
        await self._at_home(super().group_discard(group, channel))

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        """Send to every channel of a group."""
        await self._at_home(super().group_send(group, message))

    async def _at_home(self, work: Coroutine[Any, Any, Any]) -> Any:
        home = self._home
        if home is None or home.is_closed() or home is asyncio.get_running_loop():
            return await work
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, home))
