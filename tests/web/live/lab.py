"""A kind of stream for tests: everybody signed in is admitted to `lab:<n>` until a fact dismisses them."""

import asyncio
import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import connections, transaction

from ledger import hints, models
from ledger.facts import Entry, Fact
from ledger.recording import record
from tests.serving import PATIENCE
from web.live import streams
from web.live.streams import Answer, Incoming, Refusal, Rendering, Said, StreamKind

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class SentenceSaid(Fact):
    """Somebody said something in a lab; a real kind of stream keeps texts outside the ledger."""

    stream = "lab:{lab}"
    lab: str
    by: int
    nonce: str
    text: str


@dataclass(frozen=True, kw_only=True)
class LabPersonDismissed(Fact):
    """Somebody may not listen any more."""

    stream = "lab:{lab}"
    lab: str
    person: int


@dataclass(frozen=True, kw_only=True)
class LabPersonAdmitted(Fact):
    """Somebody may listen again."""

    stream = "lab:{lab}"
    lab: str
    person: int


class LabStreams(StreamKind):
    """Labs 1 to 999 exist."""

    def admitted(self, pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
        kinds = [LabPersonDismissed.kind, LabPersonAdmitted.kind]
        rows = models.Entry.objects.filter(kind__in=kinds).order_by("id").values_list("kind", "data")
        standing = {(data["person"], data["lab"]): kind for kind, data in rows}
        return {pair for pair in pairs if self.exists(pair[1]) and standing.get(pair) != LabPersonDismissed.kind}

    def exists(self, key: str) -> bool:
        return key.isdigit() and 0 < int(key) < 1000

    def dismisses(self, entry: Entry) -> Collection[int]:
        return [entry.data["person"]] if entry.kind == LabPersonDismissed.kind else ()

    def render(self, entries: Sequence[Entry]) -> list[Rendering]:
        return [Rendering(entry.data, f"<p>{entry.data.get('text', '')[:20]}</p>") for entry in entries]

    def receive(self, batch: Sequence[Incoming]) -> list[Answer]:
        self.before_commit()
        with transaction.atomic():
            return [self._say(item) for item in batch]

    def before_commit(self) -> object:
        """A place for tests to hold a commit up."""

    def _say(self, item: Incoming) -> Answer:
        if item.text == "explode":
            raise RuntimeError("This item cannot be received.")
        if not item.text.strip() or len(item.text) > 5000:
            return Refusal("too long or empty")
        first = models.Entry.objects.filter(
            stream__name=f"lab:{item.key}", kind=SentenceSaid.kind, data__nonce=item.nonce, data__by=item.person_id
        ).first()
        if first:
            return Said(first.position)
        [entry] = record(SentenceSaid(lab=item.key, by=item.person_id, nonce=item.nonce, text=item.text))
        return Said(entry.position)


class LabPresence:
    """Presence in memory, with a list of what it was told."""

    def __init__(self) -> None:
        self.here: dict[str, set[tuple[int, str]]] = {}
        self.beats = 0
        self.looks = 0

    def sync(self, process_id: str, joined: Collection[tuple[int, str]], left: Collection[tuple[int, str]]) -> None:
        here = self.here.setdefault(process_id, set())
        here |= set(joined)
        here -= set(left)

    def beat(self, process_id: str) -> None:
        self.beats += 1

    def present(self, streams: Collection[str]) -> Mapping[str, list[dict[str, Any]]]:
        self.looks += 1
        pairs = {pair for here in self.here.values() for pair in here}
        return {name: [{"id": person} for person, where in sorted(pairs) if where == name] for name in streams}


def register() -> LabPresence:
    """Make labs available in this process."""
    streams.register("lab", LabStreams())
    presence = LabPresence()
    streams.register_presence(presence)
    return presence


def say(lab: int | str, *texts: str) -> int:
    """Say something in a lab as a page's form would, and return the last position."""
    with transaction.atomic():
        entries = record(*(SentenceSaid(lab=str(lab), by=0, nonce="", text=text) for text in texts))
    return entries[-1].position


def dismiss(lab: int | str, person: int) -> None:
    """Take somebody's admission away."""
    with transaction.atomic():
        record(LabPersonDismissed(lab=str(lab), person=person))


@contextlib.contextmanager
def without_hints() -> Iterator[None]:
    """Lose every hint: what is committed meanwhile is found by looking at the log only."""
    listeners, hints._listeners = hints._listeners, []
    try:
        yield
    finally:
        hints._listeners = listeners


async def elsewhere(work: Callable[[], T]) -> T:
    """Do something in a thread of its own, as another request does, and leave no connection behind."""

    def alone() -> T:
        try:
            return work()
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(None, alone)


async def say_elsewhere(lab: int | str, *texts: str) -> int:
    """Say something from a thread of its own."""
    return await elsewhere(partial(say, lab, *texts))


async def eventually(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something of another thread holds."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)
