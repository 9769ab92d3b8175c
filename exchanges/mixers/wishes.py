"""Wishes: whom a participant wants to meet, or rather not.

Only they and the organisers ever see them; no fact is recorded, because everybody in the mixer may read its stream.
"""

from django.db import transaction
from django.db.models import QuerySet

from events.models import Registration
from events.states import ACTIVE
from exchanges.mixers import hosts
from exchanges.mixers.models import Mixer, Wish
from exchanges.mixers.refusals import AlreadyOver, NotTakingPart, NotYourself
from members.models import Person


def wish(mixer: Mixer, *, by: Person, other_id: int, kind: str | None) -> None:
    """Wish to meet somebody or rather not, or take the wish back; the next round that is planned heeds it.

    Args:
        mixer: where.
        by: whose wish.
        other_id: about whom.
        kind: one of `Wish.Kind`, or `None` for no wish.

    Raises:
        NotYourself: the wish is about oneself.
        NotTakingPart: one of the two is not registered; to take a wish back only one's own place counts.
        AlreadyOver: the mixer has ended.
    """
    if other_id == by.pk:
        raise NotYourself
    if mixer.phase == Mixer.Phase.ENDED:
        raise AlreadyOver
    with transaction.atomic():
        concerned = {by.pk} if kind is None else {by.pk, other_id}
        places = Registration.objects.filter(event=mixer.event_id, person__in=concerned, state__in=ACTIVE)
        if places.count() < len(concerned):
            raise NotTakingPart
        if kind is None:
            Wish.objects.filter(mixer=mixer, person=by, other=other_id).delete()
        else:
            Wish.objects.update_or_create(
                mixer=mixer, person=by, other_id=other_id, defaults={"kind": Wish.Kind(kind).value}
            )


def mine(mixer: Mixer, person: Person) -> QuerySet[Wish]:
    """A person's own wishes."""
    return Wish.objects.filter(mixer=mixer, person=person).select_related("other").order_by("other__name", "id")


def all_of(mixer: Mixer, *, by: Person) -> QuerySet[Wish]:
    """Everybody's wishes, for the organisers of the network.

    Raises:
        NotAHost: `by` is none of them; leading this mixer is not enough.
    """
    hosts.require_organiser(mixer, by)
    return Wish.objects.filter(mixer=mixer).select_related("person", "other").order_by("person__name", "id")
