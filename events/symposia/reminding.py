"""Speakers are reminded of what is missing 30, 14 and 7 days before; one mail names every missing piece.

There is one promise per speaker and distance. What is missing is looked up when its time has come, so handing in,
moving the event and answering keep no books: a reminder that finds nothing missing says nothing.
"""

from events import distances
from events.models import Event, Speaker
from events.symposia import pieces, telling
from events.symposia.promises import DISTANCES, PiecesReminder
from events.symposia.states import EXPECTED
from ledger import promises
from ledger.facts import Entry

SILENT = (Event.State.CANCELLED, Event.State.POSTPONED, Event.State.DOCUMENTATION, Event.State.ARCHIVED)


def keep_in_step(speaker: Speaker) -> None:
    """Promise, move or withdraw a speaker's reminders, in the transaction that changed something."""
    event = speaker.event
    wanted = speaker.state in EXPECTED and event.state not in SILENT
    distances.keep_in_step(lambda days: _reminder(speaker, days), event.starts_at, DISTANCES, wanted=wanted)


def _reminder(speaker: Speaker, days: int) -> PiecesReminder:
    return PiecesReminder(event_id=speaker.event_id, speaker_id=speaker.pk, days=days)


def withdraw(speaker: Speaker) -> None:
    """Take a speaker's reminders back."""
    promises.withdraw(*[_reminder(speaker, days) for days in DISTANCES])


def follow_event(entry: Entry) -> None:
    """The event has another date or state, so all its speakers' reminders do."""
    for speaker in Speaker.objects.select_related("event").filter(event=entry.data["event_id"]):
        keep_in_step(speaker)


def keep_promise(due: PiecesReminder) -> None:
    """Keep a reminder: ask for what is missing by now."""
    rows = Speaker.objects.select_related("event", "person").filter(pk=due.speaker_id, state__in=EXPECTED)
    speaker = rows.exclude(event__state__in=SILENT).first()
    if speaker is None:
        return
    asked = pieces.asked_for(pieces.of([speaker])[speaker.pk], due.days)
    if asked:
        _tell(speaker, due, asked)


def _tell(speaker: Speaker, due: PiecesReminder, asked: list[pieces.Piece]) -> None:
    kinds = list(dict.fromkeys(piece.kind for piece in asked))
    key = f"{due.days}:{speaker.event.starts_at:%Y%m%dT%H%M}"
    telling.tell(speaker, "speaker_pieces", key=key, pieces=kinds, days=due.days)
