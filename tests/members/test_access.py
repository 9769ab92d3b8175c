"""Every page of this area × every role: what is foreign answers 404 and writes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import get_resolver

from ledger.models import Entry
from members import delegates, invitations, notices
from members.models import Delegate, Invitation, Member, Membership, Network, Office, Person
from members.urls import urlpatterns
from tests.members.conftest import MakePerson

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ROLES = ("guest", "stranger", "delegate", "representative", "organiser", "secretariat")
Matrix = dict[str, tuple[str, str, dict[str, Any], tuple[int, ...]]]
"""Address's name: method, path with names to fill in, what is posted, the status for each of ROLES."""

NOBODY, EVERYBODY = (302, 404, 404, 404, 404, 404), (200,) * 6
SIGNED_IN = (302, 200, 200, 200, 200, 200)
GOVERNORS = (302, 404, 403, 200, 404, 200)
GOVERNORS_POST = (302, 404, 403, 302, 404, 302)
INSIDE = (302, 404, 200, 200, 404, 200)
DESK = (302, 404, 404, 404, 403, 200)
DESK_POST = (302, 404, 404, 404, 403, 302)
OWN = (302, 302, 302, 302, 302, 302)

MATRIX: Matrix = {
    "profile": ("get", "/me/", {}, SIGNED_IN),
    "visibility": ("get", "/me/visibility/", {}, SIGNED_IN),
    "preview": ("get", "/me/visibility/preview/?member=kochi&purpose=same_event", {}, SIGNED_IN),
    "consent": ("post", "/me/consents/follow_ups/", {}, OWN),
    "security": ("get", "/me/security/", {}, SIGNED_IN),
    "end_other_sessions": ("post", "/me/sessions/end/", {}, OWN),
    "end_session": ("post", "/me/sessions/{other_session}/end/", {}, NOBODY),
    "second_factor": ("get", "/me/second-factor/", {}, OWN),
    "data": ("get", "/me/data/", {}, SIGNED_IN),
    "export": ("post", "/me/data/export/", {}, (302, 200, 200, 200, 302, 302)),
    "erase": ("post", "/me/data/erase/", {"address": "wrong@example.org"}, (302, 422, 422, 422, 302, 302)),
    "notices": ("get", "/notices/", {}, SIGNED_IN),
    "read_all": ("post", "/notices/read/", {}, OWN),
    "read": ("post", "/notices/{other_notice}/read/", {}, NOBODY),
    "demo": ("get", "/demo/", {}, (404,) * 6),
    "demo_sign_in": ("post", "/demo/{asking_person}/", {}, (404,) * 6),
    "directory": ("get", "/members/", {}, EVERYBODY),
    "join": ("get", "/members/join/", {}, SIGNED_IN),
    "apply": ("get", "/members/apply/", {}, SIGNED_IN),
    "invitation": ("get", "/members/invitations/{token}/", {}, EVERYBODY),
    "desk": ("get", "/members/networks/iscn/", {}, DESK),
    "decide": ("post", "/members/networks/iscn/memberships/{asking_membership}/admit/", {}, DESK_POST),
    "give_office": (
        "post",
        "/members/networks/iscn/offices/",
        {"email": "jonas@example.org", "role": "organiser"},
        DESK_POST,
    ),
    "take_office": ("post", "/members/networks/iscn/offices/{office}/end/", {}, DESK_POST),
    "bar": ("post", "/members/people/{asking_person}/deactivate/", {}, (302, 404, 404, 404, 404, 302)),
    "member": ("get", "/members/kochi/", {}, EVERYBODY),
    "ask": ("post", "/members/kochi/ask/", {}, (302, 302, 409, 409, 302, 302)),
    "edit": ("get", "/members/kochi/edit/", {}, GOVERNORS),
    "request_membership": (
        "post",
        "/members/kochi/memberships/",
        {"network": "vernetzt-in-europa"},
        GOVERNORS_POST,
    ),
    "delegates": ("get", "/members/kochi/delegates/", {}, GOVERNORS),
    "delegate": ("post", "/members/kochi/delegates/{asking}/admit/", {}, GOVERNORS_POST),
    "invite": ("post", "/members/kochi/invitations/", {"email": "new@example.org"}, GOVERNORS_POST),
    "withdraw_invitation": ("post", "/members/kochi/invitations/{invitation}/withdraw/", {}, GOVERNORS_POST),
    "dossier": ("get", "/members/kochi/dossier/", {}, INSIDE),
    "dossier_csv": ("get", "/members/kochi/dossier.csv", {}, INSIDE),
    "dossier_xlsx": ("get", "/members/kochi/dossier.xlsx", {}, INSIDE),
}


