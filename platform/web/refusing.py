"""Telling people on the page they are led to what was refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from web.errors import Refused


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """Put what is refused inside into a message of the next page.

    Args:
        request: whose reader is told.

    Raises:
        Refused: with status 404; of what nobody may know of, no page says anything.
    """
    try:
        yield
    except Refused as refused:
        if refused.status == 404:
            raise
        messages.error(request, str(refused))
