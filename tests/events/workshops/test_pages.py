"""The pages of a workshop: who sees what, what is kept after a refusal, how many queries."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from events import registrations
from events.models import Event, Preparation, Registration, SelfRating, Workshop, WorkshopGroup, WorkshopTask
from events.workshops import groups, handing_in
from members.models import Person
from rooms.models import Action
from tests.events import cast
from tests.events.symposia import stage as on
from tests.events.workshops import bench
from tests.statements import counted

pytestmark = pytest.mark.django_db
PAGE, DESK = "/events/heat/workshop/", "/events/heat/workshop/desk/"


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_participant_hands_in_and_everybody_who_takes_part_reads_it(olga):
    event = bench.preparing(olga)
    kochi = cast.member("Kochi", "IN")
    asha, ravi = bench.guest(event, "Asha", kochi), bench.guest(event, "Ravi", kochi)
    task = WorkshopTask.objects.get()
    client = signed_in(asha)
    file = SimpleUploadedFile("tanks.pdf", b"%PDF-1.7 tanks")
    data = {"kind": "practice", "title": "Water tanks", "text": "Three on each roof", "file": file}
    assert client.post(f"{PAGE}tasks/{task.pk}/", data).headers["Location"] == PAGE
    read = text(signed_in(ravi).get(PAGE))
    assert all(words in read for words in ("Water tanks", "Three on each roof", "tanks.pdf"))
    row = Preparation.objects.get()
    answer = signed_in(ravi).get(f"{PAGE}preparations/{row.pk}/file/")
    assert (answer.content, answer.headers["Content-Disposition"]) == (
        b"%PDF-1.7 tanks", 'attachment; filename="tanks.pdf"',
    )  # fmt: skip


def test_who_takes_no_part_finds_nothing_and_a_visitor_is_asked_to_sign_in(olga):
    bench.preparing(olga, audience="public")
    lena = cast.person("Lena", acts_for=cast.member("Jena"))
    assert signed_in(lena).get(PAGE).status_code == 404
    assert "/accounts/login/" in Client().get(PAGE).headers["Location"]


TO_STAGE = 'href="/events/heat/stage/"'


@pytest.mark.parametrize(
    ("details", "published", "leads"),
    [
        ({"state": "live"}, True, True),
        ({"state": "live"}, False, False),
        ({"state": "registration_closed"}, True, False),
        ({"state": "documentation"}, True, False),
    ],
)
def test_who_takes_part_is_led_to_the_live_stage_while_its_doors_are_open(
    olga, details: dict[str, str], published: bool, leads: bool
):
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    if published:
        hall, _ = on.two_stages(event, olga)
        on.placed(event, olga, "Shade", hall, 0)
        on.publish(event, olga)
    Event.objects.filter(pk=event.pk).update(**details)
    client = signed_in(asha)
    assert [TO_STAGE in text(client.get(page)) for page in (PAGE, "/events/heat/")] == [leads, leads]
    if leads:
        assert client.get("/events/heat/stage/").status_code == 200


def test_what_was_typed_stays_when_it_is_refused(olga):
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    task = WorkshopTask.objects.get()
    answer = signed_in(asha).post(
        f"{PAGE}tasks/{task.pk}/", {"kind": "challenge", "title": "Floods", "link": "http://a.example/"}
    )
    assert ("Floods" in text(answer), Preparation.objects.exists()) == (True, False)


def test_an_organiser_sets_homework_on_the_hosts_clock_and_reads_it_back(olga):
    event = bench.workshop(olga)
    client = signed_in(olga)
    day = (timezone.now() + timedelta(days=5)).date().isoformat()
    data = {"titles_en": "Bring a map", "due_at": f"{day}T18:00", "for_all": "on"}
    client.cookies["zone"] = "America/Lima"
    assert client.post(f"{DESK}tasks/new/", data).headers["Location"] == DESK
    task = WorkshopTask.objects.get(workshop__event=event)
    due_at = task.due_at.astimezone(ZoneInfo(event.zone))
    assert (f"{due_at:%Y-%m-%dT%H:%M}", str(task)) == (f"{day}T18:00", "Bring a map")
    assert f'value="{day}T18:00"' in text(client.get(f"{DESK}tasks/{task.pk}/"))


def test_a_task_is_for_everybody_or_for_some_people(olga):
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    task = WorkshopTask.objects.get()
    day = (timezone.now() + timedelta(days=5)).date().isoformat()
    data = {"titles_en": "Bring a map", "due_at": f"{day}T18:00"}
    client, address = signed_in(olga), f"{DESK}tasks/{task.pk}/"
    for slip in ({}, {"for_all": "on", "named": asha.pk}):
        assert "Choose either everybody or some people." in text(client.post(address, {**data, **slip}))
    for said, for_all, named in (({"named": asha.pk}, False, [asha]), ({"for_all": "on"}, True, [])):
        assert client.post(address, {**data, **said}).headers["Location"] == DESK
        task.refresh_from_db()
        assert (task.for_all, list(task.named.all())) == (for_all, named)


def test_what_was_handed_in_is_taken_back_and_gone_for_the_others(olga):
    event = bench.preparing(olga)
    kochi = cast.member("Kochi", "IN")
    asha, ravi = bench.guest(event, "Asha", kochi), bench.guest(event, "Ravi", kochi)
    task = WorkshopTask.objects.get()
    for one in (asha, ravi):
        handing_in.hand_in(event, task.pk, by=one, kind="practice", text=f"Of {one.name}", file=("a.pdf", b"%PDF-1.7"))
    assert signed_in(asha).post(f"{PAGE}tasks/{task.pk}/withdraw/").headers["Location"] == PAGE
    row = Preparation.objects.get()
    assert row.person == ravi
    registrations.withdraw(Registration.objects.get(person=ravi), by=ravi)
    assert "Of Ravi" not in text(signed_in(asha).get(PAGE))
    assert signed_in(asha).get(f"{PAGE}preparations/{row.pk}/file/").status_code == 404


def test_an_archived_workshop_shows_no_step_to_take(olga):
    event = bench.preparing(olga)
    bench.hold(event, olga)
    Event.objects.update(state=Event.State.ARCHIVED)
    assert f"{DESK}step/" not in text(signed_in(olga).get(DESK))


def test_a_participant_rates_themselves_and_writes_down_an_action(olga):
    event = bench.preparing(olga)
    competence = bench.competence(event, olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    client = signed_in(asha)
    client.post(f"{PAGE}ratings/", {f"competence-{competence.pk}": "4"})
    assert SelfRating.objects.get().score == 4
    assert client.post(f"{PAGE}ratings/", {f"competence-{competence.pk}": "9"}).status_code == 400
    due = (timezone.localdate() + timedelta(days=60)).isoformat()
    client.post(f"{PAGE}actions/", {"action-text": "Plant trees", "action-owner": asha.pk, "action-due_on": due})
    assert (Action.objects.get().text, "Plant trees" in text(client.get(PAGE))) == ("Plant trees", True)


def test_an_organiser_leads_from_needs_to_groups_without_a_script(olga):
    event = bench.workshop(olga)
    bench.guests(event, 5)
    client = signed_in(olga)
    client.post(f"{DESK}needs/", {"needs_en": "A plan that follows from the map"})
    bench.task(event, olga)
    for to in ("agenda", "preparation"):
        client.post(f"{DESK}step/", {"to": to})
    client.post(f"{DESK}groups/", {"topic": "Shade"})
    client.post(f"{DESK}groups/propose/", {"size": "3"})
    workshop = Workshop.objects.get()
    assert (workshop.step, workshop.needs["en"], WorkshopGroup.objects.count()) == (
        "preparation", "A plan that follows from the map", 2,
    )  # fmt: skip
    room = WorkshopGroup.objects.earliest("pk").room_id
    assert client.get(f"/rooms/{room}/").status_code == 404
    assert client.post(f"{DESK}rooms/{room}/enter/").headers["Location"] == f"/rooms/{room}/"
    assert client.get(f"/rooms/{room}/").status_code == 200


def test_many_people_and_tasks_cost_as_many_queries_as_few(olga):
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    shade = groups.add(event, by=olga, topic="Shade")
    groups.put(event, asha.pk, by=olga, group_id=shade.pk)
    task = WorkshopTask.objects.get()
    handing_in.hand_in(event, task.pk, by=asha, kind="practice", text="Shade")
    pages = [(signed_in(asha), PAGE), (signed_in(olga), DESK), (signed_in(asha), "/events/heat/")]
    found = []
    for more in (0, 4):
        for number in range(more):
            other = bench.guest(event, f"Other {number}", cast.member("Kochi", "IN"))
            bench.task(event, olga, f"Task {number}")
            groups.put(event, other.pk, by=olga, group_id=shade.pk)
            handing_in.hand_in(event, task.pk, by=other, kind="practice", text="Shade")
        for client, address in pages:
            client.get(address)
            with counted() as statements:
                assert client.get(address).status_code == 200
            found.append(len(statements))
    assert found[:3] == found[3:]
