"""The audience of a live stage: many sockets that listen, while some of their people vote and ask by HTTP.

Runs as a process of its own (`python -m benchmarks.audience`, a plan as JSON on standard input, a tally as JSON on
standard output) and prints `measuring` and `measured` around the time that counts, as `benchmarks.load` does.
"""

import asyncio
import json
import resource
import sys
import time
from array import array
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from benchmarks.load import percentiles

AT_ONCE = 50
SEAL = "b" * 32
"""The cookie against forged forms, and its echo."""


@dataclass
class Plan:
    """What is to be done.

    Attributes:
        cookies: one session per socket; votes and questions come from them in turn.
        votes, asks: per second, on a schedule.
        questions: those voted for.
    """

    origin: str
    stream: str
    session: int
    cookies: list[str]
    questions: list[int]
    votes: float = 20.0
    asks: float = 1.0
    seconds: float = 8.0
    warm_up: float = 2.0


@dataclass
class Tally:
    """What came of it.

    Attributes:
        deliveries: entries that reached sockets within the measured time, in `frames` of the wire.
        entries: different entries among them; `posts` votes and questions were answered meanwhile.
        vote_delays, ask_delays: milliseconds from the scheduled time to each socket.
        answers: milliseconds from the scheduled time to the answer by HTTP.
        missing: votes and questions that did not reach every socket in the end.
    """

    sockets: int = 0
    posts: int = 0
    deliveries: int = 0
    entries: int = 0
    failed: int = 0
    missing: int = 0
    busy: float = 0.0
    seconds: float = 0.0
    vote_delays: dict[str, float] = field(default_factory=dict)
    ask_delays: dict[str, float] = field(default_factory=dict)
    answers: dict[str, float] = field(default_factory=dict)


