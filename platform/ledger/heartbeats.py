"""Heartbeats: when each background process was last seen at work."""

from datetime import datetime

from django.utils import timezone

from ledger.models import Heartbeat


def beat(name: str) -> None:
    """Note that something is at work now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def last_seen() -> dict[str, datetime]:
    """Every known heartbeat by name."""
    return dict(Heartbeat.objects.values_list("name", "at"))
