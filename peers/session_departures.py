"""Rooms and polls of sessions are read only by who acts for a partner; what others did in them stays as history."""

from events.meetings.polls import answering
from ledger.facts import Entry
from members.models import Person
from peers import access, session_people
from peers.models import Partner, Session
from rooms import admissions


def delegate_ended(entry: Entry) -> None:
    """Close the rooms and polls of a member's sessions, also past ones, to who acts for no partner: a reaction."""
    person = Person.objects.get(pk=entry.data["person_id"])
    theirs = Partner.objects.filter(member=entry.data["member_id"]).values("partnership_id")
    still = Partner.objects.filter(member__in=access.members_of(person)).values("partnership_id")
    rows = Session.objects.filter(partnership__in=theirs).exclude(partnership__in=still)
    entered = rows.filter(meeting__room__admissions__person=person)
    room_ids = entered.values_list("meeting__room_id", flat=True)
    admissions.dismiss_all({(person.pk, room_id) for room_id in room_ids if room_id is not None})
    answering.forget([session_people.SUBJECT], rows.values("pk"), person.pk)
