"""Making an item public, when everybody who is in it agrees, and taking it back at any time."""

from django.utils import timezone

from events.documentation import consent, facts, items
from events.documentation.content import Content
from events.documentation.errors import ConsentMissing, NothingToShow, NotInDocumentation
from events.documentation.states import S, check_move
from events.models import DocumentationItem, Event
from events.symposia import rights
from ledger.recording import record
from members.models import Person


def publish(event: Event, item_id: int, *, by: Person) -> DocumentationItem:
    """Show an item to everybody who sees the event.

    Raises:
        NotYourEvent, EventIsFixed: see `symposia.rights.door`.
        NoSuchItem: it is another event's.
        NotInDocumentation: the event is not over.
        ItemCannotMove: it is published.
        NothingToShow: it has no file, address or text.
        ConsentMissing: somebody who is in it has not agreed.
    """
    with rights.door(event, by=by) as agenda:
        if agenda.event.state != Event.State.DOCUMENTATION:
            raise NotInDocumentation
        row = items.held(event, item_id)
        check_move(row, S.PUBLISHED)
        if not Content.of(row).there:
            raise NothingToShow
        if consent.lacking([row]):
            raise ConsentMissing
        row.state, row.published_at = S.PUBLISHED, timezone.now()
        row.save(update_fields=["state", "published_at"])
        record(facts.ItemPublished(event_id=event.pk, item_id=row.pk, by=by.pk))
    return row


def withdraw(event: Event, item_id: int, *, by: Person) -> DocumentationItem:
    """Take an item off the public page; also when the event is archived.

    Raises:
        NotYourEvent: the person does not look after the event.
        NoSuchItem: it is another event's.
        ItemCannotMove: it is not published.
    """
    with rights.door(event, by=by, fixed=()):
        row = items.held(event, item_id)
        check_move(row, S.WITHDRAWN)
        row.state = S.WITHDRAWN
        row.save(update_fields=["state"])
        record(facts.ItemWithdrawn(event_id=event.pk, item_id=row.pk, by=by.pk))
    return row
