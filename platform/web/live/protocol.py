"""uvicorn's WebSocket protocol, with its transport handed to the application.

Start the server with `--ws web.live.protocol:LiveProtocol`. A connection behaves as uvicorn's own until
`web.live.asgi` adopts it: from then on frames go from the hub to the transport and from the parser to the socket, with
neither a queue nor a task per connection. Everything that keeps the protocol (pings, closing, limits) stays uvicorn's.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.protocol import OPEN

from web.live.limits import limits
from web.live.outlets import Sink

EXTENSION = "web.live"
_INVALID_DATA = 1007


class LiveProtocol(WebSocketsSansIOProtocol):
    """One connection; an `Outlet` once it is adopted."""

    sink: Sink | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Compression would cost 36 kB per socket and a frame of its own for each.
        self.conn.available_extensions = None

    # --- for the application -----------------------------------------------------------------------------------------
    def adopt(self, sink: Sink) -> None:
        """Connect an accepted handshake to its socket; frames that came in between are passed on."""
        self.sink = sink
        self.conn.max_message_size = limits().message_bytes
        self.transport.set_write_buffer_limits(high=limits().catch_up_bytes)
        del self.request, self.response  # done with, and as large as the rest of the connection
        while not self.queue.empty():
            self._pass_on(self.queue.get_nowait())
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    def writer(self) -> Callable[[bytes], None]:
        """The transport's own write: the bytes of a frame are ready, nothing is left to do for a single socket."""
        write: Callable[[bytes], None] = self.transport.write
        return write

    def settle(self) -> None:
        """Allow the full backlog."""
        self.transport.set_write_buffer_limits(high=limits().backlog_bytes)

    def end(self, code: int, reason: str) -> None:
        """Send a close frame and wait for the client's, but not for ever: a client that reads nothing is cut."""
        if self.close_sent or self.transport.is_closing() or self.conn.state is not OPEN:
            return
        self.stop_keepalive()
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(limits().farewell_seconds, self.transport.abort)
        self._read_again()

    def rest(self, seconds: float) -> None:
        """Leave the client's bytes in the network for a while."""
        if not self.read_paused and not self.transport.is_closing():
            self.read_paused = True
            self.transport.pause_reading()
            self.loop.call_later(seconds, self._read_again)

    # --- where it differs from uvicorn's -----------------------------------------------------------------------------
    def handle_connect(self, event: Any) -> None:
        """Offer this object to the application."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["extensions"][EXTENSION] = {"protocol": self}

    async def run_asgi(self) -> None:
        """Run the application; a connection that it adopted stays open when it has returned."""
        try:
            await self.app(self.scope, self.receive, self.send)
        except ClientDisconnected:
            pass
        except BaseException:
            self.logger.exception("Exception in ASGI application\n")
            self.send_500_response()
        else:
            if self.sink is not None:
                return
            self.send_500_response()
        if self.close_timer is None:
            self.transport.close()

    def send_receive_event_to_app(self) -> None:
        """Give a whole message to the socket; what is no UTF-8 closes with 1007, as the protocol asks."""
        data = b"".join(self.frames)
        self.frames = []
        if self.close_sent:
            return
        event: dict[str, Any] = {"type": "websocket.receive", "bytes": data}
        if self.curr_msg_data_type == "text":
            try:
                event = {"type": "websocket.receive", "text": data.decode()}
            except UnicodeDecodeError:
                self._fail(_INVALID_DATA, "not UTF-8")
                return
        if self.sink is not None:
            self._pass_on(event)
            return
        self.queue.put_nowait(event)  # type: ignore[arg-type]
        if not self.read_paused:  # nobody is admitted yet: let the rest wait in the network
            self.read_paused = True
            self.transport.pause_reading()

    def handle_cont(self, event: Frame) -> None:
        """Count fragments as frames."""
        if self.sink is not None:
            self.sink.spent()
        super().handle_cont(event)

    def handle_ping(self) -> None:
        """Answer a ping, unless the client sends pings and takes no answers."""
        if self.sink is not None:
            self.sink.spent()
        if self.transport.get_write_buffer_size() > limits().backlog_bytes:
            self.transport.abort()
            return
        super().handle_ping()

    def handle_parser_exception(self) -> None:
        """Close as the protocol asks; cut the connection if the client does not take it."""
        super().handle_parser_exception()
        self._cut_later()

    def handle_close(self, event: Frame) -> None:
        """Answer the client's close, or end with its answer; cut the connection if its last bytes are not taken."""
        super().handle_close(event)
        self._cut_later()

    def keepalive_timeout(self) -> None:
        """Close a silent connection, also when its buffer will never be taken."""
        super().keepalive_timeout()
        self._cut_later()

    def pause_writing(self) -> None:
        """Tell the socket that its reader is behind."""
        super().pause_writing()
        if self.sink is not None:
            self.sink.paused()

    def resume_writing(self) -> None:
        """Tell the socket that its reader caught up."""
        super().resume_writing()
        if self.sink is not None:
            self.sink.resumed()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the socket that it is gone."""
        super().connection_lost(exc)
        if self.sink is not None:
            self.sink.gone()

    # --- within ------------------------------------------------------------------------------------------------------
    def _pass_on(self, event: Any) -> None:
        if self.sink is None or event["type"] != "websocket.receive":
            return
        if event.get("text") is not None:
            self.sink.received(event["text"])
        else:
            self.sink.received_binary()

    def _fail(self, code: int, reason: str) -> None:
        if self.conn.state is OPEN:
            self.conn.fail(code, reason)
            self.handle_parser_exception()

    def _cut_later(self) -> None:
        loop: asyncio.AbstractEventLoop = self.loop
        loop.call_later(limits().farewell_seconds, self.transport.abort)

    def _read_again(self) -> None:
        if self.read_paused and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()
