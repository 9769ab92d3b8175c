"""A consultation's page and posts, as a browser without JavaScript uses them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Person
from rooms import clock, notes
from rooms.consultation import actions, checks, closing
from rooms.consultation.promised import ActionsNeedCheck
from rooms.models import Action, Admission, Consultation, Outcome, Room
from tests.rooms.conftest import person
from tests.statements import counted

pytestmark = pytest.mark.django_db


def browser(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(room: Room, somebody: Person) -> str:
    answer = browser(somebody).get(f"/rooms/{room.id}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def to_phase(room: Room, phase: str) -> None:
    while room.phase != phase:
        clock.end(room, phase=room.phase)
        room.refresh_from_db()


def test_before_it_begins_the_page_says_when_and_who_will_do_what(room: Room, anna: Person, uwe: Person) -> None:
    seen = page(room, uwe)
    assert "It begins by itself:" in seen
    assert "Casting" in seen
    assert "Uwe Richter: says in one sentence what it is about" in seen
    assert "Begin now" not in seen
    assert "Begin now" in page(room, anna)


def test_everybody_sees_phase_purpose_duties_and_what_is_next(running: Room, lucia: Person) -> None:
    to_phase(running, "story")
    seen = page(running, lucia)
    assert '<li aria-current="step">Story' in seen
    assert "The case-giver tells what happened" in seen
    assert "Lucía Rojas: listen and ask only what they did not understand" in seen
    assert "Next: Key question, 5 minutes" in seen
    assert 'role="timer"' in seen
    assert "Next phase" not in seen


def test_in_the_advice_the_case_givers_composer_says_why_it_is_closed(
    running: Room, uwe: Person, lucia: Person
) -> None:
    to_phase(running, "advice")
    assert "While the others advise, you only listen." in page(running, uwe)
    assert f'action="/rooms/{running.id}/say/"' not in page(running, uwe)
    assert f'action="/rooms/{running.id}/say/"' in page(running, lucia)
    answer = browser(uwe).post(f"/rooms/{running.id}/say/", {"text": "But …", "nonce": "1"})
    assert answer.status_code == 403
    assert "you only listen" in answer.content.decode()


def test_the_composer_is_a_part_only_of_a_consultation(running: Room, uwe: Person, table: Room, jonas: Person) -> None:
    assert browser(uwe).get(f"/rooms/{running.id}/parts/compose/").status_code == 200
    assert browser(jonas).get(f"/rooms/{table.id}/parts/compose/").status_code == 404


def test_the_notes_are_the_scribes_and_shown_to_all(running: Room, asha: Person, lucia: Person) -> None:
    notes.write(running, by=asha, text="Sirens on the bridge", version=0)
    assert "data-notes " in page(running, asha)
    seen = page(running, lucia)
    assert "data-notes " not in seen
    assert "Sirens on the bridge" in seen


def test_the_moderator_begins_skips_and_extends_without_javascript(room: Room, anna: Person) -> None:
    anna_browses = browser(anna)
    assert anna_browses.post(f"/rooms/{room.id}/begin/")["Location"] == f"/rooms/{room.id}/"
    assert 'name="phase" value="casting"' in page(room, anna)
    anna_browses.post(f"/rooms/{room.id}/clock/end/", {"phase": "casting"})
    stale = anna_browses.post(f"/rooms/{room.id}/clock/end/", {"phase": "casting"})
    assert stale.status_code == 409
    room.refresh_from_db()
    assert room.phase == "story"


def test_the_moderator_gives_roles(running: Room, anna: Person, lucia: Person) -> None:
    assert f'action="/rooms/{running.id}/cast/{lucia.pk}/"' in page(running, anna)
    browser(anna).post(f"/rooms/{running.id}/cast/{lucia.pk}/", {"role": "scribe"})
    assert Admission.objects.get(room=running, person=lucia).role == "scribe"
    assert browser(lucia).post(f"/rooms/{running.id}/cast/{lucia.pk}/", {"role": "scribe"}).status_code == 403


def test_an_action_is_agreed_shown_and_taken_back(running: Room, uwe: Person, asha: Person, lucia: Person) -> None:
    day = timezone.localdate() + timedelta(days=14)
    given = {"action-text": "Ask the fishermen", "action-owner": uwe.pk, "action-due_on": day.isoformat()}
    assert browser(asha).post(f"/rooms/{running.id}/actions/", given).status_code == 302
    action = Action.objects.get()
    assert (action.owner, action.due_on) == (uwe, day)
    assert "Ask the fishermen" in page(running, lucia)
    assert "Take it back" not in page(running, lucia)
    assert browser(lucia).post(f"/rooms/{running.id}/actions/{action.pk}/withdraw/").status_code == 403
    browser(uwe).post(f"/rooms/{running.id}/actions/{action.pk}/withdraw/")
    assert "No action has been agreed yet." in page(running, lucia)


def test_what_is_missing_in_an_action_is_said_at_its_field(running: Room, asha: Person, uwe: Person) -> None:
    past = {"action-text": "Ask", "action-owner": uwe.pk, "action-due_on": "2020-01-01"}
    answer = browser(asha).post(f"/rooms/{running.id}/actions/", past)
    assert answer.status_code == 400
    assert "Choose a day from today on." in answer.content.decode()
    assert browser(asha).post(f"/rooms/{running.id}/actions/", {}).status_code == 400
    assert Action.objects.count() == 0


def test_closing_asks_for_an_action_or_a_reason(running: Room, anna: Person, lucia: Person) -> None:
    asked = browser(anna).post(f"/rooms/{running.id}/close/")
    assert asked.status_code == 400
    assert "Agree on at least one action" in asked.content.decode()
    assert browser(lucia).post(f"/rooms/{running.id}/close/", {"reason": "x"}).status_code == 403
    assert browser(anna).post(f"/rooms/{running.id}/close/", {"reason": "The question changed."}).status_code == 302
    seen = page(running, lucia)
    assert "This consultation is over since" in seen
    assert "The question changed." in seen
    assert Consultation.objects.get().closed_by == anna


def test_afterwards_the_owner_says_what_became_of_it(running: Room, anna: Person, uwe: Person, lucia: Person) -> None:
    actions.agree(running, by=anna, text="Mark the river", owner_id=uwe.pk, due_on=timezone.localdate())
    closing.close(running, by=anna)
    checks.keep_promise(ActionsNeedCheck(room_id=running.id, months=3))
    asked = Outcome.objects.get()
    assert "What became of it?" in page(running, uwe)
    assert "What became of it?" not in page(running, lucia)
    address, name = f"/rooms/{running.id}/outcomes/{asked.pk}/", f"outcome-{asked.pk}"
    incomplete = browser(uwe).post(address, {f"{name}-result": "done"})
    assert (incomplete.status_code, "What became of it?" in incomplete.content.decode()) == (400, True)
    assert browser(lucia).post(address, {f"{name}-result": "done", f"{name}-sentence": "Yes"}).status_code == 404
    browser(uwe).post(address, {f"{name}-result": "done", f"{name}-sentence": "It is marked."})
    assert "It is marked." in page(running, lucia)


def test_the_page_takes_as_many_queries_for_many_as_for_few(running: Room, anna: Person, uwe: Person) -> None:
    from rooms import admissions

    def statements() -> int:
        client = browser(anna)
        client.get(f"/rooms/{running.id}/")
        with counted() as found:
            client.get(f"/rooms/{running.id}/")
        return len(found)

    actions.agree(running, by=anna, text="Mark", owner_id=uwe.pk, due_on=timezone.localdate())
    few = statements()
    admissions.admit(running, [person(f"Advisor {n}").pk for n in range(12)], role="advisor")
    for number in range(12):
        actions.agree(running, by=anna, text=f"Mark {number}", owner_id=uwe.pk, due_on=timezone.localdate())
    assert statements() == few


def test_the_board_is_a_part_that_follows_the_phases(running: Room, lucia: Person) -> None:
    part = browser(lucia).get(f"/rooms/{running.id}/parts/board/").content.decode()
    assert "Casting" in part
    to_phase(running, "parting")
    clock.end(running, phase="parting")
    over = browser(lucia).get(f"/rooms/{running.id}/parts/board/").content.decode()
    assert over.count('class="is-done"') == 7


def test_elsewhere_there_is_nothing_to_begin(table: Room, lucia: Person) -> None:
    assert browser(lucia).post(f"/rooms/{table.id}/begin/").status_code == 404
    assert browser(lucia).post(f"/rooms/{table.id}/close/").status_code == 409
