"""Networks, topics and size classes are there on every installation."""

import pytest

from members import vocabulary
from members.models import Network, Topic

pytestmark = pytest.mark.django_db


def test_both_networks_and_all_topics_are_there_after_migrating() -> None:
    assert set(Network.objects.values_list("name", flat=True)) == {"ISCN", "#vernetztinEuropa"}
    assert Topic.objects.count() == 15
    assert Topic.objects.get(slug="heat-and-water").names["pt"] == "Calor e água"


def test_loading_again_changes_names_but_makes_nothing_twice() -> None:
    Topic.objects.filter(slug="mobility").update(names={"en": "Traffic"})
    vocabulary.load()
    vocabulary.load()
    assert Topic.objects.get(slug="mobility").names["en"] == "Mobility"
    assert (Network.objects.count(), Topic.objects.count()) == (2, 15)
