"""The private address of a person's calendar feed: whoever has it can read the feed, so it can be renewed and ended."""

import secrets

from events.models import CalendarToken
from members.models import Person


def of(person: Person) -> str:
    """The person's token, or nothing while they have none."""
    return CalendarToken.objects.filter(person=person).values_list("token", flat=True).first() or ""


def renew(person: Person) -> str:
    """A new token; an old address is worthless from now on."""
    row, _ = CalendarToken.objects.update_or_create(person=person, defaults={"token": secrets.token_urlsafe(32)})
    return row.token


def revoke(person: Person) -> None:
    """No token any more: nobody reads the feed until the person makes a new one."""
    CalendarToken.objects.filter(person=person).delete()


def person_of(token: str) -> Person | None:
    """Whose token it is; nobody's when it was renewed or ended, or the person may no longer sign in."""
    if "\x00" in token:  # PostgreSQL does not even look for it
        return None
    row = CalendarToken.objects.filter(token=token, person__is_active=True).select_related("person").first()
    return row.person if row else None
