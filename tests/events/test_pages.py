"""The calendar's pages: who sees what, one click, what is written by whom, how many queries."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events import audiences, registrations
from events.models import Event, Registration
from ledger.models import Entry
from members import delegates, mailing
from members.models import Notice, Office, Person, Topic
from tests.events import cast
from tests.statements import counted

E, R = Event.State, Registration.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def delegate(name: str = "Asha", member: str = "Kochi", country: str = "IN") -> Person:
    return cast.person(name, acts_for=cast.member(member, country))


def shown(client: Client, address: str = "/events/") -> list[str]:
    """The events on a page, by slug, in its order."""
    return [card.event.slug for card in client.get(address).context["cards"]]


def test_a_visitor_sees_public_events_that_are_announced(olga, client):
    cast.event(by=olga, slug="public", audience="public")
    cast.event(by=olga, slug="network")
    cast.event(by=olga, slug="draft", audience="public", state=E.DRAFT)
    assert shown(client) == ["public"]
    assert client.get("/events/public/").status_code == 200
    for slug in ("network", "draft", "nothing"):
        answer = client.get(f"/events/{slug}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next=/events/{slug}/")


def test_a_delegate_sees_the_events_of_their_own_network(olga):
    cast.event(by=olga, slug="iscn")
    cast.event(by=olga, slug="europe", network=cast.network(cast.EUROPE))
    cast.event(by=olga, slug="invited", audience="invited")
    client = signed_in(delegate())
    assert shown(client) == ["iscn"]
    for slug in ("europe", "invited"):
        assert client.get(f"/events/{slug}/").status_code == 404


@pytest.mark.parametrize(("audience", "sees"), [("invited", False), ("network", True)])
def test_who_was_taken_off_an_invited_event_no_longer_sees_it(olga, audience: str, sees: bool):
    event, asha, kochi = cast.event(by=olga, audience=audience), delegate(), cast.member("Kochi", "IN")
    row = registrations.register(event, asha, kochi, by=olga)
    assert (audiences.may_see(event, asha), audiences.sight([event.pk], [asha.pk])) == (True, {(asha.pk, event.pk)})
    registrations.withdraw(row, by=olga)
    assert audiences.may_see(event, asha) is sees
    assert audiences.sight([event.pk], [asha.pk]) == ({(asha.pk, event.pk)} if sees else set())


def test_who_no_longer_acts_for_a_member_of_the_network_sees_what_their_registration_shows_until_it_ends(olga):
    event, over = cast.event(by=olga), cast.event(by=olga, slug="over", state=E.DOCUMENTATION)
    asha, kochi = delegate(), cast.member("Kochi", "IN")
    registrations.register(event, asha, kochi)
    Registration.objects.create(event=over, person=asha, member=kochi, state=R.ATTENDED)
    delegates.end(member=kochi, delegate_id=asha.delegations.get().pk, by=asha)
    assert audiences.sight([event.pk, over.pk], [asha.pk]) == {(asha.pk, event.pk), (asha.pk, over.pk)}
    cast.reactions_run()
    assert [audiences.may_see(one, asha) for one in (event, over)] == [False, True]
    assert audiences.sight([event.pk, over.pk], [asha.pk]) == {(asha.pk, over.pk)}


@pytest.mark.parametrize(
    ("audience", "said", "address"),
    [
        ("invited", "please write to the contact of the event", "/events/"),
        ("network", "register again on the event’s page", "/events/global-mixer/"),
    ],
)
def test_who_was_taken_off_is_told_what_they_can_do(olga, audience: str, said: str, address: str):
    event, asha, kochi = cast.event(by=olga, audience=audience), delegate(), cast.member("Kochi", "IN")
    registrations.withdraw(registrations.register(event, asha, kochi, by=olga), by=olga)
    cast.reactions_run()
    notice = Notice.objects.get(kind="registration_withdrawn")
    assert (said in mailing.compose(notice).body, notice.address) == (True, address)


def test_staff_see_drafts_of_their_network_and_no_others(olga):
    cast.event(by=olga, slug="draft", state=E.DRAFT)
    cast.event(by=olga, slug="foreign", state=E.DRAFT, network=cast.network(cast.EUROPE))
    assert shown(signed_in(olga), "/events/?when=drafts") == ["draft"]
    assert shown(signed_in(delegate()), "/events/?when=drafts") == []


def test_the_list_is_narrowed_by_network_format_language_and_topic(olga):
    heat = Topic.objects.get(slug="heat-and-water")
    wanted = cast.event(by=olga, slug="wanted", audience="public", languages=["en", "es"], kind="symposium")
    wanted.topics.add(heat)
    cast.event(by=olga, slug="other", audience="public", languages=["en"])
    client = Client()
    for query in ("language=es", "kind=symposium", "topic=heat-and-water", "network=iscn&kind=symposium&language=es"):
        assert shown(client, f"/events/?{query}") == ["wanted"]
    assert shown(client, f"/events/?network={cast.EUROPE}") == []
    for nonsense in ('language="%25', "when=nonsense&page=x", "topic=%00&network=a'b"):
        assert len(shown(client, f"/events/?{nonsense}")) == 2


def test_past_events_are_on_their_own_list(olga):
    over = timezone.now() - timedelta(days=3)
    cast.event(by=olga, slug="over", audience="public", starts_at=over, ends_at=over + timedelta(hours=1))
    cast.event(by=olga, slug="next", audience="public")
    assert shown(Client()) == ["next"]
    assert shown(Client(), "/events/?when=past") == ["over"]


def test_one_click_registers_a_known_member(olga):
    event = cast.event(by=olga)
    asha = delegate()
    client = signed_in(asha)
    assert client.get(f"/events/{event.slug}/").context["standing"].action == "register"
    assert client.post(f"/events/{event.slug}/register/").status_code == 302
    row = Registration.objects.get()
    assert (row.person, str(row.member), row.state) == (asha, "Kochi", R.CONFIRMED)
    page = client.get(f"/events/{event.slug}/")
    assert page.context["standing"].registration == row
    assert "I have a seat" in page.content.decode()
    client.post(f"/events/{event.slug}/register/")
    assert Registration.objects.count() == 1


def test_the_waiting_list_says_the_place_and_why(olga):
    event = cast.event(by=olga, capacity=1)
    for name in ("Bela", "Cleo", "Asha"):
        last = delegate(name)
        signed_in(last).post(f"/events/{event.slug}/register/")
    page = signed_in(last).get(f"/events/{event.slug}/")
    assert page.context["standing"].position == 2
    assert "Waiting list, place 2" in page.content.decode()
    assert "1 seats were taken when you registered, and 1 person is before you" in " ".join(
        page.content.decode().split()
    )


def test_who_acts_for_two_members_chooses_and_cannot_choose_a_third(olga):
    event = cast.event(by=olga)
    asha = delegate()
    from members.models import Delegate

    jena = cast.member("Jena")
    Delegate.objects.create(person=asha, member=jena, state=Delegate.State.ADMITTED)
    client = signed_in(asha)
    foreign = cast.member("Piura", "PE")
    assert client.post(f"/events/{event.slug}/register/", {"member": foreign.pk}).status_code == 404
    assert Registration.objects.count() == 0
    client.post(f"/events/{event.slug}/register/", {"member": jena.pk})
    assert Registration.objects.get().member == jena


def test_withdrawing_frees_the_seat_and_only_ones_own(olga):
    event = cast.event(by=olga)
    asha, bela = delegate(), delegate("Bela")
    signed_in(asha).post(f"/events/{event.slug}/register/")
    assert signed_in(bela).post(f"/events/{event.slug}/withdraw/").status_code == 404
    assert Registration.objects.get().state == R.CONFIRMED
    signed_in(asha).post(f"/events/{event.slug}/withdraw/")
    assert Registration.objects.get().state == R.WITHDRAWN


REMINDED, CANNOT_COME = "We remind you a week", "I cannot come: give my seat"


@pytest.mark.parametrize(
    ("state", "days", "reminded", "withdraws"),
    [
        (E.REGISTRATION_OPEN, 3, True, True),
        (E.LIVE, 0, False, True),
        (E.REGISTRATION_CLOSED, -1, False, True),
        (E.POSTPONED, 3, False, True),
        (E.DOCUMENTATION, -1, False, False),
        (E.ARCHIVED, -9, False, False),
        (E.CANCELLED, 3, False, False),
    ],
)
def test_what_no_longer_goes_is_not_offered(olga, state: str, days: int, reminded: bool, withdraws: bool):
    event, asha = cast.event(by=olga), delegate()
    registrations.register(event, asha, cast.member("Kochi", "IN"))
    start = timezone.now() + timedelta(days=days, minutes=-5)
    Event.objects.filter(pk=event.pk).update(state=state, starts_at=start, ends_at=start + timedelta(hours=1))
    page = signed_in(asha).get("/events/global-mixer/").content.decode()
    assert (REMINDED in page, CANNOT_COME in page) == (reminded, withdraws)


def test_the_part_with_the_button_is_served_alone(olga):
    event = cast.event(by=olga)
    text = signed_in(delegate()).get(f"/events/{event.slug}/seat/").content.decode()
    assert "<html" not in text
    assert f'action="/events/{event.slug}/register/"' in text


ORGANISERS_ONLY = [
    ("get", "/events/{}/participants/", {}),
    ("get", "/events/{}/participants.csv", {}),
    ("get", "/events/{}/participants.xlsx", {}),
    ("post", "/events/{}/participants/decide/", {"deed": "withdraw", "registration": "1"}),
    ("get", "/events/{}/edit/", {}),
    ("post", "/events/{}/edit/", {}),
    ("post", "/events/{}/move/", {"to": "cancelled"}),
    ("get", "/events/hours/?event={}", {}),
]


@pytest.mark.parametrize(("method", "address", "data"), ORGANISERS_ONLY)
def test_what_is_for_organisers_does_not_exist_for_others(method: str, address: str, data: dict[str, str]):
    olga = cast.organiser()
    event = cast.event(by=olga, audience="public")
    row = registrations.register(event, delegate(), cast.member("Kochi", "IN"))
    before = Entry.objects.count()
    data = {**data, "registration": str(row.pk)} if "registration" in data else data
    strangers = [Person.objects.get(name="Asha"), cast.organiser("Emil", of=cast.network(cast.EUROPE))]
    for client in (signed_in(person) for person in strangers):
        assert getattr(client, method)(address.format(event.slug), data).status_code == 404
    assert getattr(Client(), method)(address.format(event.slug), data).status_code in (302, 404)
    assert (Entry.objects.count(), Registration.objects.get().state) == (before, R.CONFIRMED)
    for role in Office.Role.values:
        staff = cast.organiser(f"Staff {role}", role=role)
        answer = getattr(signed_in(staff), method)(address.format(event.slug), data)
        assert answer.status_code in (200, 302)


def test_reading_addresses_write_nothing_and_writing_ones_do_not_read(olga):
    event = cast.event(by=olga, audience="public")
    client = signed_in(olga)
    for name in ("register", "withdraw", "move", "participants/decide"):
        assert client.get(f"/events/{event.slug}/{name}/").status_code == 405
    assert client.get("/calendar/renew/").status_code == 405


def test_an_organiser_decides_about_those_who_were_ticked(olga):
    event = cast.event(by=olga, audience="public")
    other = cast.event(by=olga, slug="other", audience="public")
    asked = [registrations.register(event, cast.person(name)) for name in ("Gert", "Hana")]
    foreign = registrations.register(other, cast.person("Ines"))
    ticked = [row.pk for row in (*asked, foreign)] + ["x", "9" * 30]
    signed_in(olga).post(f"/events/{event.slug}/participants/decide/", {"deed": "confirm", "registration": ticked})
    assert list(Registration.objects.order_by("id").values_list("state", flat=True)) == [
        R.CONFIRMED, R.CONFIRMED, R.REQUESTED,
    ]  # fmt: skip
    client = signed_in(olga)
    answer = client.post(
        f"/events/{event.slug}/participants/decide/", {"deed": "decline", "registration": ticked}, follow=True
    )
    assert "2 were left as they are" in answer.content.decode()


def test_the_export_is_inert(olga):
    event = cast.event(by=olga)
    asha = delegate()
    asha.name = '=HYPERLINK("http://evil.example.org")'
    asha.save()
    registrations.register(event, asha, cast.member("Kochi", "IN"))
    text = signed_in(olga).get(f"/events/{event.slug}/participants.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert text.splitlines()[0].startswith("Name,E-mail address,Member,Country,State")


def test_an_organiser_moves_the_event_and_a_wrong_move_is_said(olga):
    event = cast.event(by=olga, state=E.DRAFT)
    client = signed_in(olga)
    client.post(f"/events/{event.slug}/move/", {"to": "published"})
    assert Event.objects.get().state == E.PUBLISHED
    for to in ("archived", "nonsense", ""):
        answer = client.post(f"/events/{event.slug}/move/", {"to": to}, follow=True)
        assert answer.context["messages"]
    assert Event.objects.get().state == E.PUBLISHED


def test_the_hour_stands_there_for_every_country_of_the_network(olga):
    cast.member("Kochi", "IN")
    event = cast.event(
        by=olga, audience="public", starts_at=cast.at("2032-03-28 12:30"), ends_at=cast.at("2032-03-28 13:45")
    )
    page = Client().get(f"/events/{event.slug}/")
    hours = {code: f"{hour.first.start:%H:%M}" for hour in page.context["hours"] for code in hour.countries}
    assert hours == {"BR": "09:30", "DE": "14:30", "IN": "18:00", "MX": "06:30", "PE": "07:30"}
    outside = [code for hour in page.context["hours"] for code in hour.countries if not hour.first.comfortable]
    assert sorted(outside) == ["IN", "MX", "PE"]


def _crowd(olga: Person, events: int, people: int) -> Event:
    kochi = cast.member("Kochi", "IN")
    crowd = cast.delegates(people, acts_for=kochi)
    for number in range(events):
        event = cast.event(by=olga, slug=f"event-{number}", capacity=2)
        event.topics.set(Topic.objects.all()[:2])
        for one in crowd:
            registrations.register(event, one, kochi)
    return event


@pytest.mark.parametrize(
    "page", ["/events/", "/events/event-0/", "/events/event-0/participants/", "/events/event-0/participants.csv"]
)
def test_many_events_and_people_cost_as_many_queries_as_one(page: str):
    found = []
    for events, people in ((1, 3), (6, 12)):
        Registration.objects.all().delete()
        Event.objects.all().delete()
        Person.objects.all().delete()
        olga = cast.organiser()
        _crowd(olga, events, people)
        client = signed_in(olga)
        client.get(page)
        with counted() as statements:
            assert client.get(page).status_code == 200
        found.append(len(statements))
    assert found[0] == found[1]
    assert found[0] <= 24
