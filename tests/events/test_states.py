"""The table of states, its refusals, and who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events import facts, formats, registrations, states, steps
from events.errors import DateIsPast, EventCannotMove, NotYourEvent, RegistrationCannotMove
from events.models import Event, Registration
from ledger.models import Promise
from ledger.reading import since
from members.models import Office
from tests.events import cast
from web.errors import Refused

E, R = Event.State, Registration.State
pytestmark = pytest.mark.django_db


def test_an_event_goes_from_draft_to_archive_and_each_step_is_a_fact():
    olga = cast.organiser()
    event = cast.event(by=olga, state=E.DRAFT)
    for to in (E.PUBLISHED, E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED, E.LIVE, E.DOCUMENTATION, E.ARCHIVED):
        event = states.move(event, to=to, by=olga)
    assert [entry.kind for entry in since(f"event:{event.pk}", 0)] == [
        "event_published", "registration_opened", "registration_closed", "event_began", "event_ended", "event_archived",
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["draft", "published", "registration_open", "registration_closed", "live"])
@pytest.mark.parametrize("to", ["postponed", "cancelled"])
def test_any_of_the_first_five_states_can_be_postponed_or_cancelled(state: str, to: str):
    olga = cast.organiser()
    assert states.move(cast.event(by=olga, state=state), to=to, by=olga).state == to


def test_a_format_may_have_a_reason_against_a_move(monkeypatch: pytest.MonkeyPatch):
    olga = cast.organiser()
    event = cast.event(by=olga, state=E.PUBLISHED)
    reason = Refused("Not on a Sunday.")
    kind = formats.Format(kind=event.kind, refuses=lambda _event, to: reason if to == E.POSTPONED else None)
    monkeypatch.setitem(formats.registered, event.kind, kind)
    with pytest.raises(Refused, match="Not on a Sunday"):
        states.move(event, to=E.POSTPONED, by=olga)
    assert [step.to for step in steps.of(event)] == ["registration_open", "cancelled"]
    assert states.move(event, to=E.CANCELLED, by=olga).state == "cancelled"


@pytest.mark.parametrize("state", ["documentation", "archived", "cancelled"])
def test_what_is_over_cannot_be_postponed(state: str):
    olga = cast.organiser()
    event = cast.event(by=olga, state=state)
    with pytest.raises(EventCannotMove):
        states.move(event, to=E.POSTPONED, by=olga)
    assert Event.objects.get().state == state
    assert since(f"event:{event.pk}", 0) == []


def test_nothing_is_announced_for_a_time_that_is_over():
    olga = cast.organiser()
    over = timezone.now() - timedelta(days=1)
    event = cast.event(by=olga, state=E.DRAFT, starts_at=over - timedelta(hours=1), ends_at=over)
    with pytest.raises(DateIsPast):
        states.move(event, to=E.PUBLISHED, by=olga)


def test_only_the_networks_own_staff_moves_an_event():
    event = cast.event(by=cast.organiser())
    jena = cast.member("Jena")
    strangers = [cast.person("Jana", acts_for=jena), cast.organiser("Emil", of=cast.network(cast.EUROPE))]
    for stranger in strangers:
        with pytest.raises(NotYourEvent):
            states.move(event, to=E.CANCELLED, by=stranger)
    secretariat = cast.organiser("Sena", role=Office.Role.SECRETARIAT)
    assert states.move(event, to=E.CANCELLED, by=secretariat).state == E.CANCELLED


def test_the_platform_itself_may_move_an_event():
    event = cast.event(by=cast.organiser(), state=E.REGISTRATION_CLOSED)
    assert states.move(event, to=E.LIVE, by=None).state == E.LIVE


def test_who_left_the_office_no_longer_moves_events_they_organised():
    olga = cast.organiser()
    event = cast.event(by=olga)
    Office.objects.all().delete()
    with pytest.raises(NotYourEvent):
        states.move(event, to=E.CANCELLED, by=olga)


@pytest.mark.parametrize(("to", "kind"), [(E.CANCELLED, "event_cancelled"), (E.POSTPONED, "event_postponed")])
def test_those_who_are_registered_are_told_and_nobody_else(to: str, kind: str):
    olga = cast.organiser()
    event = cast.event(by=olga, capacity=1)
    kochi, jena = cast.member("Kochi", "IN"), cast.member("Jena")
    asha, bela, cleo = (cast.person(name, acts_for=kochi) for name in ("Asha", "Bela", "Cleo"))
    cast.person("Dora", acts_for=jena)
    registrations.register(event, asha, kochi)
    registrations.register(event, bela, kochi)
    registrations.withdraw(registrations.register(event, cleo, kochi), by=cleo)
    states.move(event, to=to, by=olga)
    cast.reactions_run()
    assert cast.told(kind) == ["Asha", "Bela"]


def test_being_cancelled_stands_in_the_dossier_of_each_member_once():
    olga = cast.organiser()
    event = cast.event(by=olga)
    kochi, jena = cast.member("Kochi", "IN"), cast.member("Jena")
    for name, acts_for in (("Asha", kochi), ("Bela", kochi), ("Jana", jena)):
        registrations.register(event, cast.person(name, acts_for=acts_for), acts_for)
    states.move(event, to=E.CANCELLED, by=olga)
    from ledger.models import Concern

    concerned = Concern.objects.filter(entry__kind="event_cancelled").values_list("member_id", flat=True)
    assert sorted(concerned) == sorted([kochi.pk, jena.pk])


def test_a_draft_that_is_cancelled_stays_unseen_and_one_that_was_published_does_not():
    from events import audiences

    olga = cast.organiser()
    drafted = cast.event(by=olga, slug="drafted", state=E.DRAFT, audience="public")
    published = cast.event(by=olga, slug="published", state=E.PUBLISHED, audience="public")
    for event in (drafted, published):
        states.move(event, to=E.CANCELLED, by=olga)
    assert [event.slug for event in audiences.visible(None)] == ["published"]


def test_reminders_are_promised_with_publication_and_withdrawn_with_cancellation():
    olga = cast.organiser()
    event = states.move(cast.event(by=olga, state=E.DRAFT), to=E.PUBLISHED, by=olga)
    due = Promise.objects.filter(stream=f"event:{event.pk}", state="due").order_by("promised_at")
    assert [event.starts_at - promise.promised_at for promise in due] == [
        timedelta(days=7), timedelta(days=1), timedelta(minutes=15),
    ]  # fmt: skip
    states.move(event, to=E.CANCELLED, by=olga)
    assert due.all().count() == 0


def test_a_registration_takes_only_the_steps_of_the_table():
    row = Registration(state=R.WAITLISTED)
    states.check_registration_move(row, R.CONFIRMED)
    for to in (R.REQUESTED, R.ATTENDED, R.NO_SHOW, R.DECLINED, R.WAITLISTED):
        with pytest.raises(RegistrationCannotMove):
            states.check_registration_move(row, to)


class AnyWalk(TestCase):
    """Random moves: the state changes exactly when the table has the move, and a fact says so exactly then."""

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.sampled_from(sorted(E.values)), max_size=8))
    def test_random_moves_follow_the_table(self, wanted: list[str]) -> None:
        olga = cast.organiser()
        event = cast.event(by=olga, state=E.DRAFT)
        walked = []
        for to in wanted:
            allowed = to in states.EVENT_MOVES[event.state]
            try:
                event = states.move(event, to=to, by=olga)
            except EventCannotMove:
                assert not allowed
            else:
                assert allowed
                walked.append(states.FACT_OF_STATE[to].kind)
        assert [entry.kind for entry in since(f"event:{event.pk}", 0)] == walked
        assert Event.objects.get(pk=event.pk).state == event.state


def test_every_state_has_its_row_and_its_fact():
    assert set(states.EVENT_MOVES) == set(E.values)
    assert set(states.REGISTRATION_MOVES) == set(R.values)
    assert set(states.FACT_OF_STATE) == set(E.values) - {E.DRAFT}
    assert all(issubclass(fact, facts.EventFact) for fact in states.FACT_OF_STATE.values())
