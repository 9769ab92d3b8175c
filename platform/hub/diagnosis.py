"""What `vernetzt doctor` finds out: each question gives one finding, and none lets another fail."""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from hub import preparation

PATIENCE = timedelta(seconds=60)
"""Work that is later than this is overdue; a clock or worker not seen for so long stands still."""
SECONDS = 3.0
"""How long to wait for a server's answer."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An answer.

    Attributes:
        area: what was looked at, in one word.
        well: whether it is as it should be.
        says: a sentence for the operator.
        details: the figures behind it.
    """

    area: str
    well: bool
    says: str
    details: dict[str, Any]


def configuration() -> Finding:
    """Which of the two ways of running is configured."""
    from django.core.checks import ERROR, run_checks

    wrong = [message for message in run_checks(tags=["hub"]) if message.level >= ERROR]
    way = "separate processes through Redis" if settings.REDIS_URL else "embedded, one process"
    details = {
        "address": settings.BASE_URL,
        "database": connection.vendor,
        "redis": bool(settings.REDIS_URL),
        "mail": settings.EMAIL_BACKEND.split(".")[-2],
        "demo": settings.DEMO,
        "errors": [message.msg for message in wrong],
    }
    says = "; ".join(message.msg for message in wrong) or f"{way}, {connection.vendor}, served as {settings.BASE_URL}"
    return Finding(area="configuration", well=not wrong, says=says, details=details)


def schema() -> Finding:
    """Whether the database answers and has every migration."""
    missing = preparation.pending()
    says = (
        f"{len(missing)} migrations are missing: the next start or `vernetzt manage migrate` runs them"
        if missing
        else "up to date"
    )
    return Finding(area="schema", well=not missing, says=says, details={"missing": missing, "newest": _newest()})


def _newest() -> dict[str, str]:
    from django.db.migrations.recorder import MigrationRecorder

    return dict(sorted(MigrationRecorder(connection).applied_migrations()))


def redis() -> Finding:
    """Whether Redis answers, when it is configured."""
    if not settings.REDIS_URL:
        return Finding(area="redis", well=True, says="not configured, not needed", details={})
    from redis import Redis

    with Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
        version = client.info("server").get("redis_version", "?")
    return Finding(area="redis", well=True, says=f"answers, version {version}", details={"version": version})


def mail() -> Finding:
    """Whether the mail server takes connections."""
    if "smtp" not in settings.EMAIL_BACKEND:
        way = "written to files" if "filebased" in settings.EMAIL_BACKEND else "only printed"
        return Finding(area="mail", well=True, says=f"mails are {way} (EMAIL_URL names no server)", details={})
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    with socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=SECONDS):
        return Finding(area="mail", well=True, says=f"{where} takes connections", details={"server": where})


def background() -> Finding:
    """When clock and workers were last seen at work; beside a Redis, somebody has to start them."""
    from ledger.heartbeats import last_seen

    now = timezone.now()
    seen = {name: round((now - at).total_seconds(), 1) for name, at in last_seen().items()}
    ticks = [ago for name, ago in seen.items() if not name.startswith("worker ")]
    if not ticks:
        return Finding(area="background", well=not settings.REDIS_URL, says="never seen at work yet", details=seen)
    still = min(ticks) > PATIENCE.total_seconds()
    says = f"last seen at work {min(ticks):.0f} s ago"
    return Finding(area="background", well=not still, says=says, details=seen)


def promises() -> Finding:
    """Whether something promised is overdue."""
    from ledger.models import Promise

    return _work("promises", Promise)


def reactions() -> Finding:
    """Whether something that follows from a fact is overdue or parked."""
    from ledger.models import Receipt

    return _work("reactions", Receipt)


def _work(area: str, model: Any) -> Finding:
    late = model.objects.filter(state=model.State.DUE, due_at__lt=timezone.now() - PATIENCE)
    parked = model.objects.filter(state=model.State.PARKED)
    oldest: datetime | None = late.order_by("due_at").values_list("due_at", flat=True).first()
    details = {
        "due": model.objects.filter(state=model.State.DUE).count(),
        "overdue": late.count(),
        "oldest": oldest.isoformat() if oldest else None,
        "parked": parked.count(),
    }
    says = f"{details['due']} to come, {details['overdue']} overdue, {details['parked']} parked"
    return Finding(area=area, well=not (details["overdue"] or details["parked"]), says=says, details=details)


SERVERS: tuple[Callable[[], Finding], ...] = (configuration, redis, mail)
WORK: tuple[Callable[[], Finding], ...] = (background, promises, reactions)
"""Asked only when the schema is there."""


def diagnose() -> list[Finding]:
    """Ask every question that can be asked."""
    _be_brief()
    tables = _asked(schema)
    return [*map(_asked, SERVERS), tables, *(map(_asked, WORK) if tables.well else ())]


def _be_brief() -> None:
    """Connect to the database directly and give up soon, where the pool would try for half a minute."""
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"] = {"connect_timeout": int(SECONDS)}


def _asked(question: Callable[[], Finding]) -> Finding:
    try:
        return question()
    except Exception as error:
        reason = re.sub(r"//[^/@\s]*@", "//…@", str(error).strip() or type(error).__name__).splitlines()[0]
        return Finding(area=question.__name__, well=False, says=reason, details={"error": reason})
