"""The same rating, and many downloads, at the same moment."""

from functools import partial

import pytest
from django.db.models import Sum

from events.documentation import downloads, rating
from events.models import DownloadCount, Event, SessionRating
from members.models import Person
from tests.events.documentation.over import guest, item, placed_and_published
from tests.parallel import at_once, errors

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_ratings_of_one_person_at_once_are_one(event: Event, olga: Person) -> None:
    asha = guest(event, olga, "Asha")
    [heat] = placed_and_published(event, olga, "Heat plans")
    works = [partial(rating.rate, event, by=asha, session_id=heat.pk, stars=4)] * 4
    works += [partial(rating.rate, event, by=asha, session_id=None, stars=4)] * 4
    assert errors(at_once(*works)) == []
    assert sorted(SessionRating.objects.values_list("session", flat=True), key=str) == [heat.pk, None]


def test_eight_downloads_at_once_are_counted_eight_times(event: Event, olga: Person) -> None:
    placed_and_published(event, olga, "Heat plans")
    made = item(event, olga, public=True)
    assert errors(at_once(*[partial(downloads.count, made, str(number)) for number in range(8)])) == []
    assert DownloadCount.objects.aggregate(all=Sum("number")) == {"all": 8}
