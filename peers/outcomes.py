"""What came of a partnership: each member is asked six and twelve months after it closed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ledger.promises import promise
from ledger.recording import record
from members.cowriting import REVISED, Shown, differing, revise
from members.models import Person
from peers import access, facts, states
from peers.errors import CannotMove
from peers.models import Check, Partnership, Request
from peers.promises import OutcomeDue

R = Request.State
STATE_AFTER = {6: R.CHECK_6M, 12: R.CHECK_12M}
DAYS = {6: 182, 12: 365}
"""Months after the end, in days."""


def promise_checks(partnership: Partnership) -> None:
    """The partnership has closed now: promise to ask what came of it."""
    partnership.closed_at = timezone.now()
    partnership.save(update_fields=["closed_at"])
    for months, days in DAYS.items():
        due = OutcomeDue(partnership_id=partnership.pk, months=months)
        promise(due, at=partnership.closed_at + timedelta(days=days))


def keep_promise(due: OutcomeDue) -> None:
    """Ask each member what came of it."""
    partnership = Partnership.objects.select_related("request").get(pk=due.partnership_id)
    partnership.request = access.locked(partnership.request_id)
    if STATE_AFTER[due.months] not in states.MOVES[partnership.state]:
        return
    states.move(partnership.request, STATE_AFTER[due.months])
    members = list(partnership.partners.order_by("member_id").values_list("member_id", flat=True))
    Check.objects.bulk_create(
        [Check(partnership=partnership, member_id=member, months=due.months) for member in members],
        ignore_conflicts=True,
    )
    record(facts.OutcomeAsked(partnership_id=partnership.pk, months=due.months, concerns=tuple(members)))


@transaction.atomic
def tell(
    *, partnership_id: int, months: int, by: Person, outcome: str, text: str = "", shown: Shown | None = None
) -> Check:
    """Say what came of it, for the person's member; another answer replaces it, the same changes nothing.

    Args:
        partnership_id: which.
        months: 6 or 12.
        by: a delegate of a partner.
        outcome: one of `Check.Outcome`.
        text: in their own words.
        shown: what the person's page showed; `None` when there was no page.

    Raises:
        NotFound: the person acts for no partner, or was not asked.
        CannotMove: there is no such outcome.
        ChangedByColleague: a colleague has answered after what was shown.
    """
    if outcome not in Check.Outcome.values:
        raise CannotMove
    partner = access.partner(by, partnership_id)
    request = access.locked(partner.partnership.request_id)
    asked = Check.objects.filter(partnership=partnership_id, member=partner.member_id, months=months)
    row = access.found(asked)
    if row.answered_at is not None and not differing(row, {"outcome": outcome, "text": text}):
        return row
    revise(row, by=by, shown=shown)
    row.outcome, row.text, row.answered_at = outcome, text, timezone.now()
    row.save(update_fields=["outcome", "text", "answered_at", *REVISED])
    members = tuple(partner.partnership.partners.order_by("member_id").values_list("member_id", flat=True))
    record(
        facts.OutcomeTold(partnership_id=partnership_id, check_id=row.pk, outcome=outcome, by=by.pk, concerns=members)
    )
    _rest(request, row)
    return row


def _rest(request: Request, answered: Check) -> None:
    """With the last answer to the check under way nothing is owed, until the next check if one is to come."""
    unanswered = Check.objects.filter(partnership=answered.partnership_id, months=answered.months, answered_at=None)
    if request.state == STATE_AFTER[answered.months] and not unanswered.exists():
        states.settle(request)
