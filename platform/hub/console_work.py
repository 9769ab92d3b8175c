"""Stuck work in the console: parked reactions and promises, reminders that came too late, mails that bounced."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event
from exchanges.mixers.models import Mixer
from hub.console import Deed, Desk, Item, Panel, register
from ledger import parking
from members import refusals, roles
from members.models import Invitation, Membership, Notice

RECENTLY = timedelta(days=14)
NETWORKS_OF: dict[str, Any] = {
    "event": lambda ids: Event.objects.filter(pk__in=ids).values_list("pk", "network_id"),
    "mixer": lambda ids: Mixer.objects.filter(pk__in=ids).values_list("pk", "event__network_id"),
    "member": lambda ids: Membership.objects.filter(member__in=ids).values_list("member_id", "network_id"),
}
"""Whose a stream is, by its prefix: pairs of key and network. Work of other streams is the secretariats' alone."""


def parked(desk: Desk) -> Sequence[Item]:
    """Work that failed to the last try, and promises whose time had passed."""
    found = parking.parked(missed_since=timezone.now() - RECENTLY)
    owners = _owners({one.stream for one in found})
    mine = [one for one in found if _is_mine(desk, owners.get(one.stream))]
    return [
        Item(
            one.key,
            f"{one.what.rpartition('.')[2]} · {one.stream}",
            _("Its time had passed before anybody could keep it.") if one.missed else one.error,
            one.at,
        )
        for one in mine
    ]


def _is_mine(desk: Desk, owners: set[int] | None) -> bool:
    return bool(owners & desk.networks) if owners is not None else bool(desk.secretariat)


def _owners(streams: Collection[str]) -> dict[str, set[int]]:
    """The networks of those streams that belong to networks."""
    ids: dict[str, set[int]] = defaultdict(set)
    for stream in streams:
        prefix, _colon, key = stream.partition(":")
        if prefix in NETWORKS_OF and key.isdecimal():
            ids[prefix].add(int(key))
    owners: dict[str, set[int]] = defaultdict(set)
    for prefix, keys in ids.items():
        for key, network in NETWORKS_OF[prefix](keys):
            owners[f"{prefix}:{key}"].add(network)
    return dict(owners)


def bounced(desk: Desk) -> Sequence[Item]:
    """Mails that could not be delivered, to people of members of the desk's networks."""
    rows = _bounced(desk).select_related("person").order_by("-id")[:100]
    return [
        Item(
            str(row.pk),
            row.person.email if row.person else row.email,
            _why(row),
            row.created_at,
        )
        for row in rows
    ]


def _why(row: Notice) -> str:
    """What the mail server said for good, or what went wrong until the last try."""
    said = f"{row.kind}: {row.bounced[:200]}"
    return f"{_('This address refuses mail')} · {said}" if refusals.for_good(row.bounced) else said


def _bounced(desk: Desk) -> Any:
    delegates = roles.delegates_near(desk.networks).values("person")
    invited = Invitation.objects.filter(member__in=roles.memberships_near(desk.networks).values("member"))
    registered = Event.objects.filter(network__in=desk.networks).values("registrations__person")
    theirs = Q(person__in=delegates) | Q(person__in=registered) | Q(person=None, email__in=invited.values("email"))
    return Notice.objects.filter(theirs, by_mail=True, mailed_at=None).exclude(bounced="")


def mail_again(desk: Desk, keys: Collection[str]) -> int:
    """Have bounced mails tried once more, from the first try."""
    return int(Notice.objects.filter(pk__in=keys).update(bounced="", tries=0, due_at=timezone.now()))


def forget_mail(desk: Desk, keys: Collection[str]) -> int:
    """Let bounced mails be; the notice stays on the person's page."""
    return int(Notice.objects.filter(pk__in=keys).update(by_mail=False))


def connect() -> None:
    """Add these panels."""
    register(
        "work",
        Panel(
            gettext_lazy("Work that is stuck"),
            parked,
            {
                "retry": Deed(gettext_lazy("Try again"), lambda desk, keys: parking.retry(keys)),
                "dismiss": Deed(gettext_lazy("Dismiss"), lambda desk, keys: parking.dismiss(keys)),
            },
        ),
    )
    register(
        "mails",
        Panel(
            gettext_lazy("Mails that came back"),
            bounced,
            {
                "retry": Deed(gettext_lazy("Send again"), mail_again),
                "dismiss": Deed(gettext_lazy("Dismiss"), forget_mail),
            },
        ),
    )
