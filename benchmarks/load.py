"""The load: many sockets in one process, a few of which speak; every delivery is counted.

Runs as a process of its own (`python -m benchmarks.load`, a plan as JSON on standard input, a tally as JSON on standard
output) and prints `measuring` and `measured` around the time that counts. It uses picows, since a generator that is
slower than the server would measure itself; a tally tells how busy it was. Where no delays are measured it rests for as
long as a server needs to bring one message to everybody, and then reads every socket: woken for each frame, it would be
busier with waking up than with reading.
"""

import asyncio
import json
import resource
import sys
import time
from array import array
from dataclasses import asdict, dataclass, field
from typing import Any

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

MARK = b"~"
"""Every payload is `~sender:nanoseconds~xxx…`; the same two marks are in the frame that comes back."""

AT_ONCE = 50
DRAIN_SECONDS = 30.0
REST_SECONDS = 2e-6
"""Of a rest, for each socket; a `send()` in C takes twice as long."""


@dataclass
class Plan:
    """What is to be done.

    Attributes:
        urls: one per socket.
        cookies: the session of each socket, "" for servers without sessions.
        kind: `ours`, `stock` or `loop`: how a message is wrapped.
        senders: how many of the sockets speak.
        outstanding: how many messages of a sender are under way; it speaks again on its own echo (or answer).
        on: "echo", or "answer" (ours: `said`).
        rate: deliveries (with `on` "answer": messages) per second on a schedule, instead of `outstanding`.
        rooms: over how many rooms the sockets are spread evenly; a message goes to those of one.
        idle: only connect, and say nothing.
        behind: only connect, and wait until each socket has got so many entries that it missed.
        size: bytes of a message's text.
    """

    urls: list[str]
    cookies: list[str]
    kind: str
    origin: str
    senders: int = 8
    outstanding: int = 1
    on: str = "echo"
    rate: float | None = None
    seconds: float = 5.0
    warm_up: float = 1.0
    size: int = 200
    rooms: int = 1
    idle: bool = False
    behind: int = 0


@dataclass
class Tally:
    """What came of it.

    Attributes:
        posts: messages sent in all; `deliveries` must be `posts` times the sockets of a room in the end.
        counted: deliveries within the measured time; `frames` are the WebSocket frames they came in.
        answered: messages acknowledged within the measured time.
        delays: milliseconds from the scheduled time to each delivery (`rate`), or to the answer (`answer`).
        whole: seconds from the first connection until everybody had what they missed (`behind`).
        busy: the generator's share of one processor while measuring.
    """

    sockets: int = 0
    posts: int = 0
    deliveries: int = 0
    counted: int = 0
    frames: int = 0
    answered: int = 0
    refused: int = 0
    failed: int = 0
    lost: int = 0
    seconds: float = 0.0
    whole: float = 0.0
    busy: float = 0.0
    delays: dict[str, float] = field(default_factory=dict)


