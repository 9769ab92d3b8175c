"""One live socket: a person on a stream."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from web.live import frames, incoming
from web.live.doorkeeper import Claim
from web.live.hub import Hub
from web.live.limits import limits
from web.live.outlets import Outlet
from web.live.streams import Answer, Incoming, Refusal
from web.live.tickets import Voucher

if TYPE_CHECKING:
    from web.live.switchboard import Switchboard

TOO_SLOW = 4408
_LONGEST_REST = 5.0


class LiveSocket:
    """What is known of one connection, and what happens when it says something.

    Attributes:
        position: up to where it has been served, until it has joined its hub.
        generation: the hub's history it was welcomed to.
        here: whether it counts as presence.
    """

    __slots__ = (
        "_board",
        "_drained",
        "_language",
        "_session_key",
        "_tokens",
        "_touched",
        "_typed",
        "_unanswered",
        "_voucher",
        "closing",
        "generation",
        "here",
        "hub",
        "joined",
        "outlet",
        "position",
        "write",
    )

    outlet: Outlet
    write: Callable[[bytes], None]

    def __init__(
        self, board: "Switchboard", hub: Hub, *, voucher: Voucher, session_key: str, language: str, since: int | None
    ) -> None:
        self._board = board
        self.hub = hub
        self._voucher = voucher
        self._session_key = session_key
        self._language = language
        self.position = hub.position if since is None else since
        self.generation = hub.generation
        self.closing = self.here = self.joined = False
        self._drained: asyncio.Event | None = None
        self._tokens = limits().frame_burst
        self._touched = time.monotonic()
        self._typed = float("-inf")
        self._unanswered = 0

    def connect(self, outlet: Outlet) -> None:
        """Send through this outlet from now on."""
        self.outlet = outlet
        self.write = outlet.writer()

    @property
    def person_id(self) -> int:
        """Who it is."""
        return self._voucher.person_id

    @property
    def claim(self) -> Claim:
        """What has to stay true for the socket to stay open."""
        return Claim(self.hub.stream, self._session_key, self._voucher)

    def send(self, payload: bytes) -> None:
        """Send something to this socket alone."""
        if not self.closing:
            self.write(frames.wire(payload))

    def end(self, code: int, reason: str = "") -> None:
        """Close with a code; nothing is written after it."""
        if not self.closing:
            self._leave()
            self.outlet.end(code, reason)

    async def drained(self) -> bool:
        """Wait until the reader has taken what it was sent. Returns False when it does not in time."""
        if self._drained is None:
            return True
        try:
            await asyncio.wait_for(self._drained.wait(), limits().catch_up_seconds)
        except TimeoutError:
            return False
        return True

    def settle(self) -> None:
        """It has joined its hub: from now on it is closed when it falls behind."""
        self.joined = True
        if not self.closing:
            self.outlet.settle()

    # --- told by the outlet ------------------------------------------------------------------------------------------
    def paused(self) -> None:
        """More is unsent than allowed. A writer's callback: closing has to wait until the writer has returned."""
        if self.joined:
            asyncio.get_running_loop().call_soon(self.end, TOO_SLOW, "too slow")
        else:
            self._drained = asyncio.Event()

    def resumed(self) -> None:
        """Most of it was taken."""
        if self._drained is not None:
            self._drained.set()
            self._drained = None

    def gone(self) -> None:
        """The connection is closed."""
        if not self.closing:
            self._leave()
        self.resumed()

    def spent(self) -> None:
        """Count one frame; who sends too many is read more slowly."""
        now = time.monotonic()
        allowed = limits()
        self._tokens = min(allowed.frame_burst, self._tokens + (now - self._touched) * allowed.frames_per_second) - 1
        self._touched = now
        if self._tokens < 0:
            self.outlet.rest(min(_LONGEST_REST, -self._tokens / allowed.frames_per_second))

    def received_binary(self) -> None:
        """Binary frames have no meaning here."""
        self.spent()
        self._refuse(None, _("Only text frames are understood here."))

    def received(self, text: str) -> None:
        """Do what a frame asks for, or say why not."""
        self.spent()
        if self.closing:
            return
        if len(text) > limits().frame_bytes:
            self._refuse(None, _("This is too long."))
            return
        try:
            frame = incoming.read(text)
        except incoming.Unreadable as error:
            self._refuse(error.nonce, error.reason)
            return
        match frame:
            case incoming.Say():
                self._say(frame)
            case incoming.Here():
                self._board.presence.arrived(self)
            case incoming.Typing():
                self._type()

    # --- within ------------------------------------------------------------------------------------------------------
    def _leave(self) -> None:
        self.closing = True
        self._board.left(self)

    def _refuse(self, nonce: str | None, reason: str | Promise) -> None:
        with override(self._language):
            self.send(frames.answer(nonce, Refusal(str(reason))))

    def _type(self) -> None:
        now = time.monotonic()
        if now - self._typed >= limits().typing_seconds:
            self._typed = now
            self._board.typed(self.hub.stream, self.person_id)

    def _say(self, frame: incoming.Say) -> None:
        if self._unanswered >= limits().unanswered:
            self._refuse(frame.nonce, _("Too many messages at once. Please wait for the answers."))
            return
        self._unanswered += 1
        key = self.hub.stream.partition(":")[2]
        said = Incoming(self.person_id, key, frame.nonce, frame.text, self._language)
        self._board.speech.put(self.hub.stream, said, self._answered)

    def _answered(self, nonce: str, answer: Answer) -> None:
        self._unanswered -= 1
        self.send(frames.answer(nonce, answer))
