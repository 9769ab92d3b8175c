"""Every address of the mixers × every role: what is foreign does not exist and writes nothing."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model, QuerySet
from django.test import Client
from django.utils import timezone

from events.models import Registration
from exchanges.mixers import hosts, wishes
from exchanges.mixers.models import Mixer, Seat, Table, Wish
from exchanges.mixers.programme import Programme
from exchanges.mixers.urls import urlpatterns
from ledger.models import Entry, Promise
from members.models import Delegate, Member, Membership, Network, Office, Person
from rooms.models import Admission, Message, Room
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ROLES = (
    "guest", "stranger", "foreign_organiser", "neighbour", "waitlisted", "participant", "host", "organiser",
    "secretariat",
)  # fmt: skip
"""A stranger is delegate of a member of another network, a neighbour of this one without being registered."""

NOBODY = (302, 404, 404, 404, 404, 404, 404, 404, 404)
STAFF = (302, 404, 404, 404, 404, 404, 404, 200, 200)
STAFF_POST = (302, 404, 404, 404, 404, 404, 404, 302, 302)
HOSTS = (302, 404, 404, 404, 404, 404, 200, 200, 200)
HOSTS_POST = (302, 404, 404, 404, 404, 404, 302, 302, 302)
INSIDE = (302, 404, 404, 404, 404, 200, 200, 200, 200)
ARRIVING = (302, 404, 404, 302, 302, 200, 200, 200, 200)
INSIDE_POST = (302, 404, 404, 404, 404, 302, 302, 302, 302)
SEATED = (302, 404, 404, 404, 404, 200, 302, 302, 302)
SEATED_PART = (302, 404, 404, 404, 404, 200, 410, 410, 410)
REGISTERED = (302, 404, 404, 404, 200, 200, 404, 404, 404)
REGISTERED_POST = (302, 404, 404, 404, 302, 302, 404, 404, 404)
PLACED_POST = (302, 404, 404, 404, 404, 302, 404, 404, 404)

Expected = tuple[int, ...]
MATRIX: dict[str, tuple[str, str, dict[str, str], Expected]] = {
    "new": ("get", "/mixers/new/", {}, (302, 404, 200, 404, 404, 404, 404, 200, 200)),
    "new:posted": ("post", "/mixers/new/", {}, (302, 404, 422, 404, 404, 404, 404, 422, 422)),
    "edit": ("get", "/mixers/{slug}/edit/", {}, STAFF_POST),
    "edit:posted": ("post", "/mixers/{slug}/edit/", {}, (302, 404, 404, 404, 404, 404, 404, 422, 422)),
    "card": ("get", "/mixers/{slug}/card/", {}, REGISTERED),
    "card:posted": ("post", "/mixers/{slug}/card/", {"seek_0_topic": "{topic}"}, REGISTERED_POST),
    "wish": ("post", "/mixers/{slug}/wishes/", {"other": "{mate}", "kind": "must"}, PLACED_POST),
    "unwish": ("post", "/mixers/{slug}/wishes/{mate}/withdraw/", {}, PLACED_POST),
    "lobby": ("get", "/mixers/{slug}/lobby/", {}, ARRIVING),
    "lobby-part": ("get", "/mixers/{slug}/lobby/seat/", {}, INSIDE),
    "table": ("get", "/mixers/{slug}/table/", {}, SEATED),
    "table-part": ("get", "/mixers/{slug}/table/company/", {}, SEATED_PART),
    "contact": ("post", "/mixers/{slug}/contacts/", {"other": "{mate}"}, INSIDE_POST),
    "take-contact-back": ("post", "/mixers/{slug}/contacts/withdraw/", {"other": "{mate}"}, INSIDE_POST),
    "more-time": ("post", "/mixers/{slug}/more-time/", {}, INSIDE_POST),
    "step-out": ("post", "/mixers/{slug}/step-out/", {}, INSIDE_POST),
    "step-in": ("post", "/mixers/{slug}/step-in/", {}, INSIDE_POST),
    "host": ("get", "/mixers/{slug}/host/", {}, HOSTS),
    "host-part": ("get", "/mixers/{slug}/host/parts/floor/", {}, HOSTS),
    "act:start": ("post", "/mixers/{slug}/host/start/", {}, HOSTS_POST),
    "act:go-on": ("post", "/mixers/{slug}/host/go-on/", {"phase": "round", "number": "1"}, HOSTS_POST),
    "act:pause": ("post", "/mixers/{slug}/host/pause/", {}, HOSTS_POST),
    "act:resume": ("post", "/mixers/{slug}/host/resume/", {}, HOSTS_POST),
    "act:extend": (
        "post", "/mixers/{slug}/host/extend/", {"minutes": "2", "phase": "round", "number": "1"}, HOSTS_POST
    ),
    "act:end": ("post", "/mixers/{slug}/host/end/", {}, HOSTS_POST),
    "act:announce": ("post", "/mixers/{slug}/host/announce/", {"text": "Five minutes left."}, HOSTS_POST),
    "act:move": ("post", "/mixers/{slug}/host/move/", {"person": "{mate}", "table": "{other_table}"}, HOSTS_POST),
    "act:merge": ("post", "/mixers/{slug}/host/merge/", {"table": "{table}", "into": "{other_table}"}, HOSTS_POST),
    "act:visit": ("post", "/mixers/{slug}/host/visit/", {"table": "{table}"}, HOSTS_POST),
    "act:remove": ("post", "/mixers/{slug}/host/remove/", {"person": "{mate}"}, HOSTS_POST),
    "act:appoint": ("post", "/mixers/{slug}/host/appoint/", {"person": "{mate}"}, HOSTS_POST),
    "act:mute": ("post", "/mixers/{slug}/host/mute/", {"person": "{mate}"}, HOSTS_POST),
    "act:unmute": ("post", "/mixers/{slug}/host/unmute/", {"person": "{mate}"}, HOSTS_POST),
    "act:nothing": ("post", "/mixers/{slug}/host/nothing/", {}, NOBODY),
    "afterwards": ("get", "/mixers/{slug}/afterwards/", {}, INSIDE),
    "rate": ("post", "/mixers/{slug}/rating/", {"stars": "5"}, (302, 404, 404, 404, 404, 422, 404, 404, 404)),
    "rate-meeting": ("post", "/mixers/{slug}/meetings/rating/", {"other": "{mate}", "useful": "yes"}, INSIDE_POST),
    "follow-up": ("post", "/mixers/{slug}/follow-ups/", {"other": "{mate}", "days": "30"}, INSIDE_POST),
    "recap": ("get", "/mixers/{slug}/recap/", {}, HOSTS),
    "recap-file": ("get", "/mixers/{slug}/recap/0.csv", {}, HOSTS),
}  # fmt: skip
"""Method, address, what is posted, and the status for each of ROLES, in the middle of a round."""

FORMS_WITH_PAGES = {"wish", "rate", *(name for name in MATRIX if name.startswith("act:"))}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def mixer(clock: Clock, olga: Person) -> Mixer:
    """Nine delegates at three tables, in the first round."""
    guests = cast.people(9)
    made = cast.mixer(olga, guests, plan=Programme(welcome_seconds=0, input_seconds=0, round_count=2), starts_in=10)
    cast.arrive(made, guests)
    clock.run(seconds=15)
    return cast.fresh(made)


@pytest.fixture
def people(mixer: Mixer, olga: Person) -> dict[str, Person | None]:
    kochi = Member.objects.get(slug="kochi")
    made = {"participant": Person.objects.get(name="Delegate 1 of Kochi")}
    europe = Network.objects.get(slug="vernetzt-in-europa")
    ghent = Member.objects.create(slug="ghent", name="Ghent", country="BE", time_zone="Europe/Brussels")
    Membership.objects.create(member=ghent, network=europe, state=Membership.State.ADMITTED)
    for role, member in (("stranger", ghent), ("neighbour", kochi), ("waitlisted", kochi), ("host", kochi)):
        person = Person.objects.create_user(f"{role}@example.org", name=role)
        Delegate.objects.create(person=person, member=member, state=Delegate.State.ADMITTED)
        made[role] = person
    waiting = {"event": mixer.event, "member": kochi, "state": Registration.State.WAITLISTED}
    Registration.objects.create(person=made["waitlisted"], queued_at=timezone.now(), **waiting)
    hosts.appoint(mixer, made["host"].pk, by=olga)
    made["organiser"] = olga
    made["foreign_organiser"] = staff("foreign_organiser", europe, Office.Role.ORGANISER)
    made["secretariat"] = staff("secretariat", cast.network(), Office.Role.SECRETARIAT)
    Authenticator.objects.create(user=olga, type=Authenticator.Type.TOTP, data={})
    return {**made, "guest": None}


def staff(name: str, network: Network, role: str) -> Person:
    person = Person.objects.create_user(f"{name}@example.org", name=name)
    Office.objects.create(person=person, network=network, role=role)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


@pytest.fixture
def names(mixer: Mixer, people: dict[str, Person | None]) -> dict[str, Any]:
    """What addresses and forms name: the table of the participant, somebody there, another table."""
    me = people["participant"]
    assert me is not None
    mine = Seat.objects.get(round__mixer=mixer, person=me, left_at=None)
    mate = Seat.objects.filter(table=mine.table, left_at=None).exclude(person=me).order_by("id")[0].person
    wishes.wish(mixer, by=me, other_id=mate.pk, kind=Wish.Kind.MUST)
    other = Table.objects.filter(round=mine.round).exclude(id=mine.table_id).order_by("number")[0]
    return {
        "slug": mixer.event.slug,
        "mate": mate.pk,
        "table": mine.table_id,
        "other_table": other.id,
        "topic": cast.topic("water").pk,
    }


def sign_in(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def written() -> list[object]:
    """Everything these addresses could change, and the ledger."""
    models: list[type[Model]] = [
        *apps.get_app_config("exchanges").get_models(),
        Registration,
        Admission,
        Message,
        Room,
        Promise,
    ]
    rows = [list(QuerySet(model).order_by("pk").values_list()) for model in models]
    return [*rows, Entry.objects.count()]


def test_every_address_stands_in_the_matrix() -> None:
    assert {pattern.name for pattern in urlpatterns} == {name.partition(":")[0] for name in MATRIX}


@pytest.mark.parametrize("name", MATRIX)
def test_each_role_gets_what_the_matrix_says(
    name: str, people: dict[str, Person | None], names: dict[str, Any]
) -> None:
    """Every role asks in the same situation: what one changed is undone before the next."""
    method, path, data, expected = MATRIX[name]
    posted = {key: value.format(**names) for key, value in data.items()}
    before = written()
    got, touched = [], {}
    for role in ROLES:
        with transaction.atomic():
            response = getattr(sign_in(people[role]), method)(path.format(**names), posted)
            got.append(response.status_code)
            touched[role] = written() != before
            transaction.set_rollback(True)
        if role == "guest":
            assert response.headers["Location"].startswith("/accounts/login/?next=/mixers/")
    assert dict(zip(ROLES, got, strict=True)) == dict(zip(ROLES, expected, strict=True))
    kept_out = {role for role, status in zip(ROLES, got, strict=True) if status in (404, 410, 422)}
    assert not any(touched[role] for role in kept_out | {"guest", "stranger", "foreign_organiser", "neighbour"})


@pytest.mark.parametrize("name", [name for name in MATRIX if MATRIX[name][0] == "post" and ":posted" not in name])
def test_posts_are_not_done_by_looking(name: str, people: dict[str, Person | None], names: dict[str, Any]) -> None:
    """A form whose answer is a page leads a reload to where the form stood; the others answer that they are posted."""
    before = written()
    for role in ("participant", "organiser"):
        status = sign_in(people[role]).get(MATRIX[name][1].format(**names)).status_code
        assert status in ((302, 404) if name in FORMS_WITH_PAGES else (405,))
    assert written() == before


FOREIGN = [
    ("participant", "contacts/", {"other": "{outsider}"}),
    ("participant", "contacts/", {"other": "nobody"}),
    ("participant", "contacts/withdraw/", {"other": "{outsider}"}),
    ("participant", "meetings/rating/", {"other": "{outsider}", "useful": "yes"}),
    ("participant", "follow-ups/", {"other": "{outsider}", "days": "30", "outcome": "talked"}),
    ("participant", "wishes/{outsider}/withdraw/", {}),
    ("organiser", "host/move/", {"person": "{outsider}", "table": "{table}"}),
    ("organiser", "host/move/", {"person": "{mate}", "table": "{foreign_table}"}),
    ("organiser", "host/move/", {"person": "{mate}", "table": "99999999999999999999"}),
    ("organiser", "host/merge/", {"table": "{table}", "into": "{foreign_table}"}),
    ("organiser", "host/visit/", {"table": "{foreign_table}"}),
    ("organiser", "host/remove/", {"person": "{outsider}"}),
    ("organiser", "host/mute/", {"person": "{outsider}"}),
    ("organiser", "host/unmute/", {"person": "{outsider}"}),
    ("organiser", "host/go-on/", {"phase": "round", "number": "1" * 5000}),
]


@pytest.mark.parametrize(("role", "path", "data"), FOREIGN)
def test_people_and_tables_of_another_mixer_are_not_found(
    role: str,
    path: str,
    data: dict[str, str],
    people: dict[str, Person | None],
    names: dict[str, Any],
    clock: Clock,
    olga: Person,
) -> None:
    outsider = Person.objects.create_user("outsider@example.org", name="Outsider")
    other = cast.mixer(olga, [outsider], plan=Programme(welcome_seconds=0, input_seconds=0, round_count=1), starts_in=2)
    cast.arrive(other, [outsider])
    clock.run(seconds=4)
    known = {**names, "outsider": outsider.pk, "foreign_table": Table.objects.get(round__mixer=other).id}
    posted = {key: value.format(**known) for key, value in data.items()}
    before = written()
    response = sign_in(people[role]).post(f"/mixers/{names['slug']}/{path.format(**known)}", posted)
    assert response.status_code == 404
    assert written() == before


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("participant", "lobby/secrets/"),
        ("participant", "table/secrets/"),
        ("organiser", "host/parts/secrets/"),
        ("organiser", "recap/9.csv"),
        ("organiser", "recap/0.exe"),
    ],
)
def test_parts_and_files_that_do_not_exist_are_not_found(
    role: str, path: str, people: dict[str, Person | None], names: dict[str, Any]
) -> None:
    assert sign_in(people[role]).get(f"/mixers/{names['slug']}/{path}").status_code == 404


def test_a_link_sent_on_leads_somebody_without_a_place_to_the_event(
    people: dict[str, Person | None], names: dict[str, Any]
) -> None:
    for role in ("neighbour", "waitlisted"):
        response = sign_in(people[role]).get(f"/mixers/{names['slug']}/lobby/")
        assert response.headers["Location"] == f"/events/{names['slug']}/"


def test_who_was_shown_out_finds_no_door_any_more(
    people: dict[str, Person | None], names: dict[str, Any], mixer: Mixer
) -> None:
    me = people["participant"]
    assert me is not None
    assert (
        sign_in(people["organiser"]).post(f"/mixers/{names['slug']}/host/remove/", {"person": me.pk}).status_code == 302
    )
    client = sign_in(me)
    before = written()
    assert client.get(f"/mixers/{names['slug']}/lobby/").status_code == 302
    for path in ("table/", "afterwards/", "lobby/here/"):
        assert client.get(f"/mixers/{names['slug']}/{path}").status_code == 404
    assert client.post(f"/mixers/{names['slug']}/more-time/").status_code == 404
    assert written() == before
