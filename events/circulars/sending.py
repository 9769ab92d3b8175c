"""Sending a message once: whoever turns the draft into a sent message tells everybody, in the same transaction.

The draft is claimed by one conditional UPDATE, as mails are: a repeated submit, a retry or a second organiser finds
nothing to claim. Each person gets one notice under the message's key, which the database keeps unique.
"""

from django.db import transaction
from django.utils import timezone

from events import formats
from events.circulars import composing, facts, recipients
from events.circulars.errors import AlreadySent, NobodyFits, NotAsSeen
from events.models import Circular, Event
from ledger.recording import record
from members import notices
from members.models import Notice, Person
from web.throttle import throttle

KIND = "event_circular"
PER_HOUR = 10
"""How many messages one organiser may send in an hour."""


def key_of(circular: Circular) -> str:
    """Under which its notices are told."""
    return f"{KIND}:{circular.pk}"


def address_of(circular: Circular) -> str:
    """Where it is read: by those it was sent to, and by organisers with what became of it."""
    return f"{formats.event_page(circular.event)}messages/{circular.pk}/"


@transaction.atomic
def send(event: Event, circular_id: int, *, by: Person, revision: int) -> Circular:
    """Send a draft to everybody who passes its filter now.

    Args:
        event: whose participants they are.
        circular_id: which message.
        by: an organiser of the event.
        revision: of the message as the organiser saw it.

    Raises:
        NotYourEvent: the person does not look after the event.
        NoSuchCircular: it is another event's.
        AlreadySent: it was sent before.
        NotAsSeen: it was changed after `revision`.
        NobodyFits: the filter finds nobody.
        TooOften: more than `PER_HOUR` in an hour.
    """
    composing.require(event, by)
    row = composing.held(event, circular_id)
    if row.sent_at is not None:
        raise AlreadySent
    throttle("circular", by.pk, PER_HOUR, 3600)
    _claim(row, revision)
    people = recipients.of(row).values_list("person_id", flat=True)
    data = {"event_id": event.pk, "circular_id": row.pk}
    row.told = notices.tell(people, kind=KIND, key=key_of(row), data=data, address=address_of(row))
    if not row.told:
        raise NobodyFits
    row.save(update_fields=["told"])
    record(facts.CircularSent(event_id=event.pk, circular_id=row.pk, by=by.pk, told=row.told))
    return row


def _claim(row: Circular, revision: int) -> None:
    """Make it sent, when this call is the one that may."""
    mine = Circular.objects.filter(pk=row.pk, sent_at=None, revision=revision).update(sent_at=timezone.now())
    row.refresh_from_db()
    if not mine:
        raise AlreadySent if row.sent_at is not None else NotAsSeen


def reply_to(notice: Notice) -> str:
    """Answers go to the event's contact."""
    circular = Circular.objects.select_related("event").filter(pk=notice.data["circular_id"]).first()
    return circular.event.contact if circular else ""
