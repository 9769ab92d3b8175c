"""Frames: bytes that any WebSocket client reads."""

import json

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from web.live import frames
from web.live.limits import limits
from web.live.streams import Refusal, Said


def parsed(data: bytes) -> list[Frame]:
    """Read server frames with the reference parser."""
    reader = StreamReader()
    reader.feed_data(data)
    found = []
    while reader.buffer:
        parser = Frame.parse(reader.read_exact, mask=False)
        try:
            next(parser)
            raise AssertionError("the frame is cut short")
        except StopIteration as done:
            found.append(done.value)
    return found


@given(st.one_of(st.binary(max_size=200), st.integers(0, 70_000).map(bytes)))
def test_a_payload_travels_as_one_unmasked_text_frame(payload: bytes) -> None:
    [frame] = parsed(frames.wire(payload))
    assert (frame.opcode, frame.fin, frame.rsv1, bytes(frame.data)) == (Opcode.TEXT, True, False, payload)
    assert frames.unwire(frames.wire(payload)) == payload


@given(st.lists(st.integers(0, 40_000).map(lambda size: frames.encode({"text": "x" * size})), max_size=8))
def test_neighbours_travel_together_in_order_and_in_arrays_of_bounded_size(payloads: list[bytes]) -> None:
    wires = frames.wires(payloads)
    read = [json.loads(frames.unwire(wire)) for wire in wires]
    assert [each for frame in read for each in (frame if isinstance(frame, list) else [frame])] == [
        json.loads(payload) for payload in payloads
    ]
    assert all(len(wire) <= limits().array_bytes + 20 for wire in wires)
    assert all(not isinstance(frame, list) or len(frame) > 1 for frame in read)


def test_one_entry_alone_is_no_array() -> None:
    assert frames.unwire(frames.wires([b'{"position":1}'])[0]) == b'{"position":1}'


def test_no_entries_are_no_frame() -> None:
    assert frames.wires([]) == []


def test_what_is_no_character_does_not_break_the_frame() -> None:
    assert frames.encode({"text": "a\ud800b"}).decode() == '{"text":"a?b"}'


def test_answers_are_as_in_the_contract() -> None:
    assert json.loads(frames.answer("n1", Said(42))) == {"kind": "said", "nonce": "n1", "position": 42}
    assert json.loads(frames.answer(None, Refusal("No."))) == {"kind": "refused", "nonce": None, "reason": "No."}
