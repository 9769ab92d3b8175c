"""The door to people's own calendars: give an address, and have it read every hour and before times are proposed."""

from collections.abc import Callable, Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.meetings.own_calendars import apart
from events.meetings.own_calendars.fetching import Unreadable, checked, fetch
from events.models import Availability, BusyTime
from members.models import Delegate, Person
from web import zones
from web.throttle import throttle

EVERY = timedelta(hours=1)
AFTER_TROUBLE = timedelta(hours=6)
FRESH = timedelta(minutes=10)
"""What was read so lately is not read again because somebody looks for times."""
AHEAD = timedelta(days=120)
AT_ONCE = 20
PER_HOUR = 20
"""How many addresses a person may give; each makes us ask somebody."""


def give(person: Person, address: str) -> None:
    """Keep the address of the person's own calendar, and read it soon; an empty one forgets everything about it.

    Raises:
        Unreadable: the address cannot be one that is asked.
        TooOften: more than `PER_HOUR` addresses in an hour.
    """
    throttle("own-calendar", person.pk, PER_HOUR, 3600)
    address = address.strip()
    if address:
        address = checked(address).geturl()
    with transaction.atomic():
        # The row first, as `read` does: whoever comes second sees what the first one did.
        Availability.objects.update_or_create(
            person=person,
            defaults={
                "busy_address": address,
                "busy_read_at": None,
                "busy_error": "",
                "read_next_at": timezone.now() if address else None,
            },
        )
        BusyTime.objects.filter(person=person).delete()


def due() -> list[int]:
    """Whose calendars are to be read now; each is given out once an hour only, however many ask."""
    now = timezone.now()
    waiting = Availability.objects.filter(read_next_at__lte=now).exclude(busy_address="").order_by("read_next_at")
    taken = []
    for pk in waiting.values_list("pk", flat=True)[:AT_ONCE]:
        if Availability.objects.filter(pk=pk, read_next_at__lte=now).update(read_next_at=now + EVERY):
            taken.append(pk)
    return taken


def look_soon(person_ids: Collection[int]) -> None:
    """Somebody looks for times with these people: read calendars that were not read lately.

    One that could not be read waits for its turn, so that nobody is asked in vain at every look.
    """
    now = timezone.now()
    old = Availability.objects.filter(person__in=person_ids, read_next_at__gt=now, busy_read_at__lt=now - FRESH)
    waiting = list(old.filter(busy_error="").exclude(busy_address="").values_list("pk", flat=True))
    if waiting:
        Availability.objects.filter(pk__in=waiting).update(read_next_at=now)


def read(availability_id: int, *, ask: Callable[[str], bytes] = fetch) -> None:
    """Read a calendar and keep when its owner is busy; what was kept before stays when it cannot be read.

    Nothing is locked while the other side is waited for. When the address was changed meanwhile, nothing is kept.
    """
    row = Availability.objects.select_related("person").filter(pk=availability_id).exclude(busy_address="").first()
    if row is None:
        return
    now = timezone.now()
    try:
        content = ask(row.busy_address)
        found = apart.spans(content, since=now - timedelta(days=1), until=now + AHEAD, zone=_zone(row.person))
    except Unreadable as unreadable:
        _same(row).update(busy_error=unreadable.trouble, read_next_at=now + AFTER_TROUBLE)
        return
    with transaction.atomic():
        if not _same(row).update(busy_error="", busy_read_at=now, read_next_at=now + EVERY):
            return
        BusyTime.objects.filter(person=row.person).delete()
        BusyTime.objects.bulk_create(
            BusyTime(person=row.person, starts_at=start, ends_at=end) for start, end in found if end > start
        )


def _same(row: Availability) -> QuerySet[Availability]:
    return Availability.objects.filter(pk=row.pk, busy_address=row.busy_address)


def _zone(person: Person) -> str:
    """Where the person lives: by their profile, or as the member they act for."""
    rows = Delegate.objects.filter(person=person, state=Delegate.State.ADMITTED).select_related("member")
    acting = rows.first()
    return zones.valid(person.time_zone or (acting.member.time_zone if acting else "")) or "UTC"
