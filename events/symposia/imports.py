"""Taking an agenda in from a file: all or nothing, with a report that says what became of each row.

A session is found again by its `guid`, or by its title where the file has none. People in files have names and no
addresses: whoever is unknown here is put on the agenda as having accepted, for the file says that they are on it; the
organiser confirms them, or invites them by mail.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from events.errors import EventIsFixed, NotYourEvent
from events.models import Appearance, Event, Placement, Session, Speaker, Stage, Track
from events.symposia import facts, rights, schedule_file, session_sheets
from events.symposia.schedule_file import Talk
from ledger.recording import record
from members.models import Person
from members.sheets import Unreadable, load
from web import names


@dataclass(frozen=True)
class Outcome:
    """What became of a row: `added`, `changed` or `unchanged`."""

    row: int
    title: str
    what: str


def parse(content: bytes, event: Event) -> tuple[Sequence[Talk], Mapping[str, int | None]]:
    """The sessions in a file and the stages it names; touches nothing.

    Args:
        content: the file's bytes: a JSON document, or else a spreadsheet.
        event: on whose host's clock a spreadsheet's hours are.

    Raises:
        Unreadable: every problem of the file.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        schedule = schedule_file.read(content)
        return schedule.talks, schedule.stages
    talks = session_sheets.read(content, zone=event.zone, languages=dict(names.spoken_languages("en")))
    return talks, {talk.stage: None for talk in talks if talk.stage}


def take_in(event: Event, talks: Sequence[Talk], stages: Mapping[str, int | None], *, by: Person) -> list[Outcome]:
    """Bring the draft up to a file: sessions are added and changed, none is deleted.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
    """
    with rights.door(event, by=by) as agenda:
        outcomes = _Taking(event, talks, stages).all()
        if any(outcome.what != "unchanged" for outcome in outcomes):
            rights.touch(agenda)
            record(facts.AgendaImported(event_id=event.pk))
    return outcomes


