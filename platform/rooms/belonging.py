"""Where a room belongs to: its owner says which page somebody with a role in it may look at, and what it is called.

An owner registers functions in its `AppConfig.ready()`: `belonging.register(page_of_room, title_of_room)`.
"""

from collections.abc import Callable

from rooms.models import Admission

Told = Callable[[Admission], str]
pages: list[Told] = []
"""Each gives the address of the page for an admission, or "" when the room is not its own."""
titles: list[Told] = []
"""Each gives the room's title in the reader's language, or "" when the room is not its own."""


def register(page: Told, title: Told) -> None:
    """Add an owner of rooms."""
    pages.append(page)
    titles.append(title)


def page_of(found: Admission) -> str:
    """The page to which a person's room belongs, "" when there is none they may look at."""
    return found.room.address or next(filter(None, (page(found) for page in pages)), "")


def title_of(found: Admission) -> str:
    """What the room is called in the reader's language, as far as its owner knows that."""
    return next(filter(None, (title(found) for title in titles)), found.room.title)
