"""Invitations: a mailed address lets one person act for a member, once and for two weeks."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ledger.recording import record
from members import delegates, notices, roles
from members.errors import AlreadyDelegate, AlreadyInvited, InvitationSpent, NotFound
from members.facts import DelegateInvited, InvitationWithdrawn
from members.models import Delegate, Invitation, Member, Notice, Person
from web.throttle import throttle

LIFETIME = timedelta(days=14)
PER_HOUR = 60
"""How many invitations one person may send in an hour: a member's office, not a mailing list."""


def open_ones(member: Member) -> list[Invitation]:
    """The member's invitations that can still be accepted, newest first, each with `bounced` from its mail."""
    rows = list(_open().filter(member=member).order_by("-id"))
    bounced = Notice.objects.filter(kind="invitation").exclude(bounced="")
    why = {notice.data.get("invitation_id"): notice.bounced for notice in bounced.filter(data__member_id=member.id)}
    for row in rows:
        row.bounced = why.get(row.id, "")  # type: ignore[attr-defined]
    return rows


def for_person(person: Person) -> list[Invitation]:
    """Open invitations to the person's verified address."""
    return list(_open().filter(email__iexact=person.email).order_by("-id"))


def _open() -> QuerySet[Invitation]:
    unused = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return unused.filter(expires_at__gt=timezone.now()).select_related("member", "invited_by")


@transaction.atomic
def invite(*, member: Member, email: str, by: Person, representative: bool = False) -> Invitation:
    """Invite somebody to act for a member; they get a mail in their own or the member's language and zone.

    Args:
        member: for whom.
        email: to which address; it need not belong to an account.
        by: the representative or somebody of the secretariat.
        representative: make them the representative when they accept; only while the member has none.

    Raises:
        Forbidden, NotFound: `by` does not decide about the member's delegates.
        AlreadyInvited: there is an open invitation for the address.
        AlreadyDelegate: the address belongs to somebody who acts for the member.
        TooOften: more than `PER_HOUR` in an hour.
    """
    roles.require_governor(by, member)
    throttle("invite", by.id, PER_HOUR, 3600)
    email = email.strip().lower()
    Member.objects.select_for_update().get(id=member.id)
    if _open().filter(member=member, email__iexact=email).exists():
        raise AlreadyInvited
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person and roles.is_delegate(person, member):
        raise AlreadyDelegate(field="email")
    invitation = Invitation.objects.create(
        member=member,
        email=email,
        representative=representative and delegates.representative_of(member) is None,
        invited_by=by,
        expires_at=timezone.now() + LIFETIME,
    )
    record(DelegateInvited(member_id=member.id, invitation_id=invitation.id, by=by.id, concerns=(member.id,)))
    _send(invitation, person)
    return invitation


def _send(invitation: Invitation, person: Person | None) -> None:
    data = {
        "invitation_id": invitation.id,
        "member_id": invitation.member_id,
        "person_id": invitation.invited_by_id,
        "expires_at": invitation.expires_at.isoformat(),
    }
    key, address = f"invitation:{invitation.id}", address_of(invitation)
    if person is not None:
        notices.tell([person.id], kind="invitation", key=key, data=data, address=address)
        return
    spoken = [code for code in invitation.member.languages if code in dict(settings.LANGUAGES)]
    language = spoken[0] if spoken else invitation.invited_by.language if invitation.invited_by else "en"
    if "pt" in invitation.member.languages[:1]:
        language = "pt-br"
    data["zone"] = invitation.member.time_zone
    notices.tell_address(invitation.email, language=language, kind="invitation", key=key, data=data, address=address)


def address_of(invitation: Invitation) -> str:
    """Where the invitation is accepted."""
    return f"/members/invitations/{invitation.token}/"


def find(token: uuid.UUID) -> Invitation:
    """The invitation behind a mailed address, if it can still be accepted.

    Raises:
        InvitationSpent: it was used, withdrawn or is too old, or never existed.
    """
    invitation = _open().filter(token=token).first()
    if invitation is None:
        raise InvitationSpent
    return invitation


@transaction.atomic
def accept(*, token: uuid.UUID, person: Person) -> Delegate:
    """Act for the member from now on. Whoever holds the mailed address may: it need not be the invited address.

    Raises:
        InvitationSpent: it was used, withdrawn or is too old.
        AlreadyDelegate: the person acts for the member already; the invitation stays open.
    """
    find(token)
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("member").get(token=token)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationSpent
    member = Member.objects.select_for_update().get(id=invitation.member_id)
    if roles.is_delegate(person, member):
        raise AlreadyDelegate
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    row, _ = Delegate.objects.get_or_create(person=person, member=member)
    row.representative = invitation.representative
    delegates.enter(row, by=person)
    _tell(invitation, row)
    return row


def _tell(invitation: Invitation, row: Delegate) -> None:
    inviter = invitation.invited_by_id
    notices.tell(
        [inviter] if inviter and inviter != row.person_id else [],
        kind="invitation_accepted",
        key=f"invitation_accepted:{invitation.id}",
        data={"member_id": row.member_id, "person_id": row.person_id},
        address=f"/members/{row.member.slug}/delegates/",
    )


@transaction.atomic
def withdraw(*, member: Member, invitation_id: int, by: Person) -> Invitation:
    """Take an invitation back; its mailed address is worthless from then on.

    Raises:
        Forbidden, NotFound: `by` does not decide about the member's delegates, or the invitation is another member's.
        InvitationSpent: it was used or withdrawn before.
    """
    roles.require_governor(by, member)
    rows = Invitation.objects.select_for_update(of=("self",))
    invitation = rows.filter(id=invitation_id, member=member).first()
    if invitation is None:
        raise NotFound
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationSpent
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(InvitationWithdrawn(member_id=member.id, invitation_id=invitation.id, by=by.id, concerns=(member.id,)))
    waiting = Q(key__startswith=f"invitation:{invitation.id}:", mailed_at=None)
    Notice.objects.filter(waiting).update(by_mail=False)
    return invitation
