"""Files for other programs as answers: when they need not be sent again, and who may read them."""

from datetime import datetime
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

KINDS = {
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
FOR_EVERYBODY = {
    "Cache-Control": "public, max-age=300",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
FOR_ONE = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex"}


def public(request: HttpRequest, content: str | bytes, kind: str, changed_at: datetime | None = None) -> HttpResponse:
    """What is the same for everybody, for pages of any origin; see `_answer`."""
    return _answer(request, content, kind, FOR_EVERYBODY, changed_at)


def private(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    """What is one person's, for whoever has its address; see `_answer`."""
    return _answer(request, content, kind, FOR_ONE, None)


def _answer(
    request: HttpRequest, content: str | bytes, kind: str, headers: dict[str, str], changed_at: datetime | None
) -> HttpResponse:
    """The content, or 304 when the asker has it.

    The ETag is that of the very bytes; a program that sends only If-Modified-Since is answered by the last change.
    """
    response = HttpResponse(content, content_type=KINDS[kind])
    etag = quote_etag(blake2b(response.content, digest_size=16).hexdigest())
    response.headers["ETag"] = etag
    moment = int(changed_at.timestamp()) if changed_at else None
    if moment is not None:
        response.headers["Last-Modified"] = http_date(moment)
    answer = get_conditional_response(request, etag=etag, last_modified=moment, response=response)
    found: HttpResponse = answer if isinstance(answer, HttpResponse) else response
    for name, value in headers.items():
        found.headers[name] = value
    return found
