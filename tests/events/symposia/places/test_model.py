"""Places of a session, walked at random against the model events have: capacity, coming, going, moving up."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events import registrations
from events.models import Place, Registration, Session
from events.symposia import placements
from events.symposia.places import line, taking
from events.symposia.places.errors import PlacesTaken
from tests.events import cast
from tests.events.line_model import LineModel
from tests.events.symposia import stage as on
from tests.events.symposia.places import floor
from tests.events.test_seats_model import numbers, quick


class Places(RuleBasedStateMachine):
    """A session with two places, in the agenda or not; people take one, give it back, or leave the whole event."""

    placed = Bundle("placed")

    def __init__(self) -> None:
        super().__init__()
        number = next(numbers)
        self.olga = cast.organiser(f"Olga {number}")
        self.kochi = cast.member("Kochi", "IN")
        self.event = floor.symposium(self.olga, places={"Shade": 2, "Rain": None}, slug=f"model-{number}")
        self.session = floor.session(self.event, "Shade")
        self.model = LineModel(2)

    @precondition(lambda self: self.model.moving)
    @rule(target=placed)
    def take(self) -> Place:
        person = cast.person(f"Person {next(numbers)}", acts_for=self.kochi)
        registrations.register(self.event, person, self.kochi)
        row = taking.take(self.event, self.session.pk, person=person)
        assert taking.take(self.event, self.session.pk, person=person) == row
        self.model.enter(row.pk)
        return row

    @rule(row=consumes(placed))
    def leave(self, row: Place) -> None:
        taking.leave(self.event, self.session.pk, person=row.person)
        self.model.leave(row.pk)

    @rule(row=consumes(placed))
    def withdraw_from_the_event(self, row: Place) -> None:
        registrations.withdraw(Registration.objects.get(event=self.event, person=row.person), by=row.person)
        self.model.leave(row.pk)

    @precondition(lambda self: self.model.moving)
    @rule()
    def publish_without_the_session(self) -> None:
        placements.unplace(self.event, self.session.pk, by=self.olga, revision=None)
        on.publish(self.event, self.olga)
        self.model.moving = False

    @precondition(lambda self: not self.model.moving)
    @rule()
    def publish_with_the_session_again(self) -> None:
        on.put(self.session, self.olga, self.event.stages.get(name="Main hall"), self.event.starts_at)
        on.publish(self.event, self.olga)
        self.model.moving = True
        self.model.promote()

    @precondition(lambda self: self.model.moving)
    @rule(places=st.integers(1, 5))
    def publish_another_number(self, places: int) -> None:
        if places == self.model.places:
            return
        try:
            floor.resize(self.event, self.session, self.olga, places)
        except PlacesTaken:
            assert places < len(self.model.seated)
            floor.edit(self.event, self.session, self.olga, self.model.places)
        else:
            assert places >= len(self.model.seated)
            self.model.resize(places)

    @invariant()
    def never_oversold_nobody_skipped_and_no_place_idle(self) -> None:
        held = Place.objects.filter(session=self.session, state=Place.State.HELD)
        self.model.check(
            seated=set(held.values_list("pk", flat=True)),
            waiting=[row.pk for row in line.LINE.queue(self.session.pk)],
            positions=line.LINE.positions([self.session.pk]),
        )
        assert Session.objects.get(pk=self.session.pk).places == self.model.places


@pytest.mark.django_db
def test_any_walk_keeps_the_places_of_a_session_fair() -> None:
    run_state_machine_as_test(Places, settings=quick)
