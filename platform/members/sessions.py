"""Sessions: where a person is signed in, and how that ends."""

import json

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from ledger.recording import record
from members.errors import NotFound
from members.facts import SessionsEnded
from members.models import Person


def of(person: Person) -> list[UserSession]:
    """The person's sessions that still exist, the one last used first."""
    rows: list[UserSession] = UserSession.objects.purge_and_list(person)
    return sorted(rows, key=lambda row: row.last_seen_at, reverse=True)


@transaction.atomic
def end(*, person: Person, session_id: int) -> None:
    """End one of the person's sessions; its live sockets close.

    Raises:
        NotFound: the session is not the person's.
    """
    row = UserSession.objects.filter(id=session_id, user=person).first()
    if row is None:
        raise NotFound
    row.end()


@transaction.atomic
def end_all(person: Person, *, but: str | None = None) -> int:
    """End every session of the person, but the one with that key. Returns how many there were."""
    rows = list(UserSession.objects.filter(user=person).exclude(session_key=but))
    for row in rows:
        row.end()
    if not rows:
        ended(person.pk)
    return len(rows)


def ended(person_id: int) -> None:
    """Record that sessions ended, so that what hangs on them asks again."""
    with transaction.atomic():
        record(SessionsEnded(person_id=person_id))


@transaction.atomic
def forget(person: Person) -> None:
    """Delete every session that knows the person, also those that only began to sign in; for an erasure."""
    address = json.dumps(person.email)
    for row in Session.objects.iterator(chunk_size=500):
        known = row.get_decoded()
        if str(known.get(SESSION_KEY)) == str(person.pk) or address in json.dumps(known, default=str):
            row.delete()
    end_all(person)
