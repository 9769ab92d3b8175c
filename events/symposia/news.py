"""Who is told that the agenda changed: people on stage and people who want to attend, each of their sessions only.

Told is the difference between the version people were told of last and the newest one. So several versions within
some minutes become one notice, and what was moved and moved back becomes none.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from events.announcements import EXPECTED as REGISTERED
from events.models import Agenda, Bookmark, Event, Registration, Speaker
from events.symposia import castings, dates, snapshots, telling
from events.symposia.castings import Casting
from events.symposia.differences import Difference, Picture, between
from events.symposia.promises import DEBOUNCE, AgendaNewsDue
from events.symposia.states import EXPECTED
from ledger.facts import Entry
from ledger.promises import promise
from members import notices

Concerned = dict[tuple[int, ...], set[int]]
UNTOLD = (Event.State.CANCELLED, Event.State.ARCHIVED, Event.State.POSTPONED)
"""In these nobody is told; of a postponed event it is promised again with its new date (`follow_event`)."""


def keep_promise(due: AgendaNewsDue) -> None:
    """Tell whom something concerns, nobody when all is as they know it; then those who answered meanwhile."""
    agenda = Agenda.objects.select_for_update(of=("self",)).select_related("event").filter(event=due.event_id).first()
    if agenda is None:
        return
    _tell_changes(agenda)
    dates.tell(agenda.event)


def _tell_changes(agenda: Agenda) -> None:
    version = snapshots.latest(agenda.event)
    if version is None or version.number == agenda.told:
        return
    if agenda.event.state in UNTOLD:
        return
    old, new = snapshots.of_number(agenda.event, agenda.told), version.snapshot
    agenda.told = version.number
    agenda.save(update_fields=["told"])
    found, cast = between(snapshots.picture(old), snapshots.picture(new)), castings.between(old, new)
    if found or cast:
        _tell(agenda.event, version.number, Changes(found, cast, old, new))


def follow_event(entry: Entry) -> None:
    """A postponed event has a date again: what was published meanwhile is told now."""
    agenda = Agenda.objects.select_related("event").filter(event=entry.data["event_id"]).first()
    version = snapshots.latest(agenda.event) if agenda else None
    if agenda is not None and version is not None and version.number > agenda.told:
        promise(AgendaNewsDue(event_id=agenda.event_id), at=timezone.now() + DEBOUNCE)


def _tell(event: Event, number: int, what: "Changes") -> None:
    changed = what.of_sessions
    speakers = _speakers(snapshots.picture(what.old), snapshots.picture(what.new), set(changed), what.castings)
    people: dict[int, set[int]] = defaultdict(set)
    for person_id, session_id in _attending(event, set(changed)):
        people[person_id].add(session_id)
    known = dates.news(event, [speaker for speaker, _sessions in speakers])
    for speaker, sessions in speakers:
        theirs = sessions | people.pop(speaker.person_id or 0, set())
        told = [what.for_speaker(session, speaker.pk) for session in sorted(theirs)]
        more: dict[str, Any] = {"dates": known[speaker.pk]} if speaker.pk in known else {}
        telling.tell(speaker, "agenda_changed", key=f"speaker:{number}", version=number, changes=told, **more)
    for sessions_of_some, ids in _alike(people).items():
        notices.tell(
            ids,
            kind="agenda_changed",
            key=f"agenda_changed:{event.pk}:{number}",
            data={
                "event_id": event.pk,
                "version": number,
                "changes": [changed[session] for session in sessions_of_some],
            },
            address=f"/events/{event.slug}/agenda/mine/",
        )


def _speakers(
    old: Picture, new: Picture, changed: set[int], cast: Collection[Casting]
) -> list[tuple[Speaker, set[int]]]:
    """Who is, or was, in a session that changed, with these sessions; those who declined know."""
    theirs: dict[int, set[int]] = defaultdict(set)
    for session_id in changed:
        for shown in (old.get(session_id), new.get(session_id)):
            for speaker_id in shown.people if shown else ():
                theirs[speaker_id].add(session_id)
    for one in cast:
        theirs[one.speaker].add(one.session)
    rows = Speaker.objects.filter(pk__in=theirs, state__in=EXPECTED).select_related("event")
    return [(row, theirs[row.pk]) for row in rows]


def _attending(event: Event, changed: set[int]) -> list[tuple[int, int]]:
    """Registered people and the changed sessions in their own agenda, as (person, session)."""
    registered = Registration.objects.filter(event=event, state__in=REGISTERED).values("person")
    rows = Bookmark.objects.filter(session__in=changed, person__in=registered)
    return list(rows.order_by("person_id", "session_id").values_list("person_id", "session_id"))


def _alike(people: Mapping[int, set[int]]) -> Concerned:
    """People by the sessions they hear of, so that those who hear the same are told at once."""
    groups: Concerned = defaultdict(set)
    for person_id, sessions in people.items():
        groups[tuple(sorted(sessions))].add(person_id)
    return groups


class Changes:
    """What changed between two versions, as notices say it.

    Args:
        found: about sessions.
        cast: about who does what in them.
        old: the version people were told of last.
        new: the newest.
    """

    def __init__(
        self, found: list[Difference], cast: list[Casting], old: snapshots.Snapshot, new: snapshots.Snapshot
    ) -> None:
        self.castings, self.old, self.new = cast, old, new
        self._shown = {one["id"]: one for shot in (old, new) for one in shot["sessions"]}
        self._stages = {one["id"]: one["name"] for shot in (old, new) for one in shot["stages"]}
        self._mine = {(one.session, one.speaker): one for one in cast}
        self.of_sessions: dict[int, dict[str, Any]] = {}
        for difference in found:
            entry = self.of_sessions.setdefault(difference.session, self._entry(difference.session))
            entry["kinds"].append(difference.kind)

    def _entry(self, session: int) -> dict[str, Any]:
        """By session what a notice says: title, what changed, and when and where it is now."""
        shown = self._shown[session]
        return {
            "session": session,
            "titles": shown["titles"],
            "kinds": [],
            "starts_at": shown["starts_at"],
            "minutes": shown["minutes"],
            "stage": self._stages.get(shown["stage"], ""),
        }

    def for_speaker(self, session: int, speaker: int) -> dict[str, Any]:
        """The same with what changed about a speaker's own part in it."""
        entry = self.of_sessions.get(session) or self._entry(session)
        mine = self._mine.get((session, speaker))
        return entry if mine is None else {**entry, "kinds": [*entry["kinds"], mine.kind], "role": mine.role}
