"""What the mixer's pages show and do with what is typed, as a browser without scripts sees them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from events import registrations
from events.models import Registration
from exchanges.mixers import cards, contacts, hosting, hosts, ratings, tables, wishes
from exchanges.mixers.models import Announcement, Card, Contact, FollowUp, Mixer, Rating, Seat, Table, TimeWish, Wish
from exchanges.mixers.programme import Programme
from exchanges.mixers.views import finding
from hub.rehearsal import page
from ledger.reading import head
from members.models import Network, Person
from rooms import conversation, notes
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock

pytestmark = pytest.mark.django_db
ROUNDS_ONLY = Programme(
    welcome_seconds=0,
    input_seconds=0,
    round_count=2,
    prompts=({"en": "What went wrong first?", "de": "Was ging zuerst schief?"},),
)
Open = Callable[..., tuple[Mixer, list[Person]]]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def opened(clock: Clock, olga: Person) -> Open:
    """A mixer in its first round, everybody at a table."""

    def make(count: int = 6) -> tuple[Mixer, list[Person]]:
        guests = cast.people(count)
        mixer = cast.mixer(olga, guests, plan=ROUNDS_ONLY, starts_in=10)
        cast.arrive(mixer, guests)
        clock.run(seconds=15)
        return cast.fresh(mixer), guests

    return make


def sign_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def host(olga: Person) -> Client:
    Authenticator.objects.create(user=olga, type=Authenticator.Type.TOTP, data={})
    return sign_in(olga)


def at(mixer: Mixer, path: str = "") -> str:
    return f"/mixers/{mixer.event.slug}/{path}"


def text(response: Any) -> str:
    """What a reader sees of a page."""
    seen = re.sub(r"<(script|style|template|svg)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", seen)


def table_of(mixer: Mixer, person: Person) -> Table:
    return Seat.objects.get(round__mixer=mixer, person=person, left_at=None).table


def mate_of(mixer: Mixer, person: Person) -> Person:
    seats = Seat.objects.filter(table=table_of(mixer, person), left_at=None).exclude(person=person)
    return seats.order_by("id")[0].person


# --- lobby -----------------------------------------------------------------------------------------------------------
def test_the_lobby_says_who_is_here_from_where_and_what_comes(clock: Clock, olga: Person) -> None:
    guests = cast.people(6)
    mixer = cast.mixer(olga, guests)
    cards.bring(mixer, by=guests[0], seeks=[cards.Line(cast.topic("water").pk, "shade for a market")], offers=[])
    cast.arrive(mixer, guests[1:5])
    hosting.announce(mixer, by=olga, text="We begin soon.")
    shown = text(sign_in(guests[0]).get(at(mixer, "lobby/")))
    for words in (
        "5 of 6 are here.", "Germany 1", "Jena", "Piura", "We begin soon.", "It is chosen shortly before the bell",
        "seeks Water: shade for a market", "What went wrong first?", "Welcome", "Round 3", "Harvest",
        "End of the mixer",
    ):  # fmt: skip
        assert words in shown
    assert "Ulm" not in text(sign_in(guests[0]).get(at(mixer, "lobby/here/")))


def test_the_lobby_says_the_day_when_it_is_far_and_counts_down_when_it_is_near(clock: Clock, olga: Person) -> None:
    [asha] = cast.people(1)
    mixer = cast.mixer(olga, [asha], starts_in=3 * 24 * 3600)
    assert "Starts on Fri, 27 Nov 2026, 13:30 · UTC" in text(sign_in(asha).get(at(mixer, "lobby/clock/")))
    clock.now = mixer.event.starts_at - timedelta(minutes=59)
    assert "Starts in 59:00" in text(sign_in(asha).get(at(mixer, "lobby/clock/")))


def test_who_opens_the_lobby_in_the_middle_of_a_round_is_shown_the_way_to_the_table(opened: Open) -> None:
    mixer, guests = opened()
    shown = text(sign_in(guests[0]).get(at(mixer, "lobby/")))
    number = table_of(mixer, guests[0]).number
    for words in (f"Table {number} is waiting for you", "Go to my table", "Why you sit there", "You can all talk in"):
        assert words in shown


def test_the_next_table_and_why_are_shown_before_the_bell(clock: Clock, olga: Person) -> None:
    guests = cast.people(3)
    mixer = cast.mixer(olga, guests, plan=ROUNDS_ONLY, starts_in=60)
    cast.arrive(mixer, guests)
    clock.run(seconds=55)
    shown = text(sign_in(guests[0]).get(at(mixer, "lobby/seat/")))
    assert "Round 1, your next table" in shown
    assert "You have not met anybody from Germany and Peru here yet." in shown
    assert "Go to my table" not in shown


def test_a_host_without_a_place_is_shown_the_floor_plan_instead_of_a_seat(opened: Open, host: Client) -> None:
    mixer, _ = opened()
    assert "You sit at no table" in text(host.get(at(mixer, "lobby/")))


def test_who_steps_out_stays_in_the_lobby_until_they_come_back(opened: Open, clock: Clock) -> None:
    mixer, guests = opened()
    client = sign_in(guests[0])
    assert client.post(at(mixer, "step-out/")).headers["Location"] == at(mixer, "lobby/")
    assert "You stepped out of this round" in text(client.get(at(mixer, "lobby/")))
    assert client.get(at(mixer, "table/")).headers["Location"] == at(mixer, "lobby/")
    shown = text(client.post(at(mixer, "step-in/"), follow=True))
    assert "You have a seat again within seconds." in shown
    assert "We are finding you a table" in shown
    cast.arrive(mixer, guests)
    clock.run(minutes=1)
    assert client.get(at(mixer, "table/")).status_code == 200


def test_the_ways_lead_to_where_somebody_belongs(opened: Open, clock: Clock, olga: Person) -> None:
    mixer, guests = opened()
    client = sign_in(guests[0])
    assert client.get(at(mixer, "table/")).status_code == 200
    clock.run(minutes=12)
    assert client.get(at(mixer, "table/")).headers["Location"] == at(mixer, "lobby/")
    assert client.get(at(mixer, "table/company/")).status_code == 410
    hosting.end(mixer, by=olga)
    assert client.get(at(mixer, "lobby/")).headers["Location"] == at(mixer, "afterwards/")
    assert client.get(at(mixer, "card/")).headers["Location"] == at(mixer, "afterwards/")


# --- table -----------------------------------------------------------------------------------------------------------
def test_a_table_shows_its_people_with_languages_and_cards(opened: Open) -> None:
    mixer, guests = opened(3)
    asha, jonas, _ = guests
    cards.bring(mixer, by=jonas, seeks=[], offers=[cards.Line(cast.topic("water").pk, "ten years of it")])
    hosting.announce(mixer, by=mixer.event.organiser, text="Interpreters sit at table 2.")
    shown = text(sign_in(asha).get(at(mixer, "table/")))
    for words in (
        "Round 1 of 2", "Table 1", "Delegate 2 of Jena", "Jena, Germany", "English", "offers Water: ten years of it",
        "What went wrong first?", "Stay in touch", "Shared notes", "We need more time", "Interpreters sit at table 2.",
        "This is you.",
    ):  # fmt: skip
        assert words in shown


def test_a_bot_reads_the_table_the_people_and_the_tickets(opened: Open, olga: Person) -> None:
    """A host who looks in is on the page as one of the room's people, and has no seat."""
    mixer, guests = opened()
    table = table_of(mixer, guests[0])
    tables.visit(mixer, by=olga, table_id=table.id)
    seen = page.read(sign_in(guests[0]).get(at(mixer, "table/")).content.decode())
    company = set(Seat.objects.filter(table=table, left_at=None).values_list("person_id", flat=True))
    assert (seen.table, seen.round, seen.people) == (table.id, 1, company)
    assert set(seen.streams) == {f"mixer:{mixer.id}", f"room:{table.room_id}"} == set(seen.tickets)
    lobby = page.read(sign_in(guests[0]).get(at(mixer, "lobby/")).content.decode())
    assert (lobby.stream("mixer"), lobby.table) == (f"mixer:{mixer.id}", None)


