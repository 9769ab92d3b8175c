"""The doorkeeper: who stands behind a handshake, and may they listen; asked for many at once.

A connect and the check every second and a half run the same queries: one for sessions, one for persons, one for each
rule that bars somebody, a few per kind of stream. A ticket spares loading the session, never the check that it still
exists.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Value
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from ledger.compiled import Compiled
from web.live import streams, tickets
from web.live.tickets import Voucher

SIGN_IN, NOT_ALLOWED, NO_STREAM = 4401, 4403, 4404


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody wants to listen to a stream.

    Attributes:
        session_key: from the cookie, "" without one.
        voucher: who it is, where a ticket or an earlier answer says so; else the session is loaded.
    """

    stream: str
    session_key: str
    voucher: Voucher | None = None


Verdict = Voucher | int
"""Who it is, or the close code of the refusal."""

barred: list[Callable[[Collection[int]], Collection[int]]] = []
"""Which of these persons may listen to nothing, whatever a stream says; other apps add their own rules."""


def examine(claims: Sequence[Claim]) -> list[Verdict]:
    """Answer claims in their order."""
    vouchers = _identify(claims)
    listens = admitted(
        {(found.person_id, claim.stream) for claim, found in zip(claims, vouchers, strict=True) if found}
    )
    there = cache(exists)
    verdicts: list[Verdict] = []
    for claim, found in zip(claims, vouchers, strict=True):
        if found is None:
            verdicts.append(SIGN_IN)
        elif (found.person_id, claim.stream) in listens:
            verdicts.append(found)
        else:
            verdicts.append(NOT_ALLOWED if there(claim.stream) else NO_STREAM)
    return verdicts


def _identify(claims: Sequence[Claim]) -> list[Voucher | None]:
    """Who stands behind each claim, when the session and the person are still good."""
    sessions = _sessions(claims)
    found = [_claimed(claim, sessions) for claim in claims]
    passwords = _passwords({who.person_id for who, _hash in found if who})
    return [_verified(who, session_hash, passwords) for who, session_hash in found]


def _sessions(claims: Sequence[Claim]) -> Mapping[str, str]:
    """Data of the sessions that exist; "" where it is not needed."""
    keys = {claim.session_key for claim in claims if claim.session_key}
    if not keys:
        return {}
    now = timezone.now()
    if all(claim.voucher for claim in claims):
        return dict.fromkeys(_living(keys=keys, now=now), "")
    return dict(_loaded(keys=keys, now=now))


def _current(keys: Any, now: Any) -> QuerySet[Any]:
    sessions: QuerySet[Any] = _store().get_model_class().objects
    return sessions.filter(session_key__one_of=keys, expire_date__gt=Value(now))


_living = Compiled(lambda keys, now: _current(keys, now).values_list("session_key", flat=True))
_loaded = Compiled(lambda keys, now: _current(keys, now).values_list("session_key", "session_data"))


def _claimed(claim: Claim, sessions: Mapping[str, str]) -> tuple[Voucher | None, str]:
    """Whom a claim names, and the hash its session was bound to ("" when a voucher stands for it)."""
    if claim.session_key not in sessions:
        return None, ""
    if claim.voucher:
        return claim.voucher, ""
    session = _store()().decode(sessions[claim.session_key])
    try:
        person_id = get_user_model()._meta.pk.to_python(session[SESSION_KEY])
    except (KeyError, ValidationError):
        return None, ""
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None, ""
    return Voucher(person_id, ""), str(session.get(HASH_SESSION_KEY) or "-")


def _passwords(person_ids: Collection[int]) -> Mapping[int, str]:
    """The stored passwords of active persons."""
    if not person_ids:
        return {}
    return dict(_active(people=person_ids))


_active = Compiled(
    lambda people: (
        get_user_model()._default_manager.filter(id__one_of=people, is_active=True).values_list("id", "password")
    )
)


def _verified(who: Voucher | None, session_hash: str, passwords: Mapping[int, str]) -> Voucher | None:
    if who is None or who.person_id not in passwords:
        return None
    hashes = _hashes(passwords[who.person_id])
    if session_hash and not any(constant_time_compare(session_hash, good) for good in hashes):
        return None
    stamp = tickets.stamp(hashes[0])
    if not session_hash and not constant_time_compare(who.stamp, stamp):
        return None
    return Voucher(who.person_id, stamp)


@lru_cache(maxsize=20_000)
def _hashes(password: str) -> tuple[str, ...]:
    """What a session of somebody with this password may be bound to: today's key first, retired keys after it."""
    person = get_user_model()(password=password)
    return (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())


def admitted(pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those (person id, stream) pairs that may listen: one query for each rule and each kind of stream."""
    people = {person_id for person_id, _stream in pairs}
    outside = {person_id for rule in barred if people for person_id in rule(people)}
    of_prefix: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for person_id, stream in pairs:
        match = streams.NAME.fullmatch(stream)
        if person_id not in outside and match and match["prefix"] in streams.registry.kinds:
            of_prefix[match["prefix"]].add((person_id, match["key"]))
    found: set[tuple[int, str]] = set()
    for prefix, keyed in of_prefix.items():
        allowed = streams.registry.kinds[prefix].admitted(keyed) & keyed
        found |= {(person_id, f"{prefix}:{key}") for person_id, key in allowed}
    return found


def exists(stream: str) -> bool:
    """Whether there is such a stream, as far as its kind tells those who may not listen."""
    try:
        kind, key = streams.find(stream)
    except streams.NoSuchStream:
        return False
    return kind.exists(key)


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
