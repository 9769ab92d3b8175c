"""Delegates: persons who act for a member. One of them, the representative, admits the others."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from ledger.recording import record
from members import notices, roles
from members.errors import AlreadyDelegate, Forbidden, NotFound, NotPossible, RepresentativeStays
from members.facts import DelegateAdmitted, DelegateDeclined, DelegateEnded, DelegateRequested, RepresentativeChanged
from members.models import Delegate, Member, Membership, Person
from members.roles import Somebody
from web.throttle import throttle

State = Delegate.State
PER_HOUR = 20
"""How many members one person may ask in an hour."""


def acting_members(person: Somebody) -> list[Member]:
    """The members the person acts for, by name."""
    if not roles.active(person):
        return []
    acting = Member.objects.filter(delegates__person=person, delegates__state=State.ADMITTED)
    return list(acting.order_by("name", "id"))


def standing(person: Somebody, member: Member) -> Delegate | None:
    """How a person stands to a member: acting, asking, declined, ended, or not at all."""
    return Delegate.objects.filter(person=person, member=member).first() if roles.active(person) else None


def of(member: Member) -> list[Delegate]:
    """Those who act for the member and those who asked to, representative first."""
    rows = Delegate.objects.filter(member=member, state__in=[State.ADMITTED, State.REQUESTED], person__is_active=True)
    return list(rows.select_related("person").order_by("-representative", "person__name", "id"))


def barred(member: Member) -> list[Person]:
    """Those who would act for the member if they were not barred from signing in."""
    rows = Delegate.objects.filter(member=member, state=State.ADMITTED, person__is_active=False, person__erased_at=None)
    return [row.person for row in rows.select_related("person").order_by("person__name")]


def representative_of(member: Member) -> Person | None:
    """The member's representative, if it has one."""
    row = Delegate.objects.filter(member=member, representative=True, state=State.ADMITTED).select_related("person")
    found = row.first()
    return found.person if found else None


def governors_of(member: Member) -> set[int]:
    """Ids of those who decide about the member's delegates: its representative, else its networks' secretariats."""
    representative = representative_of(member)
    if representative is not None and representative.is_active:
        return {representative.id}
    open_ones = [Membership.State.ADMITTED, Membership.State.REQUESTED]
    networks = [row.network for row in member.memberships.filter(state__in=open_ones).select_related("network")]
    return {person.id for network in networks for person in roles.secretariat_of(network)}


def _locked(member: Member, delegate_id: int, states: Collection[str]) -> Delegate:
    """The delegate's row, locked, when it is the member's and in one of the states."""
    rows = Delegate.objects.select_for_update(of=("self",)).select_related("person", "member")
    row = rows.filter(id=delegate_id, member=member).first()
    if row is None:
        raise NotFound
    if row.state not in states:
        raise NotPossible
    return row


def _tell(row: Delegate, kind: str) -> None:
    data = {"member_id": row.member_id, "person_id": row.person_id}
    key = f"{kind}:{row.id}:{row.since.isoformat()}"
    notices.tell([row.person_id], kind=kind, key=key, data=data, address=f"/members/{row.member.slug}/")


@transaction.atomic
def request(*, person: Person, member: Member) -> Delegate:
    """Ask to act for a member; its representative is told, or the secretariat when there is none.

    Raises:
        AlreadyDelegate: the person acts for the member, or has asked to.
        NotFound: the member belongs to no network, so that nobody could decide.
        TooOften: more than `PER_HOUR` requests in an hour.
    """
    throttle("ask", person.id, PER_HOUR, 3600)
    if not Membership.objects.filter(member=member, state=Membership.State.ADMITTED).exists():
        raise NotFound
    Member.objects.select_for_update().get(id=member.id)
    return ask(person=person, member=member)


def ask(*, person: Person, member: Member) -> Delegate:
    """Note that a person asks to act for a member, and tell who decides; the caller holds the member's row.

    Raises:
        AlreadyDelegate: the person acts for the member, or has asked to.
    """
    now = timezone.now()
    row, made = Delegate.objects.get_or_create(person=person, member=member, defaults={"since": now})
    if not made:
        if row.state in (State.ADMITTED, State.REQUESTED):
            raise AlreadyDelegate
        row.state, row.since, row.representative = State.REQUESTED, now, False
        row.save(update_fields=["state", "since", "representative"])
    record(DelegateRequested(member_id=member.id, person_id=person.id, by=person.id, concerns=(member.id,)))
    notices.tell(
        governors_of(member),
        kind="delegate_requested",
        key=f"delegate_requested:{row.id}:{now.isoformat()}",
        data={"member_id": member.id, "person_id": person.id},
        address=f"/members/{member.slug}/delegates/",
    )
    return row


