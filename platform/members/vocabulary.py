"""The vocabulary every installation has: networks, topics, size classes; and the places of the demo.

Loading is idempotent and runs after each migration, so a new topic in `data/topics.csv` arrives with the next release.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps as installed

from members.adequacy import EEA

DATA = Path(__file__).with_name("data")
CITIES = DATA / "cities.csv"
"""Real places; their topics and memberships are demo values."""

ISCN, CONNECTED = "iscn", "vernetzt-in-europa"
NETWORKS: dict[str, dict[str, Any]] = {
    ISCN: {
        "name": "ISCN",
        "title": {
            "de": "Internationales Smart-Cities-Netzwerk",
            "en": "International Smart Cities Network",
            "es": "Red Internacional de Ciudades Inteligentes",
            "pt": "Rede Internacional de Cidades Inteligentes",
        },
        "countries": ["BR", "DE", "IN", "MX", "PE"],
    },
    CONNECTED: {
        "name": "#vernetztinEuropa",
        "title": {
            "de": "Smart Cities befähigen: europäische Vernetzung",
            "en": "Enabling smart cities: networking in Europe",
            "es": "Capacitar a las ciudades inteligentes: conexión en Europa",
            "pt": "Capacitar cidades inteligentes: conexão na Europa",
        },
        "countries": sorted(EEA | {"CH"}),
    },
}


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of this app's data files."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def topics() -> dict[str, dict[str, str]]:
    """The topics by slug in their order, each with its names by language."""
    languages = ("de", "en", "es", "pt")
    return {row["slug"]: {language: row[language] for language in languages} for row in rows("topics.csv")}


@cache
def size_classes() -> dict[str, dict[str, str]]:
    """Size classes of the BBSR by code, largest first, each with its names by language."""
    languages = ("de", "en", "es", "pt")
    return {row["code"]: {language: row[language] for language in languages} for row in rows("size_classes.csv")}


def load() -> None:
    """Make or renew networks and topics; what they are called comes from the files, nothing else is touched."""
    from members.models import Network, Topic

    Network.objects.bulk_create(
        [Network(slug=slug, **about) for slug, about in NETWORKS.items()],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name", "title", "countries"],
    )
    known = [Topic(slug=slug, place=place, names=names) for place, (slug, names) in enumerate(topics().items(), 1)]
    Topic.objects.bulk_create(known, update_conflicts=True, unique_fields=["slug"], update_fields=["names", "place"])


def after_migrating(*, apps: Any = installed, **_: Any) -> None:
    """Load once the tables are there; a migration back to before them loads nothing."""
    try:
        apps.get_model("members", "Network"), apps.get_model("members", "Topic")
    except LookupError:
        return
    load()
