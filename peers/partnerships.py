"""Partnerships: founded when both sides accepted, with a charter all agree to, and moved on step by step."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from ledger.recording import record
from members import delegates
from members.models import Person, Topic
from peers import access, facts, outcomes, session_cancelling, states
from peers.errors import CannotMove, CharterNotAgreed, CharterRewritten, WrittenMeanwhile
from peers.models import Invitation, Partner, Partnership, Request, Role, Session, TeamMember

R, S = Request.State, Session.State
STEPS: dict[str, str] = {R.KICKOFF: R.LEARNING, R.LEARNING: R.REFLECTION, R.REFLECTION: R.CLOSED}
"""Moves that a delegate of any partner makes when the time has come; the others follow by themselves."""
TEXTS = [
    "goals", "effort", "transfer", "story", "charter_revision", "transfer_revision", "story_revision", "closed_at",
]  # fmt: skip


def found(row: Request, *, by: Person | None) -> Partnership:
    """Begin the partnership of a request whose row is locked, with those who accepted."""
    states.move(row, R.BOTH_ACCEPTED)
    partnership = Partnership.objects.create(request=row)
    Partner.objects.create(partnership=partnership, member=row.member, asked=True)
    accepted = row.invitations.filter(state=Invitation.State.ACCEPTED).select_related("host", "topic").order_by("id")
    for invitation in accepted:
        Partner.objects.create(partnership=partnership, member=invitation.host)
        Role.objects.get_or_create(
            partnership=partnership, topic=invitation.topic, defaults={"leader": invitation.host}
        )
    _first_team(partnership)
    record(facts.PartnershipFounded(partnership_id=partnership.pk, by=_id(by), concerns=concerned(partnership)))
    _move(partnership, R.CHARTER, by)
    return partnership


def _first_team(partnership: Partnership) -> None:
    """Each member's representative, who may leave it to others."""
    for partner in partnership.partners.select_related("member"):
        person = delegates.representative_of(partner.member)
        if person is not None and person.is_active:
            TeamMember.objects.get_or_create(
                partnership=partnership, person=person, until=None, defaults={"member": partner.member}
            )


def concerned(partnership: Partnership) -> tuple[int, ...]:
    """Ids of the members of a partnership, in whose dossiers its facts stand."""
    return tuple(partnership.partners.order_by("member_id").values_list("member_id", flat=True))


def held(by: Person, partnership_id: int) -> Partner:
    """The person's partner in a partnership, whose row is locked and fresh.

    Raises:
        NotFound: the person acts for no partner of it.
    """
    partner = access.partner(by, partnership_id)
    partner.partnership.request = access.locked(partner.partnership.request_id)
    partner.partnership.refresh_from_db(fields=TEXTS)
    partner.refresh_from_db(fields=["agreed_at"])
    return partner


@transaction.atomic
def write_charter(
    *,
    partnership_id: int,
    by: Person,
    goals: str,
    effort: str,
    leaders: Mapping[str, int] | None = None,
    revision: int | None = None,
) -> Partnership:
    """Write the charter; whoever had agreed to another text is asked again. The same text again changes nothing.

    Args:
        partnership_id: which.
        by: a delegate of a partner.
        goals: what each wants to have reached.
        effort: hours and means.
        leaders: for each topic (slug) the id of the member that leads on it; roles may swap per topic.
        revision: of the charter as the person saw it; `None` when no page was shown.

    Raises:
        NotFound: the person acts for no partner.
        CannotMove: the learning is over.
        WrittenMeanwhile: somebody wrote another one after `revision`.
    """
    partnership = held(by, partnership_id).partnership
    if partnership.state not in states.TOGETHER:
        raise CannotMove
    if (goals, effort[:300]) == (partnership.goals, partnership.effort) and leaders in (None, leading(partnership)):
        return partnership
    if revision not in (None, partnership.charter_revision):
        raise WrittenMeanwhile("goals")
    partnership.goals, partnership.effort = goals, effort[:300]
    partnership.charter_revision += 1
    partnership.save(update_fields=["goals", "effort", "charter_revision"])
    if leaders is not None:
        _swap(partnership, leaders)
    partnership.partners.update(agreed_at=None)
    states.touch(partnership.request)
    record(facts.CharterWritten(partnership_id=partnership.pk, by=by.pk, concerns=concerned(partnership)))
    return partnership


