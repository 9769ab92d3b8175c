"""Erasing a person: name, address, texts, delegations and offices go; the ledger keeps a number that means nobody.

A request that began before the end of the erasure does not know that it is too late, and the erasure does not see what
that request has yet to commit. So the erasure looks once more when every such request has ended.
"""

import uuid
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from ledger.promises import promise
from ledger.recording import record
from members import delegates, notices, roles, sessions
from members.facts import OfficeTaken, PersonErased
from members.models import Delegate, Office, Person
from members.privacy import TABLES, Fate, Table
from members.promised import ErasureNeedsLook

NOBODY = "erased.invalid"
"""Domain of the addresses that stand for erased people; it can never receive mail (RFC 2606)."""
AFTERWARDS = timedelta(minutes=5)
"""When the second look is due: later than any request that began before the erasure ends."""


@transaction.atomic
def erase(person: Person) -> None:
    """Erase a person for good; doing it again changes nothing.

    Members whose only representative this was are left without one, and their networks' secretariats are told.
    """
    person = _locked(person.pk)
    if person.erased_at is not None:
        return
    _take_everything(person)
    record(PersonErased(person_id=person.pk))
    promise(ErasureNeedsLook(person_id=person.pk), at=timezone.now() + AFTERWARDS)


def look_again(due: ErasureNeedsLook) -> None:
    """Take what an erased person was saying, or doing otherwise, while they were erased: kept by `workers`."""
    _take_everything(_locked(due.person_id))


def _locked(person_id: int) -> Person:
    return Person.objects.select_for_update().get(pk=person_id)


def _take_everything(person: Person) -> None:
    address = person.email
    _leave_members(person)
    _leave_offices(person)
    sessions.forget(person)
    for label, table in TABLES.items():
        if label != "members.Person":
            _erase_rows(apps.get_model(label), table, person, address)
    _blank(person)


def _leave_members(person: Person) -> None:
    near = [Delegate.State.ADMITTED, Delegate.State.REQUESTED]
    for row in Delegate.objects.select_related("member", "person").filter(person=person, state__in=near):
        led = row.representative and row.state == Delegate.State.ADMITTED
        delegates.leave(row, by=person)
        if led:
            notices.tell(
                delegates.governors_of(row.member) - {person.pk},
                kind="representative_missing",
                key=f"representative_missing:{row.member_id}:{row.pk}:{row.since.isoformat()}",
                data={"member_id": row.member_id},
                address=f"/members/{row.member.slug}/delegates/",
            )


def _leave_offices(person: Person) -> None:
    for office in Office.objects.filter(person=person):
        record(OfficeTaken(person_id=person.pk, network_id=office.network_id, role=office.role, by=person.pk))


def _erase_rows(model: type[Model], table: Table, person: Person, address: str) -> None:
    rows = model._default_manager
    if table.subject and table.fate is Fate.DELETE:
        paths = Q(*((path, person.pk) for path in (table.subject, *table.also)), _connector=Q.OR)
        rows.filter(paths).delete()
    elif table.subject and table.fate is Fate.BLANK:
        emptied = _emptied(model, table)
        said = Q(*((f"{name}__gt", "") for name, value in emptied.items() if value == ""), _connector=Q.OR)
        rows.filter(said, **{table.subject: person.pk}).update(**emptied)
    for column in table.addresses.split():
        rows.filter(**{f"{column}__iexact": address}).update(**{column: ""})


def _emptied(model: type[Model], table: Table) -> dict[str, Any]:
    """Own words and secrets, emptied; a message that is emptied counts as withdrawn."""
    texts = [model._meta.get_field(name) for name in f"{table.own} {table.secret}".split()]
    emptied: dict[str, Any] = {field.name: "" for field in texts if _is_text(field)}
    if "withdrawn_at" in table.plain.split():
        emptied["withdrawn_at"] = timezone.now()
    return emptied


def _is_text(field: Any) -> bool:
    """Whether it holds free words: not a choice, a link, a number or a moment."""
    return field.get_internal_type() in {"CharField", "TextField", "EmailField"} and not field.choices


def _blank(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(
        email=f"{uuid.uuid4().hex}@{NOBODY}",
        name="",
        about="",
        role_title="",
        phone="",
        time_zone="",
        language="en",
        password="!",  # noqa: S106  (no password hashes to this)
        last_login=None,
        is_active=False,
        erased_at=person.erased_at or timezone.now(),
    )


def governs_anything(person: Person) -> list[str]:
    """Names of members that would be left without a representative, to warn before erasing."""
    led = [member for member in delegates.acting_members(person) if roles.represents(person, member)]
    return [member.name for member in led]
