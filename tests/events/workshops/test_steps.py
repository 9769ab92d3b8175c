"""The steps of a workshop beside its event: the table, what each step needs, who hears of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events import registrations
from events import states as event_states
from events.errors import EventIsFixed, NotYourEvent
from events.models import Event, Registration, Workshop
from events.workshops import agreeing, groups, steps
from events.workshops.errors import NoActionAgreed, NothingToPrepare, WorkshopCannotMove
from events.workshops.states import AFTERWARDS, OVER, STEPS, may
from ledger.reading import since
from members import dossiers, mailing
from members.models import Notice
from rooms.consultation import checks
from rooms.consultation.promised import ActionsNeedCheck
from rooms.models import Room
from tests.events import cast
from tests.events.workshops import bench
from web.errors import Refused

S, E = Workshop.Step, Event.State
pytestmark = pytest.mark.django_db


def test_the_table_names_every_step_and_only_known_ones():
    assert sorted(STEPS) == sorted(S.values)
    assert {to for row in STEPS.values() for to in row.to} <= set(S.values)
    assert {state for row in STEPS.values() for state in row.during} <= set(E.values)


def test_a_workshop_goes_from_needs_to_check():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    bench.hold(event, olga)
    assert bench.step(event) == S.HELD
    day = event.ends_at.date()
    agreeing.agree(event, by=asha, text="Plant forty trees", owner_id=asha.pk, due_on=day)
    steps.move(event, to=S.ACTIONS, by=olga)
    assert bench.keep(ActionsNeedCheck.kind) == 1
    cast.reactions_run()
    assert bench.step(event) == S.CHECK
    kinds = ("workshop_moved", "workshop_held", "workshop_actions_final")
    assert [entry.data.get("step", entry.kind) for entry in since(f"event:{event.pk}", 0) if entry.kind in kinds] == [
        "agenda", "preparation", "held", "workshop_held", "actions", "workshop_actions_final", "check",
    ]  # fmt: skip


def test_an_event_that_ends_was_held_however_far_its_preparation_had_come():
    olga = cast.organiser()
    event = bench.workshop(olga)
    bench.task(event, olga)
    bench.hold(event, olga)
    assert bench.step(event) == S.HELD


def test_preparation_needs_a_task_and_final_actions_need_an_action():
    olga = cast.organiser()
    event = bench.workshop(olga)
    steps.move(event, to=S.AGENDA, by=olga)
    with pytest.raises(NothingToPrepare):
        steps.move(event, to=S.PREPARATION, by=olga)
    bench.hold(event, olga)
    with pytest.raises(NoActionAgreed):
        steps.move(event, to=S.ACTIONS, by=olga)
    assert bench.step(event) == S.HELD


def test_what_the_platform_does_is_no_organisers_button():
    olga = cast.organiser()
    event = bench.preparing(olga)
    Event.objects.filter(pk=event.pk).update(state=E.DOCUMENTATION)
    with pytest.raises(WorkshopCannotMove):
        steps.move(event, to=S.HELD, by=olga)


@pytest.mark.parametrize("state", [E.DRAFT, E.POSTPONED])
def test_nothing_is_prepared_for_a_date_that_nobody_knows(state: str):
    olga = cast.organiser()
    event = bench.workshop(olga, state=state)
    bench.task(event, olga)
    steps.move(event, to=S.AGENDA, by=olga)
    with pytest.raises(WorkshopCannotMove):
        steps.move(event, to=S.PREPARATION, by=olga)


def test_only_the_networks_own_staff_takes_a_step_and_none_of_a_cancelled_event():
    olga = cast.organiser()
    event = bench.preparing(olga)
    strangers = [
        bench.guest(event, "Asha", cast.member("Kochi", "IN")),
        cast.organiser("Emil", of=cast.network(cast.EUROPE)),
    ]
    for stranger in strangers:
        with pytest.raises(NotYourEvent):
            steps.move(event, to=S.AGENDA, by=stranger)
    event_states.move(event, to=E.CANCELLED, by=olga)
    with pytest.raises(EventIsFixed):
        steps.move(event, to=S.AGENDA, by=olga)


def test_everybody_with_a_seat_hears_when_the_preparation_begins_and_when_it_was_held():
    olga = cast.organiser()
    event = bench.workshop(olga)
    bench.task(event, olga)
    bench.competence(event, olga)
    kochi = cast.member("Kochi", "IN")
    bench.guest(event, "Asha", kochi)
    bench.guest(event, "Ravi", kochi)
    steps.move(event, to=S.AGENDA, by=olga)
    steps.move(event, to=S.PREPARATION, by=olga)
    bench.hold(event, olga)
    assert (cast.told("preparation_began"), cast.told("workshop_held")) == (["Asha", "Ravi"], ["Asha", "Ravi"])


def test_three_months_later_owners_are_asked_once_and_answer_on_the_workshops_page():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    agreeing.agree(event, by=asha, text="Plant forty trees", owner_id=asha.pk, due_on=event.ends_at.date())
    bench.hold(event, olga)
    steps.move(event, to=S.ACTIONS, by=olga)
    assert bench.keep(ActionsNeedCheck.kind) == 1
    assert Notice.objects.get(kind="actions_check").address == "/events/heat/workshop/#actions"
    [asked] = checks.waiting(asha)
    agreeing.answer(event, asked.pk, by=asha, result="done", sentence="All of them stand.")
    assert not checks.waiting(asha).exists()
    assert bench.keep(ActionsNeedCheck.kind) == 0


def test_owners_are_asked_though_nobody_made_the_actions_final():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    agreeing.agree(event, by=asha, text="Plant forty trees", owner_id=asha.pk, due_on=event.ends_at.date())
    bench.hold(event, olga)
    assert bench.keep(ActionsNeedCheck.kind) == 1
    cast.reactions_run()
    assert (bench.step(event), cast.told("actions_check")) == (S.CHECK, ["Asha"])
    assert bench.keep(ActionsNeedCheck.kind) == 0


def test_an_organiser_in_the_room_answers_for_somebody_who_gave_the_seat_back():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    agreeing.agree(event, by=olga, text="Plant forty trees", owner_id=asha.pk, due_on=event.ends_at.date())
    registrations.withdraw(Registration.objects.get(person=asha), by=asha)
    cast.reactions_run()
    bench.hold(event, olga)
    assert bench.keep(ActionsNeedCheck.kind) == 1
    cast.reactions_run()
    assert (cast.told("actions_check"), cast.told("actions_left")) == ([], ["Olga"])
    [asked] = agreeing.of(event.workshop, olga).asked
    agreeing.answer(event, asked.pk, by=olga, result="dropped", sentence="Kochi goes on without us.")
    assert agreeing.of(event.workshop, olga).asked == []


def test_the_mail_calls_the_workshop_by_its_title_in_the_readers_language():
    event = bench.preparing(cast.organiser())
    data = {"room_id": event.workshop.room_id, "months": 3, "count": 1}
    for name, language, title in (("Jonas", "de", "Hitze in der Stadt"), ("Asha", "en", "Heat in towns")):
        person = cast.person(name, language=language)
        notice = Notice.objects.create(person=person, kind="actions_check", key=name, data=data, address="/")
        assert title in mailing.compose(notice).subject


def test_a_workshop_without_actions_stays_held_and_nobody_is_asked():
    olga = cast.organiser()
    event = bench.preparing(olga)
    bench.hold(event, olga)
    assert bench.keep(ActionsNeedCheck.kind) == 1
    cast.reactions_run()
    assert (bench.step(event), cast.told("actions_check")) == (S.HELD, [])


def test_nobody_is_asked_to_rate_where_there_is_nothing_to_rate_or_who_stayed_away():
    olga = cast.organiser()
    first, second = bench.preparing(olga), bench.preparing(olga, slug="water")
    kochi = cast.member("Kochi", "IN")
    bench.guest(first, "Asha", kochi)
    bench.competence(second, olga)
    for name in ("Ravi", "Lena"):
        bench.guest(second, name, kochi)
    Registration.objects.filter(person__name="Lena").update(state=Registration.State.NO_SHOW)
    for event in (first, second):
        bench.hold(event, olga)
    assert cast.told("workshop_held") == ["Ravi"]


def test_a_cancelled_workshop_takes_no_actions_and_its_rooms_close():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    groups.add(event, by=olga, topic="Shade")
    day = event.ends_at.date()
    row = agreeing.agree(event, by=asha, text="Plant forty trees", owner_id=asha.pk, due_on=day)
    event_states.move(event, to=E.CANCELLED, by=olga)
    with pytest.raises(EventIsFixed):
        agreeing.agree(event, by=asha, text="Count trees", owner_id=asha.pk, due_on=day)
    with pytest.raises(EventIsFixed):
        agreeing.take_back(event, row.pk, by=asha)
    cast.reactions_run()
    assert Room.objects.filter(closed_at=None).count() == 0


def test_the_dossier_tells_what_the_member_took_part_in():
    olga = cast.organiser()
    event = bench.preparing(olga)
    kochi = cast.member("Kochi", "IN")
    asha = bench.guest(event, "Asha", kochi)
    agreeing.agree(event, by=asha, text="Plant forty trees", owner_id=asha.pk, due_on=event.ends_at.date())
    bench.hold(event, olga)
    steps.move(event, to=S.ACTIONS, by=olga)
    lines = dossiers.entries(kochi, asha, dossiers.Filters(about="workshops"))
    assert [str(line.sentence) for line in lines[:10]] == [
        "The workshop “Heat in towns” agreed on 1 action.",
        "The workshop “Heat in towns” took place.",
    ]


STEP_MOVES = st.sampled_from([("step", to) for to in S.values])
EVENT_MOVES = st.sampled_from([("event", to) for to in E.values])


class RandomMovesTest(TestCase):
    """Whatever is tried in whatever order, steps and states stay in the table and go together."""

    @settings(max_examples=25, deadline=None)
    @given(tried=st.lists(st.one_of(STEP_MOVES, EVENT_MOVES), max_size=14))
    def test_a_workshop_is_past_held_exactly_when_its_event_is_over(self, tried: list[tuple[str, str]]) -> None:
        olga = cast.organiser()
        event = bench.workshop(olga, state=E.DRAFT)
        bench.task(event, olga)
        for what, to in tried:
            before = bench.step(event)
            state = Event.objects.get().state
            try:
                if what == "step":
                    steps.move(event, to=to, by=olga)
                else:
                    event_states.move(event, to=to, by=olga)
            except Refused:
                assert (bench.step(event), Event.objects.get().state) == (before, state)
                continue
            assert what == "event" or may(before, to, state)
            cast.reactions_run()
            assert (bench.step(event) in AFTERWARDS) == (Event.objects.get().state in OVER)
        assert Room.objects.count() == 1
