"""Addresses that refuse mail: what a mail server answered for good, so that somebody asks the person another way."""

import re
from collections.abc import Collection

from django.db.models import Max, Q

from members.models import Notice

_FOR_GOOD = r"^5[0-9][0-9] "
FOR_GOOD = Q(bounced__regex=_FOR_GOOD)
"""The mail server's answer was 5xx (RFC 5321, 4.2.1); other mails came back because no server was reached in time."""


def for_good(bounced: str) -> bool:
    """Whether this is what a mail server answers to an address or mail it will never take."""
    return re.match(_FOR_GOOD, bounced) is not None


def refusing(person_ids: Collection[int]) -> set[int]:
    """Whose address refused the last mail that a server answered for, in one query.

    Args:
        person_ids: of whom.
    """
    answered = Notice.objects.filter(person__in=person_ids, by_mail=True).order_by().values("person")
    last = answered.annotate(
        refused=Max("id", filter=FOR_GOOD), taken=Max("id", filter=Q(mailed_at__isnull=False))
    ).values_list("person_id", "refused", "taken")
    return {person for person, refused, taken in last if refused and refused > (taken or 0)}
