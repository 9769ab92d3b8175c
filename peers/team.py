"""Who works in a partnership: people join, leave and are replaced; the partnership and its history stay."""

from django.db import transaction
from django.utils import timezone

from ledger.facts import Entry
from ledger.recording import record
from members import delegates
from members.models import Delegate, Member, Person
from peers import access, facts, states
from peers.errors import LastOfTheTeam, NotOfTheTeam
from peers.models import Partnership, TeamMember


@transaction.atomic
def join(*, partnership_id: int, by: Person, person_id: int) -> TeamMember:
    """Take a person into the team, who acts for the member that `by` acts for.

    Raises:
        NotFound: `by` acts for no partner.
        NotOfTheTeam: the person does not act for that member.
    """
    partner = access.partner(by, partnership_id)
    access.locked(partner.partnership.request_id)
    acting = Delegate.objects.filter(
        person=person_id, member=partner.member_id, state=Delegate.State.ADMITTED, person__is_active=True
    )
    if not acting.exists():
        raise NotOfTheTeam
    row, made = TeamMember.objects.get_or_create(
        partnership_id=partnership_id, person_id=person_id, until=None, defaults={"member_id": partner.member_id}
    )
    if made:
        _record(facts.TeamJoined, row, by)
    return row


@transaction.atomic
def leave(*, partnership_id: int, by: Person, person_id: int) -> TeamMember:
    """Take a person of the member that `by` acts for out of the team.

    Raises:
        NotFound: `by` acts for no partner, or the person is not in its team.
        LastOfTheTeam: nobody else of the member would be left while the partnership learns.
    """
    partner = access.partner(by, partnership_id)
    request = access.locked(partner.partnership.request_id)
    rows = TeamMember.objects.filter(partnership=partnership_id, member=partner.member_id, until=None)
    row = access.found(rows.filter(person=person_id))
    if request.state in states.TOGETHER and not rows.filter(person__is_active=True).exclude(pk=row.pk).exists():
        raise LastOfTheTeam
    _end(row, by)
    return row


def delegate_ended(entry: Entry) -> None:
    """Replace a person who no longer acts for a member by its representative: a reaction, run by `workers`."""
    _replace(entry.data["person_id"], entry.data["member_id"])


def person_left(entry: Entry) -> None:
    """Replace a person who was barred or erased: a reaction, run by `workers`."""
    _replace(entry.data["person_id"], None)


@transaction.atomic
def _replace(person_id: int, member_id: int | None) -> None:
    rows = TeamMember.objects.filter(person=person_id, until=None)
    rows = rows if member_id is None else rows.filter(member=member_id)
    for request_id in sorted(rows.values_list("partnership__request_id", flat=True)):
        request = access.locked(request_id)
        row = rows.filter(partnership__request=request).select_related("member", "partnership").first()
        if row is None:
            continue
        _end(row, None)
        if request.state in states.TOGETHER:
            _successor(row.partnership, row.member)


def _successor(partnership: Partnership, member: Member) -> None:
    """Somebody must be there: without anybody left, the representative takes over."""
    if TeamMember.objects.filter(partnership=partnership, member=member, until=None).exists():
        return
    person = delegates.representative_of(member)
    if person is not None and person.is_active:
        row = TeamMember.objects.create(partnership=partnership, member=member, person=person)
        _record(facts.TeamJoined, row, None)


def _end(row: TeamMember, by: Person | None) -> None:
    row.until = timezone.now()
    row.save(update_fields=["until"])
    _record(facts.TeamLeft, row, by)


def _record(fact: type[facts.TeamFact], row: TeamMember, by: Person | None) -> None:
    who = by.pk if by else None
    ids = {"partnership_id": row.partnership_id, "member_id": row.member_id, "person_id": row.person_id}
    record(fact(**ids, by=who, concerns=(row.member_id,)))
