"""Ballots: a moderator asks the audience, everybody chooses once and may choose anew until it is closed."""

from collections.abc import Sequence

from django.db import transaction

from events.models import Ballot, BallotMark, BallotOption, Event
from events.stage import facts, places, tallies, ticking
from events.stage.errors import AnswerTooLong, BallotCannotMove, BallotIsClosed, NoSuchThing, TooFewAnswers
from events.stage.questions import worded
from ledger.recording import record
from members.models import Person
from web.throttle import throttle

S = Ballot.State
MOST_ANSWERS, ANSWER_LENGTH, QUESTION_LENGTH, PER_MINUTE = 8, 160, 300, 60
MOVES: dict[str, tuple[str, ...]] = {S.DRAFT: (S.OPEN,), S.OPEN: (S.CLOSED,), S.CLOSED: (S.OPEN,)}
FACT_OF_STATE = {S.OPEN: facts.BallotOpened, S.CLOSED: facts.BallotClosed}


def make(event: Event, session_id: int, *, by: Person, text: str, answers: Sequence[str]) -> Ballot:
    """Prepare a ballot; the audience sees it when it is opened. The same one again is found instead of made twice.

    Args:
        event: at which event.
        session_id: in which session of its published agenda.
        by: a moderator of the session.
        text: what is asked, up to 300 characters.
        answers: two to eight, up to 160 characters each.

    Raises:
        NoPlace, StageIsClosed, OnlyForModerators: see `places.require_moderator`.
        NoSuchThing: there is no such session.
        Empty, TooLong, ControlCharacters, TooFewAnswers, AnswerTooLong: the texts will not do.
    """
    places.require_moderator(event, session_id, by)
    session = places.session(event, session_id)
    text, chosen = worded(text, QUESTION_LENGTH), _answers(answers)
    with transaction.atomic():
        tallies.locked([session.pk])
        for known in Ballot.objects.filter(session=session, text=text, state=S.DRAFT).prefetch_related("options"):
            if [option.text for option in known.options.all()] == chosen:
                return known
        made = Ballot.objects.create(session=session, text=text)
        BallotOption.objects.bulk_create(
            BallotOption(ballot=made, text=answer, place=place) for place, answer in enumerate(chosen)
        )
        record(facts.BallotMade(event_id=event.pk, session_id=session.pk, ballot_id=made.pk))
    return made


def _answers(given: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(worded(answer, 2000) for answer in given if answer.strip()))
    if not 2 <= len(found) <= MOST_ANSWERS:
        raise TooFewAnswers
    if max(map(len, found)) > ANSWER_LENGTH:
        raise AnswerTooLong
    return found


def move(event: Event, ballot_id: int, *, by: Person, to: str) -> Ballot:
    """Open a ballot, close it, or open it again; doing it again changes nothing.

    Raises:
        NoSuchThing: there is no such ballot.
        NoPlace, StageIsClosed, OnlyForModerators: see `places.require_moderator`.
        BallotCannotMove: the table has no such move.
    """
    with transaction.atomic():
        row = held(event, ballot_id)
        places.require_moderator(event, row.session_id, by)
        if to == row.state:
            return row
        if to not in MOVES[row.state]:
            raise BallotCannotMove
        row.state = to
        row.told = tallies.results([row.pk])[row.pk]
        row.save(update_fields=["state", "told"])
        record(FACT_OF_STATE[S(to)](event_id=event.pk, session_id=row.session_id, ballot_id=row.pk))
    return row


def show(event: Event, ballot_id: int, *, by: Person, shown: bool) -> Ballot:
    """Let the audience see the results, or no longer.

    Raises:
        NoSuchThing: there is no such ballot.
        NoPlace, StageIsClosed, OnlyForModerators: see `places.require_moderator`.
    """
    with transaction.atomic():
        row = held(event, ballot_id)
        places.require_moderator(event, row.session_id, by)
        if row.shown != shown:
            row.shown, row.told = shown, tallies.results([row.pk])[row.pk]
            row.save(update_fields=["shown", "told"])
            record(facts.BallotShown(event_id=event.pk, session_id=row.session_id, ballot_id=row.pk))
    return row


def choose(event: Event, ballot_id: int, *, by: Person, option_id: int) -> Ballot:
    """Choose an answer; another choice replaces it, the same again changes nothing.

    Raises:
        NoPlace, StageIsClosed: see `places.require_acting`.
        NoSuchThing: there is no such ballot for the audience, or it has no such answer.
        BallotIsClosed: it is not open; the last choice made counts.
        TooOften: more than sixty in a minute.
    """
    places.require_acting(event, by)
    throttle("stage-ballot", by.pk, PER_MINUTE, 60)
    with transaction.atomic():
        row = held(event, ballot_id)
        if row.state == S.DRAFT or not BallotOption.objects.filter(ballot=row, pk=option_id).exists():
            raise NoSuchThing
        if row.state != S.OPEN:
            raise BallotIsClosed
        BallotMark.objects.update_or_create(ballot=row, person=by, defaults={"option_id": option_id})
        ticking.count_soon(row.session_id)
    return row


def held(event: Event, ballot_id: int) -> Ballot:
    """A ballot of the event, its row held: nobody closes it while somebody chooses.

    Raises:
        NoSuchThing: there is none.
    """
    rows = Ballot.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(session__event=event, pk=ballot_id).first()
    if found is None:
        raise NoSuchThing
    return found
