"""Who hears what about speakers, and what becomes of speakers who leave: reactions, run by `workers`."""

import uuid
from typing import Any

from events.announcements import EXPECTED as REGISTERED
from events.models import Agenda, Registration, Speaker
from events.symposia import dates, reminding, speakers, telling
from events.symposia.states import EXPECTED
from ledger.facts import Entry
from members import notices, roles


def tell_staff(entry: Entry) -> None:
    """Tell the network's staff, on the page only, that somebody answered an invitation."""
    speaker = Speaker.objects.select_related("event__network").filter(pk=entry.data["speaker_id"]).first()
    if speaker is None or speaker.state not in (Speaker.State.ACCEPTED, Speaker.State.DECLINED):
        return
    notices.tell(
        roles.staff_of(speaker.event.network).values_list("pk", flat=True),
        kind=f"speaker_{speaker.state}",
        key=f"speaker_answered:{speaker.pk}:{entry.position}",
        data={"event_id": speaker.event_id, "speaker_id": speaker.pk},
        address=f"/events/{speaker.event.slug}/speakers/",
        by_mail=False,
    )


def tell_speakers(entry: Entry) -> None:
    """Tell everybody on the agenda that the event is cancelled, postponed, moved, or has a date again.

    Who is registered, too, hears it from `events.announcements`.
    """
    if entry.kind == "event_published" and not entry.data.get("again"):
        return
    event_id = entry.data["event_id"]
    list(Agenda.objects.select_for_update().filter(event=event_id))  # as everybody who changes it does
    registered = Registration.objects.filter(event=event_id, state__in=REGISTERED).values("person")
    expected = Speaker.objects.filter(event=event_id, state__in=EXPECTED).exclude(person__in=registered)
    rows = list(expected.select_related("event"))
    known = dates.news(rows[0].event, rows) if rows else {}
    for speaker in rows:
        more: dict[str, Any] = {"dates": known[speaker.pk]} if speaker.pk in known else {}
        telling.tell(speaker, "speaker_event", key=f"{entry.kind}:{entry.position}", what=entry.kind, **more)


def person_left(entry: Entry) -> None:
    """Somebody was deactivated or erased: they are off every agenda, and their private addresses are worthless.

    Who was at an event before they were deactivated stays on its agenda, and asked for their consent to recordings.
    """
    for speaker in Speaker.objects.select_related("event", "person").filter(person=entry.data["person_id"]):
        erased = speaker.person is not None and speaker.person.erased_at is not None
        if erased or speaker.event.state not in speakers.ANSWERED:
            speaker.state = Speaker.State.DECLINED
        speaker.token = uuid.uuid4()
        speaker.save(update_fields=["state", "token"])
        reminding.withdraw(speaker)
