"""Reminders some days before something: one promise for each distance, moved and withdrawn with what it is before."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from ledger import promises
from ledger.promises import Promised


def keep_in_step(
    promised: Callable[[int], Promised], until: datetime, distances: Iterable[int], *, wanted: bool
) -> None:
    """Promise, move or withdraw reminders, in the transaction that changed something.

    Args:
        promised: the reminder for a number of days.
        until: what they come before.
        distances: days before it; a negative one comes after.
        wanted: whether anybody is to be reminded at all; whose time has passed is withdrawn, too.
    """
    for days in distances:
        at = until - timedelta(days=days)
        if wanted and at > timezone.now():
            promises.promise(promised(days), at=at)
        else:
            promises.withdraw(promised(days))
