"""PDF files that people hand in: what is taken, and how it is given back; never shown in the page's own origin."""

from pathlib import PurePosixPath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from web.errors import Refused

LARGEST = 20 * 1024 * 1024
"""Bytes of a file."""


def checked(name: str, content: bytes, *, wrong: type[Refused], too_large: type[Refused], otherwise: str) -> str:
    """The name a file is kept under.

    Args:
        name: as the browser gave it.
        content: its bytes; what it is counts, not what its name says.
        wrong: what to raise when it is no PDF.
        too_large: what to raise when it is larger than `LARGEST`.
        otherwise: the name, without ending, of a file that has none.

    Raises:
        Refused: it is no PDF, or larger than `LARGEST`.
    """
    if len(content) > LARGEST:
        raise too_large
    if not content.startswith(b"%PDF-"):
        raise wrong
    safe = "".join(sign for sign in PurePosixPath(name.replace("\\", "/")).name if sign.isprintable())
    return f"{safe.removesuffix('.pdf')[:100] or otherwise}.pdf"


def download(name: str, content: bytes | memoryview) -> HttpResponse:
    """The file, as an attachment."""
    response = HttpResponse(bytes(content), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
