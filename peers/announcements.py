"""Who is told what in peer learning: reactions to its facts and the reminder of steps that are due.

People are told about what their own member has to do with; each notice leads to the page where the next step is.
"""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from ledger.facts import Entry
from members import roles
from members.notices import tell
from peers import access, due
from peers.models import Call, Invitation, Partnership, Request, TeamMember
from peers.promises import StepDue

R = Request.State


def tell_seeker(entry: Entry) -> None:
    """Tell the seeker, once each, that suggestions are there or that nobody was found; then the secretariat as well."""
    row = Request.objects.select_related("network").get(pk=entry.data["request_id"])
    once = Entry(entry.stream, 0, entry.kind, entry.at, entry.data)
    if entry.data["number"]:
        _tell(access.people_of([row.member_id]), "peer_matches", row, once)
        return
    _tell(access.people_of([row.member_id]), "peer_no_match", row, once)
    staff = roles.secretariat_of(row.network).values_list("pk", flat=True)
    _tell(staff, "peer_unmatched", row, once, address=f"/peers/desk/{row.network.slug}/", by_mail=False)


def tell_host(entry: Entry) -> None:
    """Tell the host that it is invited, or no longer."""
    invitation = _invitation(entry)
    address = f"/peers/invitations/{invitation.pk}/" if entry.kind == "peer_invited" else "/peers/"
    people = access.people_of([invitation.host_id])
    _tell(people, entry.kind, invitation.request, entry, address=address, host_id=invitation.host_id)


def tell_inviter(entry: Entry) -> None:
    """Tell the seeker what the host answered; when the seeker gave the last word, the host."""
    invitation = _invitation(entry)
    seekers = access.people_of([invitation.request.member_id])
    people, address = seekers, f"/peers/requests/{invitation.request_id}/"
    if entry.data["by"] in seekers:
        people, address = access.people_of([invitation.host_id]), f"/peers/invitations/{invitation.pk}/"
    _tell(people, entry.kind, invitation.request, entry, address=address, host_id=invitation.host_id)


def tell_invited(entry: Entry) -> None:
    """Tell the hosts of a request that it was withdrawn, and the seeker that the secretariat declined it."""
    row = Request.objects.get(pk=entry.data["request_id"])
    kind = entry.kind
    if kind == "request_declined":
        _tell(access.people_of([row.member_id]), kind, row, entry)
    hosts = row.invitations.filter(answered_at__gte=row.changed_at, state=Invitation.State.WITHDRAWN)
    people = access.people_of(list(hosts.values_list("host_id", flat=True)))
    _tell(people, "peer_uninvited", row, entry, address="/peers/")


def tell_partners(entry: Entry) -> None:
    """Tell everybody in a partnership that it began, moved on, or that they are asked what came of it."""
    partnership = Partnership.objects.select_related("request").get(pk=entry.data["partnership_id"])
    members = list(partnership.partners.values_list("member_id", flat=True))
    people = set(access.people_of(members)) - {entry.data["by"]}
    if entry.kind == "partnership_moved" and entry.data["to"] == R.CHARTER:
        return
    more: dict[str, Any] = {key: entry.data[key] for key in ("to", "months") if key in entry.data}
    tell(
        people,
        kind=entry.kind,
        key=f"{entry.kind}:{partnership.pk}:{entry.position}",
        data={"partnership_id": partnership.pk, "member_id": partnership.request.member_id, **more},
        address=f"/peers/partnerships/{partnership.pk}/",
    )


def tell_newcomer(entry: Entry) -> None:
    """Tell a person that they are in a team now: plan and history are there at once."""
    row = TeamMember.objects.filter(partnership=entry.data["partnership_id"], person=entry.data["person_id"])
    if entry.data["by"] == entry.data["person_id"] or not row.filter(until=None).exists():
        return
    tell(
        [entry.data["person_id"]],
        kind=entry.kind,
        key=f"{entry.kind}:{entry.data['partnership_id']}:{entry.position}",
        data={"partnership_id": entry.data["partnership_id"]},
        address=f"/peers/partnerships/{entry.data['partnership_id']}/",
    )


def tell_organisers(entry: Entry) -> None:
    """Tell a network's staff that a call has been matched and waits for their review."""
    call = Call.objects.select_related("network").get(pk=entry.data["call_id"])
    tell(
        roles.staff_of(call.network).values_list("pk", flat=True),
        kind="peer_call_matched",
        key=f"peer_call_matched:{call.pk}",
        data={"call_id": call.pk},
        address=f"/peers/calls/{call.pk}/review/",
    )


def keep_promise(step: StepDue) -> None:
    """Remind those whose turn it is. Nothing is locked: a step taken this moment only makes a reminder too many."""
    row = Request.objects.select_related("network").filter(pk=step.request_id).first()
    if row is None or row.due_at is None or row.due_at > timezone.now():
        return
    people = access.people_of(due.turn(row))
    tell(
        people,
        kind="peer_step_due",
        key=f"peer_step_due:{row.pk}:{row.due_at.isoformat()}",
        data={"request_id": row.pk, "member_id": row.member_id, "state": row.state},
        address=address_of(row),
    )


def address_of(row: Request) -> str:
    """Where the next step of a request is taken."""
    if row.state == R.DRAFT:
        return f"/peers/requests/{row.pk}/edit/"
    if row.state in due.TOGETHER_OR_AFTER:
        return f"/peers/partnerships/{row.partnership.pk}/"
    return f"/peers/requests/{row.pk}/"


def _invitation(entry: Entry) -> Invitation:
    rows = Invitation.objects.select_related("request__member", "host")
    return rows.get(pk=entry.data["invitation_id"])


def _tell(
    people: Iterable[int],
    kind: str,
    row: Request,
    entry: Entry,
    *,
    address: str = "",
    by_mail: bool = True,
    **more: Any,
) -> None:
    tell(
        people,
        kind=kind,
        key=f"{kind}:{row.pk}:{entry.position}",
        data={"request_id": row.pk, "member_id": row.member_id, **more},
        address=address or f"/peers/requests/{row.pk}/",
        by_mail=by_mail,
    )