def leading(partnership: Partnership) -> dict[str, int]:
    """Which member leads on which topic (slug)."""
    return dict(partnership.roles.values_list("topic__slug", "leader_id"))


def _swap(partnership: Partnership, leaders: Mapping[str, int]) -> None:
    inside = set(concerned(partnership))
    topics = Topic.objects.in_bulk(list(leaders), field_name="slug")
    partnership.roles.exclude(topic__slug__in=leaders).delete()
    for slug, member_id in leaders.items():
        if slug in topics and member_id in inside:
            Role.objects.update_or_create(
                partnership=partnership, topic=topics[slug], defaults={"leader_id": member_id}
            )


@transaction.atomic
def agree(*, partnership_id: int, by: Person, revision: int | None = None) -> Partner:
    """Agree to the charter as it stands; when all have, the kick-off is next.

    Args:
        partnership_id: which.
        by: a delegate of a partner.
        revision: of the charter as the person saw it; `None` when no page was shown.

    Raises:
        NotFound: the person acts for no partner.
        CharterNotAgreed: nobody has written down the goals yet.
        CannotMove: the learning is over.
        CharterRewritten: somebody wrote another charter after `revision`.
    """
    partner = held(by, partnership_id)
    partnership = partner.partnership
    if not partnership.goals.strip():
        raise CharterNotAgreed
    if partnership.state not in states.TOGETHER:
        raise CannotMove
    if revision not in (None, partnership.charter_revision):
        raise CharterRewritten
    partner.agreed_at = timezone.now()
    partner.save(update_fields=["agreed_at"])
    fact = facts.CharterAgreed(
        partnership_id=partnership.pk, member_id=partner.member_id, by=by.pk, concerns=concerned(partnership)
    )
    record(fact)
    if partnership.state == R.CHARTER and not partnership.partners.filter(agreed_at=None).exists():
        _move(partnership, R.KICKOFF, by)
    return partner


@transaction.atomic
def go_on(*, partnership_id: int, by: Person, to: str) -> Partnership:
    """Take the next step: begin learning after the kick-off, look back, close.

    Raises:
        NotFound: the person acts for no partner.
        CannotMove: the table has no such step now.
    """
    partnership = held(by, partnership_id).partnership
    if STEPS.get(partnership.state) != to:
        raise CannotMove
    _move(partnership, to, by)
    if to == R.CLOSED:
        _call_off(partnership, by, S.PROPOSED)
        outcomes.promise_checks(partnership)
    return partnership


@transaction.atomic
def end(*, partnership_id: int, by: Person, reason: str) -> Partnership:
    """End a partnership before its time; its coming sessions are called off, what was written stays.

    Raises:
        NotFound: the person acts for no partner.
        CannotMove: it is over.
    """
    partnership = held(by, partnership_id).partnership
    states.check(states.MOVES, partnership.state, R.WITHDRAWN)
    return break_off(partnership, by=by, reason=reason)


def break_off(partnership: Partnership, *, by: Person | None, reason: str) -> Partnership:
    """End a partnership that learns, whose request's row is locked; that `by` may is the caller's matter."""
    _call_off(partnership, by, S.PROPOSED, S.BOOKED, reason=reason)
    _move(partnership, R.WITHDRAWN, by, reason=reason[:300])
    states.settle(partnership.request)
    return partnership


def _call_off(partnership: Partnership, by: Person | None, *where: str, reason: str = "") -> None:
    concerns = concerned(partnership)
    session_cancelling.cancel_all(partnership.pk, where=where, by=by, concerns=concerns, reason=reason)


def _move(partnership: Partnership, to: str, by: Person | None, *, reason: str = "") -> None:
    states.move(partnership.request, to, reason=reason)
    concerns = concerned(partnership)
    record(facts.PartnershipMoved(partnership_id=partnership.pk, to=to, by=_id(by), concerns=concerns))


def _id(by: Person | None) -> int | None:
    return by.pk if by else None
