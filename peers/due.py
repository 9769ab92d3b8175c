"""The next step of each request and partnership: what it is, and whose turn it is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peers.models import Invitation, Request
from peers.states import AFTERWARDS, ENDED, TOGETHER

R = Request.State
Words = str | Promise
NEXT: dict[str, Words] = {
    R.DRAFT: _("Finish the draft and post it"),
    R.POSTED: _("Find somebody who can teach"),
    R.MATCHED: _("Choose a suggestion and invite"),
    R.INVITED: _("Answer the invitation"),
    R.BOTH_ACCEPTED: _("Write the charter together"),
    R.CHARTER: _("Write the charter and agree to it"),
    R.KICKOFF: _("Hold the kick-off and begin to learn"),
    R.LEARNING: _("Go on learning: plan, meet, write the log"),
    R.REFLECTION: _("Look back, write transfer plan and story, close"),
    R.CLOSED: _("Wait for the check after six months"),
    R.CHECK_6M: _("Say what came of it after six months"),
    R.CHECK_12M: _("Say what came of it after twelve months"),
}
"""What is to be done next in each state."""
MONTHS: dict[str, int] = {R.CHECK_6M: 6, R.CHECK_12M: 12}
"""After how many months members are asked in each of these."""
TOGETHER_OR_AFTER = (*TOGETHER, *AFTERWARDS)
"""In these there is a partnership, and its page is where things are done."""


def step(row: Request) -> Words:
    """The next step of a request or its partnership; empty where nothing is to come."""
    return NEXT.get(row.state, "") if row.due_at is not None else ""


def turn(row: Request) -> set[int]:
    """Ids of the members whose turn it is; nobody's when the platform or the secretariat must act, or no one."""
    if row.due_at is None or row.state in (R.POSTED, R.WITHDRAWN, R.DECLINED, R.CLOSED):
        return set()
    if row.state in (R.DRAFT, R.MATCHED):
        return {row.member_id}
    if row.state == R.INVITED:
        return _answering(row)
    if row.state in MONTHS:
        return _asked(row)
    return {partner.member_id for partner in row.partnership.partners.all()}


def over(row: Request) -> bool:
    """Whether it has come to its end: withdrawn, declined, or with all answers to the last check."""
    return row.state in ENDED or (row.state == R.CHECK_12M and row.due_at is None)


def _asked(row: Request) -> set[int]:
    """Members that have not answered the check under way."""
    checks = [one for one in row.partnership.checks.all() if one.months == MONTHS[row.state]]
    return {one.member_id for one in checks if one.answered_at is None}


def _answering(row: Request) -> set[int]:
    """Hosts who have not answered, and the seeker where a host proposed something else or more could be invited."""
    answers = {one.host_id: one.state for one in row.invitations.all() if one.state != Invitation.State.WITHDRAWN}
    waiting = {host for host, answer in answers.items() if answer == Invitation.State.OPEN}
    countered = Invitation.State.COUNTERED in answers.values()
    return waiting | ({row.member_id} if countered or not waiting else set())
