"""A full hall at the same moment, with and without the locks that order it."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from events.models import Ballot, BallotMark, Event, Upvote
from events.stage import ballots, places, questions, talking, tallies
from events.stage.errors import BallotIsClosed
from events.stage.streams import StageStreams
from ledger.reading import since
from members.models import Person
from rooms.models import Room
from tests.events.stage import hall as at
from tests.parallel import at_once, errors, let_readers_begin
from tests.serving import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_votes_at_once_each_person_has_one_and_the_count_is_theirs() -> None:
    here = at.hall()
    question, people = at.ask(here), at.audience(here, 8)
    votes = [partial(questions.vote, here.event, question, by=one, wanted=True) for one in people * 3]
    assert errors(at_once(*votes, connected=False)) == []
    assert Upvote.objects.filter(question=question).count() == 8
    counts = at_once(*[partial(tallies.tell, [here.heat.pk])] * 4, connected=False)
    assert sorted(counts, key=str) == [0, 0, 0, 1]
    assert since(f"stage:{here.event.pk}", 0)[-1].data["votes"] == {str(question): 8}


def test_the_same_question_sent_six_times_at_once_is_asked_once() -> None:
    here = at.hall()
    made = at_once(*[partial(at.ask, here)] * 6, connected=False)
    assert errors(made) == []
    assert len(set(made)) == 1
    assert [entry.kind for entry in since(f"stage:{here.event.pk}", 0)] == ["question_asked"]


def test_the_first_ones_into_a_conversation_open_one_room() -> None:
    here = at.hall()
    people = at.audience(here, 6)
    joined = at_once(*[partial(talking.join, here.event, here.heat.pk, by=one) for one in people], connected=False)
    assert errors(joined) == []
    assert Room.objects.count() == 1


def _rush(here: at.Hall, made: Ballot) -> tuple[int, int, list[Exception]]:
    """Everybody chooses while the moderator closes.

    How many choices there were at the closing, how many there are now, and what was raised.
    """
    [shade, *_] = made.options.all()
    at_closing: list[int] = []

    def close() -> None:
        ballots.move(here.event, made.pk, by=here.ravi, to="closed")
        at_closing.append(sum(Ballot.objects.get(pk=made.pk).told.values()))

    choices = [partial(ballots.choose, here.event, made.pk, by=one, option_id=shade.pk) for one in at.audience(here, 7)]
    raised = errors(at_once(*choices, close))
    return at_closing[0], BallotMark.objects.filter(ballot=made).count(), raised


def test_no_choice_gets_into_a_poll_that_is_closed() -> None:
    here = at.hall()
    counted, now, raised = _rush(here, at.ballot(here))
    assert counted == now == 7 - len(raised)
    assert {type(error) for error in raised} <= {BallotIsClosed}


def test_without_the_lock_choices_get_into_a_closed_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: everybody finds the poll open, and only then it is closed.

    On PostgreSQL choices are made after the results were final; SQLite's snapshots turn late writers away.
    """
    here = at.hall()
    made = at.ballot(here)
    let_readers_begin(monkeypatch)
    everybody, closed = threading.Barrier(8), threading.Event()

    def read_slowly(event: Event, ballot_id: int) -> Ballot:
        found = Ballot.objects.get(session__event=event, pk=ballot_id)
        everybody.wait(PATIENCE)
        return found

    monkeypatch.setattr(ballots, "held", read_slowly)
    move, choose = ballots.move, BallotMark.objects.update_or_create

    def close_first(*args: object, **kwargs: object) -> Ballot:
        try:
            return move(*args, **kwargs)  # type: ignore[arg-type]
        finally:
            closed.set()

    def choose_late(**kwargs: object) -> object:
        closed.wait(PATIENCE)
        return choose(**kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(ballots, "move", close_first)
    monkeypatch.setattr(BallotMark.objects, "update_or_create", choose_late)
    counted, now, _raised = _rush(here, made)
    if connection.vendor == "sqlite":
        assert (counted, now) == (0, 0)
    else:
        assert (counted, now) == (0, 7)


def test_people_with_a_place_are_found_alone_and_together() -> None:
    here = at.hall()
    people = [here.olga, here.ravi, here.lucia, here.asha]
    found = {place.person: place for place in places.many({here.event.pk}, {one.pk for one in people})}
    assert found == {one: places.of(here.event, one) for one in people}


@pytest.mark.parametrize("state", Event.State.values)
def test_who_is_let_in_is_the_same_asked_alone_and_for_a_thousand_sockets(state: str) -> None:
    here = at.hall()
    Event.objects.update(state=state)
    here.event.refresh_from_db()
    Person.objects.filter(pk=here.lucia.pk).update(is_active=False)
    people = Person.objects.filter(pk__in=[one.pk for one in (here.olga, here.ravi, here.lucia, here.asha)])
    alone = {one.pk: places.of(here.event, one) for one in people}
    together = places.let_in({(person_id, here.event.pk) for person_id in alone})
    assert {person_id for person_id, _ in together} == {key for key, one in alone.items() if one and one.is_let_in}


def test_before_the_doors_open_only_those_who_prepare_follow_what_happens() -> None:
    here = at.hall(live=False)
    Event.objects.update(starts_at=timezone.now() + timedelta(hours=1))
    pairs = {(one.pk, str(here.event.pk)) for one in (here.olga, here.ravi, here.lucia, here.asha)}
    assert pairs - StageStreams().admitted(pairs) == {(here.asha.pk, str(here.event.pk))}
    Event.objects.update(state=Event.State.LIVE)
    assert StageStreams().admitted(pairs) == pairs
