"""Speakers in the console: who has accepted and waits to be confirmed, who has not answered for a week."""

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import formats
from events.models import Event, Speaker
from events.symposia import speakers as services
from hub.console import Deed, Desk, Item, Panel, register
from web.errors import Refused
from web.translated import translated

S, E = Speaker.State, Event.State
ANSWERS_WITHIN = timedelta(days=7)
SETTLED = (E.CANCELLED, E.DOCUMENTATION, E.ARCHIVED)


def unconfirmed(desk: Desk) -> Sequence[Item]:
    """Speakers of events to come who are not confirmed, those who wait longest first."""
    now = timezone.now()
    waits = Q(state=S.ACCEPTED) | Q(state=S.INVITED, invited_at__lt=now - ANSWERS_WITHIN)
    rows = Speaker.objects.filter(waits, event__network__in=desk.networks, event__ends_at__gt=now)
    rows = rows.exclude(event__state__in=SETTLED).select_related("event", "person").order_by("changed_at", "id")
    return list(_items(rows[:200]))


def _items(rows: Collection[Speaker]) -> Iterator[Item]:
    for row in rows:
        accepted = row.state == S.ACCEPTED
        yield Item(
            str(row.pk),
            f"{row.known_as} → {translated(row.event.titles).text}",
            _("has accepted and waits for your confirmation") if accepted else _("has not answered the invitation"),
            row.changed_at if accepted else row.invited_at,
            f"{formats.event_page(row.event)}speakers/#speaker-{row.pk}",
            gettext_lazy("All speakers"),
            tickable=accepted,
        )


def _confirm(desk: Desk, keys: Collection[str]) -> int:
    changed = 0
    for row in Speaker.objects.select_related("event").filter(pk__in=keys).order_by("id"):
        try:
            services.confirm(row.event, row.pk, by=desk.person)
        except Refused:
            continue
        changed += 1
    return changed


def connect() -> None:
    """Add this panel."""
    deeds = {"confirm": Deed(gettext_lazy("Confirm"), _confirm)}
    register("speakers", Panel(gettext_lazy("Speakers who are not confirmed"), unconfirmed, deeds))
