"""What becomes of a person's traces in mixers when the person is erased: a reaction, run by `workers`.

Seats stay, because the members that met keep that in their dossiers; they lead to a person without name or address.
"""

from django.db.models import Q

from exchanges.mixers.models import Announcement, Card, Contact, FollowUp, Rating, TimeWish, Wish
from ledger.facts import Entry


def person_erased(entry: Entry) -> None:
    """Delete what the person brought, wished, rated and said, and what others wished about them."""
    person_id = entry.data["person_id"]
    either = Q(person=person_id) | Q(other=person_id)
    Card.objects.filter(registration__person=person_id).delete()
    for model in (Wish, Contact, FollowUp, Rating):
        model._default_manager.filter(either).delete()
    TimeWish.objects.filter(person=person_id).delete()
    Announcement.objects.filter(by=person_id).update(by=None)
