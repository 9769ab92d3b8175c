"""Questions to those on a stage: asked, voted for, moderated."""

from django.db import transaction

from events.models import Broadcast, Event, Question, Upvote
from events.stage import facts, places, ticking
from events.stage.errors import NoSuchThing, QuestionCannotMove, StageIsClosed
from ledger.recording import record
from members.models import Person
from rooms import texts
from rooms.refusals import TooLong
from web.throttle import throttle

S = Question.State
LENGTH = 500
PER_MINUTE = 6
VOTES_PER_MINUTE = 60
SHOWN = (S.OPEN, S.ANSWERED)
"""What the audience sees."""
MOVES: dict[str, tuple[str, ...]] = {
    S.WAITING: (S.OPEN, S.HIDDEN),
    S.OPEN: (S.ANSWERED, S.HIDDEN),
    S.ANSWERED: (S.OPEN, S.HIDDEN),
    S.HIDDEN: (S.OPEN,),
}


def ask(event: Event, session_id: int, *, by: Person, text: str, nonce: str, anonymous: bool = False) -> Question:
    """Ask a question, also before the session begins.

    Args:
        event: at which event.
        session_id: in which session of its published agenda.
        by: who asks.
        text: up to 500 characters.
        nonce: of the asker's page; with the same one again the first question is the answer.
        anonymous: the audience does not see who asks.

    Raises:
        NoPlace, StageIsClosed: see `places.require`; nobody asks before the doors open.
        NoSuchThing: there is no such session.
        Empty, TooLong, ControlCharacters, BadNonce: see `rooms.texts`.
        TooOften: more than six in a minute.
    """
    places.require(event, by)
    if not places.is_open(event):
        raise StageIsClosed
    session, stage_id = places.with_stage(event, session_id)
    text, nonce = worded(text), texts.nonce(nonce)
    throttle("stage-ask", by.pk, PER_MINUTE, 60)
    with transaction.atomic():
        state = S.WAITING if is_moderated(stage_id) else S.OPEN
        values = {"text": text, "anonymous": anonymous, "state": state}
        made, new = Question.objects.get_or_create(session=session, author=by, nonce=nonce, defaults=values)
        if new:
            record(facts.QuestionAsked(event_id=event.pk, session_id=session.pk, question_id=made.pk))
    return made


def worded(text: str, length: int = LENGTH) -> str:
    """A text as it may be stored, in one paragraph.

    Raises:
        Empty, TooLong, ControlCharacters: it may not.
    """
    plain = " ".join(texts.message(text).split())
    if len(plain) > length:
        raise TooLong
    return plain


def is_moderated(stage_id: int) -> bool:
    """Whether questions wait for a moderator on a stage."""
    return Broadcast.objects.filter(stage=stage_id, moderated=True).exists()


def vote(event: Event, question_id: int, *, by: Person, wanted: bool) -> Question:
    """Vote for a question, or take the vote back; doing it again changes nothing.

    The audience is told of the new number together with others, a moment later.

    Raises:
        NoPlace, StageIsClosed: see `places.require_acting`.
        NoSuchThing: there is no such question for the audience.
        QuestionCannotMove: it is answered.
        TooOften: more than sixty in a minute.
    """
    places.require_acting(event, by)
    throttle("stage-vote", by.pk, VOTES_PER_MINUTE, 60)
    with transaction.atomic():
        row = places.question(event, question_id)
        if row.state not in SHOWN:
            raise NoSuchThing
        if row.state != S.OPEN:
            raise QuestionCannotMove
        if wanted:
            Upvote.objects.get_or_create(question=row, person=by)
        else:
            Upvote.objects.filter(question=row, person=by).delete()
        ticking.count_soon(row.session_id)
    return row


def move(event: Event, question_id: int, *, by: Person, to: str) -> Question:
    """Let a question through, mark it as answered, hide it, or bring it back.

    Raises:
        NoSuchThing: there is no such question.
        NoPlace, StageIsClosed, OnlyForModerators: see `places.require_moderator`.
        QuestionCannotMove: the table has no such move.
    """
    with transaction.atomic():
        row = places.question(event, question_id, locked=True)
        places.require_moderator(event, row.session_id, by)
        if to == row.state:
            return row
        if to not in MOVES[row.state]:
            raise QuestionCannotMove
        row.state = to
        row.save(update_fields=["state"])
        record(facts.QuestionMoved(event_id=event.pk, session_id=row.session_id, question_id=row.pk))
        ticking.count_soon(row.session_id)
    return row
