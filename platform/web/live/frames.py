"""Frames: the JSON a client reads, and the bytes in which it travels.

A WebSocket frame from a server carries no mask, so the same bytes go to every socket (RFC 6455, section 5.2).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from ledger.facts import Entry
from web.live.limits import limits
from web.live.streams import Answer, Rendering, Said

_TEXT = 0x81  # FIN and opcode 1
_json = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode(value: Mapping[str, Any]) -> bytes:
    """A JSON object as UTF-8; what is no character (a lone surrogate) becomes a question mark."""
    return _json(value).encode("utf-8", "replace")


def zulu(moment: datetime) -> str:
    """An instant in UTC, ending in Z."""
    return moment.isoformat().replace("+00:00", "Z")


def shown(recorded: Entry, rendering: Rendering) -> dict[str, Any]:
    """One entry as its readers get it."""
    return {
        "v": 1,
        "kind": recorded.kind,
        "stream": recorded.stream,
        "position": recorded.position,
        "at": zulu(recorded.at),
        "data": rendering.data,
        "html": rendering.html,
    }


def entry(recorded: Entry, rendering: Rendering) -> bytes:
    """The frame of one entry."""
    return encode(shown(recorded, rendering))


def welcome(stream: str, epoch: str, position: int) -> bytes:
    """The first frame: which history this is and how far it reaches."""
    return encode(
        {
            "v": 1,
            "kind": "welcome",
            "stream": stream,
            "epoch": epoch,
            "position": position,
            "server_now": zulu(timezone.now()),
        }
    )


def reset(epoch: str, position: int) -> bytes:
    """The log does not lead from where the client is to here: reload the page's state, go on from `position`."""
    return encode({"v": 1, "kind": "reset", "epoch": epoch, "position": position})


def present(stream: str, people: Sequence[Mapping[str, Any]]) -> bytes:
    """Who is there."""
    return encode({"v": 1, "kind": "presence", "stream": stream, "people": people})


def typing(stream: str, person_id: int) -> bytes:
    """Somebody is writing."""
    return encode({"v": 1, "kind": "typing", "stream": stream, "person": person_id})


def answer(nonce: str | None, given: Answer) -> bytes:
    """What became of a frame the client sent."""
    if isinstance(given, Said):
        return encode({"kind": "said", "nonce": nonce, "position": given.position})
    return encode({"kind": "refused", "nonce": nonce, "reason": given.reason})


def wire(payload: bytes) -> bytes:
    """A payload as one unmasked text frame."""
    size = len(payload)
    if size < 126:
        return bytes((_TEXT, size)) + payload
    if size < 65_536:
        return bytes((_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((_TEXT, 127)) + size.to_bytes(8, "big") + payload


def unwire(frame: bytes) -> bytes:
    """The payload of a frame made by `wire`."""
    return frame[{126: 4, 127: 10}.get(frame[1], 2) :]


def wires(payloads: Iterable[bytes]) -> list[bytes]:
    """Payloads as few frames: one alone as it is, neighbours together as arrays of at most `limits().array_bytes`."""
    most = limits().array_bytes
    frames: list[bytes] = []
    group: list[bytes] = []
    size = 0
    for payload in payloads:
        if group and size + len(payload) >= most:
            frames.append(_together(group))
            group, size = [], 0
        group.append(payload)
        size += len(payload) + 1
    if group:
        frames.append(_together(group))
    return frames


def _together(group: list[bytes]) -> bytes:
    return wire(group[0] if len(group) == 1 else b"[" + b",".join(group) + b"]")
