"""Days on which advisors said they are away: when times are sought, these are taken."""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from exchanges.advisory.models import Absence, Advisor

DAY = timedelta(days=1)


def taken(person_ids: Collection[int], since: datetime, until: datetime) -> Iterator[tuple[int, datetime, datetime]]:
    """Whole days in the advisor's own zone, or in their member's, as far as they matter; one query.

    Args:
        person_ids: of whom.
        since: from when the times matter.
        until: until when.
    """
    begin, end = (since - DAY).date(), (until + DAY).date()
    rows = Absence.objects.filter(
        advisor__person__in=person_ids,
        advisor__state=Advisor.State.ADMITTED,
        first__lte=end,
        last__gte=begin,
    )
    told = ("advisor__person_id", "advisor__person__time_zone", "advisor__member__time_zone", "first", "last")
    for person_id, own, members, first, last in rows.order_by().values_list(*told):
        zone = ZoneInfo(own or members or "UTC")
        opens, closes = (datetime.combine(day, time(0), zone) for day in (max(first, begin), min(last, end) + DAY))
        yield person_id, opens, closes