def test_contacts_are_exchanged_when_both_wish_it(opened: Open) -> None:
    mixer, guests = opened()
    asha, mate = guests[0], mate_of(mixer, guests[0])
    there = {"other": mate.pk, "next": at(mixer, "table/")}
    shown = text(sign_in(asha).post(at(mixer, "contacts/"), there, follow=True))
    assert "Noted. If the other person wishes the same, you both get the contact card." in shown
    assert mate.email not in shown
    shown = text(sign_in(mate).post(at(mixer, "contacts/"), {**there, "other": asha.pk}, follow=True))
    assert "You both want to stay in touch" in shown
    assert asha.email in shown
    back = sign_in(mate).post(at(mixer, "contacts/withdraw/"), {"other": asha.pk}, follow=True)
    assert "You have exchanged contacts already." in text(back)


def test_a_wish_to_stay_in_touch_can_be_taken_back_unseen(opened: Open) -> None:
    mixer, guests = opened()
    mate = mate_of(mixer, guests[0])
    client = sign_in(guests[0])
    client.post(at(mixer, "contacts/"), {"other": mate.pk})
    assert "Take it back" in text(client.get(at(mixer, "table/company/")))
    client.post(at(mixer, "contacts/withdraw/"), {"other": mate.pk})
    assert not Contact.objects.exists()
    client.post(at(mixer, "contacts/"), {"other": mate.pk})
    registrations.withdraw(mixer.event.registrations.get(person=mate), by=mate)
    assert client.post(at(mixer, "contacts/withdraw/"), {"other": mate.pk}).status_code == 302
    assert not Contact.objects.exists()


