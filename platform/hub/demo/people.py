"""The demo persons: delegates of real places, an organiser and a secretariat for both networks. None of them exists."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from members import delegates, offices, profiles
from members.models import Delegate, Member, Network, Office, Person

TABLE = Path(__file__).with_name("people.csv")
DOMAIN = "demo.invalid"
"""Addresses on this name can never receive mail (RFC 2606)."""


@dataclass(frozen=True)
class Cards:
    """What a demo person brings to mixers: (topic's slug, line) pairs."""

    seeks: tuple[tuple[str, str], ...]
    offers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cast:
    """Everybody: delegates with what they bring, and who organises."""

    delegates: dict[Person, Cards]
    organiser: Person
    secretariat: Person


def assemble() -> Cast:
    """Make the demo persons who are missing, and find the others."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    acting = {_delegate(row): Cards(_pairs(row["seeks"]), _pairs(row["offers"])) for row in rows}
    organiser = _staff("Organiser", Office.Role.ORGANISER, "de")
    return Cast(acting, organiser, _staff("Secretariat", Office.Role.SECRETARIAT, "de"))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    cards = [card.partition("|") for card in text.split(";")]
    return tuple((topic, line) for topic, _, line in cards)


@transaction.atomic
def _delegate(row: dict[str, str]) -> Person:
    member = Member.objects.get(slug=row["member"])
    person, made = _person(f"{row['member']}@{DOMAIN}", f"{row['name']} ({member.name}, demo)", row["language"])
    if made:
        spoken = dict(pair.split(":") for pair in row["languages"].split(";"))
        about = {"about": row["about"], "role_title": row["title"], "time_zone": member.time_zone}
        profiles.write(person=person, values={**about, "spoken": spoken})
        delegates.enter(Delegate.objects.create(person=person, member=member, representative=True), by=None)
    return person


def _staff(name: str, role: str, language: str) -> Person:
    person, made = _person(f"{role}@{DOMAIN}", f"{name} (demo)", language)
    if made:
        profiles.write(person=person, values={"time_zone": "Europe/Berlin", "spoken": {"de": "C2", "en": "C1"}})
    for network in Network.objects.all():
        offices.give(person=person, network=network, role=role, by=None)
    return person


def _person(email: str, name: str, language: str) -> tuple[Person, bool]:
    known = Person.objects.filter(email=email).first()
    if known is not None:
        return known, False
    return Person.objects.create_user(email, name=name, language=language, is_demo=True), True
