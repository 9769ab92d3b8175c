"""Offices: who is on a network's staff."""

from django.db import transaction

from ledger.recording import record
from members import notices, roles
from members.errors import NotFound
from members.facts import OfficeGiven, OfficeTaken
from members.models import Network, Office, Person


@transaction.atomic
def give(*, person: Person, network: Network, role: str, by: Person | None) -> Office:
    """Make a person organiser or secretariat of a network.

    Args:
        person: who gets the office.
        network: in which network.
        role: one of `Office.Role`.
        by: somebody of the secretariat; `None` for the operator's command and the demo data.

    Raises:
        Forbidden, NotFound: `by` is not in the network's secretariat.
    """
    if by is not None:
        roles.require_secretariat(by, network)
    office, made = Office.objects.get_or_create(person=person, network=network, role=role)
    if made:
        who = by.id if by else None
        record(OfficeGiven(person_id=person.id, network_id=network.id, role=role, by=who))
        data = {"network_id": network.id, "role": role}
        key = f"office_given:{office.id}"
        notices.tell([person.id], kind="office_given", key=key, data=data, address="/me/")
    return office


@transaction.atomic
def take(*, network: Network, office_id: int, by: Person | None) -> None:
    """End an office.

    Raises:
        Forbidden, NotFound: `by` is not in the network's secretariat, or the office is another network's.
    """
    if by is not None:
        roles.require_secretariat(by, network)
    office = Office.objects.select_for_update().filter(id=office_id, network=network).first()
    if office is None:
        raise NotFound
    office.delete()
    who = by.id if by else None
    record(OfficeTaken(person_id=office.person_id, network_id=network.id, role=office.role, by=who))
