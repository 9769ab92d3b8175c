"""Offers: what members can teach, made and changed by their delegates."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ledger.recording import record
from members.cowriting import REVISED, Shown, differing, revise
from members.models import Member, Membership, Network, Person, Topic
from members.roles import Somebody
from peers import access, facts, hosting, pairing
from peers.errors import OfferedAlready
from peers.models import Offer

FIELDS = ("experience", "line", "evidence", "languages", "hosts", "until", "solution")


def of(member_ids: Collection[int]) -> QuerySet[Offer]:
    """The members' offers that are not withdrawn, those that have run out included."""
    return Offer.objects.filter(member__in=member_ids, withdrawn_at=None).select_related("topic", "member")


def in_networks(networks: Collection[Network]) -> QuerySet[Offer]:
    """What the members of networks offer now."""
    inside = Membership.objects.filter(network__in=networks, state=Membership.State.ADMITTED).values("member_id")
    return hosting.open_ones().filter(member__in=inside).select_related("member", "topic")


def shown_to(person: Somebody, offer_id: int) -> Offer:
    """An offer of a member of one of the person's networks.

    Raises:
        NotFound: there is none, or not for this person.
    """
    mine = Membership.objects.filter(member__in=access.members_of(person), state=Membership.State.ADMITTED)
    networks = Network.objects.filter(id__in=mine.values("network_id"))
    return access.found(in_networks(list(networks)).filter(id=offer_id))


@transaction.atomic
def make(*, member: Member, topic: Topic, by: Person | None, values: Mapping[str, Any]) -> Offer:
    """Offer to teach a topic.

    Args:
        member: who offers.
        topic: what about; one offer per topic.
        by: a delegate of the member; `None` for demo data.
        values: values of `FIELDS`.

    Raises:
        NotFound: the person does not act for the member.
        OfferedAlready: there is an offer on this topic.
    """
    if by is not None:
        access.acting_for(by, member.pk)
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if Offer.objects.filter(member=member, topic=topic, withdrawn_at=None).exists():
        raise OfferedAlready
    offer = Offer.objects.create(member=member, topic=topic, written_by=by, **_known(values))
    _record(facts.OfferMade, offer, by)
    return offer


@transaction.atomic
def change(*, offer_id: int, by: Person, values: Mapping[str, Any], shown: Shown | None = None) -> Offer:
    """Change an offer; its topic stays. The same again changes nothing.

    Raises:
        NotFound: it is not the person's member's.
        ChangedByColleague: a colleague has written something else after what was shown.
    """
    offer = access.offer(by, offer_id, lock=True)
    new = differing(offer, _known(values))
    if not new:
        return offer
    revise(offer, by=by, shown=shown)
    for name, value in new.items():
        setattr(offer, name, value)
    offer.save(update_fields=[*new, *REVISED])
    _record(facts.OfferChanged, offer, by)
    return offer


@transaction.atomic
def withdraw(*, offer_id: int, by: Person) -> Offer:
    """Take an offer back; partnerships under way stay, and whoever was suggested it is suggested others.

    Raises:
        NotFound: it is not the person's member's.
    """
    offer = access.offer(by, offer_id)
    offer.withdrawn_at = timezone.now()
    offer.save(update_fields=["withdrawn_at"])
    pairing.pass_by(offer)
    _record(facts.OfferWithdrawn, offer, by)
    return offer


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FIELDS if name in values}


def _record(fact: type[facts.OfferFact], offer: Offer, by: Person | None) -> None:
    who = by.pk if by else None
    record(fact(member_id=offer.member_id, offer_id=offer.pk, by=who, concerns=(offer.member_id,)))
