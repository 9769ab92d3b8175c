"""What a seeker does with suggestions: take one up by inviting (see `invitations`), or say why it is not for them."""

from django.db import transaction
from django.db.models import QuerySet

from ledger.recording import record
from members.models import Person
from peers import access, facts, pairing, states
from peers.errors import CannotMove
from peers.models import Request, Suggestion

S, R = Suggestion.State, Request.State


def of(row: Request) -> QuerySet[Suggestion]:
    """The suggestions a seeker chooses from, best first."""
    return row.suggestions.filter(state=S.OPEN).select_related("host", "topic")


@transaction.atomic
def decline(*, suggestion_id: int, by: Person, why: str, text: str = "") -> Suggestion:
    """Say that a suggestion is not for the member, and why; the others are looked through again at once.

    Args:
        suggestion_id: which.
        by: a delegate of the seeker.
        why: one of `Suggestion.Why`.
        text: in the seeker's own words.

    Raises:
        NotFound: it was not made to the person's member.
        CannotMove: it was decided about already.
    """
    if why not in Suggestion.Why.values:
        raise CannotMove
    request = access.locked(access.suggestion(by, suggestion_id).request_id)
    row = access.suggestion(by, suggestion_id)
    if row.state != S.OPEN or request.state not in states.SEEKING:
        raise CannotMove
    row.state, row.why, row.why_text = S.DECLINED, why, text[:300]
    row.save(update_fields=["state", "why", "why_text"])
    concerns = (request.member_id,)
    record(facts.SuggestionDeclined(request_id=request.pk, suggestion_id=row.pk, by=by.pk, concerns=concerns))
    pairing.look(request)
    return row
