"""Who is told what about places in sessions: reactions to their facts, run by `workers`."""

from typing import Any

from events.models import Place
from events.symposia import snapshots
from events.symposia.places import calendar_files, line
from events.symposia.places.overlaps import Shown
from ledger.facts import Entry
from members.notices import tell


def tell_person(entry: Entry) -> None:
    """Tell a person what became of their place: by mail where their calendar changes, else on the page only."""
    place = Place.objects.select_related("session__event").filter(pk=entry.data["place_id"]).first()
    if place is None:
        return
    session, event = place.session, place.session.event
    version = snapshots.latest(event)
    if version is None:
        return
    ended = Place.objects.filter(session=session, person=place.person_id, state=line.P.LEFT, pk__lt=place.pk).count()
    off = entry.kind in calendar_files.TAKES_OUT
    had_place = entry.data.get("had_place", entry.kind != "place_awaited")
    data = {
        "event_id": event.pk,
        "agenda_session_id": session.pk,
        "had_place": had_place,
        "sequence": calendar_files.sequence(event, version.number, ended=ended, off=off),
        **_as_shown(event.pk, session.pk, version.number),
    }
    key, address = f"{entry.kind}:{place.pk}", f"/events/{event.slug}/agenda/#session-{session.pk}"
    tell([place.person_id], kind=entry.kind, key=key, data=data, address=address, by_mail=had_place)


def _as_shown(event_id: int, session_id: int, number: int) -> dict[str, Any]:
    """As the newest version that shows the session has it."""
    for version in snapshots.versions(event_id, number):
        shown: dict[int, Shown] = {one["id"]: one for one in version["sessions"]}
        if session_id in shown:
            one, stages = shown[session_id], {stage["id"]: stage["name"] for stage in version["stages"]}
            return {
                "titles": one["titles"],
                "starts_at": one["starts_at"],
                "minutes": one["minutes"],
                "stage": stages.get(one["stage"], ""),
            }
    raise LookupError(f"no version of event {event_id} shows session {session_id}")
