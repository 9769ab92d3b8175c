"""What becomes of peer learning when a member leaves a network: a reaction, run by `workers`."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from ledger.facts import Entry
from members.models import Member
from members.notices import tell
from peers import access, invitations, pairing, partnerships, requests, states
from peers.announcements import address_of
from peers.models import Request, Suggestion

R = Request.State


def membership_ended(entry: Entry) -> None:
    """In a network it has left, a member neither seeks nor is suggested, and what it learns or teaches there ends."""
    leaving = Member.objects.get(pk=entry.data["member_id"])
    for request_id in _going_on(entry).order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            row = access.locked(request_id)
            address = address_of(row)
            _tell(_without(row, leaving), row, entry, address)


def _going_on(entry: Entry) -> QuerySet[Request]:
    """Whatever goes on in the network; also what the member writes: it may be posting it at this moment."""
    drafts = Q(state=R.DRAFT, member=entry.data["member_id"])
    return Request.objects.filter(
        Q(state__in=(*states.SEEKING, *states.TOGETHER)) | drafts, network=entry.data["network_id"]
    )


def _without(row: Request, leaving: Member) -> set[int]:
    """Let a locked request, or its partnership, go on or end without a member. Returns ids of members to be told."""
    if row.state in states.TOGETHER:
        members = set(partnerships.concerned(row.partnership))
        if leaving.pk not in members:
            return set()
        partnerships.break_off(row.partnership, by=None, reason=_reason(row, leaving))
        return members - {leaving.pk}
    if row.state not in states.SEEKING:
        return set()
    if row.member_id == leaving.pk:
        requests.stop(row, by=None, reason=_reason(row, leaving))
        return set()
    lapsed = invitations.lapse(row, leaving.pk)
    pairing.leave_out(row, Suggestion.objects.filter(host=leaving))
    return {row.member_id} if lapsed else set()


def _reason(row: Request, leaving: Member) -> str:
    """Why it ends, in a language of the request, as what else stands there."""
    spoken = [code for code in row.languages if code in dict(settings.LANGUAGES)]
    with translation.override((spoken or ["en"])[0]):
        said = _("%(name)s no longer belongs to %(network)s.")
        return said % {"name": leaving.name, "network": row.network.name}


def _tell(member_ids: Iterable[int], row: Request, entry: Entry, address: str) -> None:
    """Tell the others that the member has left; to what this led, the page says."""
    tell(
        access.people_of(list(member_ids)),
        kind="membership_ended",
        key=f"membership_ended:request:{row.pk}:{entry.stream}:{entry.position}",
        data={"member_id": entry.data["member_id"], "network_id": entry.data["network_id"]},
        address=address,
    )
