"""What becomes of a person's registrations when the person leaves: reactions, run by `workers`."""

from django.db.models import QuerySet

from events import registrations
from events.models import CalendarToken, Registration
from events.states import ACTIVE, REGISTRATION_MOVES, SEATS_ARE_GIVEN
from ledger.facts import Entry

R = Registration.State


def delegate_ended(entry: Entry) -> None:
    """Free the seats a person held for a member they no longer act for."""
    _withdraw(Registration.objects.filter(person=entry.data["person_id"], member=entry.data["member_id"]))


def person_deactivated(entry: Entry) -> None:
    """Free the seats of a person who may no longer sign in."""
    _withdraw(Registration.objects.filter(person=entry.data["person_id"]))


def person_erased(entry: Entry) -> None:
    """Free the seats of a person who was erased, and forget what they said they need."""
    mine = Registration.objects.filter(person=entry.data["person_id"])
    _withdraw(mine)
    mine.exclude(access_needs="").update(access_needs="")
    CalendarToken.objects.filter(person=entry.data["person_id"]).delete()


def _withdraw(of_person: QuerySet[Registration]) -> None:
    """Who has checked in stays noted as having come, but keeps no place in a session."""
    active = of_person.filter(state__in=ACTIVE, event__state__in=SEATS_ARE_GIVEN)
    for registration in active.order_by("event_id"):
        if R.WITHDRAWN in REGISTRATION_MOVES[registration.state]:
            registrations.withdraw(registration, by=None)
        else:
            registrations.give_back(registration)