def test_somebody_at_another_table_cannot_be_asked(opened: Open) -> None:
    mixer, guests = opened()
    far = next(one for one in guests if table_of(mixer, one) != table_of(mixer, guests[0]))
    shown = text(sign_in(guests[0]).post(at(mixer, "contacts/"), {"other": far.pk}, follow=True))
    assert "You have not met this person in this mixer." in shown
    assert not Contact.objects.exists()


def test_a_script_gets_what_became_of_it_or_why_not(opened: Open, host: Client) -> None:
    mixer, guests = opened()
    quiet: dict[str, Any] = {"headers": {"X-Fragment": "1"}}
    client = sign_in(guests[0])
    asked = client.post(at(mixer, "more-time/"), **quiet)
    assert asked.json() == {"told": "The hosts see that you need more time."}
    assert TimeWish.objects.get().person == guests[0]
    far = next(one for one in guests if table_of(mixer, one) != table_of(mixer, guests[0]))
    refused = client.post(at(mixer, "contacts/"), {"other": far.pk}, **quiet)
    assert (refused.status_code, refused.json()["reason"]) == (409, "You have not met this person in this mixer.")
    assert host.post(at(mixer, "host/pause/"), **quiet).json() == {"told": "The clock stands still."}
    assert host.post(at(mixer, "host/start/"), **quiet).status_code == 200
    moved = host.post(at(mixer, "host/extend/"), {"minutes": "2", "phase": "pause", "number": "2"}, **quiet)
    assert (moved.status_code, moved.json()["reason"]) == (409, "The mixer is not running at the moment.")


def test_too_many_clicks_are_told_on_the_page_they_came_from(opened: Open) -> None:
    mixer, guests = opened()
    client = sign_in(guests[0])
    for _ in range(61):
        answer = client.post(at(mixer, "more-time/"))
    assert answer.headers["Location"] == at(mixer, "table/")
    assert "That was a little fast." in text(client.get(at(mixer, "table/")))


# --- host ------------------------------------------------------------------------------------------------------------
def test_the_floor_plan_shows_tables_empty_seats_and_who_needs_help(opened: Open, host: Client) -> None:
    mixer, _ = opened(7)
    smaller = next(table for table in Table.objects.all() if table.seats.count() == 3)
    for seat in list(smaller.seats.all())[1:]:
        tables.step_out(mixer, by=seat.person)
    shown = text(host.get(at(mixer, "host/")))
    alone = smaller.seats.get(left_at=None).person
    for words in (
        "Round 1 is open", "7 of 7 are here.", "2 tables, 3 empty seats.", f"{alone.name} sits alone.",
        "2 people are here without a seat", "Hold the clock", "+5 minutes", "Announce", "Go on now",
    ):  # fmt: skip
        assert words in shown


