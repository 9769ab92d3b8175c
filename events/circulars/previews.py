"""How a message will read in each language, written by what writes the mails."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from events.circulars import sending
from events.circulars.recipients import Counted
from events.models import Circular
from members import mailing
from members.models import Notice
from web.translated import translated


@dataclass(frozen=True)
class Preview:
    """What people with mails in one language get.

    Attributes:
        language: of their mails.
        number: how many they are.
        text_language: the language the text is really in.
        instead: whether that is another one than theirs.
    """

    language: str
    number: int
    text_language: str
    instead: bool
    subject: str
    text: str


def instead(circular: Circular, language: str) -> str:
    """The language in which somebody gets the message instead of their own; "" when they get it in their own."""
    found = translated(circular.texts, language).language
    return "" if found.split("-")[0] == language.split("-", maxsplit=1)[0] else found


def of(circular: Circular, counted: Counted) -> Sequence[Preview]:
    """One per language that it is written in or that somebody who gets it reads, most readers first."""
    readers = dict(counted.languages)
    known = dict(settings.LANGUAGES)
    others = [code for code in circular.texts if code not in readers]
    return [_preview(circular, code, readers.get(code, 0)) for code in [*readers, *others] if code in known]


def _preview(circular: Circular, language: str, number: int) -> Preview:
    data = {"event_id": circular.event_id, "circular_id": circular.pk}
    notice = Notice(kind=sending.KIND, data=data, address=sending.address_of(circular))
    with translation.override(language):
        subject, text = mailing.written(notice)
    other = instead(circular, language)
    return Preview(language, number, other or language, bool(other), subject, text)