@pytest.fixture
def people(
    kochi: Member, jena: Member, representative: Person, make_person: MakePerson, make_official: MakePerson
) -> dict[str, Person | None]:
    return {
        "guest": None,
        "stranger": make_person("Jonas", jena, representative=True),
        "delegate": make_person("Latha", kochi),
        "representative": representative,
        "organiser": make_official("Orga", Office.Role.ORGANISER),
        "secretariat": make_official("Sekretariat", Office.Role.SECRETARIAT),
    }


@pytest.fixture
def names(
    kochi: Member, iscn: Network, people: dict[str, Person | None], representative: Person, make_person: MakePerson
) -> dict[str, Any]:
    """Things that addresses name: of Kochi, and of somebody who is none of the six."""
    asking = make_person("Anil")
    session = UserSession.objects.create(user=asking, ip="192.0.2.1", session_key="x", user_agent="Browser")
    notices.tell([asking.id], kind="delegate_admitted", key="x", data={"member_id": kochi.id}, address="/me/")
    piura = Member.objects.create(slug="piura", name="Piura", country="PE", time_zone="America/Lima")
    organiser = people["organiser"]
    assert organiser is not None
    invitation = invitations.invite(member=kochi, email="open@example.org", by=representative)
    return {
        "asking": delegates.request(person=asking, member=kochi).id,
        "asking_person": asking.id,
        "asking_membership": Membership.objects.create(member=piura, network=iscn).id,
        "other_session": session.id,
        "other_notice": asking.notices.get().id,
        "office": organiser.offices.get().id,
        "invitation": invitation.id,
        "token": invitation.token,
    }


def written() -> list[object]:
    """Everything these addresses could change, and the ledger."""
    rows: list[object] = [
        list(model.objects.order_by("pk").values_list())
        for model in (Delegate, Invitation, Member, Membership, Office, Person)
    ]
    return [*rows, Entry.objects.count()]


def test_every_address_of_this_area_stands_in_the_matrix() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(MATRIX)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MATRIX)
def test_each_role_gets_what_the_matrix_says(
    name: str,
    role: str,
    people: dict[str, Person | None],
    names: dict[str, Any],
    signed_in: Callable[[Person | None], Client],
) -> None:
    method, path, data, expected = MATRIX[name]
    client = signed_in(people[role])
    before = written()
    response = getattr(client, method)(path.format(**names), data)
    status = expected[ROLES.index(role)]
    assert response.status_code == status
    if role == "guest" and status == 302:
        assert "/accounts/login/" in response.headers["Location"]
    if status in (403, 404, 409) or role == "guest" or method == "get":
        assert written() == before


@pytest.mark.parametrize("name", [name for name in MATRIX if MATRIX[name][0] == "post"])
def test_posts_are_not_done_by_looking(name: str, names: dict[str, Any], secretariat_client: Client) -> None:
    before = written()
    _, path, _, _ = MATRIX[name]
    status = secretariat_client.get(path.format(**names)).status_code
    assert status in (302, 404, 405)
    assert written() == before


@pytest.fixture
def secretariat_client(people: dict[str, Person | None], signed_in: Callable[[Person | None], Client]) -> Client:
    return signed_in(people["secretariat"])


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("/members/jena/delegates/{asking}/admit/", "asking"),
        ("/members/jena/delegates/{asking}/hand-over/", "asking"),
        ("/members/jena/invitations/{invitation}/withdraw/", "invitation"),
        ("/members/networks/vernetzt-in-europa/memberships/{asking_membership}/admit/", "asking_membership"),
        ("/members/networks/nowhere/", ""),
        ("/members/kochi/delegates/{asking}/promote/", "asking"),
        ("/members/kochi/delegates/999999999/admit/", ""),
        ("/members/nowhere/delegates/", ""),
        ("/members/piura/dossier/", ""),
    ],
)
def test_ids_of_others_in_ones_own_address_are_not_found(
    path: str, thing: str, people: dict[str, Person | None], names: dict[str, Any], signed_in: Callable[..., Client]
) -> None:
    """A representative uses their own member's address with ids that are not their member's."""
    client = signed_in(people["stranger"])
    before = written()
    assert client.post(path.format(**names)).status_code in (404, 405)
    assert client.get(path.format(**names)).status_code in (404, 405)
    assert written() == before


def test_a_name_in_an_address_that_is_no_number_is_no_address(secretariat_client: Client) -> None:
    assert get_resolver().resolve("/members/kochi/").view_name == "members:member"
    assert secretariat_client.post("/members/kochi/delegates/99999999999999999999/admit/").status_code == 404
