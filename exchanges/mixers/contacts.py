"""Staying in touch: a wish is known to nobody but the one who wishes, until the other wishes the same.

Then both see each other's contact card. Each learns of it on their own stream `contacts:<person>`, which nobody else
may read.
"""

from django.db import transaction
from django.utils import timezone

from events.models import Registration
from events.states import HOLDS_A_SEAT
from exchanges.mixers import meetings
from exchanges.mixers.facts import ContactExchanged, ContactWished, ContactWishWithdrawn
from exchanges.mixers.models import Contact, Mixer
from exchanges.mixers.refusals import AlreadyExchanged, NotMet, NotTakingPart, NotYourself
from ledger.recording import record
from members import notices
from members.models import Person


def wish(mixer: Mixer, *, by: Person, other_id: int) -> bool:
    """Wish to stay in touch with somebody met in this mixer; doing it again changes nothing.

    Returns:
        Whether the contact is exchanged: both wish it.

    Raises:
        NotYourself, NotTakingPart, NotMet: there is nothing to wish.
    """
    if other_id == by.pk:
        raise NotYourself
    with transaction.atomic():
        registrations = _places(mixer, by.pk, other_id)
        if not meetings.have_met(mixer, by, other_id):
            raise NotMet
        mine, new = Contact.objects.get_or_create(mixer=mixer, person=by, other_id=other_id)
        if not new:
            return mine.shared_at is not None
        theirs = Contact.objects.filter(mixer=mixer, person=other_id, other=by).first()
        if theirs is None:
            record(ContactWished(person_id=by.pk, mixer_id=mixer.id, other_id=other_id))
            return False
        _exchange(mixer, mine, theirs, registrations)
    return True


def _places(mixer: Mixer, *people: int) -> dict[int, Registration]:
    """The registrations of people, locked: two wishes that answer each other come one after the other.

    Raises:
        NotTakingPart: one of them has no confirmed place.
    """
    rows = Registration.objects.select_for_update(of=("self",), no_key=True).filter(
        event=mixer.event_id, person__in=people, state__in=HOLDS_A_SEAT
    )
    found = {row.person_id: row for row in rows.order_by("id")}
    if len(found) < len(people):
        raise NotTakingPart
    return found


def _exchange(mixer: Mixer, mine: Contact, theirs: Contact, registrations: dict[int, Registration]) -> None:
    mine.shared_at = theirs.shared_at = timezone.now()
    Contact.objects.bulk_update([mine, theirs], ["shared_at"])
    record(*(_fact(mixer, contact, registrations[contact.person_id]) for contact in (mine, theirs)))
    for contact in (mine, theirs):
        notices.tell(
            [contact.person_id],
            kind="contact_exchanged",
            key=f"contact_exchanged:{contact.id}",
            data={"person_id": contact.other_id, "mixer_id": mixer.id},
            address=f"/mixers/{mixer.event.slug}/afterwards/",
            by_mail=False,
        )


def _fact(mixer: Mixer, contact: Contact, registration: Registration) -> ContactExchanged:
    member = None if mixer.rehearsal else registration.member_id
    return ContactExchanged(
        person_id=contact.person_id,
        mixer_id=mixer.id,
        other_id=contact.other_id,
        contact_id=contact.id,
        concerns=() if member is None else (member,),
    )


def unwish(mixer: Mixer, *, by: Person, other_id: int) -> None:
    """Take back a wish nobody answered; without one nothing happens.

    Raises:
        AlreadyExchanged: the other wished the same, and has the contact now.
        NotTakingPart: the person has no confirmed place; the other need not have one any more.
    """
    with transaction.atomic():
        _places(mixer, by.pk)
        mine = Contact.objects.filter(mixer=mixer, person=by, other=other_id).first()
        if mine is None:
            return
        if mine.shared_at is not None:
            raise AlreadyExchanged
        mine.delete()
        record(ContactWishWithdrawn(person_id=by.pk, mixer_id=mixer.id, other_id=other_id))


def wished(mixer: Mixer, person: Person) -> dict[int, bool]:
    """Whom a person wishes to stay in touch with in a mixer, and whether it is exchanged."""
    rows = Contact.objects.filter(mixer=mixer, person=person).values_list("other_id", "shared_at")
    return {other: shared is not None for other, shared in rows}
