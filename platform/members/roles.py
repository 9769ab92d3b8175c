"""Who may do what: offices in a network, and acting for a member. Asked by every service, never stored elsewhere."""

from collections.abc import Collection
from typing import TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from members.errors import Forbidden, NotFound
from members.models import Delegate, Member, Membership, Network, Office, Person

ORGANISER = Office.Role.ORGANISER
SECRETARIAT = Office.Role.SECRETARIAT

NEAR_MEMBERS = (Membership.State.ADMITTED, Membership.State.REQUESTED)
NEAR_DELEGATES = (Delegate.State.ADMITTED, Delegate.State.REQUESTED)
"""Over whom a secretariat has a say: who belongs, and who has asked to."""

Somebody = Person | AnonymousUser | None


def active(person: Somebody) -> TypeGuard[Person]:
    """Whether this is a person who may act at all: signed in, not deactivated, not erased."""
    return isinstance(person, Person) and person.pk is not None and person.is_active


def holds(person: Somebody, role: str, network: Network | None = None) -> bool:
    """Whether the person holds this very office in the network, or in any network when none is given."""
    if not active(person):
        return False
    offices = Office.objects.filter(person=person, role=role)
    return (offices.filter(network=network) if network else offices).exists()


def organises(person: Somebody, network: Network | None = None) -> bool:
    """Whether the person plans events for the network: its organisers do, and its secretariat."""
    if not active(person):
        return False
    offices = Office.objects.filter(person=person)
    return (offices.filter(network=network) if network else offices).exists()


def staff_of(network: Network) -> QuerySet[Person]:
    """The network's organisers and secretariat who may act now."""
    return Person.objects.filter(offices__network=network, is_active=True).distinct().order_by("name", "id")


def secretariat_of(network: Network) -> QuerySet[Person]:
    """The network's secretariat."""
    return staff_of(network).filter(offices__network=network, offices__role=SECRETARIAT)


def networks_of(person: Somebody, *roles: str) -> QuerySet[Network]:
    """Networks in which the person holds one of the roles, or any office when none is given."""
    if not active(person):
        return Network.objects.none()
    offices = Office.objects.filter(person=person)
    if roles:
        offices = offices.filter(role__in=roles)
    return Network.objects.filter(id__in=offices.values("network_id")).order_by("name")


def is_delegate(person: Somebody, member: Member) -> bool:
    """Whether the person acts for the member."""
    return active(person) and _delegations(person, member).exists()


def represents(person: Somebody, member: Member) -> bool:
    """Whether the person is the member's representative."""
    return active(person) and _delegations(person, member).filter(representative=True).exists()


def _delegations(person: Person, member: Member) -> QuerySet[Delegate]:
    return Delegate.objects.filter(person=person, member=member, state=Delegate.State.ADMITTED)


def memberships_near(networks: Collection[int] | QuerySet[Network]) -> QuerySet[Membership]:
    """Memberships in these networks, asked for ones included."""
    return Membership.objects.filter(network__in=networks, state__in=NEAR_MEMBERS)


def delegates_near(networks: Collection[int] | QuerySet[Network]) -> QuerySet[Delegate]:
    """Who acts for a member of `memberships_near`, or has asked to."""
    return Delegate.objects.filter(member__in=memberships_near(networks).values("member"), state__in=NEAR_DELEGATES)


def is_secretariat_for(person: Somebody, member: Member) -> bool:
    """Whether the person is in the secretariat of a network the member belongs to or has asked to belong to."""
    if not active(person):
        return False
    networks = Membership.objects.filter(member=member, state__in=NEAR_MEMBERS).values("network_id")
    return Office.objects.filter(person=person, role=SECRETARIAT, network_id__in=networks).exists()


def governs(person: Somebody, member: Member) -> bool:
    """Whether the person decides about the member's delegates: its representative, or the secretariat."""
    return represents(person, member) or is_secretariat_for(person, member)


def require_governor(person: Somebody, member: Member) -> Person:
    """The person, when they decide about the member's delegates.

    Raises:
        Forbidden: a delegate of the member who is not its representative.
        NotFound: anybody else; they need not learn what there is to decide.
    """
    if active(person) and governs(person, member):
        return person
    raise Forbidden if is_delegate(person, member) else NotFound


def require_secretariat(person: Somebody, network: Network) -> Person:
    """The person, when they are in the network's secretariat.

    Raises:
        Forbidden: an organiser of the network.
        NotFound: anybody else.
    """
    if active(person) and holds(person, SECRETARIAT, network):
        return person
    raise Forbidden if organises(person, network) else NotFound
