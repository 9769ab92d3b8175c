"""Memberships: organisations ask to belong to a network, its secretariat decides."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from ledger.recording import record
from members import delegates, notices, roles
from members.errors import AlreadyMember, NotFound, NotPossible
from members.facts import (
    MemberChanged,
    MemberEntered,
    MembershipAdmitted,
    MembershipDeclined,
    MembershipEnded,
    MembershipRequested,
)
from members.models import Delegate, Member, Membership, Network, Person
from members.slugs import free_slug
from web.throttle import throttle

State = Membership.State
PER_HOUR = 10
"""How many organisations one person may apply for in an hour."""


@dataclass(frozen=True, kw_only=True)
class Application:
    """What an organisation says about itself when it applies; values as in `Member`."""

    name: str
    country: str
    time_zone: str
    kind: str = Member.Kind.MUNICIPALITY
    size_class: str = ""
    languages: list[str] = field(default_factory=list)
    website: str = ""
    mailbox: str = ""


@transaction.atomic
def apply(*, person: Person, network: Network, application: Application) -> Member:
    """Put a new organisation on the platform and ask for its membership; the person becomes its representative.

    Nobody else sees the member until the secretariat has admitted it. One that was declined, or has left every network,
    comes back as the member it was; if somebody represents it, the person asks that one to act for it.

    Raises:
        AlreadyMember: an organisation of that name and country belongs to a network or has asked to; ask to act for it
            instead.
        TooOften: more than `PER_HOUR` applications in an hour.
    """
    throttle("apply", person.id, PER_HOUR, 3600)
    Network.objects.select_for_update().get(id=network.id)
    said = {**application.__dict__, "name": " ".join(application.name.split())}
    member = _returning(said, person) or _new(said, person)
    _ask(member, network, person)
    _speak_for(member, person)
    return member


def _new(said: dict[str, Any], person: Person) -> Member:
    member = Member.objects.create(slug=free_slug(said["name"], said["country"]), **said)
    record(MemberEntered(member_id=member.id, by=person.id, concerns=(member.id,)))
    return member


def _returning(said: dict[str, Any], person: Person) -> Member | None:
    """The organisation of that name and country, its row held, if it is there and belongs nowhere.

    One that was only ever declined is from now on what it says this time; others keep what they said while they
    belonged, or what an import says of them.
    """
    named = Member.objects.filter(name__iexact=said["name"], country=said["country"])
    known = list(named.select_for_update().order_by("id"))
    states = set(Membership.objects.filter(member__in=known).values_list("state", flat=True))
    if states & set(roles.NEAR_MEMBERS):
        raise AlreadyMember(field="name")
    member = known[0] if known else None
    if member is not None and states == {State.DECLINED} and delegates.representative_of(member) is None:
        for name, value in said.items():
            setattr(member, name, value)
        member.save(update_fields=list(said))
        record(MemberChanged(member_id=member.id, by=person.id, concerns=(member.id,)))
    return member


def _speak_for(member: Member, person: Person) -> None:
    """Make who applied the one who is to be the representative; where there is one, they ask as others do.

    Whoever applied and was declined before gets in by nobody's application but their own.
    """
    asking = Delegate.objects.filter(member=member, state=Delegate.State.REQUESTED)
    asking.update(representative=False)
    if roles.is_delegate(person, member):
        return
    if delegates.representative_of(member) is None:
        asks = {"state": Delegate.State.REQUESTED, "since": timezone.now(), "representative": True}
        Delegate.objects.update_or_create(person=person, member=member, defaults=asks)
    elif not asking.filter(person=person).exists():
        delegates.ask(person=person, member=member)


@transaction.atomic
def request(*, member: Member, network: Network, by: Person) -> Membership:
    """Ask for a further membership, by the member's representative.

    Raises:
        Forbidden, NotFound: `by` does not decide for the member.
        AlreadyMember: it belongs to the network, or has asked to.
    """
    roles.require_governor(by, member)
    Member.objects.select_for_update().get(id=member.id)
    return _ask(member, network, by)


def _ask(member: Member, network: Network, person: Person) -> Membership:
    now = timezone.now()
    row, made = Membership.objects.get_or_create(member=member, network=network, defaults={"since": now})
    if not made:
        if row.state in (State.REQUESTED, State.ADMITTED):
            raise AlreadyMember
        row.state, row.since = State.REQUESTED, now
        row.save(update_fields=["state", "since"])
    ids = {"member_id": member.id, "network_id": network.id}
    record(MembershipRequested(**ids, by=person.id, concerns=(member.id,)))
    notices.tell(
        (official.id for official in roles.secretariat_of(network)),
        kind="membership_requested",
        key=f"membership_requested:{row.id}:{now.isoformat()}",
        data={**ids, "person_id": person.id},
        address=f"/members/networks/{network.slug}/",
    )
    return row


def _locked(network: Network, membership_id: int, *states: str) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("member", "network")
    row = rows.filter(id=membership_id, network=network).first()
    if row is None:
        raise NotFound
    if row.state not in states:
        raise NotPossible
    return row


def _tell(row: Membership, kind: str) -> None:
    """Tell everyone who acts for the member, or has asked to as its first."""
    people = [delegate.person_id for delegate in delegates.of(row.member)]
    data = {"member_id": row.member_id, "network_id": row.network_id}
    key = f"{kind}:{row.id}:{row.since.isoformat()}"
    notices.tell(people, kind=kind, key=key, data=data, address=f"/members/{row.member.slug}/")


def _move(row: Membership, state: str) -> None:
    row.state, row.since = state, timezone.now()
    row.save(update_fields=["state", "since"])


@transaction.atomic
def admit(*, network: Network, membership_id: int, by: Person) -> Membership:
    """Admit a member to the network; the person who applied for a new organisation becomes its representative.

    Raises:
        Forbidden, NotFound: `by` is not in the network's secretariat, or the membership is another network's.
        NotPossible: it was decided already.
    """
    roles.require_secretariat(by, network)
    row = _locked(network, membership_id, State.REQUESTED)
    _move(row, State.ADMITTED)
    record(
        MembershipAdmitted(member_id=row.member_id, network_id=network.id, by=by.id, concerns=(row.member_id,)),
    )
    Member.objects.select_for_update().get(id=row.member_id)
    waiting = Delegate.objects.filter(member=row.member, state=Delegate.State.REQUESTED, representative=True)
    for first in waiting.select_related("person"):
        delegates.enter(first, by=by)
    _tell(row, "membership_admitted")
    return row


def enter(member: Member, network: Network) -> bool:
    """Let a member belong to a network because the operator says so, also when it was declined or has left before.

    A request that waits is left to the secretariat, which decides about the person who asked, too. The caller holds the
    member's row.

    Returns:
        Whether the member has entered.
    """
    row, made = Membership.objects.get_or_create(member=member, network=network, defaults={"state": State.ADMITTED})
    if not made and row.state in roles.NEAR_MEMBERS:
        return False
    if not made:
        _move(row, State.ADMITTED)
        _tell(row, "membership_admitted")
    record(MembershipAdmitted(member_id=member.id, network_id=network.id, concerns=(member.id,)))
    return True


@transaction.atomic
def decline(*, network: Network, membership_id: int, by: Person) -> Membership:
    """Decline a member's request.

    Raises:
        Forbidden, NotFound: `by` is not in the network's secretariat, or the membership is another network's.
        NotPossible: it was decided already.
    """
    roles.require_secretariat(by, network)
    row = _locked(network, membership_id, State.REQUESTED)
    _move(row, State.DECLINED)
    record(
        MembershipDeclined(member_id=row.member_id, network_id=network.id, by=by.id, concerns=(row.member_id,)),
    )
    _tell(row, "membership_declined")
    return row


@transaction.atomic
def end(*, network: Network, membership_id: int, by: Person) -> Membership:
    """End a membership: by the secretariat, or by the member's representative.

    Raises:
        Forbidden, NotFound: `by` may not, or the membership is another network's.
        NotPossible: the member does not belong to the network.
    """
    row = Membership.objects.select_related("member").filter(id=membership_id, network=network).first()
    if row is None or not roles.represents(by, row.member):
        roles.require_secretariat(by, network)
    row = _locked(network, membership_id, State.ADMITTED)
    _move(row, State.ENDED)
    record(MembershipEnded(member_id=row.member_id, network_id=network.id, by=by.id, concerns=(row.member_id,)))
    _tell(row, "membership_ended")
    return row
