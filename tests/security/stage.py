"""A symposium that is live, with one thing of each kind to knock at; Asha listens, Hana moderates."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from events.models import Appearance, Event, Registration
from events.stage import ballots, questions, talking
from events.symposia import placements, publishing, sessions, speakers, stages
from members.models import Member, Person
from tests.events import cast


def build(organiser: Person, asha: Person, hana: Person, kochi: Member) -> dict[str, Any]:
    """What stands in the addresses, by name."""
    start = timezone.now() - timedelta(minutes=10)
    event = cast.event(
        by=organiser, slug="live-symposium", kind="symposium", starts_at=start, ends_at=start + timedelta(hours=6)
    )
    hall = stages.add_stage(event, by=organiser, name="Hall")
    details: dict[str, Any] = {"titles": {"en": "Heat, live"}, "language": "en", "minutes": 240, "format": "fishbowl"}
    session = sessions.plan(event, by=organiser, **details)
    placements.place(event, session.pk, by=organiser, stage_id=hall.pk, starts_at=start, revision=None)
    cafe = sessions.plan(event, by=organiser, titles={"en": "Café"}, language="en", minutes=240, format="world_cafe")
    studio = stages.add_stage(event, by=organiser, name="Studio")
    placements.place(event, cafe.pk, by=organiser, stage_id=studio.pk, starts_at=start, revision=None)
    speaker = speakers.invite(event, by=organiser, email=hana.email)
    for one in (session, cafe):
        speakers.give_role(event, speaker.pk, by=organiser, session_id=one.pk, role=Appearance.Role.MODERATOR)
    speakers.answer(speaker.token, accept=True)
    event.agenda.refresh_from_db()
    publishing.publish(event, by=organiser, revision=event.agenda.revision)
    Registration.objects.create(event=event, person=asha, member=kochi, state=Registration.State.CONFIRMED)
    Event.objects.filter(pk=event.pk).update(state=Event.State.LIVE)
    event.refresh_from_db()
    question = questions.ask(event, session.pk, by=asha, text="Who waters the trees?", nonce="1")
    made = ballots.make(event, session.pk, by=hana, text="What helps first?", answers=["Shade", "Water"])
    ballots.move(event, made.pk, by=hana, to="open")
    answer = made.options.first()
    assert answer is not None
    return {
        "live_symposium": event.slug,
        "live_symposium_id": event.pk,
        "live_stage": hall.pk,
        "live_session": session.pk,
        "live_cafe": cafe.pk,
        "sits": hana.pk,
        "stage_question": question.pk,
        "stage_poll": made.pk,
        "stage_answer": answer.pk,
        "green_room": talking.enter_green_room(event, session.pk, by=hana).pk,
    }
