"""Importing registrations: all rows or none, and a report."""

import io
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from events import imports, registrations
from events.models import Event, Registration
from ledger.models import Entry
from members.models import Delegate, Office, Person
from tests.events import cast

R = Registration.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    cast.member("Kochi", "IN")
    return cast.event(by=cast.organiser(), capacity=2)


def run(folder: Path, content: str | bytes, slug: str = "global-mixer") -> tuple[int, list[str], list[str]]:
    path = folder / "people.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    out, err = io.StringIO(), io.StringIO()
    code = imports.import_registrations(path, slug, out, err)
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


def test_known_and_new_people_get_seats_in_the_order_of_the_rows(event: Event, tmp_path: Path):
    cast.person("Asha", acts_for=cast.member("Kochi", "IN"))
    rows = (
        "Email;Name;Member;Language",
        "asha@example.org;;Kochi;",
        "Änne@example.org;Änne;kochi;de",
        "cleo@example.org;Cléo;;",
    )
    text = "\n".join(rows)
    code, out, err = run(tmp_path, text.encode("cp1252"))
    assert (code, err) == (2, ["row 3, email: 'Änne@example.org' is no e-mail address"])
    code, out, err = run(tmp_path, text.replace("Änne@", "anne@").encode("cp1252"))
    assert (code, err) == (0, [])
    assert out == [
        "row 2: asha@example.org: confirmed",
        "row 3: anne@example.org: confirmed, new here: signs in with a mailed code",
        "row 4: cleo@example.org: waitlisted, new here: signs in with a mailed code",
        "2 confirmed, 1 waitlisted, 0 unchanged",
    ]
    anne = Person.objects.get(email="anne@example.org")
    assert (anne.name, anne.language, anne.has_usable_password()) == ("Änne", "de", False)
    assert str(Registration.objects.get(person=anne).member) == "Kochi"
    assert not Delegate.objects.filter(person=anne).exists()


def test_a_second_time_changes_nothing(event: Event, tmp_path: Path):
    text = "email,member\nasha@example.org,Kochi\n"
    run(tmp_path, text)
    before = (Person.objects.count(), Entry.objects.count())
    assert run(tmp_path, text)[1] == ["row 2: asha@example.org: unchanged", "0 confirmed, 0 waitlisted, 1 unchanged"]
    assert (Person.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name\nAsha\n", ["row 1, email: column is missing"]),
        ("", ["the file: is empty"]),
        (b"email\n\x00\n", ["the file: is not a text file; save the spreadsheet as CSV"]),
        ("email\nasha@example.org\nASHA@example.org\n", ["row 3, email: 'asha@example.org' stands in row 2 already"]),
        ("email,member\na@example.org,Atlantis\n", ["row 2, member: 'Atlantis' is no member of the event's network"]),
        ("email,language\na@example.org,xx\n", ["row 2, language: 'xx' is not one of de, en, es, pt-br"]),
        (f"email,name\na@example.org,{'x' * 121}\n", ["row 2, name: is longer than 120 characters"]),
        ("email\na@example.org\nnobody\n\n", ["row 3, email: 'nobody' is no e-mail address"]),
    ],
)
def test_a_bad_file_is_refused_as_a_whole_and_says_where(event: Event, tmp_path: Path, content: str, said: list[str]):
    assert run(tmp_path, content) == (2, [], said)
    assert (Registration.objects.count(), Person.objects.count()) == (0, 1)


def test_twenty_megabytes_are_too_much(event: Event, tmp_path: Path):
    code, _, err = run(tmp_path, b"email\n" + b"x" * 20 * 1024 * 1024)
    assert (code, err) == (2, ["the file: larger than 20 MB"])


def test_an_address_of_somebody_barred_refuses_all_rows(event: Event, tmp_path: Path):
    Person.objects.create_user("barred@example.org", name="Barred", is_active=False)
    code, _, err = run(tmp_path, "email\nnew@example.org\nbarred@example.org\n")
    assert (code, err) == (2, ["row 3, email: belongs to somebody who may not sign in"])
    assert not Person.objects.filter(email="new@example.org").exists()


def test_an_unknown_event_a_finished_one_and_a_retired_organiser_are_said(event: Event, tmp_path: Path):
    assert run(tmp_path, "email\na@example.org\n", "nothing")[2] == ["--event: there is no event 'nothing'"]
    Event.objects.update(state=Event.State.CANCELLED)
    assert run(tmp_path, "email\na@example.org\n")[2] == ["the file: nobody can be registered: the event is cancelled"]
    Office.objects.all().delete()
    assert run(tmp_path, "email\na@example.org\n")[0] == 2
    assert Registration.objects.count() == 0


def test_who_was_imported_gets_a_mail_and_signs_in_with_a_code(event: Event, tmp_path: Path):
    run(tmp_path, "email,name\nnew@example.org,Nele\n")
    cast.reactions_run()
    assert cast.told("registration_confirmed") == ["Nele"]
    Client().post("/accounts/login/code/", {"email": "new@example.org"})
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


def test_organisers_may_name_any_member_of_the_network_people_only_their_own(event: Event):
    from events.errors import NotYourMember

    graz = cast.member("Graz", of=cast.network(cast.EUROPE))
    with pytest.raises(NotYourMember):
        registrations.register(event, cast.person("Gert"), graz, by=event.organiser)
    kochi = cast.member("Kochi", "IN")
    assert registrations.register(event, cast.person("Hana"), kochi, by=event.organiser).member == kochi
