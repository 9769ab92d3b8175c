"""The directory: which members somebody may find, and finding them by what they are and do."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from members import roles
from members.errors import NotFound
from members.models import Delegate, Member, Membership
from members.roles import Somebody

ADMITTED = Membership.State.ADMITTED


@dataclass(frozen=True)
class Wish:
    """What a reader looks for; empty means any.

    Attributes:
        network, topic: slugs.
        country: ISO 3166-1, two letters.
        size_class: BBSR code.
        language: ISO 639-1.
        words: part of a name.
    """

    network: str = ""
    country: str = ""
    topic: str = ""
    size_class: str = ""
    language: str = ""
    words: str = ""


def listed() -> QuerySet[Member]:
    """Members that a network has admitted: organisations, not people, so everybody may see them."""
    belonging = Membership.objects.filter(state=ADMITTED).values("member_id")
    return Member.objects.filter(id__in=belonging)


def find(wish: Wish) -> QuerySet[Member]:
    """Listed members that fit, by name, with their topics and networks looked up once for all."""
    members = listed()
    if wish.network:
        inside = Membership.objects.filter(network__slug=wish.network, state=ADMITTED).values("member_id")
        members = members.filter(id__in=inside)
    if wish.topic:
        members = members.filter(topics__slug=wish.topic)
    if wish.language:
        members = members.annotate(spoken=Cast("languages", TextField())).filter(spoken__contains=f'"{wish.language}"')
    same = {"country": wish.country, "size_class": wish.size_class}
    members = members.filter(**{field: value for field, value in same.items() if value})
    if wish.words:
        members = members.filter(Q(name__icontains=wish.words) | Q(slug__icontains=wish.words))
    admitted = Membership.objects.filter(state=ADMITTED).select_related("network")
    return members.prefetch_related("topics", Prefetch("memberships", admitted, to_attr="admitted")).order_by(
        "name", "id"
    )


def countries() -> list[str]:
    """Countries that listed members are in."""
    return list(listed().order_by("country").values_list("country", flat=True).distinct())


def get(slug: str, viewer: Somebody) -> Member:
    """A member by its slug: a listed one, or for its own people and the secretariat one that is not listed yet.

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    member = Member.objects.filter(slug=slug).first()
    if member is None:
        raise NotFound
    if listed().filter(id=member.id).exists() or roles.is_secretariat_for(viewer, member):
        return member
    if roles.active(viewer) and _asked(viewer.id, member):
        return member
    raise NotFound


def _asked(person_id: int, member: Member) -> bool:
    near = [Delegate.State.ADMITTED, Delegate.State.REQUESTED]
    return Delegate.objects.filter(person_id=person_id, member=member, state__in=near).exists()
