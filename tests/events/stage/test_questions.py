"""Questions to a stage: who asks, votes and moderates, what the audience is told."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from events.models import Event, Question, Upvote
from events.stage import asked, broadcasts, places, promised, questions, tallies
from events.stage.errors import NoPlace, NoSuchThing, OnlyForModerators, QuestionCannotMove, StageIsClosed
from ledger import promises
from ledger.models import Promise
from ledger.reading import since
from rooms.refusals import Empty, TooLong
from tests.events import cast
from tests.events.stage import hall as at
from tests.events.symposia import stage as on
from tests.rooms.corpus import CORPUS
from web.errors import TooOften
from web.live import log

pytestmark = pytest.mark.django_db
S = Question.State


@pytest.fixture
def here() -> at.Hall:
    return at.hall()


def kinds(here: at.Hall) -> list[str]:
    return [entry.kind for entry in since(f"stage:{here.event.pk}", 0)]


def frames(here: at.Hall) -> list[dict[str, object]]:
    """What sockets get, as JSON values."""
    entries = since(f"stage:{here.event.pk}", 0)
    looks = log.render(entries)
    return [dict(looks[entry.stream, entry.position].data) for entry in entries]


def seen(here: at.Hall, person: object = None) -> list[tuple[str, int, str]]:
    place = places.require(here.event, person or here.asha)  # type: ignore[arg-type]
    return [(one.question.text, one.votes, one.question.state) for one in asked.of_session(here.heat.pk, place)]


def test_a_question_is_asked_once_under_retries_and_told_to_everybody(here: at.Hall) -> None:
    assert at.ask(here) == at.ask(here)
    assert seen(here) == [("Who waters the trees?", 0, S.OPEN)]
    assert kinds(here) == ["question_asked"]
    [frame] = frames(here)
    assert (frame["text"], frame["name"], frame["member"]) == ("Who waters the trees?", "Asha", "Kochi")


def test_an_anonymous_question_names_nobody_but_to_moderators(here: at.Hall) -> None:
    at.ask(here, anonymous=True)
    [frame] = frames(here)
    assert (frame["name"], frame["member"]) == ("", "")
    names = {
        person.name: [one.name for one in asked.of_session(here.heat.pk, places.require(here.event, person))]
        for person in (here.lucia, here.ravi, here.olga)
    }
    assert names == {"Lucia": [""], "Ravi": ["Asha"], "Olga": ["Asha"]}


def test_a_session_that_has_not_begun_takes_questions(here: at.Hall) -> None:
    made = questions.ask(here.event, here.water.pk, by=here.asha, text="Where from?", nonce="1")
    assert made.state == S.OPEN


def test_what_is_drafted_meanwhile_changes_nothing_about_moderation(here: at.Hall) -> None:
    broadcasts.put(here.event, here.stage.pk, by=here.olga, moderated=True)
    on.put(here.heat, here.olga, here.event.stages.get(name="Studio"), here.event.starts_at)
    asked_first = Question.objects.get(pk=at.ask(here))
    on.publish(here.event, here.olga)
    asked_then = Question.objects.get(pk=at.ask(here, "And who pays?"))
    assert (asked_first.state, asked_then.state) == (S.WAITING, S.OPEN)


def test_with_moderation_a_question_waits_and_its_words_are_told_to_nobody(here: at.Hall) -> None:
    broadcasts.put(here.event, here.stage.pk, by=here.olga, moderated=True)
    question = at.ask(here)
    assert [frame.get("text") for frame in frames(here)] == [None, None]
    assert seen(here) == [("Who waters the trees?", 0, S.WAITING)]
    assert seen(here, here.lucia) == []
    questions.move(here.event, question, by=here.ravi, to=S.OPEN)
    assert frames(here)[-1]["text"] == "Who waters the trees?"
    assert seen(here, here.lucia) == [("Who waters the trees?", 0, S.OPEN)]


def test_the_most_wanted_question_stands_first_and_answered_ones_last(here: at.Hall) -> None:
    first, second, third = (at.ask(here, text, nonce=text) for text in ("One?", "Two?", "Three?"))
    for person in (here.lucia, here.ravi):
        questions.vote(here.event, third, by=person, wanted=True)
    questions.vote(here.event, second, by=here.ravi, wanted=True)
    questions.move(here.event, first, by=here.ravi, to=S.ANSWERED)
    assert seen(here) == [("Three?", 2, S.OPEN), ("Two?", 1, S.OPEN), ("One?", 0, S.ANSWERED)]


def test_what_the_audience_does_not_see_takes_no_room_from_what_it_sees(
    here: at.Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "MOST", 1)
    for text in ("Buy my trees!", "Buy my water!", "Buy my wind!"):
        question = at.ask(here, text)
        questions.vote(here.event, question, by=here.lucia, wanted=True)
        questions.move(here.event, question, by=here.ravi, to=S.HIDDEN)
    at.ask(here)
    assert seen(here) == [("Who waters the trees?", 0, S.OPEN)]
    broadcasts.put(here.event, here.stage.pk, by=here.olga, moderated=True)
    at.ask(here, "Let me through?", by=here.lucia)
    assert seen(here, here.ravi) == [("Let me through?", 0, S.WAITING)]


def test_a_vote_counts_once_and_can_be_taken_back(here: at.Hall) -> None:
    question = at.ask(here)
    for wanted in (True, True, False, False, True):
        questions.vote(here.event, question, by=here.lucia, wanted=wanted)
    assert Upvote.objects.filter(question=question).count() == 1


def test_a_hundred_votes_are_one_entry(here: at.Hall) -> None:
    first, second = at.ask(here, "One?"), at.ask(here, "Two?")
    for person in at.audience(here, 50):
        questions.vote(here.event, first, by=person, wanted=True)
        questions.vote(here.event, second, by=person, wanted=True)
    assert tallies.tell([here.heat.pk]) == 1
    assert tallies.tell([here.heat.pk]) == 0
    assert kinds(here) == ["question_asked", "question_asked", "questions_counted"]
    assert frames(here)[-1]["votes"] == {str(first): 50, str(second): 50}


def test_votes_are_told_by_a_promise_when_the_process_died(here: at.Hall) -> None:
    question = at.ask(here)
    questions.vote(here.event, question, by=here.lucia, wanted=True)
    questions.vote(here.event, question, by=here.ravi, wanted=True)
    [row] = Promise.objects.filter(kind=promised.CountDue.kind, state=Promise.State.DUE)
    Promise.objects.update(due_at=timezone.now(), promised_at=timezone.now())
    assert promises.keep(row.pk)
    assert frames(here)[-1]["votes"] == {str(question): 2}


def test_what_is_hidden_is_gone_also_for_who_reads_the_log_again(here: at.Hall) -> None:
    question = at.ask(here, "Buy my trees!")
    questions.move(here.event, question, by=here.ravi, to=S.HIDDEN)
    assert [frame.get("text") for frame in frames(here)] == [None, None]
    assert seen(here) == []
    with pytest.raises(NoSuchThing):
        questions.vote(here.event, question, by=here.lucia, wanted=True)


def test_an_answered_question_takes_no_more_votes(here: at.Hall) -> None:
    question = at.ask(here)
    questions.move(here.event, question, by=here.ravi, to=S.ANSWERED)
    with pytest.raises(QuestionCannotMove):
        questions.vote(here.event, question, by=here.lucia, wanted=True)


def test_only_who_has_a_place_asks_and_only_moderators_move(here: at.Hall) -> None:
    question = at.ask(here)
    stranger = cast.person("Knud", acts_for=cast.member("Jena"))
    with pytest.raises(NoPlace):
        at.ask(here, by=stranger)
    with pytest.raises(NoPlace):
        questions.vote(here.event, question, by=stranger, wanted=True)
    for person in (here.asha, here.lucia):
        with pytest.raises(OnlyForModerators):
            questions.move(here.event, question, by=person, to=S.HIDDEN)
    other = at.hall_elsewhere(here)
    with pytest.raises(NoSuchThing):
        questions.move(other, question, by=here.olga, to=S.HIDDEN)


def test_nobody_asks_before_the_doors_open_or_after_the_end() -> None:
    here = at.hall(live=False)
    at.ask(here)
    begins = timezone.now() + timedelta(minutes=16)
    Event.objects.filter(pk=here.event.pk).update(starts_at=begins)
    here.event.refresh_from_db()
    for person in (here.asha, here.ravi):
        with pytest.raises(StageIsClosed):
            at.ask(here, "Too early?", by=person)
    Event.objects.filter(pk=here.event.pk).update(state=Event.State.DOCUMENTATION, starts_at=timezone.now())
    here.event.refresh_from_db()
    with pytest.raises(StageIsClosed):
        at.ask(here, "Too late?")


def test_texts_without_words_too_long_ones_and_floods_are_refused(here: at.Hall) -> None:
    for text, why in ((" \n", Empty), ("x" * 501, TooLong)):
        with pytest.raises(why):
            at.ask(here, text, nonce="1")
    cache.clear()
    for number in range(questions.PER_MINUTE):
        at.ask(here, f"Question {number}?")
    with pytest.raises(TooOften):
        at.ask(here, "One more?")


def test_hostile_texts_travel_as_they_are_and_no_frame_holds_markup(here: at.Hall) -> None:
    for number, text in enumerate(CORPUS):
        Question.objects.create(session=here.heat, author=here.asha, text=text[:500], nonce=str(number))
    told = asked.told(list(Question.objects.values_list("pk", flat=True)))
    assert sorted(one["text"] for one in told.values()) == sorted(text[:500] for text in CORPUS if text)
