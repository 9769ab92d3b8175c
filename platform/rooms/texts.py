"""Texts people write: tidied, and refused when they cannot be shown. Knows no database."""

import re
import unicodedata

from rooms.refusals import BadNonce, ControlCharacters, Empty, TooLong

MESSAGE_LENGTH = 2000
"""Characters in a message."""

NONCE_LENGTH = 80

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def tidied(text: str) -> str:
    """One kind of line end, composed characters, no space around.

    Raises:
        ControlCharacters: the text holds control characters other than line ends and tabs, or lone surrogates.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if _CONTROLS.search(plain):
        raise ControlCharacters
    return plain


def message(text: str) -> str:
    """The text of a message as it is stored.

    Raises:
        Empty, TooLong, ControlCharacters: it cannot be said.
    """
    if len(text) > 4 * MESSAGE_LENGTH:
        raise TooLong
    plain = tidied(text)
    if not plain:
        raise Empty
    if len(plain) > MESSAGE_LENGTH:
        raise TooLong
    return plain


def is_nonce(nonce: str) -> bool:
    """Whether a page may have chosen this: 1 to 80 printable characters."""
    return 1 <= len(nonce) <= NONCE_LENGTH and nonce.isprintable()


def nonce(value: str) -> str:
    """The nonce itself.

    Raises:
        BadNonce: it is empty, too long or unprintable.
    """
    if not is_nonce(value):
        raise BadNonce
    return value
