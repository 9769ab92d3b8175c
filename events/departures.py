"""What becomes of registrations when a person, or the member they come for, leaves: reactions, run by `workers`."""

from django.db.models import QuerySet

from events import registrations
from events.models import CalendarToken, Registration
from events.states import ACTIVE, HOLDS_A_SEAT, REGISTRATION_MOVES, SEATS_ARE_GIVEN
from ledger.facts import Entry

R = Registration.State


def delegate_ended(entry: Entry) -> None:
    """Free the seats a person held for a member they no longer act for."""
    _withdraw(Registration.objects.filter(person=entry.data["person_id"], member=entry.data["member_id"]))


def membership_ended(entry: Entry) -> None:
    """Free the seats people held for a member at events of the network it left, whoever may see these events.

    That is as for somebody who no longer acts for the member: nobody registers for a member outside the network, not
    for a public event either, and an organiser does not for one that is by invitation only.
    """
    of_network = Registration.objects.filter(event__network=entry.data["network_id"])
    _withdraw(of_network.filter(member=entry.data["member_id"]))


def person_deactivated(entry: Entry) -> None:
    """Free the seats of a person who may no longer sign in."""
    _withdraw(Registration.objects.filter(person=entry.data["person_id"]))


def person_erased(entry: Entry) -> None:
    """Free the seats of a person who was erased, and forget what they said they need."""
    mine = Registration.objects.filter(person=entry.data["person_id"])
    _withdraw(mine)
    mine.exclude(access_needs="").update(access_needs="")
    CalendarToken.objects.filter(person=entry.data["person_id"]).delete()


def _withdraw(leaving: QuerySet[Registration]) -> None:
    """Who has checked in stays noted as having come, but keeps no place in a session.

    Those who wait go first: they must not get the seats of those who leave with them.
    """
    active = leaving.filter(state__in=ACTIVE, event__state__in=SEATS_ARE_GIVEN)
    for registration in sorted(active, key=lambda row: (row.event_id, row.state in HOLDS_A_SEAT)):
        if R.WITHDRAWN in REGISTRATION_MOVES[registration.state]:
            registrations.withdraw(registration, by=None)
        else:
            registrations.give_back(registration)
