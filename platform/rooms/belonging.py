"""Where a room belongs to: its owner says what it is called, and which page somebody with a role in it may look at.

An owner registers functions in its `AppConfig.ready()`: `belonging.register(titles_of_rooms, page_of_room)`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from rooms.models import Admission, Room

Page = Callable[[Admission], str]
Titles = Callable[[Collection[int]], Mapping[int, str]]
pages: list[Page] = []
"""Each gives the address of the page for an admission, or "" when the room is not its own."""
titles: list[Titles] = []
"""Each gives titles in the reader's language by the rooms' ids, leaving out rooms that are not its own."""


@dataclass(frozen=True, slots=True)
class Named:
    """A room as notices speak of it."""

    title: str


def register(titles_of_rooms: Titles, page: Page | None = None) -> None:
    """Add an owner of rooms; without a page when its rooms have their address."""
    titles.append(titles_of_rooms)
    if page is not None:
        pages.append(page)


def page_of(found: Admission) -> str:
    """The page to which a person's room belongs, "" when there is none they may look at."""
    return found.room.address or next(filter(None, (page(found) for page in pages)), "")


def title_of(found: Admission) -> str:
    """What the room is called in the reader's language, as far as its owner knows that."""
    return _known([found.room_id]).get(found.room_id) or found.room.title


def named(room_ids: Collection[int]) -> dict[int, Named]:
    """Rooms by id as they are called in the reader's language; one look-up per owner, however many rooms."""
    own = dict(Room.objects.filter(pk__in=room_ids).values_list("pk", "title"))
    known = _known(own)
    return {room: Named(known.get(room) or title) for room, title in own.items()}


def _known(room_ids: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for titles_of_rooms in titles:
        left = set(room_ids) - found.keys()
        found |= titles_of_rooms(left) if left else {}
    return found
