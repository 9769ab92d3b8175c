"""The console: what is stuck in one's own networks, and what can be done about it; for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events import registrations
from events.models import Event, Registration, Speaker
from events.symposia import speakers
from hub import console
from hub.console_events import reasons
from ledger.models import Promise, Receipt
from members.models import Delegate, Membership, Notice, Office, Person
from tests.events import cast
from tests.statements import counted

E, R = Event.State, Registration.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def sena() -> Person:
    return cast.organiser("Sena", role=Office.Role.SECRETARIAT)


@pytest.fixture
def emil() -> Person:
    return cast.organiser("Emil", of=cast.network(cast.EUROPE), role=Office.Role.SECRETARIAT)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(person: Person) -> dict[str, list[str]]:
    """What stands at somebody's console, per panel."""
    return {one.name: [item.text for item in one.items] for one in console.gather(console.desk_of(person))}


def parked_receipt(event: Event) -> Receipt:
    row = registrations.register(
        event, cast.person("Asha", acts_for=cast.member("Kochi", "IN")), cast.member("Kochi", "IN")
    )
    told = Receipt.objects.filter(reaction__endswith="announcements.tell_person")
    told.update(state="parked", tries=8, error="Traceback …\nValueError: the mail has no subject")
    assert row.state == R.CONFIRMED
    return told.get()


def parked_promise(stream: str, kind: str = "week_reminder", state: str = "parked") -> Promise:
    now = timezone.now()
    return Promise.objects.create(
        key=f"{kind}:{stream}", stream=stream, kind=kind, data={}, promised_at=now, due_at=now, state=state
    )


def test_the_console_does_not_exist_for_those_without_an_office():
    asha = signed_in(cast.person("Asha", acts_for=cast.member("Kochi", "IN")))
    assert asha.get("/console/").status_code == 404
    assert asha.post("/console/work/", {"deed": "retry", "item": "receipt:1"}).status_code == 404
    assert Client().get("/console/").status_code == 302
    assert Client().post("/console/work/", {"deed": "retry"}).status_code == 302


def test_parked_work_is_shown_to_its_network_and_tried_again(olga, emil):
    receipt = parked_receipt(cast.event(by=olga))
    assert shown(olga)["work"] == [f"tell_person · event:{Event.objects.get().pk}"]
    assert "work" not in shown(emil)
    answer = signed_in(olga).get("/console/").content.decode()
    assert "ValueError: the mail has no subject" in answer
    assert "Traceback" not in answer
    signed_in(emil).post("/console/work/", {"deed": "retry", "item": f"receipt:{receipt.pk}"})
    receipt.refresh_from_db()
    assert receipt.state == "parked"
    signed_in(olga).post("/console/work/", {"deed": "retry", "item": f"receipt:{receipt.pk}"})
    receipt.refresh_from_db()
    assert (receipt.state, receipt.tries) == ("due", 0)
    cast.reactions_run()
    assert cast.told("registration_confirmed") == ["Asha"]
    assert "work" not in shown(olga)


def test_parked_and_missed_promises_can_be_dismissed(olga):
    event = cast.event(by=olga)
    parked, missed = parked_promise(f"event:{event.pk}"), parked_promise(f"event:{event.pk}", "day_reminder", "missed")
    assert sorted(shown(olga)["work"]) == [f"day_reminder · event:{event.pk}", f"week_reminder · event:{event.pk}"]
    items = [f"promise:{parked.pk}", f"promise:{missed.pk}", "promise:x", "nonsense"]
    signed_in(olga).post("/console/work/", {"deed": "dismiss", "item": items})
    assert list(Promise.objects.values_list("state", flat=True)) == ["withdrawn", "withdrawn"]


def test_work_of_no_network_is_for_secretariats(olga, sena):
    parked_promise("room:7", "phase_ends")
    assert "work" not in shown(olga)
    assert shown(sena)["work"] == ["phase_ends · room:7"]


def test_a_bounced_mail_is_sent_again_or_dismissed(olga, emil):
    asha = cast.person("Asha", acts_for=cast.member("Kochi", "IN"))
    rows = [
        Notice.objects.create(person=asha, kind="event_moved", key=key, bounced="550 no such user", tries=10)
        for key in ("one", "two")
    ]
    assert shown(olga)["mails"] == ["asha@example.org"] * 2
    assert "mails" not in shown(emil)
    signed_in(emil).post("/console/mails/", {"deed": "dismiss", "item": [row.pk for row in rows]})
    signed_in(olga).post("/console/mails/", {"deed": "retry", "item": rows[0].pk})
    signed_in(olga).post("/console/mails/", {"deed": "dismiss", "item": rows[1].pk})
    first, second = Notice.objects.order_by("id")
    assert (first.bounced, first.tries, first.by_mail) == ("", 0, True)
    assert (second.bounced, second.by_mail) == ("550 no such user", False)


def test_mails_to_people_of_members_that_were_declined_are_not_shown(olga):
    rosa = cast.person("Rosa", acts_for=cast.member("Piura", "PE"))
    Notice.objects.create(person=rosa, kind="event_moved", key="one", bounced="550 no such user", tries=10)
    assert shown(olga)["mails"] == ["rosa@example.org"]
    Membership.objects.update(state=Membership.State.DECLINED)
    assert "mails" not in shown(olga)


