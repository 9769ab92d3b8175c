"""Texts as safe HTML: escaped, with links and mentions, cleaned once more by nh3. Knows no database.

The text is escaped piece by piece; nh3 then lets only links, line breaks and marks through, so a mistake here would
cost a link, not a reader's safety.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe

from rooms.mentions import found

_ADDRESS = re.compile(r"https?://[\w\[][^\s<>\"'`\\^{|}]*", re.IGNORECASE)
_TRAILING = ".,;:!?…"
_PAIRS = {")": "(", "]": "["}
_cleaner = nh3.Cleaner(
    tags={"a", "br", "mark"},
    attributes={"a": {"href"}, "mark": {"data-person"}},
    url_schemes={"http", "https"},
    link_rel="noopener noreferrer nofollow ugc",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)


def shown(text: str, mentioned: Mapping[int, str] | None = None) -> SafeString:
    """A person's text as HTML.

    Args:
        text: plain text with line ends.
        mentioned: names of the people it mentions, by person id.
    """
    return mark_safe(_cleaner.clean("".join(_pieces(text, mentioned or {}))))  # noqa: S308  (cleaned right here)


def _pieces(text: str, mentioned: Mapping[int, str]) -> Iterator[str]:
    at = 0
    for mention in found(text, mentioned):
        yield from _linked(text[at : mention.start])
        yield f'<mark data-person="{mention.person_id}">{escape(text[mention.start : mention.end])}</mark>'
        at = mention.end
    yield from _linked(text[at:])


def _linked(text: str) -> Iterator[str]:
    at = 0
    for match in _ADDRESS.finditer(text):
        address = _without_trailing(match[0])
        yield _plain(text[at : match.start()])
        yield f'<a href="{escape(address)}">{escape(address)}</a>'
        at = match.start() + len(address)
    yield _plain(text[at:])


def _without_trailing(address: str) -> str:
    """The address without the full stop of the sentence or the bracket around it."""
    while address[-1] in _TRAILING or address.count(address[-1]) > address.count(_PAIRS.get(address[-1], address[-1])):
        address = address[:-1]
    return address


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")
