"""Limits of a socket. Tests and benchmarks change them by settings named `LIVE_...`, such as `LIVE_BACKLOG_BYTES`."""

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Limits:
    """What one socket may cost.

    Attributes:
        backlog_bytes: unsent bytes at which a reader counts as too slow (4408).
        catch_up_bytes: unsent bytes at which serving older entries pauses until the reader has taken them.
        catch_up_seconds: how long such a pause may last.
        farewell_seconds: how long a closed socket may take to take its last bytes, before it is cut.
        message_bytes: the largest message a client may send; a larger one ends the connection (1009).
        frame_bytes: the largest one that is read; what is larger is refused.
        frames_per_second: how many frames of a client are read in the long run; more wait in the network.
        frame_burst: how many are read at once.
        sockets_per_person: how many sockets of a person this process serves at once; more are told to come back later.
        unanswered: how many messages of a socket may wait for their commit.
        array_bytes: several entries are put into one array up to this size, so that a client's usual limit of 1 MiB is
            never near; 0 sends each alone.
        typing_seconds: a person's `typing` is told at most this often.
    """

    backlog_bytes: int = 262_144
    catch_up_bytes: int = 65_536
    catch_up_seconds: float = 10.0
    farewell_seconds: float = 5.0
    message_bytes: int = 1_048_576
    frame_bytes: int = 65_536
    frames_per_second: float = 30.0
    frame_burst: float = 90.0
    sockets_per_person: int = 40
    unanswered: int = 64
    array_bytes: int = 64_000
    typing_seconds: float = 2.0


@lru_cache(maxsize=1)
def limits() -> Limits:
    """The limits in force, read from the settings once."""
    names = [field.name for field in fields(Limits)]
    return replace(Limits(), **{name: value for name in names if (value := _setting(name)) is not None})


def _setting(name: str) -> Any:
    return getattr(settings, f"LIVE_{name.upper()}", None)
