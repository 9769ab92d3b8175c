"""Profiles: what a person says about themselves, and what of it a viewer may see.

`card(viewer, people)` is the only way a profile gets onto a page of others. Name and members always go together with
a person a signed-in viewer meets; every other part follows its owner's choice and consent.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from members import adequacy, consents, delegates, roles, visibility
from members.models import Delegate, Member, Membership, Person, SpokenLanguage
from members.roles import Somebody
from members.visibility import Audience, Part, Purpose

WRITABLE = ("name", "role_title", "about", "phone", "language", "time_zone")
encounters: list[Callable[[int, Collection[int]], set[int]]] = []
"""Who meets a person at an event: (person id, other ids) to those among them. Upper apps add theirs."""


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at profiles: a signed-in person, or one imagined for a preview.

    Attributes:
        person_id: `None` for an imagined one.
        members: ids of the members they act for.
        networks: ids of the networks these belong to.
        countries: of these members.
    """

    person_id: int | None
    members: frozenset[int] = frozenset()
    networks: frozenset[int] = frozenset()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Card:
    """A person as one viewer may see them; a part that is kept back is empty and not in `shown`."""

    person_id: int
    name: str
    members: Sequence[Member] = ()
    is_demo: bool = False
    shown: frozenset[str] = frozenset()
    role_title: str = ""
    about: str = ""
    languages: Sequence[tuple[str, str]] = ()
    email: str = ""
    phone: str = ""
    since: datetime | None = None


@dataclass
class _Around:
    """What was looked up about the owners of profiles, per person."""

    members: dict[int, list[Member]] = field(default_factory=lambda: defaultdict(list))
    networks: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def viewer_of(person: Somebody) -> Viewer | None:
    """The viewer behind a request's user; `None` for a guest."""
    if not roles.active(person):
        return None
    members = delegates.acting_members(person)
    networks = _networks([member.id for member in members])
    offices = set(roles.networks_of(person).values_list("id", flat=True))
    return Viewer(
        person.id,
        frozenset(member.id for member in members),
        frozenset(set().union(*networks.values(), offices)),
        frozenset(member.country for member in members),
    )


def delegate_of(member: Member) -> Viewer:
    """An imagined delegate of a member, for the preview."""
    networks = frozenset(_networks([member.id])[member.id])
    return Viewer(None, frozenset([member.id]), networks, frozenset([member.country]))


def _networks(member_ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.filter(member_id__in=member_ids, state=Membership.State.ADMITTED)
    for member_id, network_id in rows.values_list("member_id", "network_id"):
        found[member_id].add(network_id)
    return found


def card(
    viewer: Viewer | Somebody,
    people: Iterable[Person],
    *,
    purpose: str = Purpose.MEETING,
    same_event: bool | None = None,
) -> dict[int, Card]:
    """What the viewer may see of these people, in a number of queries that does not grow with them.

    Args:
        viewer: a person, `request.user`, or an imagined viewer.
        people: whose profiles; deactivated and erased people get a card with what stands for their name.
        purpose: one of `Visibility.Purpose`; a page of an event is a meeting.
        same_event: whether viewer and people take part in the same event; looked up when not given.

    Returns:
        Person id to card. Nothing for a guest.
    """
    seen_by = viewer if isinstance(viewer, Viewer) else viewer_of(viewer)
    owners = list(people)
    if seen_by is None or not owners:
        return {}
    ids = [owner.id for owner in owners]
    around = _around(ids)
    chosen = visibility.chosen(ids)
    agreed = consents.given_by(ids, consents.PROFILE_ABROAD)
    together = _together(seen_by, ids, same_event)
    languages = _languages(ids)
    cards = {}
    for owner in owners:
        close = _audiences(seen_by, owner, around, owner.id in together)
        home = [member.country for member in around.members[owner.id]]
        own = owner.id == seen_by.person_id
        kept_back = not own and adequacy.needs_consent(home, seen_by.countries) and owner.id not in agreed
        shown = {part for part in Part.values if own or (chosen[owner.id][part, purpose] in close and not kept_back)}
        cards[owner.id] = _filled(owner, around.members[owner.id], frozenset(shown), languages[owner.id])
    return cards


def _around(ids: list[int]) -> _Around:
    around = _Around()
    acting = Delegate.objects.filter(person_id__in=ids, state=Delegate.State.ADMITTED).select_related("member")
    for row in acting.order_by("member__name"):
        around.members[row.person_id].append(row.member)
    networks = _networks({member.id for members in around.members.values() for member in members})
    for person_id, members in around.members.items():
        around.networks[person_id] = set().union(*(networks[member.id] for member in members))
    return around


def _together(viewer: Viewer, ids: list[int], same_event: bool | None) -> set[int]:
    if same_event is not None:
        return set(ids) if same_event else set()
    if viewer.person_id is None:
        return set()
    return set().union(*(meets(viewer.person_id, ids) for meets in encounters))


def _audiences(viewer: Viewer, owner: Person, around: _Around, together: bool) -> set[str]:
    """The audiences this viewer belongs to, as seen from the owner of the profile."""
    if not owner.is_active:
        return set()
    own_member = bool(viewer.members & {member.id for member in around.members[owner.id]})
    same_network = bool(viewer.networks & around.networks[owner.id])
    close = {Audience.MEMBER: own_member, Audience.EVENT: together or own_member}
    close[Audience.NETWORK] = same_network or together or own_member
    return {audience for audience, belongs in close.items() if belongs}


def _languages(ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for person_id, code, level in SpokenLanguage.objects.filter(person_id__in=ids).values_list(
        "person_id", "code", "level"
    ):
        found[person_id].append((code, level))
    return found


def _filled(
    owner: Person, members: Sequence[Member], shown: frozenset[str], languages: Sequence[tuple[str, str]]
) -> Card:
    profile, contact = Part.PROFILE in shown, Part.CONTACT in shown
    return Card(
        person_id=owner.id,
        name=owner.display_name,
        members=members,
        is_demo=owner.is_demo,
        shown=shown,
        role_title=owner.role_title if profile else "",
        about=owner.about if profile else "",
        languages=languages if Part.LANGUAGES in shown else (),
        email=owner.email if contact else "",
        phone=owner.phone if contact else "",
        since=owner.joined_at if Part.HISTORY in shown else None,
    )


@transaction.atomic
def write(*, person: Person, values: Mapping[str, Any]) -> None:
    """Keep what the person says about themselves.

    Args:
        person: who.
        values: fields of `WRITABLE`, and `spoken`: ISO 639-1 codes with levels.
    """
    written = [name for name in WRITABLE if name in values]
    for name in written:
        setattr(person, name, values[name])
    person.save(update_fields=written)
    if "spoken" in values:
        speak(person=person, languages=list(values["spoken"].items()))


@transaction.atomic
def speak(*, person: Person, languages: Sequence[tuple[str, str]]) -> None:
    """Keep which languages the person speaks, as (ISO 639-1 code, level); it replaces what was there."""
    SpokenLanguage.objects.filter(person=person).delete()
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(person=person, code=code, level=level) for code, level in dict(languages).items()
    )
