"""A document as a PDF that screen readers can read: tagged, titled, with its language (PDF/UA-1, by Typst).

Texts reach the template as data, never as source, so that nothing people type is markup to it.
"""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from web.documents.characters import LATIN, SHOWN, Ranges, shown
from web.documents.document import Document

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATE = Path(__file__).with_name("document.typ")


def pdf(document: Document, *, made_at: datetime | None = None) -> bytes:
    """The document as a PDF.

    Args:
        document: what it says.
        made_at: when it was made; now by default.
    """
    from typst import TypstError

    when = made_at or timezone.now()
    try:
        return _rendered(document, when, SHOWN)
    except TypstError:  # a letter with marks that no font joins: then without any
        return _rendered(document, when, LATIN)


def _rendered(document: Document, when: datetime, ranges: Ranges) -> bytes:
    import typst

    sections = [{**asdict(section), "text": section.paragraphs} for section in document.sections]
    values = _fitted({**asdict(document), "sections": sections}, ranges)
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(values)},
        pdf_standards="ua-1",
        timestamp=int(when.timestamp()),
    )
    return bytes(made)


def _fitted(value: Any, ranges: Ranges) -> Any:
    """The same structure with every text as a PDF can hold it."""
    if isinstance(value, str):
        return shown(value, ranges)
    if isinstance(value, dict):
        return {key: _fitted(one, ranges) for key, one in value.items()}
    return [_fitted(one, ranges) for one in value] if isinstance(value, list | tuple) else value


@cache
def _fonts() -> "Fonts":
    """Typst's own fonts alone, so that a document looks the same on every machine; read once per process."""
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=True)
