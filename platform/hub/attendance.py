"""Attendance by country over the last year, for the console's chart."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language

from events.models import Registration
from web import names

YEAR = timedelta(days=365)


def by_country(networks: Collection[int]) -> list[tuple[str, int]]:
    """How often people of each country took part in events of these networks within a year, most first; one query."""
    attended = Registration.objects.filter(
        event__network__in=networks,
        event__starts_at__gt=timezone.now() - YEAR,
        state=Registration.State.ATTENDED,
        member__isnull=False,
    )
    counted = attended.order_by().values_list("member__country").annotate(number=Count("id"))
    reading = get_language() or "en"
    rows = [(names.country_name(country, reading), number) for country, number in counted]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
