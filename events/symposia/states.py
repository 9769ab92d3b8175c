"""The states of somebody on the agenda: the one table of who may move where."""

from django.utils import timezone

from events.models import Speaker
from events.symposia.errors import SpeakerCannotMove

S = Speaker.State

MOVES: dict[str, tuple[str, ...]] = {
    S.INVITED: (S.ACCEPTED, S.DECLINED),
    S.ACCEPTED: (S.CONFIRMED, S.DECLINED),
    S.CONFIRMED: (S.DECLINED,),
    S.DECLINED: (S.ACCEPTED,),
}
"""Who declined by mistake may still accept."""
ON_STAGE = (S.ACCEPTED, S.CONFIRMED)
"""Who is named in the public agenda."""
EXPECTED = (S.INVITED, S.ACCEPTED, S.CONFIRMED)
"""Who is reckoned with while the agenda is drafted."""


def move(speaker: Speaker, to: str) -> None:
    """Move a speaker whose row is held.

    Raises:
        SpeakerCannotMove: the table has no such move.
    """
    if to not in MOVES[speaker.state]:
        raise SpeakerCannotMove
    speaker.state, speaker.changed_at = to, timezone.now()
    speaker.save(update_fields=["state", "changed_at"])
