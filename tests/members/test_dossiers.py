"""A member's dossier: everything it did, in time, for its own people, at a price that does not grow."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from ledger import models
from ledger.recording import record
from members import dossiers, facts
from members.dossiers import Filters
from members.errors import NotFound
from members.models import Member, Network, Person
from tests.members.conftest import MakePerson

pytestmark = pytest.mark.django_db


def many(member: Member, network: Network, people: list[Person]) -> None:
    for person in people:
        asked = facts.DelegateRequested(member_id=member.id, person_id=person.id, concerns=(member.id,))
        admitted = facts.DelegateAdmitted(member_id=member.id, person_id=person.id, concerns=(member.id,))
        belongs = facts.MembershipAdmitted(member_id=member.id, network_id=network.id, concerns=(member.id,))
        record(asked, admitted, belongs)


def sentences(member: Member, viewer: Person, filters: Filters | None = None) -> list[str]:
    return [str(line.sentence) for line in dossiers.entries(member, viewer, filters)]


def test_what_concerns_the_member_stands_there_newest_first(
    kochi: Member, jena: Member, iscn: Network, representative: Person, make_person: MakePerson
) -> None:
    anil = make_person("Anil")
    many(kochi, iscn, [anil])
    many(jena, iscn, [anil])
    assert sentences(kochi, representative) == [
        "Was admitted to ISCN.",
        "Anil became a delegate.",
        "Anil asked to act for the member.",
    ]


def test_it_is_for_the_member_s_people_and_its_secretariat(
    kochi: Member, jena: Member, representative: Person, secretariat: Person, make_person: MakePerson
) -> None:
    for viewer in (representative, make_person("Latha", kochi), secretariat):
        assert sentences(kochi, viewer) == []
    for stranger in (make_person("Jonas", jena), None):
        with pytest.raises(NotFound):
            dossiers.entries(kochi, stranger)


def test_it_can_be_filtered_by_kind_and_year(
    kochi: Member, iscn: Network, representative: Person, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(kochi, iscn, [make_person("Anil")])
    first = models.Concern.objects.order_by("id").first()
    assert first is not None
    models.Concern.objects.filter(id=first.id).update(at=datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert dossiers.years(kochi) == [datetime.now(UTC).year, 2025]
    with timezone.override("Asia/Kolkata"):
        assert 2025 in dossiers.years(kochi)
    assert len(sentences(kochi, representative, Filters(year=2025))) == 1
    assert sentences(kochi, representative, Filters(year=2024)) == []
    assert len(sentences(kochi, representative, Filters(about="membership"))) == 3
    assert sentences(kochi, representative, Filters(about="nothing of the kind")) == []


def test_a_kind_nobody_worded_stays_out_of_sight(
    kochi: Member, iscn: Network, representative: Person, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(kochi, iscn, [make_person("Anil")])
    monkeypatch.delitem(dossiers.sentences, "membership_admitted")
    assert len(sentences(kochi, representative)) == 2


def test_an_erased_person_is_nobody_there(
    kochi: Member, iscn: Network, representative: Person, make_person: MakePerson
) -> None:
    from members.erasure import erase

    anil = make_person("Anil")
    many(kochi, iscn, [anil])
    erase(anil)
    assert "Erased person became a delegate." in sentences(kochi, representative)


def test_a_page_costs_the_same_for_three_lines_and_for_three_hundred(
    kochi: Member,
    iscn: Network,
    representative: Person,
    make_person: MakePerson,
    signed_in: Callable[[Person], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(representative)
    client.get("/members/kochi/dossier/")
    people = [make_person(f"P{number}") for number in range(100)]
    many(kochi, iscn, people[:1])
    with CaptureQueriesContext(connection) as few:
        client.get("/members/kochi/dossier/")
    many(kochi, iscn, people[1:])
    with CaptureQueriesContext(connection) as plenty:
        page = client.get("/members/kochi/dossier/?page=2")
    assert page.text.count("<tr>") == 26
    assert len(few) == len(plenty)
    lines = dossiers.entries(kochi, representative)
    with django_assert_num_queries(4):  # the lines, then networks once and people once for each of two kinds
        assert len(lines[:100]) == 100


def test_it_can_be_taken_along_as_csv_and_xlsx(
    kochi: Member, iscn: Network, representative: Person, make_person: MakePerson, signed_in: Callable[..., Client]
) -> None:
    evil = make_person("Anil")
    evil.name = '=HYPERLINK("http://evil.example")'
    evil.save()
    many(kochi, iscn, [evil])
    client = signed_in(representative)
    answer = client.get("/members/kochi/dossier.csv?about=membership")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dossier-kochi.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "When (UTC),About,What"
    assert lines[1].endswith("Membership and delegates,Was admitted to ISCN.")
    book = load_workbook(io.BytesIO(client.get("/members/kochi/dossier.xlsx").content))
    assert book.active is not None
    assert [cell.data_type for cell in book.active[3]] == ["s", "s", "s"]
    assert client.get("/members/kochi/dossier.xlsx?year=20x6&about=%00").status_code == 200
