"""Organisers add people: delegates they choose, or a list that is shown before anything is written."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from events import imports, registrations
from events.adding import choosing
from events.adding.choosing import Wish
from events.errors import AlreadyRegistered, NotOpen, NotYourEvent, NotYourMember
from events.models import Event, Registration
from ledger.models import Entry
from members.mailing import compose
from members.models import Delegate, Notice, Person
from tests.events import cast
from tests.events.calendar_program import read
from tests.statements import counted

pytestmark = pytest.mark.django_db
R = Registration.State
CHOOSE, LIST = "/events/global-mixer/participants/add/", "/events/global-mixer/participants/add/list/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def event(olga: Person) -> Event:
    """For invited people only, with three seats."""
    return cast.event(by=olga, audience=Event.Audience.INVITED, capacity=3)


@pytest.fixture
def client(event: Event, olga: Person) -> Client:
    return signed_in(olga)


def signed_in(person: Person) -> Client:
    made = Client()
    made.force_login(person)
    return made


def text(response) -> str:
    return " ".join(response.content.decode().split())


def delegate(name: str, member: str, country: str) -> Delegate:
    return cast.person(name, acts_for=cast.member(member, country)).delegations.get()


def states(event: Event) -> list[tuple[str, str]]:
    rows = Registration.objects.filter(event=event).order_by("queued_at", "id")
    return [(row.person.email, row.state) for row in rows.select_related("person")]


def written() -> tuple[int, int, int]:
    return Person.objects.count(), Registration.objects.count(), Entry.objects.count()


# --- choosing delegates ----------------------------------------------------------------------------------------------
def test_delegates_of_the_network_are_found_by_name_member_and_country(event):
    for name, member, country in (("Asha", "Kochi", "IN"), ("Rosa", "Piura", "PE"), ("Jonas", "Jena", "DE")):
        delegate(name, member, country)
    cast.person("Knud", acts_for=cast.member("Kolding", of=cast.network(cast.EUROPE)))

    def found(wish: Wish) -> list[str]:
        return [row.person.name for row in choosing.delegates(event, wish)]

    assert found(Wish()) == ["Jonas", "Asha", "Rosa"]
    assert found(Wish(words="osa")) == ["Rosa"]
    assert found(Wish(words="koc")) == ["Asha"]
    assert found(Wish(words="piura ros")) == ["Rosa"]
    assert found(Wish(country="DE")) == ["Jonas"]
    assert found(Wish(words="Knud")) == []
    assert choosing.countries(event) == ["DE", "IN", "PE"]


def test_several_are_added_for_their_members_at_once_and_hear_of_it_with_a_calendar_entry(event, client):
    chosen = [delegate("Asha", "Kochi", "IN"), delegate("Rosa", "Piura", "PE")]
    page = text(client.post(CHOOSE, {"delegate": [row.pk for row in chosen]}, follow=True))
    assert "2 people were added." in page
    rows = Registration.objects.filter(event=event).order_by("member__name")
    assert [(row.person.name, str(row.member), row.state) for row in rows] == [
        ("Asha", "Kochi", R.CONFIRMED), ("Rosa", "Piura", R.CONFIRMED),
    ]  # fmt: skip
    cast.reactions_run()
    assert cast.told("registration_confirmed") == ["Asha", "Rosa"]
    [(_name, content, _kind)] = compose(Notice.objects.get(person__name="Rosa")).attachments
    content = content if isinstance(content, bytes) else content.encode()
    assert read(content).vevent.attendee.value == "mailto:rosa@example.org"


def test_after_the_last_seat_people_wait_in_order_and_nothing_is_oversold(event, client):
    chosen = [delegate(f"Asha {letter}", "Kochi", "IN") for letter in "ABCDE"]
    page = text(client.post(CHOOSE, {"delegate": [row.pk for row in chosen]}, follow=True))
    assert "5 people were added." in page
    assert "2 of them wait for a seat." in page
    assert [state for _email, state in states(event)] == [R.CONFIRMED] * 3 + [R.WAITLISTED] * 2
    assert states(event)[3][0] == "asha.d@example.org"


def test_who_is_there_cannot_be_ticked_and_is_passed_by(event, client, olga):
    asha = delegate("Asha", "Kochi", "IN")
    registrations.register(event, asha.person, asha.member, by=olga)
    page = text(client.get(CHOOSE))
    assert "is there already" in page
    assert f'value="{asha.pk}"' not in page
    assert "1 person was there already." in text(client.post(CHOOSE, {"delegate": asha.pk}, follow=True))
    assert len(states(event)) == 1


def test_who_acts_for_two_members_and_is_ticked_twice_has_one_seat(event, client):
    asha = delegate("Asha", "Kochi", "IN").person
    Delegate.objects.create(person=asha, member=cast.member("Jena"), state=Delegate.State.ADMITTED)
    client.post(CHOOSE, {"delegate": list(asha.delegations.values_list("pk", flat=True))})
    assert [str(row.member) for row in Registration.objects.filter(event=event)] == ["Jena"]


def test_delegates_of_another_network_and_nonsense_are_passed_by(event, client):
    foreign = cast.person("Knud", acts_for=cast.member("Kolding", of=cast.network(cast.EUROPE))).delegations.get()
    before = written()
    for wrong in (foreign.pk, "9" * 30, "x", "-1"):
        client.post(CHOOSE, {"delegate": wrong})
    assert written() == before


def test_nobody_ticked_is_said_and_the_search_stays(event, client):
    delegate("Asha", "Kochi", "IN")
    page = text(client.post(f"{CHOOSE}?words=kochi", {}))
    assert "Tick at least one person." in page
    assert 'name="words" value="kochi"' in page


def test_the_page_says_when_nobody_fits_and_when_there_are_no_delegates_yet(event, client):
    assert "No delegates yet" in text(client.get(CHOOSE))
    delegate("Asha", "Kochi", "IN")
    assert "Nobody fits" in text(client.get(f"{CHOOSE}?words=Atlantis"))


def test_the_pages_of_one_delegate_and_of_many_take_as_many_queries(event, client):
    delegate("Asha", "Kochi", "IN")
    client.get(CHOOSE)
    with counted() as one:
        client.get(CHOOSE)
    cast.delegates(60, acts_for=cast.member("Piura", "PE"))
    with counted() as many:
        client.get(CHOOSE)
    assert (len(one), len(many)) == (12, 12)


# --- a list ----------------------------------------------------------------------------------------------------------
ROWS = "email;name;member\nasha@example.org;Asha;Kochi\nnele@example.org;Nele;\n"


def test_a_list_is_shown_before_anything_is_written_and_then_taken(event, client):
    delegate("Asha", "Kochi", "IN")
    before = written()
    page = text(client.post(LIST, {"text": ROWS}))
    assert "2 people will be added." in page
    assert page.count("gets a seat") == 2
    assert page.count("new here") == 1
    assert written() == before
    done = text(client.post(LIST, {"text": ROWS, "confirm": "1"}, follow=True))
    assert "2 people were added." in done
    assert states(event) == [("asha@example.org", R.CONFIRMED), ("nele@example.org", R.CONFIRMED)]
    cast.reactions_run()
    assert cast.told("registration_confirmed") == ["Asha", "Nele"]


def test_a_file_is_shown_and_its_rows_go_on_to_the_next_step(event, client):
    cast.member("Kochi", "IN")
    file = SimpleUploadedFile("people.csv", ROWS.replace("Nele", "Änne").encode("cp1252"))
    page = client.post(LIST, {"file": file})
    assert "Änne" in text(page)
    client.post(LIST, {"text": page.context["text"], "confirm": "1"})
    assert Person.objects.get(email="nele@example.org").name == "Änne"


def test_who_waits_and_who_is_there_already_is_shown(event, client, olga):
    asha = delegate("Asha", "Kochi", "IN")
    registrations.register(event, asha.person, asha.member, by=olga)
    rows = "email\nasha@example.org\n" + "".join(f"guest{number}@example.org\n" for number in range(4))
    page = text(client.post(LIST, {"text": rows}))
    assert "4 people will be added. 2 of them wait for a seat." in page
    assert [page.count(words) for words in ("is there already", "gets a seat", "waits for a seat")] == [1, 2, 2]
    client.post(LIST, {"text": rows, "confirm": "1"})
    assert [state for _email, state in states(event)] == [R.CONFIRMED] * 3 + [R.WAITLISTED] * 2


def test_a_list_of_people_who_are_there_has_nothing_to_confirm(event, client, olga):
    asha = delegate("Asha", "Kochi", "IN")
    registrations.register(event, asha.person, asha.member, by=olga)
    page = text(client.post(LIST, {"text": "email\nasha@example.org\n"}))
    assert "Everybody in this list is there already." in page
    assert 'name="confirm"' not in page


@pytest.mark.parametrize("more", [{}, {"confirm": "1"}])
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("name\nAsha\n", "Row 1, email: column is missing"),
        ("email\nrosa@example.org\nROSA@example.org\n", "Row 3, email: &#x27;rosa@example.org&#x27; stands in row 2"),
        ("email;member\nrosa@example.org;Atlantis\n", "Row 2, member: &#x27;Atlantis&#x27; is no member"),
        ("email\nfine@example.org\n\nnobody\n", "Row 4, email: &#x27;nobody&#x27; is no e-mail address"),
        ("email\nbarred@example.org\n", "Row 2, email: belongs to somebody who may not sign in"),
        ("email\n", "The file: has no rows below the header"),
        ("email\n" + "".join(f"p{n}@example.org\n" for n in range(501)), "has 501 people; add at most 500 in one step"),
    ],
    ids=["column", "twice", "member", "address", "barred", "empty", "too many"],
)
def test_what_is_wrong_is_said_with_its_row_and_what_was_pasted_stays(event, client, rows, said, more):
    Person.objects.create_user("barred@example.org", name="Barred", is_active=False)
    before = written()
    response = client.post(LIST, {"text": rows, **more})
    assert said in text(response)
    assert response.context["form"]["text"].value() == rows
    assert written() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("email\nasha@example.org\n".encode("utf-16"), "The file: is encoded as UTF-16; save it as CSV in UTF-8"),
        (b"email\n\x00\n", "The file: is not a text file; save the spreadsheet as CSV"),
        (b"email\n" + b"x" * 500_000, "This is larger than 500 KB."),
        (b"email\n\x81@example.org\n", "The file: is neither UTF-8 nor Windows-1252; save it as CSV in UTF-8"),
    ],
    ids=["wide", "binary", "large", "other encoding"],
)
def test_a_file_that_is_none_is_refused_and_what_was_pasted_stays(event, client, content, said):
    response = client.post(LIST, {"file": SimpleUploadedFile("people.csv", content), "text": ROWS})
    assert said in text(response)
    assert response.context["form"]["text"].value() == ROWS


def test_nothing_at_all_and_too_much_are_said(event, client):
    assert "Choose a file, or paste the rows." in text(client.post(LIST, {"text": " \n"}))
    assert "This is larger than 500 KB." in text(client.post(LIST, {"text": "ü" * 300_000}))


def test_what_looks_like_a_formula_stays_a_text_here_and_in_every_file_that_goes_out(event, client):
    rows = 'email,name\nrosa@example.org,"=HYPERLINK(""http://evil.example"")"\n'
    assert "=HYPERLINK(&quot;http://evil.example&quot;)" in text(client.post(LIST, {"text": rows}))
    client.post(LIST, {"text": rows, "confirm": "1"})
    exported = client.get("/events/global-mixer/participants.csv").content.decode()
    assert "'=HYPERLINK" in exported
    assert ",=HYPERLINK" not in exported


def test_of_many_problems_fifty_are_shown(event, client):
    rows = "email\n" + "".join(f"nobody{number}\n" for number in range(53))
    page = text(client.post(LIST, {"text": rows}))
    assert page.count("is no e-mail address") == 50
    assert "3 problems more." in page


def test_too_many_tries_are_refused_and_what_was_pasted_stays(event, client):
    for _ in range(30):
        client.post(LIST, {"text": ""})
    response = client.post(LIST, {"text": ROWS})
    assert response.status_code == 429
    assert response.context["form"]["text"].value() == ROWS


def test_a_list_of_one_and_of_many_takes_as_many_queries(event, client):
    def rows(first: int, count: int) -> str:
        return "email;member\n" + "".join(f"g{n}@example.org;Kochi\n" for n in range(first, first + count))

    cast.member("Kochi", "IN")
    client.post(LIST, {"text": rows(0, 1)})
    sizes = []
    for first, count in ((0, 1), (1, 40)):
        for more in ({}, {"confirm": "1"}):
            with counted() as statements:
                client.post(LIST, {"text": rows(first, count), **more})
            sizes.append(len(statements))
    assert sizes[:2] == sizes[2:]


# --- who may ---------------------------------------------------------------------------------------------------------
def test_a_foreign_organiser_finds_nothing_and_writes_nothing(event):
    asha = delegate("Asha", "Kochi", "IN")
    emil = cast.organiser("Emil", of=cast.network(cast.EUROPE))
    foreign, before = signed_in(emil), written()
    answers = [foreign.get(CHOOSE), foreign.get(LIST)]
    answers += [foreign.post(CHOOSE, {"delegate": asha.pk}), foreign.post(LIST, {"text": ROWS, "confirm": "1"})]
    assert [answer.status_code for answer in answers] == [404] * 4
    with pytest.raises(NotYourEvent):
        choosing.add(event, [asha.pk], by=emil)
    with pytest.raises(NotYourEvent):
        registrations.register_all(event, [(asha.person, asha.member, "")], by=emil)
    assert written() == before


def test_an_event_that_gives_no_seats_takes_nobody_and_says_so(event, client):
    asha = delegate("Asha", "Kochi", "IN")
    Event.objects.update(state=Event.State.CANCELLED)
    assert "Nobody can be added now: the event is cancelled." in text(client.get(CHOOSE))
    assert "nobody can be registered: the event is cancelled" in text(client.post(CHOOSE, {"delegate": asha.pk}))
    client.post(LIST, {"text": "email\nnew@example.org\n", "confirm": "1"})
    assert states(event) == []


def test_the_service_takes_all_or_nobody(event, olga):
    asha, rosa = delegate("Asha", "Kochi", "IN"), delegate("Rosa", "Piura", "PE")
    graz = cast.member("Graz", of=cast.network(cast.EUROPE))
    twice = [(asha.person, asha.member, ""), (asha.person, None, "")]
    foreign = [(asha.person, asha.member, ""), (rosa.person, graz, "")]
    for comers, refused in ((twice, AlreadyRegistered), (foreign, NotYourMember)):
        with pytest.raises(refused):
            registrations.register_all(event, comers, by=olga)
    Event.objects.update(state=Event.State.ARCHIVED)
    with pytest.raises(NotOpen):
        registrations.register_all(event, [(asha.person, asha.member, "")], by=olga)
    assert states(event) == []


def test_what_is_foreseen_is_what_becomes_of_them(event, olga):
    wanted = imports.parse(b"email\na@example.org\nb@example.org\nc@example.org\nd@example.org\n", {})
    foreseen = imports.outlook(event, wanted)
    assert imports.register_all(event, wanted, by=olga) == foreseen
    assert [one.what for one in foreseen] == [R.CONFIRMED] * 3 + [R.WAITLISTED]
