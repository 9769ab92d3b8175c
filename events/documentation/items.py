"""Putting things into a documentation and changing them; what is published must be withdrawn first."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from events import pdf_files
from events.documentation import facts
from events.documentation.errors import FileTooLarge, ItemCannotMove, NoPdf, NoSuchItem, NotSecure, OnlySlides
from events.documentation.states import S
from events.models import Appearance, DocumentationFile, DocumentationItem, Event
from events.symposia import rights, sessions
from ledger.recording import record
from members.cowriting import Shown, revise
from members.models import Person

WORDS = ("kind", "titles", "texts", "languages", "address", "licence")
Upload = tuple[str, bytes]


def of(event: Event) -> QuerySet[DocumentationItem]:
    """An event's items with what is known of their files, but not what is in them."""
    rows = DocumentationItem.objects.filter(event=event).select_related("session", "file", "appearance__slides")
    return rows.defer("file__content", "appearance__slides__content").order_by("session_id", "kind", "id")


def held(event: Event, item_id: int) -> DocumentationItem:
    """An item of the event.

    Raises:
        NoSuchItem: it is another event's.
    """
    row = of(event).filter(pk=item_id).first()
    if row is None:
        raise NoSuchItem
    return row


def add(
    event: Event,
    *,
    by: Person,
    session_id: int | None = None,
    appearance_id: int | None = None,
    file: Upload | None = None,
    **values: Any,
) -> DocumentationItem:
    """Put something into the documentation, not yet public.

    Args:
        event: of which.
        by: an organiser of the event.
        session_id: the session it is about; None for the event as a whole.
        appearance_id: whose slides it is, as they were handed in.
        file: a PDF's name and content.
        values: of the fields named in `WORDS`.

    Raises:
        NotYourEvent, EventIsFixed: see `symposia.rights.door`.
        NoSuchSession: the session is not in this agenda.
        NoSuchItem: the speaker is not in this session.
        OnlySlides: a speaker is named, but it is something else.
        NotSecure: the address is not https.
        NoPdf, FileTooLarge: see `pdf_files.checked`.
    """
    with rights.door(event, by=by):
        made = DocumentationItem(event=event)
        _place(made, session_id, appearance_id)
        _fill(made, file, values)
        _keep(made, file)
        record(facts.ItemAdded(event_id=event.pk, item_id=made.pk, by=by.pk))
    return made


def change(
    event: Event,
    item_id: int,
    *,
    by: Person,
    session_id: int | None = None,
    appearance_id: int | None = None,
    file: Upload | None = None,
    shown: Shown | None = None,
    **values: Any,
) -> DocumentationItem:
    """Change something that is not public; otherwise as `add`.

    Without a file the one that is there stays, unless an address or what a speaker handed in takes its place; a file
    takes the place of both. What the person's page `shown` is `None` when there was no page.

    Raises:
        ItemCannotMove: it is published.
        ChangedByColleague: somebody has changed it after what was shown; nothing is kept.
    """
    with rights.door(event, by=by):
        row = held(event, item_id)
        if row.state == S.PUBLISHED:
            raise ItemCannotMove
        stood = _standing(row)
        _place(row, session_id, appearance_id)
        _fill(row, file, values)
        if _standing(row) != stood or (file is not None and not _is_there(row, file)):
            revise(row, by=by, shown=shown)
        _keep(row, file)
        record(facts.ItemChanged(event_id=event.pk, item_id=row.pk, by=by.pk))
    return row


def delete(event: Event, item_id: int, *, by: Person) -> None:
    """Delete a draft, or what was withdrawn.

    Raises:
        NotYourEvent, EventIsFixed, NoSuchItem: as for `change`.
        ItemCannotMove: it is published.
    """
    with rights.door(event, by=by):
        row = held(event, item_id)
        if row.state == S.PUBLISHED:
            raise ItemCannotMove
        record(facts.ItemDeleted(event_id=event.pk, item_id=row.pk, by=by.pk))
        row.delete()


def _place(row: DocumentationItem, session_id: int | None, appearance_id: int | None) -> None:
    if session_id is None or session_id != row.session_id:  # it stays about a session that was dropped since
        row.session = sessions.held(row.event, session_id, None) if session_id is not None else None
    row.appearance = None
    if appearance_id is not None:
        theirs = Appearance.objects.filter(pk=appearance_id, session__event=row.event)
        row.appearance = theirs.filter(session=session_id).first()
        if row.appearance is None:
            raise NoSuchItem(status=409)


def _standing(row: DocumentationItem) -> list[Any]:
    return [getattr(row, name) for name in (*WORDS, "session_id", "appearance_id")]


def _is_there(row: DocumentationItem, file: Upload) -> bool:
    there = DocumentationFile.objects.filter(item=row, size=len(file[1])).first()
    return there is not None and bytes(there.content) == file[1]


def _fill(row: DocumentationItem, file: Upload | None, values: dict[str, Any]) -> None:
    for name in WORDS:
        if name in values:
            setattr(row, name, values[name])
    if row.appearance is not None and row.kind != DocumentationItem.Kind.SLIDES:
        raise OnlySlides
    if file is not None:  # it is the organisers' own, so the speaker's word alone is not enough
        row.address, row.appearance = "", None
    if row.address and not row.address.startswith("https://"):
        raise NotSecure


def _keep(row: DocumentationItem, file: Upload | None) -> None:
    row.changed_at = timezone.now()
    row.save()
    if file is not None:
        name = pdf_files.checked(*file, wrong=NoPdf, too_large=FileTooLarge, otherwise="document")
        kept = {"name": name, "content": file[1], "size": len(file[1])}
        DocumentationFile.objects.update_or_create(item=row, defaults=kept)
    elif row.address or row.appearance is not None:
        DocumentationFile.objects.filter(item=row).delete()
