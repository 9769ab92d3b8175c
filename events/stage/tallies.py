"""Counting: what many did since the last time becomes one entry, however many they were.

Counts come from the rows of votes, under the lock of the session: two processes that count at once tell the audience
once, and what one could not tell the next one does.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count

from events.models import Ballot, BallotOption, Question, Session
from events.stage import facts
from events.stage.facts import StageFact
from events.stage.promised import CountDue
from ledger.recording import record


def tell(session_ids: Collection[int]) -> int:
    """Tell the audience of sessions what changed since they were told last.

    Returns:
        How many entries that took: of a session one for its questions and one for each ballot that changed.
    """
    with transaction.atomic():
        told: list[StageFact] = []
        for session in locked(session_ids):
            told += _questions(session)
            told += _ballots(session)
        if told:
            record(*told)
    return len(told)


def keep_promise(due: CountDue) -> None:
    """Count a session, should the process that was to do it have died."""
    tell([due.session_id])


def locked(session_ids: Collection[int]) -> list[Session]:
    """The sessions, each counted by one at a time until the transaction ends."""
    rows = Session.objects.select_for_update(no_key=True, of=("self",))
    return list(rows.filter(pk__in=session_ids).order_by("pk"))


def _questions(session: Session) -> list[StageFact]:
    counted = Question.objects.filter(session=session, state=Question.State.OPEN).annotate(votes=Count("upvotes"))
    changed = [row for row in counted.order_by("pk") if row.votes != row.told]
    for row in changed:
        row.told = row.votes
    Question.objects.bulk_update(changed, ["told"])
    votes = {str(row.pk): row.told for row in changed}
    fact = facts.QuestionsCounted(event_id=session.event_id, session_id=session.pk, votes=votes)
    return [fact] if changed else []


def _ballots(session: Session) -> list[StageFact]:
    """Of those the audience sees no results of, too: moderators do, and an entry carries numbers only when shown."""
    open_ones = list(Ballot.objects.filter(session=session, state=Ballot.State.OPEN).order_by("pk"))
    counts = results([ballot.pk for ballot in open_ones])
    changed = [ballot for ballot in open_ones if ballot.told != counts[ballot.pk]]
    for ballot in changed:
        ballot.told = counts[ballot.pk]
    Ballot.objects.bulk_update(changed, ["told"])
    return [
        facts.BallotCounted(event_id=session.event_id, session_id=session.pk, ballot_id=ballot.pk) for ballot in changed
    ]


def results(ballot_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """By ballot how many chose which answer, by the answer's id; one query."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in ballot_ids}
    if found:
        rows = BallotOption.objects.filter(ballot__in=found).annotate(chosen=Count("marks")).order_by("place")
        for ballot_id, option_id, chosen in rows.values_list("ballot_id", "pk", "chosen"):
            found[ballot_id][str(option_id)] = chosen
    return found
