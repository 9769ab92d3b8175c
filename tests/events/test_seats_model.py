"""A model of seats and waiting list, walked at random: never oversold, nobody skipped unfairly, no seat left idle."""

import itertools

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from events import calendar, registrations, waiting
from events.errors import CapacityTooSmall
from events.models import Event, Registration
from members.models import Person
from tests.events import cast
from tests.events.line_model import LineModel

R = Registration.State
numbers = itertools.count(1)
quick = settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))


class Seats(RuleBasedStateMachine):
    """The model of an event's seats, and who has asked for one."""

    registered = Bundle("registered")
    requests = Bundle("requests")

    def __init__(self) -> None:
        super().__init__()
        number = next(numbers)
        self.olga = cast.organiser(f"Olga {number}")
        self.kochi = cast.member("Kochi", "IN")
        self.event = cast.event(by=self.olga, slug=f"model-{number}", capacity=2, audience="public")
        self.model = LineModel(2)

    def person(self, *, delegate: bool) -> Person:
        return cast.person(f"Person {next(numbers)}", acts_for=self.kochi if delegate else None)

    @rule(target=registered)
    def register(self) -> Registration:
        row = registrations.register(self.event, self.person(delegate=True), self.kochi)
        self.model.enter(row.pk)
        return row

    @rule(target=requests)
    def ask(self) -> Registration:
        return registrations.register(self.event, self.person(delegate=False))

    @rule(target=registered, row=consumes(requests))
    def grant(self, row: Registration) -> Registration:
        registrations.confirm(row, by=self.olga)
        self.model.enter(row.pk)  # at the place of the time it was asked for
        return row

    @rule(row=consumes(requests))
    def decline(self, row: Registration) -> None:
        registrations.decline(row, by=self.olga)

    @rule(row=consumes(registered))
    def withdraw(self, row: Registration) -> None:
        registrations.withdraw(row, by=row.person)
        self.model.leave(row.pk)

    @rule(capacity=st.integers(1, 5))
    def resize(self, capacity: int) -> None:
        try:
            calendar.change(self.event, by=self.olga, capacity=capacity)
        except CapacityTooSmall:
            assert capacity < len(self.model.seated)
        else:
            assert capacity >= len(self.model.seated)
            self.model.resize(capacity)

    @invariant()
    def never_oversold_and_no_seat_idle_while_somebody_waits(self) -> None:
        event = Event.objects.get(pk=self.event.pk)
        rows = Registration.objects.filter(event=event)
        self.model.check(
            seated=set(rows.filter(state=R.CONFIRMED).values_list("pk", flat=True)),
            waiting=[row.pk for row in waiting.queue(event)],
            positions=waiting.positions([event.pk]),
        )
        assert event.capacity == self.model.places


@pytest.mark.django_db
def test_any_walk_keeps_seats_and_line_fair() -> None:
    run_state_machine_as_test(Seats, settings=quick)
