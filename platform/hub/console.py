"""The console of organisers and secretariat: what is stuck comes first, each thing with what can be done about it.

A panel is a list of items and the deeds that can be done with those ticked. Each shows only what belongs to the
networks the person holds an office in, and a deed does nothing to items the panel would not show that person.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from members import roles
from members.errors import NotFound
from members.models import Network, Person

Words = str | Promise


@dataclass(frozen=True)
class Desk:
    """Somebody at the console.

    Attributes:
        networks: ids of the networks in which the person holds an office.
        secretariat: those of them in which the person is secretariat.
    """

    person: Person
    networks: frozenset[int]
    secretariat: frozenset[int]


@dataclass(frozen=True)
class Item:
    """Something that is stuck or waits.

    Attributes:
        key: by which a deed finds it again; text: what it is; more: why.
        at: since when, or for when.
        address, action: where it is dealt with, and what the link says.
        tickable: whether the panel's deeds can be done with it.
    """

    key: str
    text: str
    more: Words = ""
    at: datetime | None = None
    address: str = ""
    action: Words = ""
    tickable: bool = True


@dataclass(frozen=True)
class Deed:
    """What can be done with ticked items: a label, and a service that answers how many it was done to."""

    label: Words
    do: Callable[[Desk, Collection[str]], int]


@dataclass(frozen=True)
class Panel:
    """One kind of stuck things."""

    title: Words
    find: Callable[[Desk], Sequence[Item]]
    deeds: Mapping[str, Deed] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """A panel with what it found."""

    name: str
    panel: Panel
    items: Sequence[Item]


panels: dict[str, Panel] = {}


def register(name: str, panel: Panel) -> None:
    """Add a panel; they are shown in the order in which they were added."""
    panels[name] = panel


def desk_of(person: roles.Somebody) -> Desk:
    """The desk of somebody who holds an office.

    Raises:
        NotFound: the person holds none.
    """
    if not roles.active(person):
        raise NotFound
    held = list(person.offices.values_list("network_id", "role"))
    if not held:
        raise NotFound
    secretariat = frozenset(network for network, role in held if role == roles.SECRETARIAT)
    return Desk(person, frozenset(network for network, _ in held), secretariat)


def gather(desk: Desk) -> list[Shown]:
    """The panels in which something is stuck."""
    found = [Shown(name, panel, panel.find(desk)) for name, panel in panels.items()]
    return [one for one in found if one.items]


def count(person: roles.Somebody) -> int:
    """How many things wait at the person's console."""
    return sum(len(one.items) for one in gather(desk_of(person)))


def do(desk: Desk, name: str, deed: str, keys: Collection[str]) -> int:
    """Do something with the ticked items of a panel, as far as the person is shown them. Returns to how many.

    Raises:
        NotFound: there is no such panel or deed.
    """
    if name not in panels or deed not in panels[name].deeds:
        raise NotFound
    known = {item.key for item in panels[name].find(desk) if item.tickable}
    return panels[name].deeds[deed].do(desk, [key for key in keys if key in known])


def networks(desk: Desk) -> list[Network]:
    """The networks of a desk, by name."""
    return list(Network.objects.filter(pk__in=desk.networks).order_by("name"))
