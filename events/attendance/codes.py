"""The codes shown on stage: six digits per event and per session, derived from the secret key, so that none is stored.

They only say that somebody was in the room; who checks in must be signed in and have a seat. Attempts are limited.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

from events.models import Event

DIGITS = 6


def of(event: Event, session_id: int = 0) -> str:
    """The code of an event, or of one of its sessions."""
    drawn = salted_hmac("events.attendance", f"{event.pk}:{session_id}", algorithm="sha256").digest()
    return f"{int.from_bytes(drawn[:8]) % 10**DIGITS:0{DIGITS}d}"


def wanted(event: Event) -> bool:
    """Whether people show by a code that they are in the room: on site only, for a stream shows no stage."""
    return event.mode == Event.Mode.ONSITE


def fits(said: str, event: Event, session_id: int = 0) -> bool:
    """Whether what somebody typed is the code; spaces do not matter."""
    return constant_time_compare("".join(said.split()), of(event, session_id))
