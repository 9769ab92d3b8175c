"""Consents: what a person allowed, to which words, and taking it back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.recording import record
from members.errors import NotFound
from members.facts import ConsentGiven, ConsentWithdrawn
from members.models import Consent, Person


@dataclass(frozen=True)
class Text:
    """What a person consents to. A change of meaning needs a new version, and everybody is asked again."""

    version: str
    title: str | Promise
    sentence: str | Promise


PROFILE_ABROAD = "profile_abroad"
FOLLOW_UPS = "follow_ups"

TEXTS: dict[str, Text] = {
    PROFILE_ABROAD: Text(
        "2026-11",
        _("Show my profile in countries without comparable data protection"),
        _(
            "People who act for members in countries such as India, Mexico and Peru may see what I chose under "
            "“Who sees what”. The European Commission has not decided that these countries protect personal data "
            "as Europe does. Without this consent they see my name and my member only."
        ),
    ),
    FOLLOW_UPS: Text(
        "2026-11",
        _("Ask me what came of a contact"),
        _("30 and 90 days after an event you may ask me by mail what came of the contacts I made there."),
    ),
}


def given(person: Person, purpose: str) -> Consent | None:
    """The person's consent to the current words, if there is one."""
    return given_by([person.id], purpose).get(person.id)


def given_by(person_ids: list[int], purpose: str) -> dict[int, Consent]:
    """Which of the persons consented to the current words."""
    rows = Consent.objects.filter(
        person_id__in=person_ids, purpose=purpose, version=TEXTS[purpose].version, withdrawn_at=None
    )
    return {row.person_id: row for row in rows}


def history(person: Person) -> list[Consent]:
    """Every consent the person gave, withdrawn ones too, newest first."""
    return list(Consent.objects.filter(person=person).order_by("-given_at", "-id"))


@transaction.atomic
def give(*, person: Person, purpose: str) -> Consent:
    """Note a consent to the current words; giving it twice keeps the first.

    Raises:
        NotFound: there is no such purpose.
    """
    if purpose not in TEXTS:
        raise NotFound
    Person.objects.select_for_update().get(id=person.id)
    if (known := given(person, purpose)) is not None:
        return known
    record(ConsentGiven(person_id=person.id, purpose=purpose))
    return Consent.objects.create(person=person, purpose=purpose, version=TEXTS[purpose].version)


@transaction.atomic
def withdraw(*, person: Person, purpose: str) -> bool:
    """Take a consent back. Returns whether there was one."""
    mine = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None)
    if not mine.update(withdrawn_at=timezone.now()):
        return False
    record(ConsentWithdrawn(person_id=person.id, purpose=purpose))
    return True
