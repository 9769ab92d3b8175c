"""Facts: what happened, as small frozen dataclasses of ids.

A fact names the stream it belongs to and carries ids only, so that erasing a person needs no surgery in the ledger.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

type_of_kind: dict[str, type["Fact"]] = {}


def snake_case(name: str) -> str:
    """`RoundOpened` becomes `round_opened`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def enter(kinds: dict[str, type[Any]], named: type["Named"]) -> None:
    """Enter a class under its kind.

    Raises:
        TypeError: another class of this name stores its rows under the same kind; they could not be told apart.
    """
    other = kinds.setdefault(named.kind, named)
    if other is not named and (other.__module__, other.__qualname__) != (named.__module__, named.__qualname__):
        raise TypeError(f"{named.__module__} and {other.__module__} both name a class {named.__name__}")
    kinds[named.kind] = named


class Named:
    """Anything stored by its class's name and the values of its fields: a fact, a promise."""

    kind: ClassVar[str]
    stream: ClassVar[str]

    def __init_subclass__(cls) -> None:
        cls.kind = snake_case(cls.__name__)

    def data(self) -> dict[str, Any]:
        """The fields as they are stored, without `concerns`."""
        return {name: value for name, value in vars(self).items() if name != "concerns"}

    def stream_name(self) -> str:
        """The stream's name with this instance's values filled in, such as `room:7`."""
        return self.stream.format_map(vars(self))


@dataclass(frozen=True, kw_only=True)
class Fact(Named):
    """Something that happened.

    Subclasses set `stream`, a template over their own fields (`"room:{room_id}"`), and add fields that hold ids,
    numbers or short codes.

    Attributes:
        concerns: ids of the members in whose dossier the fact is shown; stored beside the data, not in it.
    """

    concerns: tuple[int, ...] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        enter(type_of_kind, cls)


@dataclass(frozen=True)
class Entry:
    """A recorded fact as readers see it: a stream's name, a position from 1, a kind, a time and ids."""

    stream: str
    position: int
    kind: str
    at: datetime
    data: dict[str, Any]
