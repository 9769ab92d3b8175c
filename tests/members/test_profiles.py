"""Who sees what of a profile: by part, purpose, closeness and consent; and the preview shows just that."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from members import adequacy, consents, profiles, visibility
from members.models import Consent, Delegate, Member, Person
from members.visibility import Audience, Part, Purpose
from tests.members.conftest import MakeMember, MakePerson
from tests.members.test_signing_in import facts

pytestmark = pytest.mark.django_db

EVERYTHING = set(Part.values)


@pytest.fixture
def jonas(jena: Member, make_person: MakePerson) -> Person:
    about = {"role_title": "Klimaschutz", "about": "Hitzeaktionsplan", "phone": "+49 3641 0"}
    jonas = make_person("Jonas", jena, **about)
    profiles.speak(person=jonas, languages=[("de", "C2"), ("en", "B2")])
    return jonas


def open_to(person: Person, audience: str, purpose: str = Purpose.MEETING) -> None:
    visibility.decide(person=person, audiences={(part, purpose): audience for part in Part})


def seen(viewer: Person | profiles.Viewer | None, owner: Person, **more: Any) -> set[str]:
    cards = profiles.card(viewer, [owner], **more)
    return set(cards[owner.id].shown) if cards else set()


def test_before_any_choice_a_meeting_shows_profile_and_languages_and_no_contact(
    jonas: Person, make_member: MakeMember, make_person: MakePerson
) -> None:
    arezzo = make_person("Giulia", make_member("Arezzo", country="IT"))
    card = profiles.card(arezzo, [jonas], same_event=True)[jonas.id]
    assert (card.name, [member.name for member in card.members]) == ("Jonas", ["Jena"])
    assert (card.role_title, card.about, card.languages) == (
        "Klimaschutz",
        "Hitzeaktionsplan",
        [("de", "C2"), ("en", "B2")],
    )
    assert (card.email, card.phone, card.since) == ("", "", None)
    assert seen(arezzo, jonas, same_event=False) == set()
    assert seen(arezzo, jonas, purpose=Purpose.DIRECTORY) == set()


@pytest.mark.parametrize(
    ("audience", "colleague", "at_the_event", "in_the_network", "outside"),
    [
        (Audience.NOBODY, set(), set(), set(), set()),
        (Audience.MEMBER, EVERYTHING, set(), set(), set()),
        (Audience.EVENT, EVERYTHING, EVERYTHING, set(), set()),
        (Audience.NETWORK, EVERYTHING, EVERYTHING, EVERYTHING, set()),
    ],
)
def test_each_audience_holds_those_that_are_closer(  # noqa: PLR0917
    audience: str,
    colleague: set[str],
    at_the_event: set[str],
    in_the_network: set[str],
    outside: set[str],
    jonas: Person,
    jena: Member,
    make_member: MakeMember,
    make_person: MakePerson,
) -> None:
    open_to(jonas, audience)
    arezzo = make_person("Giulia", make_member("Arezzo", country="IT"))
    stranger = make_person("Nobody", make_member("Basel", country="CH", admitted=False))
    assert seen(make_person("Anna", jena), jonas, same_event=False) == colleague
    assert seen(arezzo, jonas, same_event=True) == at_the_event
    assert seen(arezzo, jonas, same_event=False) == in_the_network
    assert seen(stranger, jonas, same_event=False) == outside


def test_a_guest_sees_nobody_and_oneself_sees_all(jonas: Person) -> None:
    assert profiles.card(None, [jonas]) == {}
    assert seen(jonas, jonas) == EVERYTHING


def test_where_data_are_not_protected_alike_a_consent_decides(
    jonas: Person, representative: Person, make_member: MakeMember, make_person: MakePerson
) -> None:
    open_to(jonas, Audience.EVENT)
    belem = make_person("Bia", make_member("Belem", country="BR"))
    assert seen(belem, jonas, same_event=True) == EVERYTHING
    assert seen(representative, jonas, same_event=True) == set()
    assert profiles.card(representative, [jonas], same_event=True)[jonas.id].name == "Jonas"
    consents.give(person=jonas, purpose=consents.PROFILE_ABROAD)
    assert seen(representative, jonas, same_event=True) == EVERYTHING
    consents.withdraw(person=jonas, purpose=consents.PROFILE_ABROAD)
    assert seen(representative, jonas, same_event=True) == set()
    assert facts(jonas) == ["visibility_changed", "consent_given", "consent_withdrawn"]


def test_a_consent_to_older_words_does_not_count(jonas: Person, representative: Person) -> None:
    consents.give(person=jonas, purpose=consents.PROFILE_ABROAD)
    Consent.objects.update(version="2025-01")
    assert consents.given(jonas, consents.PROFILE_ABROAD) is None
    consents.give(person=jonas, purpose=consents.PROFILE_ABROAD)
    assert [row.version for row in consents.history(jonas)] == ["2026-11", "2025-01"]
    consents.give(person=jonas, purpose=consents.PROFILE_ABROAD)
    assert Consent.objects.count() == 2


def test_a_consent_to_older_words_is_withdrawn_or_renewed_where_it_is_shown(
    jonas: Person, signed_in: Callable[[Person], Client]
) -> None:
    consents.give(person=jonas, purpose=consents.PROFILE_ABROAD)
    Consent.objects.update(version="2025-01")
    client, at = signed_in(jonas), f"/me/consents/{consents.PROFILE_ABROAD}/"
    panel = client.get("/me/visibility/").text.split(f'action="{at}"')[1].split("</form>")[0]
    assert re.findall(r'kern-label">(.+?)<', panel) == ["I agree", "Withdraw"]
    client.post(at, {"withdraw": "1"})
    assert Consent.objects.filter(withdrawn_at=None).count() == 0
    panel = client.get("/me/visibility/").text.split(f'action="{at}"')[1].split("</form>")[0]
    assert re.findall(r'kern-label">(.+?)<', panel) == ["I agree"]


def test_who_left_or_was_barred_shows_a_name_only(jonas: Person, make_person: MakePerson, jena: Member) -> None:
    open_to(jonas, Audience.NETWORK)
    anna = make_person("Anna", jena)
    Person.objects.filter(id=jonas.id).update(is_active=False)
    jonas.refresh_from_db()
    assert seen(anna, jonas) == set()


def test_an_event_s_people_are_asked_of_the_layers_above(
    jonas: Person, make_member: MakeMember, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    arezzo = make_person("Giulia", make_member("Arezzo", country="IT"))
    monkeypatch.setattr(profiles, "encounters", [lambda person_id, others: set(others)])
    assert seen(arezzo, jonas) == {Part.PROFILE, Part.LANGUAGES}


def test_the_preview_is_what_the_other_really_sees(
    jonas: Person, kochi: Member, representative: Person, signed_in: Callable[[Person], Client]
) -> None:
    open_to(jonas, Audience.EVENT)
    client = signed_in(jonas)
    address = "/me/visibility/preview/?member=kochi&purpose=same_event"
    assert "Hitzeaktionsplan" not in client.get(address).text
    client.post(f"/me/consents/{consents.PROFILE_ABROAD}/")
    assert "Hitzeaktionsplan" in client.get(address).text
    eyes = profiles.delegate_of(kochi)
    imagined = profiles.card(eyes, [jonas], same_event=True)
    assert imagined == profiles.card(representative, [jonas], same_event=True)
    assert "Hitzeaktionsplan" not in client.get(address.replace("same_event", "directory")).text


def test_the_form_keeps_every_choice(jonas: Person, signed_in: Callable[[Person], Client]) -> None:
    posted = {f"{part}_{purpose}": Audience.NETWORK for part in Part for purpose in Purpose}
    assert signed_in(jonas).post("/me/visibility/", posted).status_code == 302
    assert set(visibility.of(jonas).values()) == {Audience.NETWORK}
    wrong = signed_in(jonas).post("/me/visibility/", {**posted, "contact_meeting": "everybody"})
    assert wrong.status_code == 422


def test_the_profile_form_keeps_what_was_written(jonas: Person, signed_in: Callable[[Person], Client]) -> None:
    posted = {
        "name": "Jonas \r\n Weber",
        "role_title": "Leitung",
        "language": "de",
        "time_zone": "Europe/Berlin",
        "spoken_0": "pt",
        "spoken_0_level": "B1",
    }
    client = signed_in(jonas)
    assert client.post("/me/", posted).status_code == 302
    jonas.refresh_from_db()
    assert (jonas.name, jonas.role_title, jonas.language, jonas.about) == ("Jonas Weber", "Leitung", "de", "")
    assert list(jonas.spoken_languages.values_list("code", "level")) == [("pt", "B1")]
    assert client.post("/me/", {**posted, "name": ""}).status_code == 422


def test_three_hundred_cards_cost_as_many_queries_as_one(
    jena: Member, representative: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = Person.objects.bulk_create(Person(email=f"p{n}@example.org", name=f"P{n}") for n in range(300))
    Delegate.objects.bulk_create(Delegate(person=person, member=jena, state="admitted") for person in people)
    for some in (people[:1], people):
        with django_assert_num_queries(8):
            assert len(profiles.card(representative, some, same_event=True)) == len(some)


@pytest.mark.parametrize(
    ("home", "viewer", "needed"),
    [
        (["DE"], ["IN"], True),
        (["DE"], ["BR"], False),
        (["DE"], ["FR"], False),
        (["DE"], ["IN", "FR"], False),
        (["PE"], ["IN"], False),
        ([], ["MX"], True),
        (["DE"], [], True),
    ],
)
def test_adequacy_decides_where_a_consent_is_needed(home: list[str], viewer: list[str], needed: bool) -> None:
    assert adequacy.needs_consent(home, viewer) is needed