@transaction.atomic
def admit(*, member: Member, delegate_id: int, by: Person) -> Delegate:
    """Let a person who asked act for the member.

    Raises:
        Forbidden, NotFound: `by` does not decide about this member, or the delegate is another member's.
        NotPossible: it was decided already.
    """
    roles.require_governor(by, member)
    Member.objects.select_for_update().get(id=member.id)
    row = _locked(member, delegate_id, [State.REQUESTED])
    enter(row, by=by)
    _tell(row, "delegate_admitted")
    return row


def enter(row: Delegate, *, by: Person | None) -> None:
    """Make the delegate one who acts for the member, and record it; the caller has checked who may.

    Who was to be the first representative is a delegate like others when somebody else has become it meanwhile; the
    caller holds the member's row, so that nobody becomes it at the same moment.
    """
    row.state, row.since = State.ADMITTED, timezone.now()
    row.representative = row.representative and representative_of(row.member) is None
    row.save(update_fields=["state", "since", "representative"])
    member_id, person_id, who = row.member_id, row.person_id, by.id if by else None
    record(DelegateAdmitted(member_id=member_id, person_id=person_id, by=who, concerns=(member_id,)))
    if row.representative:
        record(RepresentativeChanged(member_id=member_id, person_id=person_id, by=who, concerns=(member_id,)))


@transaction.atomic
def decline(*, member: Member, delegate_id: int, by: Person) -> Delegate:
    """Decline a person's request to act for the member.

    Raises:
        Forbidden, NotFound: `by` does not decide about this member, or the delegate is another member's.
        NotPossible: it was decided already.
    """
    roles.require_governor(by, member)
    row = _locked(member, delegate_id, [State.REQUESTED])
    row.state, row.since = State.DECLINED, timezone.now()
    row.save(update_fields=["state", "since"])
    record(DelegateDeclined(member_id=member.id, person_id=row.person_id, by=by.id, concerns=(member.id,)))
    _tell(row, "delegate_declined")
    return row


@transaction.atomic
def end(*, member: Member, delegate_id: int, by: Person) -> Delegate:
    """End a person's acting for the member: by themselves, by the representative or by the secretariat.

    Raises:
        Forbidden, NotFound: `by` may not, or the delegate is another member's.
        NotPossible: the person does not act for the member (any more).
        RepresentativeStays: a representative would leave without a successor; only the secretariat can do that.
    """
    row = Delegate.objects.filter(id=delegate_id, member=member).first()
    if row is None or row.person_id != by.id:
        roles.require_governor(by, member)
    row = _locked(member, delegate_id, [State.ADMITTED, State.REQUESTED])
    if row.representative and row.state == State.ADMITTED and not roles.is_secretariat_for(by, member):
        raise RepresentativeStays
    leave(row, by=by)
    if row.person_id != by.id:
        _tell(row, "delegate_ended")
    return row


def leave(row: Delegate, *, by: Person | None) -> None:
    """End a delegation and record it; the caller has checked who may."""
    row.state, row.since, row.representative = State.ENDED, timezone.now(), False
    row.save(update_fields=["state", "since", "representative"])
    who = by.id if by else None
    record(DelegateEnded(member_id=row.member_id, person_id=row.person_id, by=who, concerns=(row.member_id,)))


@transaction.atomic
def hand_over(*, member: Member, delegate_id: int, by: Person) -> Delegate:
    """Make another delegate the member's representative: by the representative, or by the secretariat.

    Raises:
        Forbidden, NotFound: `by` may not, or the delegate is another member's.
        NotPossible: the person does not act for the member, or is the representative already.
    """
    roles.require_governor(by, member)
    Member.objects.select_for_update().get(id=member.id)
    row = _locked(member, delegate_id, [State.ADMITTED])
    if row.representative:
        raise NotPossible
    if not row.person.is_active:
        raise Forbidden
    Delegate.objects.filter(member=member, representative=True).update(representative=False)
    row.representative = True
    row.save(update_fields=["representative"])
    record(RepresentativeChanged(member_id=member.id, person_id=row.person_id, by=by.id, concerns=(member.id,)))
    data = {"member_id": member.id, "person_id": row.person_id}
    key = f"representative_changed:{row.id}:{timezone.now().isoformat()}"
    address = f"/members/{member.slug}/delegates/"
    notices.tell([row.person_id], kind="representative_changed", key=key, data=data, address=address)
    return row
