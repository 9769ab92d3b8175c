"""Reading what a client sends: `here`, `typing`, `say`; anything else is refused with a reason."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NONCE_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Say:
    """Something to be stored and told to the stream."""

    nonce: str
    text: str


@dataclass(frozen=True, slots=True)
class Here:
    """The person is there."""


@dataclass(frozen=True, slots=True)
class Typing:
    """The person is writing."""


class Unreadable(ValueError):
    """The frame is not one of ours.

    Attributes:
        reason: why, for the sender.
        nonce: the frame's nonce where it has a usable one.
    """

    def __init__(self, reason: str | Promise, nonce: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.nonce = nonce


def read(text: str) -> Say | Here | Typing:
    """Understand one text frame.

    Raises:
        Unreadable: it is no JSON object, of an unknown kind, or its fields are not what they should be.
    """
    try:
        frame: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(_("This is not JSON.")) from None
    if not isinstance(frame, dict):
        raise Unreadable(_("A frame is a JSON object."))
    nonce = _clean(frame.get("nonce"), NONCE_CHARACTERS)
    match frame.get("kind"):
        case "here":
            return Here()
        case "typing":
            return Typing()
        case "say":
            return _say(frame, nonce)
    raise Unreadable(_("Frames of this kind are not known here."), nonce)


def _say(frame: dict[str, Any], nonce: str | None) -> Say:
    if not nonce:
        raise Unreadable(_("A message needs a nonce of 1 to 80 characters."))
    text = _clean(frame.get("text"))
    if text is None:
        raise Unreadable(_("A message needs a text without control characters."), nonce)
    return Say(nonce, text)


def _clean(value: Any, longest: int | None = None) -> str | None:
    """A string that a database and a frame can hold, else None."""
    if not isinstance(value, str) or "\0" in value or (longest is not None and len(value) > longest):
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return value