def test_the_secretariat_admits_members_the_organiser_does_not_see_them(olga, sena):
    ulm = cast.member("Ulm", admitted=False)
    row = Membership.objects.get(member=ulm)
    assert "memberships" not in shown(olga)
    assert shown(sena)["memberships"] == ["Ulm → ISCN"]
    signed_in(olga).post("/console/memberships/", {"deed": "admit", "item": row.pk})
    row.refresh_from_db()
    assert row.state == "requested"
    signed_in(sena).post("/console/memberships/", {"deed": "admit", "item": row.pk})
    row.refresh_from_db()
    assert row.state == "admitted"


def test_delegates_who_wait_too_long_or_for_nobody_are_shown(sena):
    kochi, jena = cast.member("Kochi", "IN"), cast.member("Jena")
    head = cast.person("Head", acts_for=kochi)
    Delegate.objects.filter(person=head).update(representative=True)
    long_ago = timezone.now() - timedelta(days=4)
    for name, member, since in (
        ("Asha", kochi, long_ago),
        ("Bela", kochi, timezone.now()),
        ("Jana", jena, timezone.now()),
    ):
        Delegate.objects.create(person=cast.person(name), member=member, since=since)
    assert shown(sena)["delegates"] == ["Asha → Kochi", "Jana → Jena"]
    cast.person("Jonas", acts_for=jena)
    assert shown(sena)["representatives"] == ["Jena"]


def test_requests_for_a_seat_are_decided_from_here(olga, emil):
    event = cast.event(by=olga, audience="public")
    row = registrations.register(event, cast.person("Gert"))
    assert shown(olga)["requests"] == ["Gert → Global Mixer"]
    signed_in(emil).post("/console/requests/", {"deed": "confirm", "item": row.pk})
    assert Registration.objects.get().state == R.REQUESTED
    signed_in(olga).post("/console/requests/", {"deed": "confirm", "item": row.pk})
    assert Registration.objects.get().state == R.CONFIRMED


@pytest.mark.parametrize(
    ("state", "days", "taken", "said"),
    [
        (E.DRAFT, 20, 0, "Begins in less than three weeks and is still a draft."),
        (E.DRAFT, 30, 0, None),
        (E.PUBLISHED, 10, 0, "Begins in less than three weeks, and registration is not open."),
        (E.REGISTRATION_OPEN, 6, 4, "Begins within a week, and only 4 of 10 seats are taken."),
        (E.REGISTRATION_OPEN, 6, 5, None),
        (E.REGISTRATION_OPEN, -0.02, 9, "Has begun, but registration is still open."),
        (E.LIVE, -1, 9, "Is over, but was not ended."),
        (E.LIVE, -0.02, 9, None),
        (E.DOCUMENTATION, -9, 9, None),
        (E.CANCELLED, 2, 0, None),
    ],
)
def test_what_an_event_lacks_is_said_plainly(state: str, days: float, taken: int, said: str | None):
    now = timezone.now()
    start = now + timedelta(days=days)
    event = Event(state=state, starts_at=start, ends_at=start + timedelta(hours=1), capacity=10, changed_at=now)
    assert [str(reason) for reason in reasons(event, taken, now)] == ([said] if said else [])


def test_unknown_panels_and_deeds_do_not_exist(olga):
    client = signed_in(olga)
    assert client.post("/console/nothing/", {"deed": "retry"}).status_code == 404
    assert client.post("/console/work/", {"deed": "explode"}).status_code == 404
    assert client.get("/console/work/").status_code == 405


def test_much_costs_as_many_queries_as_little(sena):
    kochi = cast.member("Kochi", "IN")
    olga = cast.organiser()
    found = []
    for number, more in enumerate((1, 5)):
        for each in range(more):
            event = cast.event(by=olga, slug=f"event-{number}-{each}", audience="public", state=E.REGISTRATION_OPEN)
            registrations.register(event, cast.person(f"Guest {number} {each}"))
            parked_promise(f"event:{event.pk}")
            cast.member(f"Town {number} {each}", admitted=False)
            person = cast.person(f"Delegate {number} {each}", acts_for=kochi)
            Notice.objects.create(person=person, kind="x", key=f"{number}-{each}", bounced="550")
            Delegate.objects.create(person=cast.person(f"Asks {number} {each}"), member=kochi)
        client = signed_in(sena)
        client.get("/console/")
        with counted() as statements:
            assert client.get("/console/").status_code == 200
        found.append(len(statements))
    assert found[0] == found[1]


def test_a_speaker_who_accepted_waits_to_be_confirmed_and_one_who_is_silent_for_a_week_is_named(olga, emil):
    event = cast.event(by=olga, slug="symposium", kind="symposium", titles={"en": "Cool cities"})
    ravi, noor, lucia = (
        speakers.invite(event, by=olga, email=f"{name}@example.org") for name in ("ravi", "noor", "lucia")
    )
    speakers.answer(ravi.token, accept=True)
    Speaker.objects.filter(pk=noor.pk).update(invited_at=timezone.now() - timedelta(days=8))
    assert sorted(shown(olga)["speakers"]) == ["noor@example.org → Cool cities", "ravi@example.org → Cool cities"]
    assert "speakers" not in shown(emil)
    keys = [str(one.pk) for one in (ravi, noor, lucia)]
    page = signed_in(olga).get("/console/").content.decode()
    assert [f'name="item" value="{key}"' in page for key in keys] == [True, False, False]
    signed_in(olga).post("/console/speakers/", {"deed": "confirm", "item": keys})
    assert [one.state for one in Speaker.objects.order_by("id")] == ["confirmed", "invited", "invited"]
