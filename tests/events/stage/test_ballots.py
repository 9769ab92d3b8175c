"""Polls of a stage: made, opened, chosen in, shown, closed; announcements and applause beside them."""

from functools import partial

import pytest

from events.models import Ballot, BallotMark, Event
from events.stage import announcing, applause, ballots, channels, places, polled, questions, tallies
from events.stage.errors import BallotIsClosed, NoPlace, NoSuchThing, OnlyForModerators, StageIsClosed, TooFewAnswers
from members.models import Person
from tests.events import cast
from tests.events.stage import hall as at
from tests.events.stage.test_questions import frames, kinds
from tests.events.symposia import stage as on
from web.errors import TooOften

pytestmark = pytest.mark.django_db
S = Ballot.State


@pytest.fixture
def here() -> at.Hall:
    return at.hall()


def results(here: at.Hall, person: Person) -> list[int | None]:
    [one] = polled.of_session(here.heat.pk, places.require(here.event, person))
    return [answer.chosen for answer in one.answers]


def test_the_last_choice_of_a_person_counts_once(here: at.Hall) -> None:
    made = at.ballot(here)
    shade, water, _ = made.options.all()
    for option in (shade, shade, water, water):
        ballots.choose(here.event, made.pk, by=here.asha, option_id=option.pk)
    assert results(here, here.ravi) == [0, 1, 0]


def test_results_are_told_only_when_they_are_shown_and_then_together(here: at.Hall) -> None:
    made = at.ballot(here)
    shade, water, _ = made.options.all()
    ballots.choose(here.event, made.pk, by=here.asha, option_id=shade.pk)
    assert tallies.tell([here.heat.pk]) == 1
    assert tallies.tell([here.heat.pk]) == 0
    assert results(here, here.lucia) == [None, None, None]
    assert results(here, here.ravi) == [1, 0, 0]
    assert "chosen" not in str(frames(here))
    ballots.show(here.event, made.pk, by=here.ravi, shown=True)
    for person in at.audience(here, 20):
        ballots.choose(here.event, made.pk, by=person, option_id=water.pk)
    assert tallies.tell([here.heat.pk]) == 1
    assert kinds(here) == ["ballot_made", "ballot_opened", "ballot_counted", "ballot_shown", "ballot_counted"]
    assert [answer["chosen"] for answer in frames(here)[-1]["answers"]] == [1, 20, 0]  # type: ignore[attr-defined]
    assert results(here, here.lucia) == [1, 20, 0]


def test_a_draft_is_nothing_to_the_audience_and_a_closed_poll_takes_no_choice(here: at.Hall) -> None:
    made = at.ballot(here, opened=False)
    shade = made.options.first()
    assert shade is not None
    assert polled.of_session(here.heat.pk, places.require(here.event, here.asha)) == []
    assert frames(here) == [{"event_id": here.event.pk, "session_id": here.heat.pk, "ballot_id": made.pk}]
    with pytest.raises(NoSuchThing):
        ballots.choose(here.event, made.pk, by=here.asha, option_id=shade.pk)
    ballots.move(here.event, made.pk, by=here.ravi, to=S.OPEN)
    ballots.move(here.event, made.pk, by=here.ravi, to=S.CLOSED)
    with pytest.raises(BallotIsClosed):
        ballots.choose(here.event, made.pk, by=here.asha, option_id=shade.pk)
    assert not BallotMark.objects.exists()


def test_the_same_poll_prepared_twice_is_one_and_answers_must_differ(here: at.Hall) -> None:
    assert at.ballot(here, "Yes", "No", opened=False) == at.ballot(here, "Yes", "No", opened=False)
    for answers in (("Yes", "Yes"), ("Yes",), tuple(map(str, range(9)))):
        with pytest.raises(TooFewAnswers):
            at.ballot(here, *answers)


