"""What people do on the pages: find, apply, decide, edit, invite."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members import editing
from members.models import Delegate, Invitation, Member, Membership, Person
from tests.members.conftest import MakeMember, MakePerson

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person | None], Client]


@pytest.fixture
def three(make_member: MakeMember) -> list[Member]:
    kochi = make_member("Kochi")
    jena = make_member("Jena", country="DE", size_class="12", languages=["de", "en"], time_zone="Europe/Berlin")
    piura = make_member("Piura", country="PE", size_class="12", languages=["es"], time_zone="America/Lima")
    jena.topics.set([topic for topic in jena.topics.model.objects.filter(slug="mobility")])
    return [jena, kochi, piura]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Jena", "Kochi", "Piura"]),
        ("?network=iscn", ["Jena", "Kochi", "Piura"]),
        ("?network=vernetzt-in-europa", []),
        ("?country=PE", ["Piura"]),
        ("?topic=mobility", ["Jena"]),
        ("?size_class=12", ["Jena", "Piura"]),
        ("?language=en", ["Jena", "Kochi"]),
        ("?language=en&size_class=12", ["Jena"]),
        ("?words=oc", ["Kochi"]),
        ("?country=nowhere&topic=%00&page=999", ["Jena", "Kochi", "Piura"]),
    ],
)
def test_members_are_found_by_what_they_are(client: Client, three: list[Member], asked: str, found: list[str]) -> None:
    page = client.get(f"/members/{asked}")
    assert [member.name for member in page.context["page"]] == found


def test_a_directory_page_costs_the_same_however_many_it_shows(client: Client, make_member: MakeMember) -> None:
    make_member("Kochi")
    client.get("/members/")
    with CaptureQueriesContext(connection) as few:
        client.get("/members/")
    for number in range(23):
        make_member(f"Place-{number}")
    with CaptureQueriesContext(connection) as plenty:
        assert client.get("/members/").text.count("card__title") == 24
    assert len(few) == len(plenty)


def test_an_application_keeps_what_was_typed_when_it_is_refused(
    kochi: Member, make_person: MakePerson, signed_in: SignIn
) -> None:
    client = signed_in(make_person("Anil"))
    posted = {
        "network": "iscn",
        "name": "kochi",
        "kind": "municipality",
        "country": "IN",
        "time_zone": "Asia/Kolkata",
        "languages_0": "ml",
        "languages_1": "en",
        "languages_2": "ml",
    }
    refused = client.post("/members/apply/", posted)
    assert refused.status_code == 422
    assert "already belongs to the network" in refused.text
    assert 'value="kochi"' in refused.text
    answer = client.post("/members/apply/", {**posted, "name": "Thrissur"})
    assert answer.headers["Location"] == "/members/thrissur/"
    assert Member.objects.get(name="Thrissur").languages == ["ml", "en"]
    assert client.post("/members/apply/", {**posted, "country": "XX", "languages_0": "xx"}).status_code == 422


def test_the_way_from_application_to_invitation(
    make_person: MakePerson, secretariat: Person, signed_in: SignIn
) -> None:
    rosa = make_person("Rosa")
    hers, desk = signed_in(rosa), signed_in(secretariat)
    posted = {"network": "iscn", "name": "Piura", "kind": "municipality", "country": "PE", "languages_0": "es"}
    hers.post("/members/apply/", {**posted, "time_zone": "America/Lima"})
    assert signed_in(None).get("/members/piura/").status_code == 404
    assert "Piura" in desk.get("/members/networks/iscn/").text
    row = Membership.objects.get(member__name="Piura")
    desk.post(f"/members/networks/iscn/memberships/{row.id}/admit/")
    assert signed_in(None).get("/members/piura/").status_code == 200
    assert "Rosa became the representative." in hers.get("/members/piura/dossier/").text
    hers.post("/members/piura/invitations/", {"email": "luis@example.org"})
    page = hers.get("/members/piura/delegates/").text
    assert "luis@example.org" in page
    again = hers.post("/members/piura/invitations/", {"email": "luis@example.org"})
    assert (again.status_code, Invitation.objects.count()) == (422, 1)


def test_what_a_member_says_about_itself_is_edited_and_recorded(
    kochi: Member, representative: Person, signed_in: SignIn
) -> None:
    client = signed_in(representative)
    posted = {
        "about_en": "A port city.",
        "about_de": "Eine Hafenstadt.",
        "topics": ["mobility", "energy"],
        "languages_0": "ml",
        "size_class": "11",
        "time_zone": "Asia/Kolkata",
        "subdivision": "kl",
        "website": "kochi.example",
    }
    assert client.post("/members/kochi/edit/", posted).status_code == 302
    assert client.post("/members/kochi/edit/", posted).status_code == 302
    kochi.refresh_from_db()
    assert kochi.about == {"en": "A port city.", "de": "Eine Hafenstadt."}
    assert (kochi.subdivision, kochi.website, kochi.languages) == ("KL", "https://kochi.example", ["ml"])
    assert client.get("/members/kochi/dossier/").text.count("Changed what it says about itself.") == 1


def test_the_secretariat_bars_somebody_and_their_session_ends(
    kochi: Member, secretariat: Person, make_person: MakePerson, signed_in: SignIn
) -> None:
    anil = make_person("Anil", kochi)
    his, desk = signed_in(anil), signed_in(secretariat)
    assert his.get("/me/").status_code == 200
    answer = desk.post(f"/members/people/{anil.id}/deactivate/", {"next": "/members/kochi/delegates/"})
    assert answer.headers["Location"] == "/members/kochi/delegates/"
    assert his.get("/me/").status_code == 302
    assert "Let sign in again: Anil" in desk.get("/members/kochi/delegates/").text
    elsewhere = desk.post(f"/members/people/{anil.id}/reactivate/", {"next": "https://evil.example/members/"})
    assert elsewhere.headers["Location"] == "/members/"


def test_a_delegate_leaves_on_their_own(kochi: Member, make_person: MakePerson, signed_in: SignIn) -> None:
    anil = make_person("Anil", kochi)
    row = Delegate.objects.get(person=anil)
    signed_in(anil).post(f"/members/kochi/delegates/{row.id}/end/")
    assert Delegate.objects.get(id=row.id).state == "ended"


def test_an_office_is_given_to_somebody_known_only(
    secretariat: Person, make_person: MakePerson, signed_in: SignIn
) -> None:
    desk = signed_in(secretariat)
    anil = make_person("Anil")
    unknown = desk.post("/members/networks/iscn/offices/", {"email": "no@example.org", "role": "organiser"})
    assert unknown.status_code == 422
    desk.post("/members/networks/iscn/offices/", {"email": anil.email.upper(), "role": "organiser"})
    assert anil.offices.get().role == "organiser"


def test_what_a_colleague_has_changed_about_the_member_is_shown_and_not_written_over(
    kochi: Member, representative: Person, secretariat: Person, signed_in: SignIn
) -> None:
    client, at = signed_in(representative), "/members/kochi/edit/"
    form = client.get(at).context["form"]
    posted = {
        "about_en": "A port city.", "languages_0": "en", "size_class": "11", "time_zone": "Asia/Kolkata",
        "revision": form["revision"].value(),
    }  # fmt: skip
    stands = {name: getattr(kochi, name) for name in editing.EDITABLE}
    changed = {**stands, "about": {"en": "A city of canals."}, "time_zone": "Asia/Colombo", "mailbox": "k@example.org"}
    editing.edit(member=kochi, by=secretariat, values=changed, topics=["energy"])
    refused = client.post(at, posted)
    told = (
        f"{secretariat.display_name} has changed this meanwhile. What you typed is not saved yet; both texts are kept."
    )
    assert (refused.status_code, refused.context["form"].non_field_errors()) == (409, [told])
    assert refused.context["form"]["about"].value()["en"] == "A port city."
    assert ("About us", "A city of canals.") in refused.context["theirs"]
    assert {"Topics", "Time zone", "Role mailbox"} <= {label for label, _ in refused.context["theirs"]}
    kochi.refresh_from_db()
    assert (kochi.about, kochi.mailbox) == ({"en": "A city of canals."}, "k@example.org")
    again = {**posted, "revision": refused.context["form"]["revision"].value()}
    assert [client.post(at, again).status_code for _ in range(2)] == [302, 302]
    kochi.refresh_from_db()
    assert (kochi.about, kochi.mailbox, kochi.written_by) == ({"en": "A port city."}, "", representative)
