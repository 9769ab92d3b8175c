"""What speakers hand in, at their private address: about themselves, and for each session they speak in."""

import uuid
from typing import Any

from django.conf import settings

from events import pdf_files
from events.models import Appearance, Event, Slides, Speaker
from events.symposia import facts, rights, speakers
from events.symposia.errors import NoSlides, SlidesTooLarge
from ledger.recording import record
from members.errors import NotFound
from members.models import Person

LARGEST = pdf_files.LARGEST
"""Bytes of a file of slides."""
ABOUT = ("biography", "recording", "zone", "name")
FOR_SESSION = ("title", "abstract", "slides_link")


def about_me(token: uuid.UUID, **values: Any) -> Speaker:
    """Write down what a speaker says about themselves; also when the event is archived: a consent can be taken back.

    Args:
        token: of the private address.
        values: of the fields named in `ABOUT`; the name only of somebody without an account.

    Raises:
        NotFound: the private address belongs to nobody.
    """
    with rights.door(speakers.find(token).event, by=None, fixed=()):
        row = speakers.find(token)
        for name in ABOUT:
            if name in values and not (name == "name" and row.person_id):
                setattr(row, name, values[name])
        row.save(update_fields=[*ABOUT])
        record(facts.PiecesHandedIn(event_id=row.event_id, speaker_id=row.pk))
    return row


def for_session(
    token: uuid.UUID, appearance_id: int, *, slides: tuple[str, bytes] | None = None, **values: Any
) -> Appearance:
    """Write down what a speaker hands in for a session.

    Args:
        token: of the private address.
        appearance_id: their role in the session.
        slides: a file's name and content; replaces what was handed in before.
        values: of the fields named in `FOR_SESSION`.

    Raises:
        NotFound: the private address belongs to nobody, or the role is somebody else's.
        EventIsFixed: the event is archived.
        NoSlides: the file is no PDF, whatever its name says.
        SlidesTooLarge: it is larger than `LARGEST`.
    """
    with rights.door(speakers.find(token).event, by=None):
        row = of_speaker(speakers.find(token), appearance_id)
        for name in FOR_SESSION:
            if name in values:
                setattr(row, name, values[name])
        row.save(update_fields=[*FOR_SESSION])
        if slides is not None:
            _keep(row, *slides)
        record(facts.PiecesHandedIn(event_id=row.speaker.event_id, speaker_id=row.speaker_id))
    return row


def of_speaker(speaker: Speaker, appearance_id: int) -> Appearance:
    """A speaker's own role.

    Raises:
        NotFound: it is somebody else's.
    """
    rows = Appearance.objects.select_related("speaker", "session").filter(session__dropped=False)
    row = rows.filter(speaker=speaker, pk=appearance_id).first()
    if row is None:
        raise NotFound
    return row


def _keep(row: Appearance, name: str, content: bytes) -> None:
    kept = pdf_files.checked(name, content, wrong=NoSlides, too_large=SlidesTooLarge, otherwise="slides")
    Slides.objects.filter(appearance=row).delete()
    Slides.objects.create(appearance=row, name=kept, content=content)


def take_over(event: Event, appearance_id: int, *, by: Person) -> Appearance:
    """Make the title and abstract a speaker handed in those of the session, in the language they speak there.

    A session's texts are in languages of the interface; those in another language stand with the English ones.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NotFound: there is no such role in this event.
    """
    with rights.door(event, by=by) as agenda:
        rows = Appearance.objects.select_related("session", "speaker").filter(session__event=event)
        row = rows.filter(pk=appearance_id).first()
        if row is None:
            raise NotFound
        session = row.session
        spoken = session.language or row.speaker.language
        spoken = "pt-br" if spoken == "pt" else spoken
        language = spoken if spoken in dict(settings.LANGUAGES) else "en"
        session.titles = {**session.titles, **({language: row.title} if row.title else {})}
        session.abstracts = {**session.abstracts, **({language: row.abstract} if row.abstract else {})}
        session.revision += 1
        session.save(update_fields=["titles", "abstracts", "revision"])
        rights.touch(agenda)
        record(facts.SessionEdited(event_id=event.pk, session_id=session.pk))
    return row
