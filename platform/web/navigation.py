"""What stands in the main navigation and beside it.

This app knows no page of the others. Each app registers its own in `AppConfig.ready()`:

    navigation.register(Entry("events:calendar", _("Events"), order=20))
    navigation.count_notices(lambda request: notices.unread(person=request.user), address="members:notices")
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


def everyone(request: HttpRequest) -> bool:
    """Shown to all readers."""
    return True


def signed_in(request: HttpRequest) -> bool:
    """Shown to people who have signed in."""
    return bool(request.user.is_authenticated)


@dataclass(frozen=True)
class Entry:
    """One link: a URL name without arguments, a label, its place, and who sees it.

    Attributes:
        area: "main" for the navigation, "account" for the list under the reader's name.
        icon: an icon's name (web.icons), shown in the account list.
    """

    address: str
    label: str | Promise
    order: int = 100
    shown: Callable[[HttpRequest], bool] = everyone
    area: str = "main"
    icon: str = ""


@dataclass(frozen=True)
class Link:
    """An entry as this reader sees it."""

    url: str
    label: str
    current: bool
    icon: str


_entries: dict[str, Entry] = {}
_notices: dict[str, Callable[[HttpRequest], int]] = {}
_lines: list[Callable[[HttpRequest], str]] = []


def register(entry: Entry) -> None:
    """Add an entry; the same address again replaces the first."""
    _entries[entry.address] = entry


def count_notices(count: Callable[[HttpRequest], int], *, address: str) -> None:
    """Say how many notices a signed-in reader has not read, and at which address they are."""
    _notices.clear()
    _notices[address] = count


def describe_reader(line: Callable[[HttpRequest], str]) -> None:
    """Say what stands under the reader's name, for instance the member they act for."""
    _lines[:] = [line]


def missing() -> list[str]:
    """Registered addresses that no URL pattern answers; a system check tells of them."""
    return [address for address in (*_entries, *_notices) if not _url(address)]


def _url(address: str) -> str:
    """The address as a path; empty when it is not mounted, because one bad link must not break every page."""
    try:
        return reverse(address)
    except NoReverseMatch:
        return ""


def links(request: HttpRequest, area: str) -> list[Link]:
    """The entries of that area this reader may see, in order; the one the reader is in is marked."""
    shown = sorted((entry for entry in _entries.values() if entry.area == area), key=lambda entry: entry.order)
    pairs = [(entry, url) for entry in shown if entry.shown(request) and (url := _url(entry.address))]
    here = max((url for _, url in pairs if request.path.startswith(url)), key=len, default="")
    return [Link(url, str(entry.label), url == here, entry.icon) for entry, url in pairs]


def notices(request: HttpRequest) -> tuple[str, int] | None:
    """Where the reader's notices are and how many are unread; nothing for visitors."""
    if not signed_in(request):
        return None
    return next(((url, count(request)) for address, count in _notices.items() if (url := _url(address))), None)


def reader_line(request: HttpRequest) -> str:
    """What stands under the reader's name, or nothing."""
    return _lines[0](request) if _lines and signed_in(request) else ""
