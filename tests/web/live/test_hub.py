"""The hub alone: whatever is read late, twice or in the wrong order, each socket sees contiguous positions once."""

import json
from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from web.live import frames
from web.live.hub import Hub, Step
from web.live.log import PAGE, Encoded


def encoded(position: int, history: int = 0) -> Encoded:
    return Encoded(position, frames.encode({"kind": "said", "position": position, "history": history}))


class Page:
    """A client that keeps to the contract: it places entries by position and starts afresh on a reset."""

    def __init__(self, since: int, generation: int, person_id: int = 1) -> None:
        self.position = since
        self.generation = generation
        self.person_id = person_id
        self.shown = since
        self.history: list[int] = []
        self.resets = 0
        self.told: list[str] = []

    @property
    def write(self) -> Callable[[bytes], None]:
        return self._receive

    def _receive(self, frame: bytes) -> None:
        read = json.loads(frames.unwire(frame))
        for each in read if isinstance(read, list) else [read]:
            if each["kind"] == "reset":
                self.shown = each["position"]
                self.history = []
                self.resets += 1
            elif each["kind"] == "said":
                assert each["position"] == self.shown + 1, f"{each['position']} came after {self.shown}"
                self.shown += 1
                self.history.append(each["history"])
            else:
                self.told.append(each["kind"])


def hub_at(head: int) -> Hub:
    return Hub("lab:1", epoch="first", head=head)


def test_a_socket_that_is_up_to_date_joins_at_once() -> None:
    hub, page = hub_at(3), Page(3, 0)
    assert hub.advance(page) is Step.JOINED
    assert hub.take([encoded(4), encoded(5)])
    assert page.shown == 5


def test_entries_read_twice_are_written_once() -> None:
    hub, page = hub_at(0), Page(0, 0)
    hub.advance(page)
    hub.take([encoded(1), encoded(2)])
    hub.take([encoded(1), encoded(2), encoded(3)])
    assert page.shown == 3


def test_entries_after_a_gap_are_not_taken() -> None:
    hub, page = hub_at(0), Page(0, 0)
    hub.advance(page)
    assert not hub.take([encoded(2)])
    assert (hub.position, page.shown) == (0, 0)


def test_who_comes_back_is_served_from_the_tail() -> None:
    hub, page = hub_at(0), Page(2, 0)
    hub.take([encoded(n) for n in range(1, 6)])
    assert [hub.advance(page), hub.advance(page)] == [Step.WRITTEN, Step.JOINED]
    assert page.shown == 5


def test_who_was_away_longer_needs_older_entries() -> None:
    hub, page = hub_at(5), Page(2, 0)
    assert hub.advance(page) is Step.OLDER
    hub.tail.prepend([encoded(n) for n in (3, 4, 5)])
    assert [hub.advance(page), hub.advance(page)] == [Step.WRITTEN, Step.JOINED]
    assert page.shown == 5


def test_entries_that_do_not_follow_are_not_served() -> None:
    hub, page = hub_at(5), Page(2, 0)
    assert not hub.serve(page, [encoded(4)])
    assert hub.serve(page, [encoded(3)])
    assert page.position == 3


def test_a_new_history_resets_joined_sockets_and_those_on_their_way() -> None:
    hub, joined, coming = hub_at(5), Page(5, 0), Page(2, 0)
    hub.advance(joined)
    hub.restart("second", 1)
    assert hub.advance(coming) is Step.JOINED
    hub.take([encoded(2, history=1)])
    assert [(page.shown, page.resets, page.history) for page in (joined, coming)] == [(2, 1, [1])] * 2


def test_typing_is_told_to_the_others_only() -> None:
    hub, mine, also_mine, other = hub_at(0), Page(0, 0), Page(0, 0), Page(0, 0, person_id=2)
    for page in (mine, also_mine, other):
        hub.advance(page)
    hub.tell_others(frames.wire(frames.typing("lab:1", 1)), 1)
    assert [page.told for page in (mine, also_mine, other)] == [[], [], ["typing"]]


