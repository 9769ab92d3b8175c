"""Who may do what at which address: the table that `test_every_address` holds the platform to."""

from tests.security.addresses import advisory, agenda, events, members, mixers, peers, rooms, shell, stage, workshops
from tests.security.addresses.roles import ALL, Address, Roles

__all__ = ["ALL", "Address", "Roles", "table"]
AREAS = (shell, members, events, agenda, workshops, stage, rooms, mixers, peers, advisory)


def table() -> list[Address]:
    """All of it."""
    return [address for area in AREAS for address in area.ADDRESSES]
