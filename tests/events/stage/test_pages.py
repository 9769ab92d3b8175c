"""The pages of a live stage: now and next, a session, what is posted without scripts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event, Listening, Question, Upvote
from events.stage import questions, talking
from events.stage.now import Programme
from members.models import Person
from rooms import admissions
from tests.events import cast
from tests.events.stage import hall as at
from tests.rooms.corpus import CORPUS
from tests.statements import counted
from web.templatetags.web import iso

pytestmark = pytest.mark.django_db
STAGE = "/events/symposium/stage/"


@pytest.fixture
def here() -> at.Hall:
    return at.hall()


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def session_of(here: at.Hall) -> str:
    return f"{STAGE}sessions/{here.heat.pk}/"


def test_each_stage_shows_what_is_on_now_and_next(here: at.Hall) -> None:
    programme = Programme(here.event, here.asha)
    names = [
        (one.name, str(one.now and one.now.titles["en"]), str(one.next and one.next.titles["en"]))
        for one in programme.stages
    ]
    assert names == [("Main hall", "Heat", "Water"), ("Studio", "None", "None")]
    later = Programme(here.event, here.asha, timezone.now() + timedelta(minutes=50))
    assert [str(one.now and one.now.titles["en"]) for one in later.stages] == ["Water", "None"]
    page = text(browser(here.asha).get(STAGE))
    assert "Ends in" in page
    assert "Ravi (moderator), Lucia" in page


def test_a_session_page_that_is_opened_early_counts_down_to_its_beginning(here: at.Hall) -> None:
    begins, ends = (here.event.starts_at + timedelta(minutes=minutes) for minutes in (60, 45))
    shown = {}
    for session in (here.water, here.heat):
        answer = browser(here.asha).get(f"{STAGE}sessions/{session.pk}/parts/lead/")
        shown[session] = re.findall(r'data-ends-at="([^"]+)"', text(answer))
    assert shown == {here.water: [iso(begins)], here.heat: [iso(ends)]}


def test_who_was_removed_from_the_conversation_reads_so_and_is_not_asked_to_join(here: at.Hall) -> None:
    page, asha = session_of(here), browser(here.asha)
    room = talking.join(here.event, here.heat.pk, by=here.asha)
    talking.join(here.event, here.heat.pk, by=here.ravi)
    admissions.dismiss(room, [here.asha.pk], by=here.ravi)
    shown = text(asha.get(page))
    assert ("A host has removed you from this room." in shown, "Join the conversation" in shown) == (True, False)
    assert asha.post(f"{page}conversation/").status_code == 403


def test_a_question_a_vote_and_a_choice_are_posted_without_scripts(here: at.Hall) -> None:
    asha, lucia, made = browser(here.asha), browser(here.lucia), at.ballot(here)
    session = session_of(here)
    answer = asha.post(f"{session}ask/", {"text": "Who waters the trees?", "nonce": "1", "anonymous": "1"})
    assert answer.headers["Location"] == f"{session}#questions"
    question = Question.objects.get()
    lucia.post(f"{STAGE}questions/{question.pk}/vote/", {"wanted": "1"})
    assert Upvote.objects.get().person == here.lucia
    shade = made.options.first()
    assert shade is not None
    asha.post(f"{STAGE}polls/{made.pk}/choose/", {"answer": shade.pk})
    assert made.marks.get().option == shade
    page = text(lucia.get(session))
    assert "Who waters the trees?" in page
    assert 'aria-pressed="true"' in page
    assert "Without a name" in page


def test_what_was_typed_comes_back_with_the_reason(here: at.Hall) -> None:
    typed, box = {"text": "x" * 501, "nonce": "1"}, 'name="anonymous" value="1"'
    answer = browser(here.asha).post(f"{session_of(here)}ask/", typed)
    assert answer.status_code == 400
    assert "x" * 501 in text(answer)
    assert "too long" in text(answer)
    assert f"{box}>" in text(answer)
    assert f"{box} checked>" in text(browser(here.asha).post(f"{session_of(here)}ask/", typed | {"anonymous": "1"}))


def test_who_has_no_place_does_not_learn_what_a_choice_lacks(here: at.Hall) -> None:
    address = f"{STAGE}polls/{at.ballot(here).pk}/choose/"
    assert browser(here.asha).post(address, {}).status_code == 400
    assert browser(cast.person("Knud")).post(address, {}).status_code == 404


def test_when_it_is_over_nothing_is_offered_any_more(here: at.Hall) -> None:
    ravi = browser(here.ravi)
    at.ask(here)
    at.ballot(here)
    offered = ("/announce/", "/green-room/", "/answer/", "/close/", "new-poll")
    before = text(ravi.get(STAGE)) + text(ravi.get(session_of(here)))
    Event.objects.filter(pk=here.event.pk).update(state=Event.State.DOCUMENTATION)
    after = text(ravi.get(STAGE)) + text(ravi.get(session_of(here)))
    assert [what in before for what in offered] == [True] * 5
    assert [what in after for what in offered] == [False] * 5


def test_the_stream_is_a_link_and_only_https(here: at.Hall) -> None:
    olga = browser(here.olga)
    address = f"{STAGE}stages/{here.stage.pk}/"
    name = f"stage-{here.stage.pk}"
    refused = olga.post(address, {f"{name}-address": "javascript:alert(1)"})
    assert refused.status_code == 400
    assert olga.post(address, {f"{name}-address": "http://stream.example.org/"}).status_code == 400
    olga.post(address, {f"{name}-address": "https://stream.example.org/", f"{name}-captions": "https://c.example.org/"})
    page = text(browser(here.asha).get(session_of(here)))
    assert 'href="https://stream.example.org/"' in page
    assert 'href="https://c.example.org/"' in page
    assert "<iframe" not in page


def test_the_channel_is_remembered(here: at.Hall) -> None:
    asha = browser(here.asha)
    asha.post(f"{STAGE}listen/", {"language": "es", "next": session_of(here)})
    assert Listening.objects.get().language == "es"
    assert 'value="es" checked' in text(asha.get(session_of(here)))
    assert "(channel 2)" in text(asha.get(session_of(here)))


def test_a_moderator_prepares_opens_and_shows_a_poll(here: at.Hall) -> None:
    ravi = browser(here.ravi)
    ravi.post(f"{session_of(here)}polls/", {"text": "What helps first?", "answers": "Shade\nWater\n\n"})
    [made] = here.heat.ballots.all()
    assert [option.text for option in made.options.all()] == ["Shade", "Water"]
    for deed in ("open", "show", "close"):
        ravi.post(f"{STAGE}polls/{made.pk}/{deed}/")
    made.refresh_from_db()
    assert (made.state, made.shown) == ("closed", True)
    assert ravi.post(f"{session_of(here)}polls/", {"text": "Why?", "answers": "Because"}).status_code == 400


def test_who_has_no_place_is_led_to_the_event_and_who_has_one_too_early_is_told_when(here: at.Hall) -> None:
    knud = browser(cast.person("Knud", acts_for=cast.member("Jena")))
    Event.objects.filter(pk=here.event.pk).update(audience="public")
    assert knud.get(STAGE).headers["Location"] == "/events/symposium/"
    assert knud.get(session_of(here)).status_code == 404
    Event.objects.filter(pk=here.event.pk).update(
        state="registration_closed", starts_at=timezone.now() + timedelta(hours=1)
    )
    assert browser(here.asha).get(STAGE).status_code == 409
    assert browser(here.ravi).get(STAGE).status_code == 200


def test_hostile_texts_are_shown_as_words(here: at.Hall) -> None:
    for number, hostile in enumerate(CORPUS):
        Question.objects.create(session=here.heat, author=here.asha, text=hostile[:500], nonce=str(number))
    at.ballot(here, "<img src=x onerror=alert(1)>", "</article><script>alert(2)</script>")
    for person in (here.asha, here.ravi):
        page = text(browser(person).get(session_of(here)))
        assert "<img src=x" not in page
        assert "<script>alert" not in page


def test_many_questions_and_polls_cost_no_more_queries_than_one(here: at.Hall) -> None:
    for person in (here.asha, here.ravi):
        client = browser(person)
        at.ask(here, f"First of {person.name}?", by=person)
        at.ballot(here, f"{person.name}", "Water")
        client.get(session_of(here))
        with counted() as few:
            client.get(session_of(here))
        for number, asker in enumerate(at_first(here, person)):
            questions.ask(here.event, here.heat.pk, by=asker, text=f"Question {number}?", nonce=f"{number}")
            at.ballot(here, f"{person.name} {number}", "Water")
        with counted() as many:
            client.get(session_of(here))
        assert len(many) == len(few)


def at_first(here: at.Hall, person: Person) -> list[Person]:
    return [here.lucia, here.olga, here.asha, here.ravi, person]
