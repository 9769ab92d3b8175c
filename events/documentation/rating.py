"""What people who were there thought: one rating per person and session, and one of the event; again replaces it.

Nobody but the person sees their own; organisers see ratings and comments, both without names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.documentation.errors import NoStars, NotOverYet, NotThere
from events.errors import EventIsFixed
from events.models import Event, Registration, SessionRating
from events.states import SEATED
from events.symposia.reading import Chosen, Entry, Published
from members.models import Person
from members.roles import Somebody, active

E = Event.State
OPEN = (E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED, E.LIVE, E.DOCUMENTATION)
"""In these a session can be over and be rated; when the event is archived its figures stay as they are."""
LONGEST = 1000


@dataclass(frozen=True)
class Rateable:
    """Something that is over and can be rated.

    Attributes:
        entry: the session; None for the event as a whole.
        mine: what the reader said before.
    """

    entry: Entry | None
    mine: SessionRating | None

    @property
    def session_id(self) -> int | None:
        """The session's id; None for the event."""
        return self.entry.id if self.entry else None


def may_rate(event: Event, person: Somebody) -> bool:
    """Whether the person had a seat and ratings are open; one query."""
    if event.state not in OPEN or not active(person):
        return False
    return Registration.objects.filter(event=event, person=person, state__in=SEATED).exists()


def rateable(event: Event, person: Person, *, now: datetime | None = None) -> Sequence[Rateable]:
    """What is over by now: the event first, then its sessions in their order, breaks left out."""
    moment = now or timezone.now()
    rows = SessionRating.objects.filter(event=event, person=person)
    mine = {row.session_id: row for row in rows}
    entries = [one for one in Published(event, None, Chosen()).all if not one.is_break and one.ends_at <= moment]
    whole = [Rateable(None, mine.get(None))] if event.ends_at <= moment else []
    return [*whole, *(Rateable(entry, mine.get(entry.id)) for entry in entries)]


@transaction.atomic
def rate(event: Event, *, by: Person, session_id: int | None, stars: int, comment: str = "") -> SessionRating:
    """Say what one thought of a session; again replaces it.

    Args:
        event: which.
        by: somebody who had a seat.
        session_id: of the published agenda; None for the event as a whole.
        stars: 1 (not useful) to 5.
        comment: at most `LONGEST` characters.

    Raises:
        NotThere: the person had no seat, or did not come.
        EventIsFixed: ratings are not open.
        NotOverYet: it has not ended, or is not in the agenda.
        NoStars: not from 1 to 5.
    """
    if event.state not in OPEN:
        raise EventIsFixed
    if not may_rate(event, by):
        raise NotThere
    if stars not in range(1, 6):
        raise NoStars
    if session_id not in {one.session_id for one in rateable(event, by)}:
        raise NotOverYet
    values = {"stars": stars, "comment": comment.strip()[:LONGEST], "changed_at": timezone.now()}
    which: dict[str, Any] = {"event": event, "session_id": session_id, "person": by}
    return SessionRating.objects.update_or_create(**which, defaults=values)[0]
