"""A bot's socket, which the server may close at any moment."""

import asyncio
import json
from datetime import UTC, datetime

from websockets.asyncio.server import ServerConnection, serve

from hub.rehearsal.visitor import Following, Visitor
from tests.ports import free_port


async def greet_and_answer(connection: ServerConnection) -> None:
    """The server's part: welcome whoever comes and acknowledge what they say."""
    await connection.send(json.dumps({"kind": "welcome", "server_now": datetime.now(UTC).isoformat()}))
    async for text in connection:
        await connection.send(json.dumps({"kind": "said", "nonce": json.loads(text)["nonce"]}))


async def read(following: Following) -> None:
    async for _ in following.frames():
        pass


async def test_what_is_said_while_the_socket_is_lost_again_is_said_on_the_next_one() -> None:
    port = free_port()
    async with serve(greet_and_answer, "localhost", port):
        following = Following(Visitor(f"http://localhost:{port}"), "room:7", since=0)
        following.connected.set()  # as in the moment in which it was lost: nobody has looked since
        saying = asyncio.create_task(following.say("k1", "We shade our schools."))
        await asyncio.sleep(0)
        reading = asyncio.create_task(read(following))
        assert await saying == "said"
        reading.cancel()
        await following.visitor.close()