class _Taking:
    """One file on its way in; the agenda's row is held."""

    def __init__(self, event: Event, talks: Sequence[Talk], stages: Mapping[str, int | None]) -> None:
        self.event, self.talks = event, talks
        self.stages = {row.name: row for row in Stage.objects.filter(event=event)}
        for name, holds in stages.items():
            if name not in self.stages:
                place = len(self.stages)
                self.stages[name] = Stage.objects.create(event=event, name=name, capacity=holds, place=place)
        tracks = Track.objects.filter(event=event)
        self.tracks = {text.casefold(): row for row in tracks for text in row.names.values()}
        rows = list(Session.objects.filter(event=event, dropped=False))
        self.by_guid = {row.guid: row for row in Session.objects.filter(event=event)}
        self.by_title: dict[str, list[Session]] = defaultdict(list)
        for row in rows:
            for title in {text.casefold() for text in row.titles.values()}:
                self.by_title[title].append(row)
        self.named = Counter(talk.title.casefold() for talk in talks)
        self.placements = {row.session_id: row for row in Placement.objects.filter(session__event=event)}
        speakers = Speaker.objects.filter(event=event).select_related("person").order_by("-id")
        self.speakers = {row.display_name.casefold(): row for row in speakers}
        self.on_stage = set(Appearance.objects.filter(session__event=event).values_list("session_id", "speaker_id"))

    def all(self) -> list[Outcome]:
        """Every row in order."""
        return [Outcome(talk.row, talk.title, self._one(talk)) for talk in self.talks]

    def _one(self, talk: Talk) -> str:
        known = self._known(talk)
        session, changed = self._session(talk, known)
        changed |= self._place(talk, session)
        changed |= self._people(talk.people, session)
        if known is None:
            return "added"
        if changed:
            session.revision += 1
            session.save(update_fields=["revision"])
        return "changed" if changed else "unchanged"

    def _known(self, talk: Talk) -> Session | None:
        if talk.guid:
            return self.by_guid.get(talk.guid)
        rows = self.by_title.get(talk.title.casefold(), [])
        if self.named[talk.title.casefold()] == 1:
            return rows[-1] if rows else None
        there = [row for row in rows if row.pk in self.placements]
        return next((row for row in there if self.placements[row.pk].starts_at == talk.starts_at), None)

    def _session(self, talk: Talk, known: Session | None) -> tuple[Session, bool]:
        values = self._values(talk, known)
        if known is None:
            more = {"guid": talk.guid} if talk.guid else {}
            return Session.objects.create(event=self.event, **values, **more), True
        changed = [name for name, value in values.items() if getattr(known, name) != value]
        for name in changed:
            setattr(known, name, values[name])
        if changed:
            known.save(update_fields=changed)
        return known, bool(changed)

    def _values(self, talk: Talk, known: Session | None) -> dict[str, Any]:
        spoken = talk.language or (known.language if known else "")
        spoken = "pt-br" if spoken == "pt" else spoken
        language = spoken if spoken in dict(settings.LANGUAGES) else "en"
        titles, abstracts = (known.titles, known.abstracts) if known else ({}, {})
        values = {
            "titles": _with(titles, language, talk.title),
            "abstracts": _with(abstracts, language, talk.abstract),
            "format": talk.format,
            "track": self._track(talk.track, language),
            "language": talk.language,
            "minutes": talk.minutes,
            "capacity": talk.capacity if talk.capacity or known is None else known.capacity,
            "dropped": False,
        }
        return {name: value for name, value in values.items() if known is None or name not in talk.unsaid}

    def _track(self, name: str, language: str) -> Track | None:
        if not name:
            return None
        if name.casefold() not in self.tracks:
            place = len(self.tracks)
            made = Track.objects.create(event=self.event, names={language: name}, place=place)
            self.tracks[name.casefold()] = made
        return self.tracks[name.casefold()]

    def _place(self, talk: Talk, session: Session) -> bool:
        if talk.starts_at is None:
            return False
        row = self.placements.get(session.pk) or Placement(session=session)
        usual = row.minutes if row.pk else session.minutes
        minutes = usual if "minutes" in talk.unsaid else talk.minutes
        wanted = (self.stages[talk.stage].pk, talk.starts_at, minutes)
        if row.pk and (row.stage_id, row.starts_at, row.minutes) == wanted:
            return False
        row.stage_id, row.starts_at, row.minutes = wanted
        row.save()
        return True

    def _people(self, people: Collection[str], session: Session) -> bool:
        changed = False
        for name in people:
            speaker = self.speakers.get(name.casefold())
            if speaker is None:
                accepted = Speaker.State.ACCEPTED
                speaker = Speaker.objects.create(event=self.event, name=name, state=accepted)
                self.speakers[name.casefold()] = speaker
            if (session.pk, speaker.pk) not in self.on_stage:
                Appearance.objects.create(speaker=speaker, session=session)
                self.on_stage.add((session.pk, speaker.pk))
                changed = True
        return changed


def _with(texts: dict[str, str], language: str, text: str) -> dict[str, str]:
    """Texts by language with one from a file; one that stands there already, in whatever language, changes nothing."""
    return texts if not text or text in texts.values() else {**texts, language: text}


def import_agenda(path: Path | str, slug: str, out: TextIO, err: TextIO) -> int:
    """Take a file in, in the name of the event's organiser, and report row by row.

    Args:
        path: the file.
        slug: the event's short name in its address.
        out: where the report goes, one line per row and a total.
        err: where problems go, one line each.

    Returns:
        The exit code: 0, or 2 when the file is refused and nothing was written.
    """
    try:
        event = Event.objects.select_related("network", "organiser").get(slug=slug, kind__in=rights.KINDS)
        talks, stages = parse(load(path), event)
        outcomes = take_in(event, talks, stages, by=event.organiser)
    except Event.DoesNotExist:
        err.write(f"--event: there is no symposium or workshop {slug!r}\n")
        return 2
    except NotYourEvent:
        err.write(f"--event: the organiser of {slug!r} is no longer on its network's staff\n")
        return 2
    except EventIsFixed:
        err.write(f"--event: {slug!r} is archived or cancelled\n")
        return 2
    except Unreadable as unreadable:
        err.writelines(f"{problem}\n" for problem in unreadable.problems)
        return 2
    out.writelines(f"row {one.row}: {one.title}: {one.what}\n" for one in outcomes)
    counted = Counter(outcome.what for outcome in outcomes)
    out.write(", ".join(f"{counted[what]} {what}" for what in ("added", "changed", "unchanged")) + "\n")
    return 0
