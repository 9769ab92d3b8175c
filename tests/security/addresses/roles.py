"""Who may knock at an address, and how an address is written down."""

from dataclasses import dataclass, field
from typing import Any

from tests.security.world import ROLES

Roles = frozenset[str]


def some_of(*names: str) -> Roles:
    assert set(names) <= set(ROLES)
    return frozenset(names)


NOBODY = some_of()
ALL = some_of(*ROLES)
SIGNED_IN = ALL - {"guest"}
STAFF = some_of("organiser", "secretariat")
SECRETARIAT = some_of("secretariat")
ANY_STAFF = STAFF | {"foreign_organiser", "foreign_secretariat"}
OF_THE_NETWORK = SIGNED_IN - {"elsewhere", "foreign_organiser", "foreign_secretariat"}
REGISTERED = some_of("participant", "host")
LEADS = STAFF | {"host"}
AT_THE_MIXER = REGISTERED | STAFF
AT_THE_STAGE = REGISTERED | STAFF
GOVERN = some_of("representative", "secretariat")
OF_KOCHI = some_of("delegate", "participant", "representative")
NOT_IN_CHARGE = some_of("delegate", "participant")
OF_JENA = some_of("neighbour", "host")
PARTNERS = OF_KOCHI | OF_JENA
OWNER = some_of("participant")
HOSTS = some_of("host", "organiser")
IN_THE_LOBBY = OWNER | HOSTS


@dataclass(frozen=True)
class Address:
    """An address with things of somebody's in it.

    Attributes:
        path: with names of things in braces.
        get, post: who may; an empty set where nobody can, because there is no such method.
        data: what is posted.
        told: who is told that they may not (403), since they know that it exists.
        seen: tables that looking at it writes, with the reason in the table's line.
    """

    path: str
    get: Roles = NOBODY
    post: Roles = NOBODY
    data: dict[str, Any] = field(default_factory=dict)
    told: Roles = NOBODY
    seen: tuple[str, ...] = ()


HERE = ("rooms_presence",)
"""Who asks for the page is there."""
ENTERING = (*HERE, "rooms_admission", "ledger_stream", "ledger_entry", "ledger_receipt")
"""Organisers are let in as hosts when they come."""


A = Address
"""Short, for rows."""