def test_who_left_is_written_to_no_more() -> None:
    hub, page = hub_at(0), Page(0, 0)
    hub.advance(page)
    hub.leave(page)
    hub.take([encoded(1)])
    assert page.shown == 0


class Races(RuleBasedStateMachine):
    """A log, a hub, and pages that come and go, with every read answered late and in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.history = 0
        self.head = 0
        self.hub = hub_at(0)
        self.pages: list[Page] = []
        self.reads: list[tuple[int, list[Encoded]]] = []
        self.fetches: list[tuple[Page, int, list[Encoded]]] = []

    def log(self, after: int, limit: int = PAGE) -> list[Encoded]:
        return [encoded(n, self.history) for n in range(after + 1, self.head + 1)][:limit]

    @rule(count=st.integers(1, 5))
    def publish(self, count: int) -> None:
        self.head += count

    @rule(limit=st.integers(1, 5))
    def begin_to_read(self, limit: int) -> None:
        self.reads.append((self.hub.generation, self.log(self.hub.position, limit)))

    @precondition(lambda self: self.reads)
    @rule(data=st.data())
    def finish_reading(self, data: st.DataObject) -> None:
        generation, entries = self.reads.pop(data.draw(st.integers(0, len(self.reads) - 1)))
        if generation == self.hub.generation:
            self.hub.take(entries)

    @rule(behind=st.integers(0, 12))
    def come(self, behind: int) -> None:
        self.pages.append(Page(max(0, self.head - behind), self.hub.generation))

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def advance(self, data: st.DataObject) -> None:
        page = data.draw(st.sampled_from(self.pages))
        step = self.hub.advance(page)
        if step is Step.OLDER:
            missing = self.hub.tail.first - 1 - page.position
            self.fetches.append((page, self.hub.generation, self.log(page.position, missing)))

    @precondition(lambda self: self.fetches)
    @rule(data=st.data(), shared=st.booleans())
    def finish_fetching(self, data: st.DataObject, shared: bool) -> None:
        page, generation, entries = self.fetches.pop(data.draw(st.integers(0, len(self.fetches) - 1)))
        if generation != self.hub.generation:
            return
        if shared:
            self.hub.tail.prepend(entries)
        else:
            self.hub.serve(page, entries)

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def go(self, data: st.DataObject) -> None:
        page = self.pages.pop(data.draw(st.integers(0, len(self.pages) - 1)))
        self.hub.leave(page)
        self.fetches = [fetch for fetch in self.fetches if fetch[0] is not page]

    @rule(kept=st.integers(0, 300))
    def forget_the_oldest(self, kept: int) -> None:
        self.hub.tail.trim(kept)

    @rule(head=st.integers(0, 20))
    def restore_a_backup(self, head: int) -> None:
        self.history += 1
        self.head = head
        self.hub.restart(f"epoch {self.history}", head)

    @invariant()
    def joined_pages_are_where_the_hub_is(self) -> None:
        for listener in self.hub.listeners:
            assert isinstance(listener, Page)
            assert listener.shown == self.hub.position
            assert listener.generation == self.hub.generation or listener.resets
        for page in self.pages:
            assert set(page.history) <= {self.history} or page.generation != self.hub.generation

    def teardown(self) -> None:
        """Left alone, everybody arrives at the head."""
        while self.log(self.hub.position):
            assert self.hub.take(self.log(self.hub.position))
        for page in self.pages:
            for _attempt in range(1000):
                step = self.hub.advance(page)
                if step is Step.JOINED:
                    break
                if step is Step.OLDER:
                    assert self.hub.serve(page, self.log(page.position, self.hub.tail.first - 1 - page.position))
                elif step is Step.AHEAD:
                    self.hub.reset(page)
            assert page.shown == self.head


Races.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestRaces = Races.TestCase