def test_before_the_first_table_is_laid_the_host_sees_who_has_come(clock: Clock, olga: Person, host: Client) -> None:
    guests = cast.people(3)
    mixer = cast.mixer(olga, guests)
    assert "Nobody is here yet." in text(host.get(at(mixer, "host/")))
    cast.arrive(mixer, guests[:2])
    shown = text(host.get(at(mixer, "host/parts/floor/")))
    assert "2 of 3 are here." in shown
    assert "Delegate 2 of Jena · Jena" in shown
    assert "without a seat" not in shown


def test_a_move_without_a_common_language_comes_back_with_the_reason_and_can_be_forced(
    opened: Open, host: Client
) -> None:
    mixer, guests = opened()
    loner = guests[0]
    other = Table.objects.exclude(id=table_of(mixer, loner).id)[0]
    cast.speaks(loner, "ml")
    asked = {"person": str(loner.pk), "table": str(other.id)}
    refused = host.post(at(mixer, "host/move/"), asked)
    assert refused.status_code == 409
    assert "would have no language in common" in text(refused)
    assert f"{loner.name} → Table {other.number}" in text(refused)
    assert refused.context["refusal"].fields == asked
    assert table_of(mixer, loner) != other
    assert b'name="anyway"' in refused.content
    done = host.post(at(mixer, "host/move/"), {**asked, "anyway": "1"}, follow=True)
    assert "Seated at the other table." in text(done)
    assert table_of(mixer, loner) == other
    assert "The people there have no language in common." in text(done)
    warned = text(sign_in(loner).get(at(mixer, "table/")))
    assert "You have no language in common at this table." in warned


def test_somebody_without_a_seat_is_seated_from_the_floor_plan(opened: Open, host: Client) -> None:
    mixer, guests = opened()
    tables.step_out(mixer, by=guests[0])
    table = Table.objects.order_by("number")[0]
    host.post(at(mixer, "host/move/"), {"person": guests[0].pk, "table": table.id})
    assert table_of(mixer, guests[0]) == table


def test_two_tables_that_would_be_too_many_are_refused_without_an_anyway(opened: Open, host: Client) -> None:
    mixer, _ = opened(12)
    one, other, third = Table.objects.order_by("number")
    host.post(at(mixer, "host/merge/"), {"table": one.id, "into": other.id})
    refused = host.post(at(mixer, "host/merge/"), {"table": third.id, "into": other.id})
    assert (refused.status_code, refused.context["refusal"].sentence) == (409, "This table is full.")
    assert b'name="anyway"' not in refused.content


def test_an_announcement_that_is_refused_stays_in_the_form(opened: Open, host: Client) -> None:
    mixer, _ = opened()
    for wrong, reason in (("   ", "This field is required."), ("x" * 501, "at most 500 characters")):
        refused = host.post(at(mixer, "host/announce/"), {"text": wrong})
        assert refused.status_code == 422
        assert reason in text(refused)
        assert wrong.strip() in refused.content.decode()
    assert not Announcement.objects.exists()
    assert "Announced to everybody." in text(host.post(at(mixer, "host/announce/"), {"text": "Hello"}, follow=True))


@pytest.mark.parametrize("minutes", ["", "0", "nan", "inf", "-3", "61", "soon", "1e999"])
def test_nonsense_minutes_change_nothing(minutes: str, opened: Open, host: Client) -> None:
    mixer, _ = opened()
    asked = {"minutes": minutes, "phase": "round", "number": "1"}
    refused = host.post(at(mixer, "host/extend/"), asked)
    assert (refused.status_code, cast.fresh(mixer).phase_ends_at) == (422, mixer.phase_ends_at)
    assert "at most 60 minutes" in text(refused)


def test_a_button_pressed_for_a_part_that_is_over_says_so(opened: Open, host: Client) -> None:
    mixer, _ = opened()
    refused = host.post(at(mixer, "host/extend/"), {"minutes": "2", "phase": "welcome", "number": "0"})
    assert (refused.status_code, "The mixer is not running" in text(refused)) == (409, True)


