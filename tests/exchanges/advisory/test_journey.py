"""A case from the draft to the close: Guadalajara asks, Utrecht has a conflict, Piura and Kochi advise."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from events.meetings import booking
from events.models import Meeting
from exchanges.advisory import (
    advice,
    advisors,
    cases,
    due,
    engagements,
    meetings,
    outcomes,
    rebooking,
    triage,
    withdrawal,
)
from exchanges.advisory.errors import CaseCannotMove, GiverMissing, OwnerMissing
from exchanges.advisory.models import Case, Engagement, Recommendation
from exchanges.advisory.queries import overview
from ledger.models import Promise
from ledger.reading import since
from members import delegates, mailing, people
from members.models import Notice
from rooms.consultation import actions, closing, leading
from rooms.models import Admission, Consultation, Room
from tests.exchanges.advisory import cast

C, E = Case.State, Engagement.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def sekar():
    return cast.official()


@pytest.fixture
def guadalajara():
    return cast.member("Guadalajara")


@pytest.fixture
def lupita(guadalajara):
    return cast.delegate("Lupita", guadalajara)


def scoped(row: Case, by) -> Case:
    meetings.book_scoping(case_id=row.pk, by=by, starts_at=cast.in_days(2))
    return meetings.scope(case_id=row.pk, by=by, text="¿Qué barrios primero?")


def booked(row: Case, office, moderator=None, days: float = 5) -> Case:
    who = (moderator or office).pk
    return meetings.book(case_id=row.pk, by=office, moderator_id=who, starts_at=cast.in_days(days))


def held(row: Case, office, *, owner=None) -> Case:
    """The moderator begins, an action is agreed, the consultation closes."""
    session = cast.session_of(row)
    Room.objects.filter(pk=session.room_id).update(opens_at=timezone.now())
    leading.begin(session.room, by=office)
    if owner is not None:
        actions.agree(session.room, by=office, text="Mapa de cisternas", owner_id=owner.pk, due_on=cast.day(30))
    closing.close(session.room, by=office, reason="Solo escuchamos.")
    cast.keep_everything_due()
    return cast.fresh(row)


def test_a_case_is_advised_on_and_closed(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar)
    ana, asha = cast.advisor("Ana", "Piura"), cast.advisor("Asha", "Kochi")
    joris = cast.advisor("Joris", "Utrecht")
    one = cast.asked(row, joris, sekar)
    engagements.declare(engagement_id=one.pk, by=joris.person, conflict="We sell them pumps.")
    cast.advising(row, ana, sekar)
    assert cast.fresh(row).state == C.ACCEPTED
    cast.advising(row, asha, sekar)
    assert cast.fresh(row).state == C.ADVISORS_MATCHED
    scoped(row, ana.person)
    booked(row, sekar)
    session = cast.session_of(row)
    assert (cast.fresh(row).state, session.minutes) == (C.SCHEDULED, 120)
    roles = dict(Admission.objects.filter(room=session.room).values_list("person__name", "role"))
    assert roles == {"Lupita": "case_giver", "Ana": "advisor", "Asha": "scribe", "Sekar": "host"}
    row = held(row, sekar, owner=lupita)
    assert row.state == C.HELD
    assert row.recommendations.get().text == "Mapa de cisternas"
    assert not Promise.objects.filter(kind="actions_need_check", state="due").exists()
    more = advice.recommend(case_id=row.pk, by=asha.person, text="Una sola línea de teléfono")
    advice.deliver(case_id=row.pk, by=ana.person)
    with pytest.raises(OwnerMissing):
        advice.decide(case_id=row.pk, by=lupita, decisions={}, agreed=True)
    for each, owner, day in ((more, None, None), (row.recommendations.get(owner=lupita), lupita.pk, cast.day(30))):
        advice.decide(case_id=row.pk, by=lupita, decisions={each.pk: (owner, day)})
    advice.decide(case_id=row.pk, by=lupita, decisions={}, agreed=True)
    for months, state in ((3, C.CHECK_3M), (6, C.CHECK_6M)):
        Promise.objects.filter(kind="case_check_due", data__months=months).update(
            due_at=timezone.now(), promised_at=timezone.now()
        )
        cast.keep_everything_due()
        assert cast.fresh(row).state == state
        mine = row.recommendations.get(owner=lupita)
        became = {mine.pk: Recommendation.State.DONE}
        assert due.owed_by(cast.fresh(row)) == due.MEMBER
        outcomes.answer(case_id=row.pk, months=months, by=lupita, text="El mapa existe.", became=became)
        assert due.owed_by(cast.fresh(row)) == (due.NOBODY if months == 3 else due.MEMBER)
        assert bool(overview.of(lupita).steps) == (months == 6)
    outcomes.close(case_id=row.pk, by=lupita, changed="Los barrios altos tienen agua.")
    cases.restrict(case_id=row.pk, by=lupita, level=Case.Level.NETWORK)
    assert "do/restrict/" in cast.signed_in(lupita).get(f"/advisory/cases/{row.pk}/").content.decode()
    assert (cast.fresh(row).state, cast.fresh(row).due_at) == (C.CLOSED, None)
    went = [entry.data["to"] for entry in since(f"case:{row.pk}", 0) if entry.kind == "case_moved"]
    assert went == [
        C.SUBMITTED, C.TRIAGED, C.ACCEPTED, C.ADVISORS_MATCHED, C.SCOPED, C.SCHEDULED, C.HELD, C.ADVICE_DELIVERED,
        C.ACTIONS_AGREED, C.CHECK_3M, C.CHECK_6M, C.CLOSED,
    ]  # fmt: skip
    assert set(row.recommendations.values_list("state", flat=True)) == {"done", "refused"}


def test_an_interpreted_session_takes_longer(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1, interpreted=True)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    scoped(row, ana.person)
    booked(row, sekar)
    session = cast.session_of(row)
    assert session.minutes == 156
    assert sum(seconds for _, seconds in session.room.programme) <= 156 * 60


def test_who_drops_out_after_booking_is_replaced_in_the_session(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    one = cast.advising(row, ana, sekar)
    scoped(row, ana.person)
    booked(row, sekar)
    engagements.leave(engagement_id=one.pk, by=ana.person, reason="Nuevo puesto.")
    session = cast.session_of(row)
    here = session.participants.filter(left_at=None)
    assert sorted(here.values_list("person__name", flat=True)) == ["Lupita", "Sekar"]
    assert cast.fresh(row).state == C.SCHEDULED
    asha = cast.advisor("Asha", "Kochi")
    cast.advising(row, asha, sekar)
    names = dict(here.values_list("person__name", "role"))
    assert names == {"Lupita": "case_giver", "Sekar": "host", "Asha": "advisor"}


def test_who_comes_late_takes_the_seat_of_an_advisor_and_nobody_elses(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=2)
    ana, asha = cast.advisor("Ana", "Piura"), cast.advisor("Asha", "Kochi")
    cast.advising(row, ana, sekar)
    second = cast.advising(row, asha, sekar)
    scoped(row, ana.person)
    booked(row, sekar)
    engagements.leave(engagement_id=second.pk, by=asha.person, reason="Nuevo puesto.")
    delegates.leave(lupita.delegations.get(), by=None)
    cast.settle()
    here = cast.session_of(row).participants.filter(left_at=None)
    cast.advising(row, cast.advisor("Joris", "Utrecht"), sekar)
    assert dict(here.values_list("person__name", "role")) == {"Sekar": "host", "Ana": "advisor", "Joris": "scribe"}
    Case.objects.update(wants=3)
    cast.advising(row, cast.advisor("Rosa", "Piura"), sekar)
    assert dict(here.values_list("person__name", "role"))["Rosa"] == "advisor"


def test_who_drops_out_before_is_sought_again(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    ana.person.is_active = False
    ana.person.save()
    from exchanges.advisory import endings
    from ledger.facts import Entry

    endings.person_left(Entry("person:1", 1, "person_deactivated", timezone.now(), {"person_id": ana.person_id}))
    assert cast.fresh(row).state == C.ACCEPTED


def test_a_session_that_was_not_held_or_called_off_is_booked_again(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    scoped(row, ana.person)
    booked(row, sekar)
    meetings.move(case_id=row.pk, by=sekar, starts_at=cast.in_days(9))
    assert Consultation.objects.get().starts_at == cast.session_of(row).starts_at
    booking.cancel(cast.session_of(row), by=None)
    cast.settle()
    assert cast.fresh(row).state == C.SCOPED
    booked(row, sekar, days=12)
    assert cast.session_of(row).state == Meeting.State.SCHEDULED


def came_to_nothing(lupita, guadalajara, sekar) -> tuple[Case, Engagement]:
    """The clock of the session ran with nobody there."""
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    one = cast.advising(row, cast.advisor("Ana", "Piura"), sekar)
    scoped(row, sekar)
    booked(row, sekar)
    return held(row, sekar), one


def test_what_no_advisor_is_left_to_write_falls_to_the_secretariat(guadalajara, lupita, sekar):
    row, one = came_to_nothing(lupita, guadalajara, sekar)
    assert due.owed_by(row) == due.ADVISORS
    assert not overview.of(sekar).steps
    advisors.end(advisor_id=one.advisor_id, by=sekar)
    Case.objects.update(due_at=timezone.now() - timedelta(hours=1))
    Promise.objects.filter(kind="case_step_due").update(due_at=timezone.now(), promised_at=timezone.now())
    cast.keep_everything_due()
    assert cast.told("case_step_due") == ["Sekar"]
    assert [one.case for one in overview.of(sekar).steps] == [row]


@pytest.mark.parametrize("ended", [False, True])
def test_a_session_to_which_nobody_came_is_booked_again(guadalajara, lupita, sekar, ended):
    row, one = came_to_nothing(lupita, guadalajara, sekar)
    assert row.state == C.HELD
    if ended:
        advisors.end(advisor_id=one.advisor_id, by=sekar)
        cast.settle()
    page = cast.signed_in(sekar).get(f"/advisory/cases/{row.pk}/").content.decode()
    assert "do/not-held/" in page
    answer = cast.signed_in(sekar).post(f"/advisory/cases/{row.pk}/do/not-held/")
    assert (answer.status_code, cast.fresh(row).state) == (302, C.ACCEPTED if ended else C.SCOPED)
    if not ended:
        booked(row, sekar, days=12)
        assert cast.session_of(row).state == Meeting.State.SCHEDULED


@pytest.mark.parametrize("state", [C.SCHEDULED, C.HELD])
def test_what_was_scoped_is_not_scoped_again(guadalajara, lupita, sekar, state):
    row, _ = came_to_nothing(lupita, guadalajara, sekar)
    Case.objects.update(state=state)
    with pytest.raises(CaseCannotMove):
        meetings.scope(case_id=row.pk, by=sekar, text="Otra pregunta")
    assert cast.fresh(row).state == state


def test_after_a_session_nobody_came_to_the_case_is_withdrawn_unless_something_is_recommended(
    guadalajara, lupita, sekar
):
    row, _ = came_to_nothing(lupita, guadalajara, sekar)
    said = advice.recommend(case_id=row.pk, by=sekar, text="Un mapa")
    with pytest.raises(CaseCannotMove):
        withdrawal.withdraw(case_id=row.pk, by=lupita)
    with pytest.raises(CaseCannotMove):
        rebooking.not_held(case_id=row.pk, by=sekar)
    page = cast.signed_in(lupita).get(f"/advisory/cases/{row.pk}/").content.decode()
    assert "do/withdraw/" not in page
    advice.strike(recommendation_id=said.pk, case_id=row.pk, by=sekar)
    withdrawal.withdraw(case_id=row.pk, by=lupita)
    assert cast.fresh(row).state == C.WITHDRAWN


def test_a_session_that_is_called_off_for_want_of_advisors_leaves_the_case_looking_for_some(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    one = cast.advising(row, ana, sekar)
    scoped(row, ana.person)
    booked(row, sekar)
    engagements.leave(engagement_id=one.pk, by=ana.person, reason="Nuevo puesto.")
    booking.cancel(cast.session_of(row), by=None)
    cast.settle()
    assert cast.fresh(row).state == C.ACCEPTED


def test_only_the_secretariat_or_an_advisor_moderates(guadalajara, lupita, sekar):
    from exchanges.advisory.errors import NotOnThisCase

    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    scoped(row, ana.person)
    with pytest.raises(NotOnThisCase):
        booked(row, sekar, lupita)
    booked(row, sekar, ana.person)
    roles = dict(Admission.objects.filter(room=cast.session_of(row).room).values_list("person__name", "role"))
    assert roles == {"Ana": "host", "Lupita": "case_giver"}


def test_withdrawing_calls_everything_off(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    cast.advising(row, cast.advisor("Ana", "Piura"), sekar)
    scoped(row, sekar)
    booked(row, sekar)
    withdrawal.withdraw(case_id=row.pk, by=lupita, reason="El consejo decidió.")
    cast.keep_everything_due()
    assert (cast.fresh(row).state, cast.session_of(row).state) == (C.WITHDRAWN, "cancelled")
    with pytest.raises(CaseCannotMove):
        cases.submit(case_id=row.pk, by=lupita)
    with pytest.raises(CaseCannotMove):
        triage.look(case_id=row.pk, by=sekar)


def test_a_withdrawal_is_told_to_everybody_who_was_to_help(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=3)
    cast.advising(row, cast.advisor("Ana", "Piura"), sekar)
    cast.asked(row, cast.advisor("Asha", "Kochi"), sekar)
    refused = cast.asked(row, cast.advisor("Joris", "Utrecht"), sekar)
    engagements.decline(engagement_id=refused.pk, by=refused.advisor.person, reason="No time.")
    cast.settle()
    Notice.objects.all().delete()
    withdrawal.withdraw(case_id=row.pk, by=lupita)
    cast.settle()
    assert cast.told("case_moved") == ["Ana", "Asha", "Sekar"]


def test_agreed_actions_are_told_to_those_who_see_to_them_and_asked_about_after_whole_months(
    guadalajara, lupita, sekar
):
    row, one = came_to_nothing(lupita, guadalajara, sekar)
    said = advice.recommend(case_id=row.pk, by=sekar, text="Un mapa")
    advice.deliver(case_id=row.pk, by=sekar)
    ana = one.advisor.person
    advice.decide(case_id=row.pk, by=lupita, decisions={said.pk: (ana.pk, cast.day(9))})
    cast.settle()
    Notice.objects.all().delete()
    agreed = advice.decide(case_id=row.pk, by=lupita, decisions={}, agreed=True).agreed_at
    cast.settle()
    assert cast.told("case_moved") == ["Ana"]
    due_at = Promise.objects.get(kind="case_check_due", data__months=3).due_at
    assert agreed is not None
    assert (due_at.month - agreed.month) % 12 == 3


def test_everybody_is_told_what_they_owe_and_mails_do_not_name_the_case(guadalajara, lupita, sekar):
    row = cast.submitted(lupita, guadalajara)
    cast.settle()
    assert cast.told("case_moved") == ["Sekar"]
    triage.look(case_id=row.pk, by=sekar)
    triage.ask_back(case_id=row.pk, by=sekar, question="¿Cuántos barrios?")
    cast.settle()
    assert cast.told("case_moved") == ["Lupita", "Lupita", "Sekar"]
    mailing.mail_due(limit=10)
    [asked] = [one.body for one in mail.outbox if "asked back" in one.subject]
    assert not any(word in asked for word in ("barrios", row.title, "Guadalajara"))
    Case.objects.update(due_at=timezone.now() - timedelta(hours=1))
    Promise.objects.filter(kind="case_step_due").update(due_at=timezone.now(), promised_at=timezone.now())
    cast.keep_everything_due()
    assert cast.told("case_step_due") == ["Lupita"]


@pytest.mark.parametrize("followed", [True, False])
def test_when_the_case_giver_leaves_the_representative_steps_in(guadalajara, lupita, sekar, followed):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    cast.advising(row, cast.advisor("Ana", "Piura"), sekar)
    scoped(row, sekar)
    booked(row, sekar)
    names = ["Ana", "Sekar"]
    if followed:
        carmen = cast.delegate("Carmen", guadalajara)
        carmen.delegations.update(representative=True)
        names = ["Ana", "Carmen", "Sekar"]
    delegates.leave(lupita.delegations.get(), by=None)
    cast.settle()
    here = cast.session_of(row).participants.filter(left_at=None)
    assert sorted(here.values_list("person__name", flat=True)) == names
    assert getattr(cast.fresh(row).giver, "name", None) == ("Carmen" if followed else None)
    assert dict(here.values_list("person__name", "role")).get("Carmen") == ("case_giver" if followed else None)


def test_when_the_case_giver_is_barred_somebody_else_who_acts_for_the_member_steps_in(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    cast.advising(row, cast.advisor("Ana", "Piura"), sekar)
    scoped(row, sekar)
    booked(row, sekar)
    carmen = cast.delegate("Carmen", guadalajara)
    lupita.delegations.update(representative=True)
    people.deactivate(person_id=lupita.pk, by=None)
    cast.settle()
    here = cast.session_of(row).participants.filter(left_at=None)
    assert dict(here.values_list("person__name", "role"))["Carmen"] == "case_giver"
    assert cast.fresh(row).giver == carmen


def test_without_anybody_who_gives_the_case_nothing_is_booked(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    cast.advising(row, cast.advisor("Ana", "Piura"), sekar)
    people.deactivate(person_id=lupita.pk, by=None)
    cast.settle()
    with pytest.raises(GiverMissing):
        meetings.book_scoping(case_id=row.pk, by=sekar, starts_at=cast.in_days(2))
    meetings.scope(case_id=row.pk, by=sekar, text="¿Qué barrios primero?")
    with pytest.raises(GiverMissing):
        booked(row, sekar)
    carmen = cast.delegate("Carmen", guadalajara)
    booked(row, sekar)
    assert cast.fresh(row).giver == carmen
    assert cast.session_of(row).participants.get(person=carmen).role == "case_giver"


def inside(row: Case) -> set[str]:
    """Who may enter the session's room and the scoping call's now."""
    rows = Admission.objects.filter(room__meeting__subject_id=row.pk, dismissed_at=None)
    return set(rows.values_list("person__name", flat=True))


def test_rooms_of_the_past_are_closed_to_those_who_act_for_nobody_on_the_case(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar)
    ana, asha = cast.advisor("Ana", "Piura"), cast.advisor("Asha", "Kochi")
    for one in (ana, asha):
        cast.advising(row, one, sekar)
    scoped(row, ana.person)
    booked(row, sekar)
    row = held(row, sekar)
    assert inside(row) == {"Lupita", "Ana", "Asha", "Sekar"}
    for person in (lupita, ana.person):
        delegates.leave(person.delegations.get(), by=None)
    cast.settle()
    assert inside(row) == {"Asha", "Sekar"}


def test_who_leaves_a_case_leaves_the_room_of_its_scoping_call(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    one = cast.advising(row, ana, sekar)
    scoped(row, ana.person)
    booked(row, sekar)
    Meeting.objects.filter(subject_kind=meetings.SCOPING).update(state=Meeting.State.HELD)
    engagements.leave(engagement_id=one.pk, by=ana.person, reason="Nuevo puesto.")
    assert inside(cast.fresh(row)) == {"Lupita", "Sekar"}


def hosts(row: Case) -> list[str]:
    rows = cast.session_of(row).participants.filter(left_at=None, role="host")
    admitted = Admission.objects.filter(room=cast.session_of(row).room, role="host", dismissed_at=None)
    names = list(rows.values_list("person__name", flat=True))
    assert list(admitted.values_list("person__name", flat=True)) == names
    return names


def test_when_an_advisor_who_moderates_leaves_the_next_one_does_and_a_fact_says_so(guadalajara, lupita, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=3)
    guides = [cast.advisor(name, of) for name, of in (("Ana", "Piura"), ("Asha", "Kochi"), ("Joris", "Utrecht"))]
    rows = [cast.advising(row, one, sekar) for one in guides]
    scoped(row, sekar)
    booked(row, sekar, guides[0].person)
    assert hosts(row) == ["Ana"]
    engagements.leave(engagement_id=rows[0].pk, by=guides[0].person, reason="Nuevo puesto.")
    cast.settle()
    assert hosts(row) == ["Asha"]
    engagements.leave(engagement_id=rows[1].pk, by=sekar, reason="She is ill.")
    cast.settle()
    assert hosts(row) == ["Sekar"]
    people.deactivate(person_id=sekar.pk, by=None)
    cast.settle()
    assert hosts(row) == ["Joris"]
    facts = [one for one in since(f"meeting:{cast.session_of(row).pk}", 0) if one.kind == "moderator_changed"]
    assert [one.data["person_id"] for one in facts] == [guides[1].person_id, sekar.pk, guides[2].person_id]
    assert cast.told("meeting_moderated") == ["Asha", "Joris", "Sekar"]
