"""Sessions as a browser without JavaScript uses them: plan, choose, accept, move, cancel, read what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.meetings import booking
from events.meetings.availability import Attendee
from events.models import BusyTime, Poll
from ledger.reading import since
from members.models import Person
from peers import sessions
from peers.models import Request, Session
from rooms import notes
from rooms.consultation import actions, closing
from tests.peers import session_cast as cast
from tests.peers.session_cast import Tandem, booked, bring_forward, proposed, soon
from tests.statements import counted
from web.live.joining import joining
from web.times import WEEKDAY_AND_HOUR, written
from workers import wiring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wired() -> None:
    wiring.connect()


@pytest.fixture
def tandem() -> Tandem:
    return cast.tandem()


def browser(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(session: Session, somebody: Person) -> str:
    answer = browser(somebody).get(f"/peers/sessions/{session.pk}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def asked(of: Tandem) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": "How do we warn people of floods?", "case_giver": of.uwe.pk, "moderator": of.anna.pk, "minutes": 60,
        "story_minutes": 10, "first": (today + timedelta(3)).isoformat(), "last": (today + timedelta(12)).isoformat(),
    }  # fmt: skip


def value(of: object) -> str:
    return f"{of:%Y-%m-%dT%H:%M}Z"


def test_planning_finds_times_in_everybodys_hour_and_proposes_the_chosen(tandem: Tandem) -> None:
    address = f"/peers/partnerships/{tandem.partnership.pk}/sessions/new/"
    uwe = browser(tandem.uwe)
    assert "Find times" in uwe.get(address).content.decode()
    found = uwe.get(address, asked(tandem))
    times = [time.value for time in found.context["times"]]
    assert len(times) > 2
    text = found.content.decode()
    assert "within their hours" in text
    assert all(person.name in text for person in tandem.people)
    answer = uwe.post(address, {**asked(tandem), "times": times[:2]})
    session = Session.objects.get()
    assert answer["Location"] == f"/peers/sessions/{session.pk}/"
    assert [value(row.starts_at) for row in session.times.all()] == sorted(times[:2])


@pytest.mark.parametrize(("language", "words"), [("en", "minutes"), ("de", "Minuten"), ("es", "minutos")])
def test_how_long_is_said_in_the_readers_language(tandem: Tandem, language: str, words: str) -> None:
    Person.objects.filter(pk=tandem.uwe.pk).update(language=language)
    form = browser(tandem.uwe).get(f"/peers/partnerships/{tandem.partnership.pk}/sessions/new/").context["form"]
    assert dict(form.fields["minutes"].choices)[60] == f"60 {words}"
    assert dict(form.fields["story_minutes"].choices)[10] == f"10 {words}"


def test_who_has_not_said_their_name_yet_can_be_chosen_by_another(tandem: Tandem) -> None:
    Person.objects.filter(pk=tandem.marek.pk).update(name="", email="marek@example.org")
    form = browser(tandem.uwe).get(f"/peers/partnerships/{tandem.partnership.pk}/sessions/new/").context["form"]
    assert dict(form.fields["case_giver"].choices)[tandem.marek.pk] == "marek"


def test_what_happens_while_the_page_is_made_is_on_it_or_after_its_position(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = proposed(tandem)

    def joining_first(stream: str) -> dict[str, Any]:
        at = joining(stream)
        sessions.cancel(session_id=session.pk, by=tandem.anna)
        return at

    monkeypatch.setattr("peers.views.sessions.joining", joining_first)
    assert "· cancelled</p>" in page(session, tandem.uwe)


def test_a_title_is_said_to_be_in_the_language_of_who_typed_it(tandem: Tandem) -> None:
    Person.objects.filter(pk=tandem.uwe.pk).update(language="de")
    tandem.uwe.refresh_from_db()
    session = proposed(tandem, soon(), soon(days=3))
    sessions.ask_everybody(session_id=session.pk, by=tandem.anna)
    assert Poll.objects.get().titles == {"de": session.title}
    sessions.accept(session_id=session.pk, by=tandem.anna, time_id=session.times.all()[0].pk)
    assert Session.objects.get().booked.titles == {"de": session.title}


def test_where_somebody_is_always_busy_it_is_said_who_and_everybody_can_be_asked(tandem: Tandem) -> None:
    now = timezone.now()
    BusyTime.objects.create(person=tandem.marek, starts_at=now, ends_at=now + timedelta(days=40))
    address, uwe = f"/peers/partnerships/{tandem.partnership.pk}/sessions/new/", browser(tandem.uwe)
    found = uwe.get(address, asked(tandem))
    times = [time.value for time in found.context["times"]]
    assert found.content.decode().count("Busy then: Marek Nowak.") == len(times) > 1
    uwe.post(address, {**asked(tandem), "times": times[:2], "poll": "1"})
    poll = Poll.objects.get()
    assert poll.times.count() == 2
    session = Session.objects.get()
    assert f"/meetings/polls/{poll.pk}/" in page(session, tandem.anna)
    assert "Accept this time" not in page(session, tandem.anna)


def test_everybody_is_asked_about_the_times_that_stand(tandem: Tandem) -> None:
    session = proposed(tandem, soon(), soon(days=3))
    address = f"/peers/sessions/{session.pk}/poll/"
    assert browser(tandem.anna).post(address).status_code == 302
    again = browser(tandem.uwe).post(address)
    assert (again.status_code, "A poll about this is running already." in again.content.decode()) == (409, True)
    assert Poll.objects.get().asker == tandem.anna


def test_what_is_missing_is_said_and_nothing_is_proposed(tandem: Tandem) -> None:
    address = f"/peers/partnerships/{tandem.partnership.pk}/sessions/new/"
    for wrong, said in (
        ({"times": []}, "Choose one to five times"),
        ({"times": ["tomorrow"]}, "Choose one to five times"),
        ({"moderator": tandem.uwe.pk, "times": [value(soon())]}, "two different ones"),
        ({"last": "2020-01-01", "times": [value(soon())]}, "Choose a day after the first one"),
    ):
        answer = browser(tandem.uwe).post(address, {**asked(tandem), **wrong})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Session.objects.exists()


def test_the_other_side_accepts_and_the_page_says_when(tandem: Tandem) -> None:
    session = proposed(tandem)
    assert "Accept this time" not in page(session, tandem.petra)
    assert "Accept this time" in page(session, tandem.anna)
    row = session.times.get()
    browser(tandem.anna).post(f"/peers/sessions/{session.pk}/accept/", {"time": row.pk})
    seen = page(session, tandem.petra)
    assert "When and where" in seen
    assert "Accept this time" not in seen
    assert "To the room" not in seen
    assert "To the room" in page(session, tandem.anna)


def test_a_time_taken_meanwhile_brings_a_page_of_others(tandem: Tandem) -> None:
    session = proposed(tandem)
    row = session.times.get()
    attendees = [Attendee(person_id=tandem.marek.pk), Attendee(person_id=tandem.petra.pk)]
    network = tandem.partnership.request.network
    booking.book(
        subject=("other", 1), network=network, titles={"en": "Else"}, attendees=attendees, starts_at=row.starts_at,
        minutes=30,
    )  # fmt: skip
    answer = browser(tandem.anna).post(f"/peers/sessions/{session.pk}/accept/", {"time": row.pk})
    assert answer.status_code == 409
    assert "This time was taken meanwhile." in answer.content.decode()
    assert answer.content.decode().count('type="checkbox" name="times"') > 1


def test_other_times_are_proposed_from_their_page(tandem: Tandem) -> None:
    session = proposed(tandem)
    address = f"/peers/sessions/{session.pk}/times/"
    times = [time.value for time in browser(tandem.anna).get(address).context["times"]]
    browser(tandem.anna).post(address, {"times": times[:3]})
    assert [value(row.starts_at) for row in session.times.filter(passed=False)] == sorted(times[:3])
    assert "Accept this time" in page(session, tandem.uwe)


def test_a_time_later_than_any_that_is_offered_is_no_time(tandem: Tandem) -> None:
    session = proposed(tandem)
    for far in ("2100-12-31T10:00Z", value(soon(days=803))):
        answer = browser(tandem.anna).post(f"/peers/sessions/{session.pk}/times/", {"times": [far]})
        assert answer.status_code == 409
    browser(tandem.anna).post(f"/peers/sessions/{session.pk}/times/", {"times": [value(soon(days=800))]})
    assert [row.starts_at for row in session.times.filter(passed=False)] == [soon(days=800)]


def test_a_booked_session_is_moved_and_cancelled(tandem: Tandem) -> None:
    session = booked(tandem)
    later = soon(days=9)
    browser(tandem.uwe).post(f"/peers/sessions/{session.pk}/times/", {"times": [value(later)]})
    session.refresh_from_db()
    assert session.booked.starts_at == later
    browser(tandem.anna).post(f"/peers/sessions/{session.pk}/cancel/", {"reason": "The river has risen."})
    seen = page(session, tandem.uwe)
    assert "The river has risen." in seen
    assert "Cancel it" not in seen
    assert browser(tandem.uwe).post(f"/peers/sessions/{session.pk}/cancel/").status_code == 409


def test_moving_needs_one_time_and_says_so_where_the_times_are(tandem: Tandem) -> None:
    session, uwe = booked(tandem), browser(tandem.uwe)
    first = timezone.localdate() + timedelta(3)
    address = f"/peers/sessions/{session.pk}/times/?first={first}&last={first + timedelta(9)}"
    found = uwe.get(address)
    values = [time.value for time in found.context["times"]]
    assert address.replace("&", "&amp;") in found.content.decode()
    past = value(timezone.now() - timedelta(days=1))
    for chosen, said in (([], "Choose a time"), (values[:2], "Choose a time"), ([past], "in the past")):
        answer = uwe.post(address, {"times": chosen})
        text = answer.content.decode()
        assert (answer.status_code in (409, 422), "Move it to this time" in text) == (True, True)
        assert said in text.split('role="alert"')[1].split("</div>")[0]
        assert text.count(" checked>") == len(set(chosen) & set(values))


def test_times_proposed_on_a_stale_page_do_not_move_what_was_booked_meanwhile(tandem: Tandem) -> None:
    session, petra = proposed(tandem, soon()), browser(tandem.petra)
    address = f"/peers/sessions/{session.pk}/times/"
    shown = petra.get(address)
    typed = {"times": [shown.context["times"][0].value], "seen": shown.context["seen"]}
    sessions.accept(session_id=session.pk, by=tandem.anna, time_id=session.times.get().pk)
    refused = petra.post(address, typed)
    session.refresh_from_db()
    assert (refused.status_code, session.booked.starts_at) == (409, soon())
    text = refused.content.decode()
    when = written(soon(), skeletons=WEEKDAY_AND_HOUR, zone=tandem.petra.time_zone)
    assert f"This was booked or changed meanwhile: it is now on {when} · Berlin." in text
    assert f'value="{typed["times"][0]}" checked' in text
    assert petra.post(address, {**typed, "seen": refused.context["seen"]}).status_code == 302
    session.refresh_from_db()
    assert value(session.booked.starts_at) == typed["times"][0]


def test_the_second_of_two_who_move_a_session_is_told_where_the_first_moved_it(tandem: Tandem) -> None:
    session, petra = booked(tandem), browser(tandem.petra)
    address = f"/peers/sessions/{session.pk}/times/"
    typed = {"times": [value(soon(days=12))], "seen": petra.get(address).context["seen"]}
    sessions.move(session_id=session.pk, by=tandem.anna, starts_at=soon(days=9))
    refused = petra.post(address, typed)
    assert (refused.status_code, f'value="{typed["times"][0]}" checked' in refused.content.decode()) == (409, True)
    session.refresh_from_db()
    assert session.booked.starts_at == soon(days=9)


def test_moving_it_twice_with_one_page_is_no_quarrel(tandem: Tandem) -> None:
    session, petra = booked(tandem), browser(tandem.petra)
    address = f"/peers/sessions/{session.pk}/times/"
    typed = {"times": [value(soon(days=12))], "seen": petra.get(address).context["seen"]}
    assert [petra.post(address, typed).status_code for _ in range(2)] == [302, 302]


def test_moving_to_where_it_is_tells_nobody(tandem: Tandem) -> None:
    session, uwe = booked(tandem), browser(tandem.uwe)
    address = f"/peers/sessions/{session.pk}/times/"
    answer = uwe.post(address, {"times": [value(session.booked.starts_at)]}, follow=True)
    assert (answer.status_code, "Moved." in answer.content.decode()) == (200, False)
    assert "session_moved" not in [entry.kind for entry in since(f"partnership:{tandem.partnership.pk}", 0)]


def test_other_times_that_are_refused_are_refused_where_they_are_chosen(tandem: Tandem) -> None:
    session = proposed(tandem)
    answer = browser(tandem.anna).post(f"/peers/sessions/{session.pk}/times/", {})
    assert (answer.status_code, "Propose these times" in answer.content.decode()) == (409, True)
    assert "Choose one to five times" in answer.content.decode()


@pytest.mark.parametrize("state", ["closed", "withdrawn"])
def test_without_a_partnership_no_session_is_planned(tandem: Tandem, state: str) -> None:
    page, plan = f"/peers/partnerships/{tandem.partnership.pk}/", "sessions/new/"
    uwe = browser(tandem.uwe)
    assert page + plan in uwe.get(page).content.decode()
    Request.objects.filter(pk=tandem.partnership.request_id).update(state=state)
    assert page + plan not in uwe.get(page).content.decode()
    answer = uwe.get(page + plan, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "This step cannot be taken now." in answer.content.decode()


def test_afterwards_the_page_keeps_notes_and_actions(tandem: Tandem) -> None:
    session = booked(tandem, soon(minutes=30))
    bring_forward(session, minutes=31)
    room, day = session.booked.room, timezone.localdate()
    notes.write(room, by=tandem.marek, text="Sirens and sensors", version=0)
    actions.agree(room, by=tandem.anna, text="Lend two sensors", owner_id=tandem.marek.pk, due_on=day)
    closing.close(room, by=tandem.anna)
    cast.keep_everything_due()
    seen = page(session, tandem.petra)
    assert "Sirens and sensors" in seen
    assert "Lend two sensors" in seen
    partnership = browser(tandem.petra).get(f"/peers/partnerships/{tandem.partnership.pk}/").content.decode()
    assert "How do we warn people of floods?" in partnership


@pytest.mark.parametrize(
    ("language", "heading", "state"), [("de", "Maßnahmen", "abgesagt"), ("es", "Acciones", "cancelada")]
)
def test_words_are_those_of_sessions_in_other_languages(
    tandem: Tandem, language: str, heading: str, state: str
) -> None:
    held, other = booked(tandem), proposed(tandem)
    Session.objects.filter(pk=held.pk).update(state=Session.State.HELD)
    sessions.cancel(session_id=other.pk, by=tandem.anna)
    Person.objects.filter(pk=tandem.uwe.pk).update(language=language)
    assert f">{heading}</h2>" in page(held, tandem.uwe)
    assert f"· {state}</p>" in page(other, tandem.uwe)


def test_foreigners_find_nothing(tandem: Tandem) -> None:
    session = proposed(tandem)
    kolding = cast.member("Kolding", "DK", "Europe/Copenhagen", tandem.partnership.request.network)
    stranger = browser(cast.delegate("Knud Holm", kolding))
    for address in ("", "times/"):
        assert stranger.get(f"/peers/sessions/{session.pk}/{address}").status_code == 404
    for address in ("accept/", "cancel/", "times/"):
        assert stranger.post(f"/peers/sessions/{session.pk}/{address}").status_code == 404
    assert stranger.get(f"/peers/partnerships/{tandem.partnership.pk}/sessions/new/").status_code == 404


def test_a_page_of_many_times_takes_as_many_queries_as_one_of_few(tandem: Tandem) -> None:
    def statements(session: Session) -> int:
        client = browser(tandem.anna)
        client.get(f"/peers/sessions/{session.pk}/")
        with counted() as found:
            client.get(f"/peers/sessions/{session.pk}/")
        return len(found)

    few = statements(proposed(tandem, soon()))
    assert statements(proposed(tandem, *[soon(days=day) for day in range(3, 8)])) == few