def test_muting_shows_on_the_floor_and_is_taken_back_there(opened: Open, host: Client) -> None:
    mixer, guests = opened()
    host.post(at(mixer, "host/mute/"), {"person": guests[0].pk})
    shown = host.get(at(mixer, "host/parts/floor/"))
    assert shown.context["muted"] == {guests[0].pk}
    assert "muted" in text(shown)
    assert "You can listen here" in text(sign_in(guests[0]).get(at(mixer, "table/")))
    host.post(at(mixer, "host/unmute/"), {"person": guests[0].pk})
    assert host.get(at(mixer, "host/parts/floor/")).context["muted"] == set()


def test_a_host_makes_somebody_else_a_host_from_the_floor_plan(opened: Open, olga: Person, host: Client) -> None:
    mixer, (kochi, jena, *_) = opened()
    assert sign_in(jena).get(at(mixer, "host/")).status_code == 404
    assert "Make a host of this mixer Delegate 2 of Jena" in text(host.get(at(mixer, "host/parts/floor/")))
    done = host.post(at(mixer, "host/appoint/"), {"person": jena.pk}, follow=True)
    assert "They lead this mixer with you now." in text(done)
    shown = host.get(at(mixer, "host/parts/floor/"))
    assert shown.context["leading"] == {olga.pk, jena.pk}
    assert "Make a host of this mixer Delegate 2 of Jena" not in text(shown)
    assert sign_in(jena).get(at(mixer, "host/")).status_code == 200
    assert sign_in(kochi).post(at(mixer, "host/appoint/"), {"person": kochi.pk}).status_code == 404
    assert host.post(at(mixer, "host/appoint/"), {"person": "1000000"}).status_code == 404


