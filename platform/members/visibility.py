"""Who sees what of a profile: each part, for each purpose, has an audience its owner chose."""

from collections.abc import Mapping

from django.db import transaction

from ledger.recording import record
from members.facts import VisibilityChanged
from members.models import Person, Visibility

Part, Purpose, Audience = Visibility.Part, Visibility.Purpose, Visibility.Audience
Key = tuple[str, str]
"""Part and purpose."""

DEFAULTS: dict[Key, str] = {
    (Part.PROFILE, Purpose.DIRECTORY): Audience.MEMBER,
    (Part.LANGUAGES, Purpose.DIRECTORY): Audience.MEMBER,
    (Part.CONTACT, Purpose.DIRECTORY): Audience.NOBODY,
    (Part.HISTORY, Purpose.DIRECTORY): Audience.NOBODY,
    (Part.PROFILE, Purpose.MEETING): Audience.EVENT,
    (Part.LANGUAGES, Purpose.MEETING): Audience.EVENT,
    (Part.CONTACT, Purpose.MEETING): Audience.NOBODY,
    (Part.HISTORY, Purpose.MEETING): Audience.NOBODY,
}
"""What holds until a person decides: as little as the purpose needs (GDPR, article 25)."""


def chosen(person_ids: list[int]) -> dict[int, dict[Key, str]]:
    """The audiences of several persons, defaults filled in."""
    found = {person_id: dict(DEFAULTS) for person_id in person_ids}
    for row in Visibility.objects.filter(person_id__in=person_ids):
        found[row.person_id][row.part, row.purpose] = row.audience
    return found


def of(person: Person) -> dict[Key, str]:
    """The person's audiences, defaults filled in."""
    return chosen([person.id])[person.id]


@transaction.atomic
def decide(*, person: Person, audiences: Mapping[Key, str]) -> None:
    """Keep what the person decided; what is not named stays as it is."""
    rows = [
        Visibility(person=person, part=part, purpose=purpose, audience=audience)
        for (part, purpose), audience in audiences.items()
    ]
    Visibility.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "part", "purpose"], update_fields=["audience"]
    )
    record(VisibilityChanged(person_id=person.id))
