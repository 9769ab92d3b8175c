"""What the live pages of a mixer have in common: where its stream stands, and its clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchanges.mixers import bells
from exchanges.mixers.models import Mixer
from web.live.joining import joining

Phase = Mixer.Phase

LABELS: dict[str, str | Promise] = {
    Phase.WAITING: _("Starts in"),
    Phase.WELCOME: _("Welcome"),
    Phase.INPUT: _("Input"),
    Phase.ROUND: _("Round %(number)d"),
    Phase.PAUSE: _("Round %(number)d begins in"),
    Phase.HARVEST: _("Harvest"),
    Phase.ENDED: _("This mixer is over"),
}
COUNTED_DOWN = timedelta(hours=1)
"""What is further away is shown as a date, not as a countdown."""


@dataclass(frozen=True)
class Clock:
    """The mixer's clock.

    Attributes:
        label: what runs, or what is waited for.
        ends_at: when that ends, to be counted down; `None` while nothing runs or the clock is held.
        seconds: how long it is in all.
        paused_left: seconds left while the clock is held.
        starts_at: instead of all this, when the mixer begins: it is more than an hour away, or not certain yet.
    """

    label: str
    ends_at: datetime | None = None
    seconds: int = 0
    paused_left: int | None = None
    starts_at: datetime | None = None


def joined(mixer: Mixer) -> tuple[dict[str, Any], Mixer]:
    """Where a page joins the mixer's stream, and the mixer as it is after that.

    Asked before anything the page shows: what comes meanwhile is fetched again, never missed.
    """
    at = joining(f"mixer:{mixer.id}")
    return at, Mixer.objects.select_related("event__network", "event__organiser", "lobby").get(id=mixer.id)


def clock(mixer: Mixer) -> Clock:
    """The mixer's clock."""
    if mixer.phase == Phase.WAITING:
        return _waiting(mixer)
    label = str(LABELS[mixer.phase]) % {"number": mixer.phase_number}
    length = _seconds(mixer.phase_began_at, mixer.phase_ends_at)
    if mixer.paused_at is not None and mixer.phase_ends_at is not None:
        return Clock(label, seconds=length, paused_left=_seconds(mixer.paused_at, mixer.phase_ends_at))
    return Clock(label, ends_at=bells.rings_at(mixer), seconds=length)


def _waiting(mixer: Mixer) -> Clock:
    bell = bells.rings_at(mixer)
    if bell is None or bell - timezone.now() > COUNTED_DOWN:
        return Clock(str(_("Starts on")), starts_at=mixer.event.starts_at)
    return Clock(str(LABELS[Phase.WAITING]), ends_at=bell, seconds=round(COUNTED_DOWN.total_seconds()))


def _seconds(begin: datetime | None, end: datetime | None) -> int:
    return max(0, round((end - begin).total_seconds())) if begin and end else 0
