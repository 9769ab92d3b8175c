"""Long lists in pages."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

T = TypeVar("T", bound=Model)


def page(request: HttpRequest, items: QuerySet[T] | Sequence[Any], *, size: int = 25) -> Page[Any]:
    """The page the address asks for with `?page=`; a number out of range gives the nearest page.

    Show it with `{% include "web/pages.html" with page=page %}`, which keeps the other parameters of the address.
    """
    return Paginator(items, size).get_page(request.GET.get("page"))
