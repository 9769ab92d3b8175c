"""Who is away, whose member has left, or who acts for another now: they are not booked, and do not advise."""

from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from events.meetings import availability
from exchanges.advisory import access, advisors, engagements, meetings
from exchanges.advisory.models import Absence, Advisor, Case, Engagement
from members import memberships
from members.models import Delegate
from tests.exchanges.advisory import cast

LIMA = ZoneInfo("America/Lima")
pytestmark = pytest.mark.django_db


def test_times_are_sought_around_the_vacations_of_advisors():
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    row = cast.accepted(cast.delegate("Lupita", guadalajara), guadalajara, office, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, office)
    first, last = date(2032, 3, 1), date(2032, 3, 6)
    Absence.objects.create(advisor=ana, first=date(2032, 2, 1), last=date(2032, 3, 3))
    Absence.objects.create(advisor=ana, first=date(2032, 3, 5), last=date.max)
    found = availability.free_slots(meetings.attendees(row), minutes=120, first=first, last=last, most=99)
    assert {slot.start.astimezone(LIMA).date() for slot in found} == {date(2032, 3, 4)}
    busy = availability.search_for(meetings.attendees(row), minutes=120, first=first, last=first).people
    ends = [until for person in busy for _, until in person.busy]
    assert datetime(2032, 3, 4, tzinfo=LIMA) in ends
    Advisor.objects.update(state=Advisor.State.ENDED)
    assert any(
        slot.start.date() == first
        for slot in availability.free_slots(meetings.attendees(row), minutes=120, first=first, last=last, most=99)
    )


@pytest.mark.parametrize("state", [Case.State.ACCEPTED, Case.State.HELD])
def test_an_advisor_whose_member_left_the_network_reads_no_more(state):
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    row = cast.accepted(cast.delegate("Lupita", guadalajara), guadalajara, office, wants=2)
    ana, rosa = cast.advisor("Ana", "Piura"), cast.advisor("Rosa", "Utrecht")
    cast.advising(row, ana, office)
    cast.advising(row, rosa, office)
    Case.objects.update(state=state)
    assert access.readable(ana.person).filter(pk=row.pk).exists()
    membership = ana.member.memberships.get()
    memberships.end(network=cast.network(), membership_id=membership.pk, by=office)
    cast.settle()
    assert not access.readable(ana.person).filter(pk=row.pk).exists()
    assert access.readable(rosa.person).filter(pk=row.pk).exists()
    assert Advisor.objects.get(pk=ana.pk).state == Advisor.State.ENDED
    left = Engagement.objects.get(advisor=ana).state
    assert (left == Engagement.State.LEFT) == (state == Case.State.ACCEPTED)
    assert engagements.accepted(row) == (1 if state == Case.State.ACCEPTED else 2)


def test_who_advises_for_another_member_is_admitted_anew_and_replaced_until_then():
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    row = cast.accepted(cast.delegate("Lupita", guadalajara), guadalajara, office, wants=2)
    ana, kochi = cast.advisor("Ana", "Piura"), cast.member("Kochi")
    cast.advising(row, ana, office)
    Delegate.objects.create(person=ana.person, member=kochi, state=Delegate.State.ADMITTED)
    evidence = {cast.WATER: "We count every drop."}
    offer = partial(advisors.offer, network=cast.network(), by=ana.person, evidence=evidence, languages=["en"], load=1)
    assert offer(member=ana.member).state == Advisor.State.ADMITTED
    assert offer(member=kochi).state == Advisor.State.OFFERED
    cast.settle()
    assert engagements.accepted(row) == 0
    assert not access.readable(ana.person).filter(pk=row.pk).exists()
    assert advisors.admit(advisor_id=ana.pk, by=office).member == kochi
