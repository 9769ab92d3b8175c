"""The send loop for machines without a C compiler: an asyncio protocol on uvloop, about 1.2 times what C costs.

python -m benchmarks.send_loop PORT
"""

import asyncio
import base64
import hashlib
import sys
from typing import cast

import uvloop

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Peer(asyncio.Protocol):
    """One connection; every frame it sends goes to all."""

    listening: dict["Peer", object] = {}

    def __init__(self) -> None:
        self.buffer = b""
        self.open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Write there no more."""
        Peer.listening.pop(self, None)

    def data_received(self, data: bytes) -> None:
        """Answer the handshake, then pass frames on."""
        self.buffer += data
        if not self.open:
            self._handshake()
        while self.open and self._frame():
            pass

    def _handshake(self) -> None:
        head, end, rest = self.buffer.partition(b"\r\n\r\n")
        if not end:
            return
        key = next(
            line.split(b":")[1].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key")
        )
        accept = base64.b64encode(hashlib.sha1(key + GUID, usedforsecurity=False).digest())
        self.transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        self.buffer, self.open = rest, True
        Peer.listening[self] = self.transport.write

    def _frame(self) -> bool:
        if len(self.buffer) < 2:
            return False
        size, head = self.buffer[1] & 127, 2
        if size == 126:
            size, head = int.from_bytes(self.buffer[2:4], "big"), 4
        if len(self.buffer) < head + 4 + size:
            return False
        mask = self.buffer[head : head + 4]
        payload = self.buffer[head + 4 : head + 4 + size]
        self.buffer = self.buffer[head + 4 + size :]
        key = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        text = (int.from_bytes(payload, "big") ^ key).to_bytes(size, "big")
        front = bytes((0x81, size)) if size < 126 else b"\x81\x7e" + size.to_bytes(2, "big")
        for write in Peer.listening.values():
            write(front + text)  # type: ignore[operator]
        return True


async def main(port: int) -> None:
    """Serve for ever."""
    server = await asyncio.get_running_loop().create_server(Peer, "127.0.0.1", port, backlog=4096)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