class Ear(WSListener):
    """One socket, and how many votes of each question it knows of."""

    hall: "Hall"
    known: dict[str, int]
    heard: int

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Note what came."""
        payload = frame.get_payload_as_bytes()
        if frame.msg_type == WSMsgType.PING:
            transport.send_pong(payload)
        else:
            self.hall.came(self, payload)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """A socket that closes before the end makes the run void."""
        self.hall.tally.failed += not self.hall.ending


class Hall:
    """All sockets, and what their people do."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.tally = plan, Tally(sockets=len(plan.cookies))
        self.ears: list[Ear] = []
        self.transports: list[WSTransport] = []
        self.measuring = self.ending = False
        self.since = float("inf")
        self.sent: dict[str, list[float]] = defaultdict(list)
        self.asked = 0
        self.vote_delays, self.ask_delays, self.answers = array("d"), array("d"), array("d")
        self.parsed: dict[bytes, list[dict[str, Any]]] = {}

    async def connect(self) -> None:
        """Open every socket, some at a time."""
        for start in range(0, len(self.plan.cookies), AT_ONCE):
            await asyncio.gather(*(self._connect(cookie) for cookie in self.plan.cookies[start : start + AT_ONCE]))

    async def _connect(self, cookie: str) -> None:
        def ear() -> Ear:
            made = Ear()
            made.hall, made.known, made.heard = self, defaultdict(int), 0
            return made

        url = f"{self.plan.origin.replace('http', 'ws', 1)}/live/{self.plan.stream}/"
        headers = {"Origin": self.plan.origin, "Cookie": cookie}
        transport, listener = await ws_connect(ear, url, extra_headers=headers, websocket_handshake_timeout=60)
        assert isinstance(listener, Ear)
        self.ears.append(listener)
        self.transports.append(transport)

    def came(self, ear: Ear, payload: bytes) -> None:
        """Note the delays of what a frame tells; the same bytes come to everybody and are read once."""
        entries = self.parsed.get(payload)
        if entries is None:
            found = json.loads(payload)
            entries = [one for one in (found if isinstance(found, list) else [found]) if "position" in one]
            entries = self.parsed[payload] = [one for one in entries if one["kind"] != "welcome"]
            self.tally.entries += len(entries) * self.measuring
        now = time.monotonic()
        self.tally.deliveries += len(entries) * self.measuring
        for entry in entries:
            self._told(ear, entry, now)

    def _told(self, ear: Ear, entry: dict[str, Any], now: float) -> None:
        if entry["kind"] == "question_asked":
            ear.heard += 1
            self._note(self.ask_delays, float(entry["data"]["text"]), now)
        for question, votes in entry["data"].get("votes", {}).items() if entry["kind"] == "questions_counted" else ():
            for began in self.sent[question][ear.known[question] : votes]:
                self._note(self.vote_delays, began, now)
            ear.known[question] = votes

    def _note(self, delays: "array[float]", began: float, now: float) -> None:
        if began >= self.since:
            delays.append((now - began) * 1000)

    async def run(self) -> Tally:
        """Connect, warm up, measure, and wait for what is under way."""
        print("connecting", flush=True)
        await self.connect()
        print("connected", flush=True)
        await self._wake()
        await self._rest()
        total = self.plan.warm_up + self.plan.seconds
        work = [asyncio.create_task(self._votes(total)), asyncio.create_task(self._asks(total))]
        await asyncio.sleep(self.plan.warm_up)
        await self._measure()
        await asyncio.gather(*work)
        await asyncio.sleep(2.0)
        self._close_the_books()
        return self.tally

    async def _wake(self) -> None:
        """A server that has just started loads its pages with the first requests; these do not count."""
        for _ in range(2):
            await asyncio.gather(*(self._post(n, "listen/", "language=es", 0.0) for n in range(4)))
            await self._post(0, f"sessions/{self.plan.session}/applaud/", "sign=clap", 0.0)

    async def _rest(self) -> None:
        """What the sockets cost by being there."""
        await asyncio.sleep(1.0)
        print("resting", flush=True)
        await asyncio.sleep(self.plan.seconds / 2)
        print("rested", flush=True)

    async def _measure(self) -> None:
        print("measuring", flush=True)
        used, wall = _used(), time.monotonic()
        self.measuring, self.since = True, time.monotonic()
        await asyncio.sleep(self.plan.seconds)
        self.measuring = False
        self.tally.seconds = time.monotonic() - wall
        self.tally.busy = (_used() - used) / self.tally.seconds
        self.tally.posts = len(self.answers)
        print("measured", flush=True)

    async def _votes(self, total: float) -> None:
        """Each person votes for each question once, in turn."""
        turns = ((who, question) for question in self.plan.questions for who in range(len(self.plan.cookies)))
        await self._scheduled(self.plan.votes, total, [self._vote(*turn) for turn in self._some(turns, total)])

    def _some(self, turns: Any, total: float) -> list[Any]:
        return [turn for _, turn in zip(range(int(total * self.plan.votes)), turns, strict=False)]

    def _vote(self, who: int, question: int) -> Any:
        async def act(due: float) -> None:
            self.sent[str(question)].append(due)
            await self._post(who, f"questions/{question}/vote/", "wanted=1", due)

        return act

    async def _asks(self, total: float) -> None:
        def ask(who: int) -> Any:
            async def act(due: float) -> None:
                self.asked += 1
                await self._post(who, f"sessions/{self.plan.session}/ask/", f"text={due:.6f}&nonce={due}", due)

            return act

        people = len(self.plan.cookies)
        await self._scheduled(self.plan.asks, total, [ask(n % people) for n in range(int(total * self.plan.asks))])

    async def _scheduled(self, rate: float, total: float, acts: list[Any]) -> None:
        began, under_way = time.monotonic(), []
        for turn, act in enumerate(acts):
            due = began + turn / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            under_way.append(asyncio.create_task(act(due)))
        await asyncio.gather(*under_way)

    async def _post(self, who: int, path: str, body: str, due: float) -> None:
        address = urlsplit(self.plan.origin)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        head = (
            f"POST /events/hall/stage/{path} HTTP/1.1\r\nHost: {address.netloc}\r\nOrigin: {self.plan.origin}\r\n"
            f"Cookie: {self.plan.cookies[who]}; csrftoken={SEAL}\r\nX-CSRFToken: {SEAL}\r\nX-Fragment: 1\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n"
        )
        writer.write((head + body).encode())
        answer = await reader.read()
        writer.close()
        if answer.split(b" ", 2)[1:2] != [b"200"]:
            self.tally.failed += 1
            print(answer[:600].decode(errors="replace"), file=sys.stderr)
        self._note(self.answers, due, time.monotonic())

    def _close_the_books(self) -> None:
        self.ending = True
        votes = sum(map(len, self.sent.values()))
        self.tally.missing = sum(votes - sum(ear.known.values()) + self.asked - ear.heard for ear in self.ears)
        for name in ("vote_delays", "ask_delays", "answers"):
            setattr(self.tally, name, percentiles(getattr(self, name)))


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def main(plan: dict[str, Any]) -> None:
    """Do what a plan says and print the tally."""
    hall = Hall(Plan(**plan))
    print(json.dumps(asdict(await hall.run())), flush=True)
    for transport in hall.transports:
        transport.disconnect(False)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    uvloop.run(main(json.load(sys.stdin)))