def test_what_happens_while_a_page_is_made_is_shown_or_follows(
    opened: Open, olga: Person, host: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock is held after the address has found the mixer, and before anything of the page is read."""
    mixer, guests = opened()
    found = finding.mixer

    def then_held(*args: Any) -> Mixer:
        before = found(*args)
        hosting.pause(cast.fresh(mixer), by=olga)
        return before

    monkeypatch.setattr(finding, "mixer", then_held)
    for client, path in ((sign_in(guests[0]), "lobby/"), (sign_in(guests[0]), "table/"), (host, "host/")):
        monkeypatch.undo()
        hosting.resume(cast.fresh(mixer), by=olga)
        monkeypatch.setattr(finding, "mixer", then_held)
        shown = client.get(at(mixer, path))
        assert shown.context["standing"]["position"] == head(f"mixer:{mixer.id}")
        assert shown.context["clock"].paused_left is not None


def test_a_form_that_was_answered_with_a_page_leads_back_when_it_is_reloaded(opened: Open, host: Client) -> None:
    mixer, guests = opened()
    assert host.get(at(mixer, "host/move/")).headers["Location"] == at(mixer, "host/")
    client = sign_in(guests[0])
    assert client.get(at(mixer, "wishes/")).headers["Location"] == at(mixer, "card/")
    assert client.get(at(mixer, "rating/")).headers["Location"] == at(mixer, "afterwards/")
    assert client.put(at(mixer, "rating/")).status_code == 405


def test_a_host_who_is_no_organiser_leads_and_sees_no_private_wishes(opened: Open, olga: Person, host: Client) -> None:
    mixer, guests = opened()
    wishes.wish(mixer, by=guests[0], other_id=guests[1].pk, kind=Wish.Kind.RATHER_NOT)
    hosts.appoint(mixer, guests[2].pk, by=olga)
    assert "Wishes of the participants" in text(host.get(at(mixer, "host/")))
    shown = sign_in(guests[2]).get(at(mixer, "host/"))
    assert (shown.status_code, "Wishes of the participants" in text(shown)) == (200, False)


# --- what one brings -------------------------------------------------------------------------------------------------
def test_cards_are_kept_and_mistakes_keep_what_was_typed(clock: Clock, olga: Person) -> None:
    [asha] = cast.people(1)
    mixer = cast.mixer(olga, [asha])
    water, energy = cast.topic("water"), cast.topic("energy")
    client = sign_in(asha)
    typed = {"seek_0_topic": str(water.pk), "seek_0_line": "shade", "offer_0_topic": str(energy.pk)}
    assert client.post(at(mixer, "card/"), typed).status_code == 302
    assert sorted((card.side, card.topic_id, card.line) for card in Card.objects.all()) == [
        ("offer", energy.pk, ""),
        ("seek", water.pk, "shade"),
    ]
    for wrong, reason in (
        ({"seek_1_line": "a line alone"}, "Choose the topic this line belongs to."),
        ({"seek_1_topic": str(water.pk), "seek_1_line": "a line alone"}, "You named the same topic twice."),
        ({"offer_1_topic": "999999", "seek_1_line": "a line alone"}, "Select a valid choice."),
    ):
        refused = client.post(at(mixer, "card/"), {**typed, **wrong})
        assert refused.status_code == 422
        assert reason in text(refused)
        assert b"a line alone" in refused.content
    assert Card.objects.count() == 2


def test_whom_one_could_meet_is_shown_to_those_with_a_place(clock: Clock, olga: Person) -> None:
    asha, jonas, waiting = cast.people(3)
    mixer = cast.mixer(olga, [asha, jonas])
    Registration.objects.create(event=mixer.event, person=waiting, state=Registration.State.WAITLISTED)
    assert "Jena: Delegate 2 of Jena" in text(sign_in(asha).get(at(mixer, "card/")))
    shown = text(sign_in(waiting).get(at(mixer, "card/")))
    assert "Delegate 2 of Jena" not in shown
    assert "You can name people as soon as you have a seat." in shown


def test_a_wish_is_noted_and_taken_back(clock: Clock, olga: Person) -> None:
    asha, jonas = cast.people(2)
    mixer = cast.mixer(olga, [asha, jonas])
    client = sign_in(asha)
    refused = client.post(at(mixer, "wishes/"), {"other": str(asha.pk), "kind": "must"})
    assert (refused.status_code, Wish.objects.count()) == (422, 0)
    assert "Nobody but you and the organisers sees it." in text(
        client.post(at(mixer, "wishes/"), {"other": str(jonas.pk), "kind": "rather_not"}, follow=True)
    )
    registrations.withdraw(mixer.event.registrations.get(person=jonas), by=jonas)
    assert client.post(at(mixer, f"wishes/{jonas.pk}/withdraw/")).status_code == 302
    assert not Wish.objects.exists()


# --- planning --------------------------------------------------------------------------------------------------------
PLANNED = {
    "titles_en": "Spring Mixer", "starts": "2032-03-02T14:30", "zone": "Europe/Berlin", "mode": "online",
    "capacity": "60", "audience": "network", "languages": ["en"], "contact": "olga@example.org", "table_size": "4",
    "round_count": "2", "round_seconds": "12", "pause_seconds": "1", "welcome_seconds": "5", "input_seconds": "0",
    "harvest_seconds": "10", "prompt_1_en": "What went wrong first?",
}  # fmt: skip


@pytest.fixture
def planned() -> dict[str, Any]:
    return {**PLANNED, "network": str(cast.network().pk)}


def test_a_mixer_is_planned_after_a_look_at_everyones_hour(olga: Person, host: Client, planned: dict[str, Any]) -> None:
    cast.people(4)
    empty = host.get("/mixers/new/")
    assert empty.context["form"].initial["network"] == Network.objects.get(slug="iscn")
    looked = host.post("/mixers/new/", {**planned, "look": "1"})
    shown = text(looked)
    assert (looked.status_code, Mixer.objects.count()) == (200, 0)
    for words in ("40 minutes in all.", "Everyone’s hour at this time", "India", "19:00"):
        assert words in shown
    shown_hours = {"hours_shown": looked.context["form"].hours_key}
    assert host.post("/mixers/new/", {**planned, "look": "1", **shown_hours}).status_code == 200
    made = host.post("/mixers/new/", {**planned, **shown_hours})
    mixer = Mixer.objects.get()
    assert made.headers["Location"] == f"/events/{mixer.event.slug}/"
    assert (mixer.round_seconds, mixer.event.state) == (720, "draft")
    assert [row.prompt for row in mixer.rounds.all()] == [{"en": "What went wrong first?"}, {}]


def test_values_a_mixer_does_not_bear_keep_what_was_typed(olga: Person, host: Client, planned: dict[str, Any]) -> None:
    for wrong in ({"round_count": "0"}, {"round_seconds": "0.1"}, {"table_size": "9"}, {"starts": "never"}):
        refused = host.post("/mixers/new/", {**planned, **wrong, "hours_shown": "2032-03-02T13:30:00+00:00"})
        assert refused.status_code in (200, 422)
        assert b"Spring Mixer" in refused.content
        assert b"What went wrong first?" in refused.content
    assert not Mixer.objects.exists()


def test_a_mixer_is_changed_until_it_begins(clock: Clock, olga: Person, host: Client, planned: dict[str, Any]) -> None:
    mixer = cast.mixer(olga, cast.people(2))
    shown = host.get(at(mixer, "edit/"))
    assert "77 minutes in all." in text(shown)
    form = shown.context["form"]
    assert [group.title for group in form.groups][:3] == ["What it is about", "When and where", "Programme"]
    assert {field.name for group in form.groups for field in group.fields} == {f.name for f in form.visible_fields()}
    looked = host.post(at(mixer, "edit/"), {**planned, "round_count": "4", "look": "1"})
    assert "Question for round 4" in text(looked)
    key = looked.context["form"].hours_key
    assert host.post(at(mixer, "edit/"), {**planned, "round_count": "4", "hours_shown": key}).status_code == 302
    assert cast.fresh(mixer).round_count == 4
    clock.now = cast.fresh(mixer).event.starts_at
    hosting.start(cast.fresh(mixer), by=olga)
    host = sign_in_staff(olga)
    assert host.get(at(mixer, "edit/")).headers["Location"] == f"/events/{mixer.event.slug}/"
    late = host.post(at(mixer, "edit/"), {**planned, "round_count": "4", "hours_shown": key})
    assert (late.status_code, "The mixer has begun" in text(late)) == (422, True)


# --- afterwards ------------------------------------------------------------------------------------------------------
def test_afterwards_shows_each_table_once_with_its_notes_and_people(opened: Open, clock: Clock, olga: Person) -> None:
    mixer, guests = opened(3)
    asha, jonas, _ = guests
    table = table_of(mixer, asha)
    assert table.room is not None
    notes.write(table.room, by=asha, text="White roofs, two degrees", version=0)
    conversation.say(room=table.room, by=jonas, text="Hello", nonce="n1")
    clock.run(hours=2)
    mixer = cast.fresh(mixer)
    shown = text(sign_in(asha).get(at(mixer, "afterwards/")))
    assert shown.count("White roofs, two degrees") == 1
    for words in (
        "2 people met",
        "2 countries",
        "Round 1, table 1",
        "Round 2, table 1",
        "You met again:",
        "How was it?",
    ):
        assert words in shown.replace("people met 2", "2 people met").replace("countries 2", "2 countries")
    assert "You had no place of your own here." in text(sign_in_staff(olga).get(at(mixer, "afterwards/")))


def sign_in_staff(person: Person) -> Client:
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
    return sign_in(person)


def test_a_rating_without_points_keeps_its_comment(opened: Open, clock: Clock) -> None:
    mixer, guests = opened()
    clock.run(hours=2)
    client = sign_in(guests[0])
    refused = client.post(at(mixer, "rating/"), {"comment": "More time at the tables, please."})
    assert (refused.status_code, Rating.objects.count()) == (422, 0)
    assert "More time at the tables, please." in text(refused)
    done = client.post(at(mixer, "rating/"), {"stars": "4", "comment": "More time, please."}, follow=True)
    assert "Thank you. It helps to make the next mixer better." in text(done)
    assert "Thank you for your rating" in text(done)
    assert (Rating.objects.get().stars, Rating.objects.get().comment) == (4, "More time, please.")


def test_a_meeting_is_rated_and_a_follow_up_answered_where_they_stand(opened: Open, clock: Clock) -> None:
    mixer, guests = opened()
    asha, mate = guests[0], mate_of(mixer, guests[0])
    for one, other in ((asha, mate), (mate, asha)):
        contacts.wish(mixer, by=one, other_id=other.pk)
    clock.run(hours=2)
    clock.sleep(days=30)
    clock.run(seconds=1)
    client = sign_in(asha)
    there = f"{at(mixer, 'afterwards/')}#met-{mate.pk}"
    rated = client.post(at(mixer, "meetings/rating/"), {"other": mate.pk, "useful": "yes", "next": there})
    assert rated.headers["Location"] == there
    assert "After 30 days: what came of it?" in text(client.get(at(mixer, "afterwards/")))
    answer = {"other": mate.pk, "days": "30", "outcome": "planned", "next": there}
    client.post(at(mixer, "follow-ups/"), answer)
    shown = client.get(at(mixer, "afterwards/")).content.decode()
    assert 'value="yes" aria-pressed="true"' in shown
    assert '<option value="planned" selected>' in shown
    wrong = client.post(at(mixer, "follow-ups/"), {**answer, "outcome": "wonders"}, follow=True)
    assert "You were not asked about this contact." in text(wrong)


def test_a_contact_who_withdrew_during_the_mixer_is_kept_and_asked_about(opened: Open, clock: Clock) -> None:
    mixer, (asha, jonas, lucia) = opened(3)
    for one, other in ((asha, jonas), (jonas, asha)):
        contacts.wish(mixer, by=one, other_id=other.pk)
    for one in (jonas, lucia):
        registrations.withdraw(mixer.event.registrations.get(person=one), by=one)
    clock.run(hours=2)
    clock.sleep(days=30)
    clock.run(seconds=1)
    client = sign_in(asha)
    shown = text(client.get(at(mixer, "afterwards/")))
    assert "Contacts exchanged. " + jonas.email in shown
    assert (lucia.name in shown, "Stay in touch" in shown) == (True, False)
    answered = client.post(at(mixer, "follow-ups/"), {"other": jonas.pk, "days": "30", "outcome": "planned"})
    rated = client.post(at(mixer, "meetings/rating/"), {"other": lucia.pk, "useful": "yes"})
    assert [answered.status_code, rated.status_code] == [302, 302]
    assert (FollowUp.objects.get().outcome, Rating.objects.get().useful) == ("planned", True)


def test_the_recap_shows_figures_and_gives_files(opened: Open, clock: Clock, host: Client) -> None:
    mixer, guests = opened(4)
    cast.confirm(mixer, [Person.objects.create_user("late@example.org", name="=Never came")])
    clock.run(hours=2)
    ratings.rate(cast.fresh(mixer), by=guests[0], stars=5, comment="Very good")
    shown = text(host.get(at(mixer, "recap/")))
    for words in ("4 of 5 people came", "6 of 6 first meetings", "100 % of meetings crossed a border", "Very good"):
        assert words in re.sub(
            r"(people came|first meetings|of meetings crossed a border) (\d+(?: of \d+| %)?)", r"\2 \1", shown
        )
    plain = host.get(at(mixer, "recap/2.csv"))
    assert "'=Never came" in plain.content.decode("utf-8-sig")
    assert plain.headers["Content-Disposition"].endswith('-people.csv"')
    assert host.get(at(mixer, "recap/0.xlsx")).content.startswith(b"PK")


# --- the event's page ------------------------------------------------------------------------------------------------
def test_from_a_quarter_of_an_hour_before_the_event_leads_in_with_one_click(clock: Clock, olga: Person) -> None:
    asha, jonas = cast.people(2)
    mixer = cast.mixer(olga, [asha], starts_in=3600)
    event, client = f"/events/{mixer.event.slug}/", sign_in(asha)
    assert "Join now" not in text(client.get(event))
    clock.now = mixer.event.starts_at - timedelta(minutes=15)
    near = client.get(event)
    assert "Join now" in text(near)
    assert f'href="{at(mixer, "lobby/")}"' in near.content.decode()
    assert "Join now" not in text(sign_in(jonas).get(event))
    cast.arrive(mixer, [asha])
    clock.run_until(mixer.event.starts_at + timedelta(minutes=1))
    assert "Join now" in text(client.get(event))
    clock.run(hours=2)
    shown = text(client.get(event))
    assert "Join now" not in shown
    assert "What stays with you" in shown


def test_the_event_shows_how_it_goes_and_what_one_brings(clock: Clock, olga: Person) -> None:
    [asha] = cast.people(1)
    mixer = cast.mixer(olga, [asha])
    cards.bring(mixer, by=asha, seeks=[cards.Line(cast.topic("water").pk)], offers=[])
    shown = text(sign_in(asha).get(f"/events/{mixer.event.slug}/"))
    for words in ("Welcome 5 minutes", "3 rounds at tables of up to 4 12 minutes each", "seeks Water"):
        assert words in shown