class Ear(WSListener):
    """One socket."""

    load: "Load"
    number: int
    transport: WSTransport
    listens: bool

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Count what came; with hundreds of thousands of frames a second, every line here is paid for."""
        payload = frame.get_payload_as_bytes()
        load = self.load
        marks = payload.count(MARK)
        if marks:
            load.marks += marks
            load.frames += 1
            if self.listens:
                load.came(self, payload)
        elif frame.msg_type == WSMsgType.PING:
            transport.send_pong(payload)
        else:
            load.other(self, payload)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """A socket that closes before the end makes the run void."""
        self.load.gone()


class Load:
    """All sockets, and what they are to do."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tally = Tally(sockets=len(plan.urls))
        self.ears: list[Ear] = []
        self.measuring = self.speaking = self.ending = False
        self.delays = array("d")
        self.marks = self.frames = 0
        self.welcomed = 0
        self.own = [f"~{number}:".encode() for number in range(len(plan.urls))]
        self.nonce = 0
        self.sent_at: dict[int, int] = {}

    async def connect(self) -> None:
        """Open every socket, some at a time."""
        for start in range(0, len(self.plan.urls), AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, len(self.plan.urls)))
            await asyncio.gather(*(self._connect(number) for number in numbers))
        if self.plan.kind == "ours":
            async with asyncio.timeout(30):
                while self.welcomed < len(self.ears):
                    await asyncio.sleep(0.01)

    async def _connect(self, number: int) -> None:
        def ear() -> Ear:
            made = Ear()
            made.load, made.number = self, number
            made.listens = bool(self.plan.rate) or number < self.plan.senders
            return made

        headers = {"Origin": self.plan.origin}
        if self.plan.cookies[number]:
            headers["Cookie"] = self.plan.cookies[number]
        transport, listener = await ws_connect(
            ear, self.plan.urls[number], extra_headers=headers, websocket_handshake_timeout=60
        )
        assert isinstance(listener, Ear)
        listener.transport = transport
        self.ears.append(listener)

    def came(self, ear: Ear, payload: bytes) -> None:
        """Note the delays of the deliveries in a frame, and speak again where it is one's own."""
        if self.plan.on == "answer":
            return
        if self.plan.rate:
            if self.measuring:
                now = time.monotonic_ns()
                for each in payload.split(MARK)[1::2]:
                    self.delays.append((now - int(each.split(b":")[1])) / 1e6)
        elif self.speaking and ear.number < self.plan.senders:
            for _ in range(payload.count(self.own[ear.number])):
                self.speak(ear)

    def other(self, ear: Ear, payload: bytes) -> None:
        """Take note of what is no delivery."""
        if b'"welcome"' in payload:
            self.welcomed += 1
        elif b'"refused"' in payload:
            self.tally.refused += 1
        elif b'"said"' in payload and self.plan.on == "answer":
            self._answered(ear, int(json.loads(payload)["nonce"].rpartition("-")[2]))

    def _answered(self, ear: Ear, nonce: int) -> None:
        began = self.sent_at.pop(nonce)
        if self.measuring:
            self.tally.answered += 1
            self.delays.append((time.monotonic_ns() - began) / 1e6)
        if self.speaking and not self.plan.rate:
            self.speak(ear)

    def speak(self, ear: Ear, scheduled: int | None = None) -> None:
        """Say one thing; its time is the scheduled one, so that a slow server is not spared."""
        self.nonce += 1
        self.tally.posts += 1
        began = scheduled or time.monotonic_ns()
        text = f"~{ear.number}:{began}~".ljust(self.plan.size, "x")
        if self.plan.on == "answer":
            self.sent_at[self.nonce] = began
        if self.plan.kind == "ours":
            text = f'{{"kind":"say","nonce":"{began}-{self.nonce}","text":"{text}"}}'
        elif self.plan.kind == "stock":
            text = f'{{"message":"{text}","nonce":"{began}-{self.nonce}"}}'
        ear.transport.send(WSMsgType.TEXT, text.encode())

    def gone(self) -> None:
        """Count a socket that closed although nobody asked it to."""
        if not self.ending:
            self.tally.failed += 1

    async def run(self) -> Tally:
        """Connect, warm up, measure, and wait for what is under way."""
        print("connecting", flush=True)
        began = time.monotonic()
        await self.connect()
        if self.plan.behind:
            self.tally.posts = self.plan.behind
            await self._drain()
            self.tally.whole = time.monotonic() - began
        print("connected", flush=True)
        self.ears.sort(key=lambda ear: ear.number)
        if self.plan.idle or self.plan.behind:
            await self._measure()
            self.ending = True
            self._close_the_books()
            return self.tally
        self.speaking = True
        tasks = [asyncio.create_task(each) for each in (self._speak(), self._rest())]
        await asyncio.sleep(self.plan.warm_up)
        await self._measure()
        self.speaking = False
        for task in tasks:
            task.cancel()
        await self._drain()
        self._close_the_books()
        self.tally.delays = percentiles(self.delays)
        self.ending = True
        return self.tally

    async def _speak(self) -> None:
        voices = self.ears[: self.plan.senders]
        if self.plan.rate is None:
            for ear in voices:
                for _ in range(self.plan.outstanding):
                    self.speak(ear)
            return
        pause = len(self.ears) / self.plan.rate if self.plan.on == "echo" else 1 / self.plan.rate
        began = time.monotonic() + 0.05
        turn = 0
        while self.speaking:
            due = began + turn * pause
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            self.speak(voices[turn % len(voices)], int(due * 1e9))
            turn += 1

    async def _rest(self) -> None:
        while self.speaking and self.plan.rate is None and self.plan.on == "echo":
            time.sleep(REST_SECONDS * len(self.ears))
            await asyncio.sleep(0)

    async def _measure(self) -> None:
        print("measuring", flush=True)
        used, wall = _used(), time.monotonic()
        marks, frames = self.marks, self.frames
        self.measuring = True
        await asyncio.sleep(self.plan.seconds)
        self.measuring = False
        self.tally.counted = (self.marks - marks) // 2
        self.tally.frames = self.frames - frames
        self.tally.seconds = time.monotonic() - wall
        self.tally.busy = (_used() - used) / self.tally.seconds
        print("measured", flush=True)

    async def _drain(self) -> None:
        end = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < end and self.marks // 2 < self._expected():
            await asyncio.sleep(0.02)

    def _close_the_books(self) -> None:
        self.tally.deliveries = self.marks // 2
        self.tally.lost = self._expected() - self.tally.deliveries

    def _expected(self) -> int:
        return self.tally.posts * len(self.ears) // self.plan.rooms


def percentiles(delays: "array[float]") -> dict[str, float]:
    """Median, 99th percentile and maximum of delays in milliseconds."""
    ordered = sorted(delays)
    if not ordered:
        return {}
    return {
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)],
        "max": ordered[-1],
    }


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def main(plan: dict[str, Any]) -> None:
    """Do what a plan says and print the tally."""
    load = Load(Plan(**plan))
    tally = await load.run()
    print(json.dumps(asdict(tally)), flush=True)
    for ear in load.ears:
        ear.transport.disconnect(False)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    uvloop.run(main(json.load(sys.stdin)))
