"""A symposium of the network with one thing of each kind to knock at."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from events.models import Event, Speaker
from events.questions import asking
from events.symposia import bookmarks, handing_in, placements, publishing, sessions, speakers, stages
from members.models import Person
from tests.events import cast


def build(organiser: Person, asha: Person) -> dict[str, Any]:
    """What stands in the addresses, by name."""
    start = (timezone.now() + timedelta(days=60)).replace(minute=0, second=0, microsecond=0)
    event = cast.event(
        by=organiser, slug="symposium", kind="symposium", starts_at=start, ends_at=start + timedelta(hours=30)
    )
    hall, spare = (stages.add_stage(event, by=organiser, name=name) for name in ("Hall", "Spare"))
    track = stages.add_track(event, by=organiser, names={"en": "Heat"})
    session = sessions.plan(event, by=organiser, titles={"en": "Heat"}, track=track, language="en")
    placements.place(event, session.pk, by=organiser, stage_id=hall.pk, starts_at=start, revision=None)
    ravi = _speaker(event, organiser, session.pk, "ravi@example.org")
    lucia = _speaker(event, organiser, session.pk, "lucia@example.org")
    row = ravi.appearances.get()
    handing_in.for_session(ravi.token, row.pk, title="Heat", slides=("heat.pdf", b"%PDF-1.7"))
    speakers.answer(ravi.token, accept=True)
    event.agenda.refresh_from_db()
    publishing.publish(event, by=organiser, revision=event.agenda.revision)
    bookmarks.keep(event, session.pk, person=asha, wanted=True)
    return {
        "symposium": event.slug,
        "symposium_id": event.pk,
        "agenda_session": session.pk,
        "question": asking.add(event, by=organiser, kind="yes_no", labels={"en": "Lunch?"}).pk,
        "agenda_stage": hall.pk,
        "spare_stage": spare.pk,
        "agenda_track": track.pk,
        "agenda_day": start.date().isoformat(),
        "speaker": ravi.pk,
        "speaker_token": ravi.token,
        "appearance": row.pk,
        "invited_token": lucia.token,
    }


def _speaker(event: Event, organiser: Person, session_id: int, email: str) -> Speaker:
    return speakers.invite(event, by=organiser, email=email, name="Somebody", session_id=session_id)