def test_an_answer_of_another_poll_and_people_without_a_place_are_refused(here: at.Hall) -> None:
    made = at.ballot(here)
    other = ballots.make(here.event, here.heat.pk, by=here.ravi, text="And then?", answers=["Yes", "No"])
    foreign = other.options.first()
    assert foreign is not None
    with pytest.raises(NoSuchThing):
        ballots.choose(here.event, made.pk, by=here.asha, option_id=foreign.pk)
    with pytest.raises(NoPlace):
        ballots.choose(here.event, made.pk, by=cast.person("Knud"), option_id=foreign.pk)
    for person in (here.asha, here.lucia):
        with pytest.raises(OnlyForModerators):
            ballots.move(here.event, made.pk, by=person, to=S.CLOSED)
        with pytest.raises(OnlyForModerators):
            ballots.show(here.event, made.pk, by=person, shown=True)


def test_an_announcement_reaches_everybody_once_with_its_words(here: at.Hall) -> None:
    for _ in range(2):
        announcing.announce(here.event, by=here.ravi, text="Lunch is in the yard.", nonce="1")
    assert [frame["text"] for frame in frames(here)] == ["Lunch is in the yard."]
    for person in (here.asha, here.lucia):
        with pytest.raises(OnlyForModerators):
            announcing.announce(here.event, by=person, text="Buy my trees!", nonce="2")


def test_applause_is_told_as_numbers_and_slowed_down(here: at.Hall) -> None:
    for person in (here.asha, here.lucia, here.ravi):
        for _ in range(5):
            applause.give(here.event, here.heat.pk, by=person, sign="clap")
    applause.give(here.event, here.heat.pk, by=here.asha, sign="heart")
    assert applause.tell([here.heat.pk]) == 1
    assert applause.tell([here.heat.pk]) == 0
    [frame] = frames(here)
    assert frame["counts"] == {"clap": 15, "heart": 1}
    with pytest.raises(TooOften):
        for _ in range(applause.PER_TEN_SECONDS):
            applause.give(here.event, here.heat.pk, by=here.asha, sign="clap")
    with pytest.raises(NoSuchThing):
        applause.give(here.event, here.heat.pk, by=here.lucia, sign="boo")
    applause.tell([here.heat.pk])


def test_when_it_is_over_the_stage_is_there_to_be_read(here: at.Hall) -> None:
    question, made = at.ask(here), at.ballot(here)
    shade = made.options.first()
    assert shade is not None
    Event.objects.filter(pk=here.event.pk).update(state=Event.State.DOCUMENTATION)
    here.event.refresh_from_db()
    place = places.require(here.event, here.ravi)
    assert [one.moves for one in polled.of_session(here.heat.pk, place)] == [()]
    for late in (
        partial(announcing.announce, here.event, by=here.ravi, text="Come back!", nonce="1"),
        partial(questions.move, here.event, question, by=here.ravi, to="answered"),
        partial(questions.vote, here.event, question, by=here.lucia, wanted=True),
        partial(ballots.move, here.event, made.pk, by=here.olga, to=S.CLOSED),
        partial(ballots.choose, here.event, made.pk, by=here.lucia, option_id=shade.pk),
    ):
        with pytest.raises(StageIsClosed):
            late()


def test_nothing_is_said_in_breaks_and_drafts(here: at.Hall) -> None:
    lunch = on.placed(here.event, here.olga, "Lunch", here.stage, 2, format="break")
    on.publish(here.event, here.olga)
    draft = on.placed(here.event, here.olga, "Wind", here.stage, 3)
    for session in (lunch, draft):
        with pytest.raises(NoSuchThing):
            applause.give(here.event, session.pk, by=here.asha, sign="clap")
        with pytest.raises(NoSuchThing):
            questions.ask(here.event, session.pk, by=here.asha, text="What is there to eat?", nonce="1")


def test_the_language_one_listens_in_is_remembered(here: at.Hall) -> None:
    for language in ("es", "", "es"):
        channels.choose(here.event, by=here.asha, language=language)
    assert channels.chosen(here.event, here.asha) == "es"
    assert [(one.language, one.number) for one in channels.of_session("en", here.heat.interpretation)] == [
        ("en", ""),
        ("es", "2"),
    ]
    with pytest.raises(NoSuchThing):
        channels.choose(here.event, by=here.asha, language="xx-no")
