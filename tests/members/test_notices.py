"""Notices: told once, counted, read, shown without a query per row."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger.recording import OutsideTransaction
from members import notices
from members.models import Member, Notice, Person
from tests.members.conftest import MakePerson

pytestmark = pytest.mark.django_db


def tell(*people: Person, key: str = "a", **data: object) -> int:
    return notices.tell([person.id for person in people], kind="delegate_admitted", key=key, data=data, address="/me/")


def test_the_same_key_is_told_once_per_person(kochi: Member, make_person: MakePerson) -> None:
    anil, latha = make_person("Anil"), make_person("Latha")
    assert tell(anil, member_id=kochi.id) == 1
    assert tell(anil, latha, anil, member_id=kochi.id) == 1
    assert sorted(Notice.objects.values_list("person__name", "key")) == [
        ("Anil", f"a:{anil.id}"),
        ("Latha", f"a:{latha.id}"),
    ]


def test_who_may_not_sign_in_is_told_nothing(kochi: Member, make_person: MakePerson) -> None:
    assert tell(make_person("Anil", is_active=False), member_id=kochi.id) == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_outside_the_change_it_is_about(make_person: MakePerson) -> None:
    anil = make_person("Anil")
    with pytest.raises(OutsideTransaction):
        tell(anil)
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(anil)
        raise RuntimeError
    assert Notice.objects.count() == 0


def test_reading_one_or_all_lowers_the_count(
    kochi: Member, make_person: MakePerson, signed_in: Callable[[Person], Client]
) -> None:
    anil = make_person("Anil", kochi)
    for key in "abc":
        tell(anil, key=key, member_id=kochi.id)
    client = signed_in(anil)
    assert "3 new notices" in client.get("/me/").text
    first = notices.of(anil).first()
    assert first is not None
    assert client.post(f"/notices/{first.id}/read/").headers["Location"] == "/me/"
    assert notices.unread(anil) == 2
    client.post("/notices/read/")
    assert notices.unread(anil) == 0
    assert notices.unread(None) == 0


def test_a_page_of_notices_costs_the_same_for_one_and_for_twenty(
    kochi: Member, make_person: MakePerson, signed_in: Callable[[Person], Client]
) -> None:
    anil = make_person("Anil", kochi)
    client = signed_in(anil)

    def hear_of(other: Person) -> None:
        data = {"person_id": other.id, "member_id": kochi.id}
        notices.tell([anil.id], kind="delegate_requested", key=f"r:{other.id}", data=data, address="/me/")

    hear_of(make_person("Person"))
    client.get("/notices/")
    with CaptureQueriesContext(connection) as few:
        client.get("/notices/")
    for number in range(19):
        hear_of(make_person(f"Person {number}"))
    with CaptureQueriesContext(connection) as plenty:
        page = client.get("/notices/")
    assert len(few) == len(plenty)
    assert page.text.count("asks to act for Kochi") == 40


def test_a_name_with_markup_stays_a_name(
    kochi: Member, make_person: MakePerson, signed_in: Callable[[Person], Client]
) -> None:
    anil = make_person("Anil", kochi)
    mallory = make_person("Mallory")
    mallory.name = "<script>alert(1)</script>"
    mallory.save()
    data = {"person_id": mallory.id, "member_id": kochi.id}
    notices.tell([anil.id], kind="delegate_requested", key="x", data=data)
    page = signed_in(anil).get("/notices/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
