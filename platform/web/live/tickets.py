"""Tickets: a page vouches for its reader, so that opening its sockets need not load the session.

A ticket is bound to a person, a stream and the session of the page, and lives for minutes. It does not contain the
session's key: the handshake's cookie brings that, so a ticket alone opens nothing.
"""

import time
from dataclasses import dataclass
from functools import lru_cache

from django.utils.crypto import constant_time_compare, salted_hmac

LIFETIME = 300.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """Who a handshake comes from.

    Attributes:
        person_id: the person.
        stamp: a digest of the person's credentials; it changes with the password, which ends sessions.
    """

    person_id: int
    stamp: str


@lru_cache(maxsize=20_000)
def stamp(session_auth_hash: str) -> str:
    """A short digest of what Django binds a session to."""
    return salted_hmac("web.live.stamp", session_auth_hash, algorithm="sha256").hexdigest()[:20]


def issue(stream: str, *, session_key: str, voucher: Voucher, now: float | None = None) -> str:
    """A ticket for one stream, valid for `LIFETIME` from `now` (seconds since 1970)."""
    expires = int((time.time() if now is None else now) + LIFETIME)
    told = f"{voucher.person_id}.{expires}.{voucher.stamp}"
    return f"{told}.{_signature(told, stream, session_key)}"


def redeem(ticket: str, stream: str, *, session_key: str, now: float | None = None) -> Voucher | None:
    """Whom a ticket vouches for; None when it is expired, altered, or of another stream or session."""
    told, _, signature = ticket.rpartition(".")
    if not constant_time_compare(signature, _signature(told, stream, session_key)):
        return None
    person_id, expires, stamped = told.split(".")
    if float(expires) < (time.time() if now is None else now):
        return None
    return Voucher(int(person_id), stamped)


def _signature(told: str, stream: str, session_key: str) -> str:
    bound = "\n".join([told, stream, session_key])
    return salted_hmac("web.live.ticket", bound, algorithm="sha256").hexdigest()[:40]
