"""Persons: barred from signing in, and let in again."""

from django.db import transaction

from ledger.recording import record
from members import roles, sessions
from members.errors import NotFound
from members.facts import PersonDeactivated, PersonReactivated
from members.models import Office, Person


def is_secretariat_over(official: Person, person: Person) -> bool:
    """Whether the person belongs, by a member or an office, to a network whose secretariat the official is in.

    Who has asked to act for a member counts, and so does a member that has asked to belong.
    """
    networks = roles.networks_of(official, roles.SECRETARIAT)
    near = roles.delegates_near(networks).filter(person=person).exists()
    return near or Office.objects.filter(person=person, network__in=networks).exists()


def _under(by: Person | None, person_id: int) -> Person:
    person = Person.objects.select_for_update().filter(id=person_id, erased_at=None).first()
    if person is None or (by is not None and not is_secretariat_over(by, person)):
        raise NotFound
    return person


@transaction.atomic
def deactivate(*, person_id: int, by: Person | None) -> Person:
    """Bar a person from signing in; their sessions end and their live sockets close.

    Raises:
        NotFound: no such person, or none under this secretariat.
    """
    person = _under(by, person_id)
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(PersonDeactivated(person_id=person.id, by=by.id if by else None))
    sessions.end_all(person)
    return person


@transaction.atomic
def reactivate(*, person_id: int, by: Person | None) -> Person:
    """Let a person sign in again.

    Raises:
        NotFound: no such person, or none under this secretariat.
    """
    person = _under(by, person_id)
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(PersonReactivated(person_id=person.id, by=by.id if by else None))
    return person
