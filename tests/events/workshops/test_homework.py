"""Homework: set, handed in, shown overdue first, reminded of in the reader's own zone and language."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import calendar, registrations, states
from events.errors import NotYourEvent
from events.models import Event, Preparation, PreparationFile, Registration, WorkshopTask
from events.workshops import handing_in, homework, owed, steps, tasks
from events.workshops.errors import (
    DueAfterBeginning,
    DueInThePast,
    NoPdf,
    NotAsked,
    NothingHandedIn,
    NotTakingPart,
)
from ledger.models import Promise
from members import mailing
from members.erasure import erase
from members.errors import NotFound
from members.models import Person
from tests.events import cast
from tests.events.workshops import bench

pytestmark = pytest.mark.django_db


def overdue(task: WorkshopTask) -> None:
    WorkshopTask.objects.filter(pk=task.pk).update(due_at=timezone.now() - timedelta(hours=1))


def test_a_practice_is_handed_in_and_changed_and_stands_in_the_members_dossier():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    task = WorkshopTask.objects.get()
    handing_in.hand_in(event, task.pk, by=asha, kind="practice", text="Water tanks", file=("tanks.pdf", b"%PDF-1.7"))
    handing_in.hand_in(event, task.pk, by=asha, kind="challenge", link="https://kochi.example/heat")
    row = Preparation.objects.get()
    assert (row.kind, row.text, row.link) == ("challenge", "Water tanks", "https://kochi.example/heat")
    assert PreparationFile.objects.get().name == "tanks.pdf"
    [piece] = homework.Homework(event).of(asha)
    assert (piece.missing, piece.overdue) == (False, False)


def test_an_empty_hand_and_a_file_that_is_no_pdf_are_refused():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    task = WorkshopTask.objects.get()
    with pytest.raises(NothingHandedIn):
        handing_in.hand_in(event, task.pk, by=asha, kind="practice", text="  ")
    with pytest.raises(NoPdf):
        handing_in.hand_in(event, task.pk, by=asha, kind="practice", file=("heat.pdf", b"MZ"))
    assert not Preparation.objects.exists()


def test_who_has_no_seat_or_is_not_named_is_not_asked_and_nobody_is_when_it_is_over():
    olga = cast.organiser()
    event = bench.preparing(olga)
    kochi = cast.member("Kochi", "IN")
    asha, ravi = bench.guest(event, "Asha", kochi), bench.guest(event, "Ravi", kochi)
    lena = cast.person("Lena", acts_for=cast.member("Jena"))
    for_all = WorkshopTask.objects.get()
    for_asha = bench.task(event, olga, "Bring your map", named=[asha.pk])
    for person, task in ((lena, for_all), (ravi, for_asha)):
        with pytest.raises(NotAsked):
            handing_in.hand_in(event, task.pk, by=person, kind="practice", text="Shade")
    assert [len(homework.Homework(event).of(one)) for one in (asha, ravi)] == [2, 1]
    bench.hold(event, olga)
    with pytest.raises(NotAsked):
        handing_in.hand_in(event, for_all.pk, by=asha, kind="practice", text="Shade")


def test_a_task_for_somebody_who_has_left_is_nobodys():
    olga = cast.organiser()
    event = bench.preparing(olga)
    kochi = cast.member("Kochi", "IN")
    asha, ravi = bench.guest(event, "Asha", kochi), bench.guest(event, "Ravi", kochi)
    task = bench.task(event, olga, "Bring your map", named=[asha.pk])
    erase(asha)
    assert [piece.task.pk == task.pk for piece in homework.Homework(event).of(ravi)] == [False]
    assert [piece.task.pk == task.pk for _, piece in owed.missing(ravi)] == [False]
    with pytest.raises(NotAsked):
        handing_in.hand_in(event, task.pk, by=ravi, kind="practice", text="Shade")


def test_who_comes_later_and_who_is_asked_later_hear_of_it():
    olga = cast.organiser()
    event = bench.preparing(olga)
    kochi = cast.member("Kochi", "IN")
    asha = bench.guest(event, "Asha", kochi)
    bench.guest(event, "Ravi", kochi)
    assert cast.told("preparation_began") == ["Asha", "Ravi"]
    task = bench.task(event, olga, "Bring your map", named=[asha.pk])
    tasks.change(event, task.pk, by=olga, due_at=task.due_at)
    assert cast.told("preparation_began") == ["Asha", "Asha", "Ravi", "Ravi"]


def test_homework_is_due_in_the_future_and_before_the_workshop_begins():
    olga = cast.organiser()
    event = bench.workshop(olga)
    with pytest.raises(DueAfterBeginning):
        bench.task(event, olga, days=30)
    with pytest.raises(DueInThePast):
        bench.task(event, olga, days=-1)
    with pytest.raises(NotTakingPart):
        bench.task(event, olga, named=[cast.person("Lena").pk])
    with pytest.raises(NotYourEvent):
        bench.task(event, cast.person("Asha"))
    assert not WorkshopTask.objects.exists()


def test_a_task_of_another_workshop_does_not_exist_here():
    olga = cast.organiser()
    here, there = bench.preparing(olga), bench.workshop(olga, slug="water")
    asha = bench.guest(there, "Asha", cast.member("Kochi", "IN"))
    foreign = WorkshopTask.objects.get(workshop__event=here)
    with pytest.raises(NotFound):
        handing_in.hand_in(there, foreign.pk, by=asha, kind="practice", text="Shade")
    with pytest.raises(NotFound):
        tasks.drop(there, foreign.pk, by=olga)


def test_the_table_has_who_is_late_first():
    olga = cast.organiser()
    event = bench.preparing(olga)
    kochi = cast.member("Kochi", "IN")
    asha, ravi = bench.guest(event, "Asha", kochi), bench.guest(event, "Ravi", kochi)
    task = WorkshopTask.objects.get()
    handing_in.hand_in(event, task.pk, by=asha, kind="practice", text="Shade")
    overdue(task)
    lines = homework.Homework(event).lines()
    assert [(line.registration.person, line.overdue, line.missing) for line in lines] == [(ravi, 1, 1), (asha, 0, 0)]


def test_the_table_takes_as_many_queries_for_one_as_for_many():
    olga = cast.organiser()
    event = bench.preparing(olga)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            homework.Homework(event).lines()
        return len(queries)

    bench.guests(event, 1)
    few = count()
    registrations.register(event, cast.person("Late", acts_for=cast.member("Jena")), cast.member("Jena"))
    for number in range(4):
        bench.task(event, olga, f"Task {number}")
    assert (few, count()) == (4, 4)


def test_whoever_is_late_is_reminded_in_their_own_zone_and_language():
    olga = cast.organiser()
    event = bench.preparing(olga)
    kochi = cast.member("Kochi", "IN")
    asha = bench.guest(event, "Asha", kochi)
    bench.guest(event, "Lena", cast.member("Jena"), language="de", zone="Europe/Berlin")
    lucia = bench.guest(event, "Lucia", cast.member("Piura", "PE"), language="es", zone="America/Lima")
    task = WorkshopTask.objects.get()
    due_at = (timezone.now() + timedelta(days=9)).replace(hour=12, minute=0, second=0, microsecond=0)
    tasks.change(event, task.pk, by=olga, due_at=due_at)
    handing_in.hand_in(event, task.pk, by=asha, kind="practice", text="Shade")
    cast.reactions_run()
    assert bench.keep(bench.REMINDER, days=7) == 1
    assert cast.told("preparation_missing") == ["Lena", "Lucia"]
    mail.outbox.clear()
    mailing.mail_due()
    bodies = {one.to[0]: one.body for one in mail.outbox if "Bring a practice" in one.body}
    assert ("07:00" in bodies[lucia.email], sorted(bodies)) == (True, ["lena@example.org", "lucia@example.org"])


def test_three_reminders_are_promised_and_move_with_the_task_and_go_with_it():
    olga = cast.organiser()
    event = bench.preparing(olga)
    task = WorkshopTask.objects.get()
    due = Promise.objects.filter(kind=bench.REMINDER, state="due")
    assert [(row.data["days"], row.due_at) for row in due.order_by("due_at")] == [
        (days, task.due_at - timedelta(days=days)) for days in (7, 2, -1)
    ]
    tasks.change(event, task.pk, by=olga, due_at=task.due_at - timedelta(days=5))
    assert sorted(row.data["days"] for row in due.all()) == [-1, 2]
    tasks.drop(event, task.pk, by=olga)
    assert not due.exists()


@pytest.mark.parametrize("postponed", [False, True])
@pytest.mark.parametrize("days", [28, -2])
def test_homework_moves_with_the_workshop_and_so_do_its_reminders(postponed: bool, days: int):
    olga = cast.organiser()
    event, later = bench.preparing(olga), timedelta(days=days)
    before = WorkshopTask.objects.get().due_at
    if postponed:
        states.move(event, to=Event.State.POSTPONED, by=olga)
    calendar.change(event, by=olga, starts_at=event.starts_at + later, ends_at=event.ends_at + later)
    cast.reactions_run()
    assert WorkshopTask.objects.get().due_at == before + later
    due = Promise.objects.filter(kind=bench.REMINDER, state="due").order_by("due_at")
    assert [row.due_at for row in due] == [before + later - timedelta(days=one) for one in (7, 2, -1)]


def test_homework_stays_due_as_it_was_when_only_the_words_or_the_place_change():
    olga = cast.organiser()
    event = bench.preparing(olga)
    before = WorkshopTask.objects.get().due_at
    calendar.change(event, by=olga, titles={"en": "Heat in Jena"}, venue="Anger 1, Jena")
    cast.reactions_run()
    assert WorkshopTask.objects.get().due_at == before


@pytest.mark.parametrize("state", [Event.State.POSTPONED, Event.State.CANCELLED])
def test_nobody_is_reminded_while_the_workshop_has_no_date(state: str):
    olga = cast.organiser()
    event = bench.preparing(olga)
    bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    states.move(event, to=state, by=olga)
    assert bench.keep(bench.REMINDER, days=2) == 1
    assert cast.told("preparation_missing") == []


def test_nobody_is_reminded_before_the_preparation_begins_or_after_giving_the_seat_back():
    olga = cast.organiser()
    event = bench.workshop(olga)
    bench.task(event, olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    bench.keep(bench.REMINDER, days=7)
    steps.move(event, to="agenda", by=olga)
    steps.move(event, to="preparation", by=olga)
    registrations.withdraw(Registration.objects.get(person=asha), by=asha)
    bench.keep(bench.REMINDER, days=2)
    assert cast.told("preparation_missing") == []


def test_an_erased_person_leaves_nothing_that_they_prepared():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha: Person = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    task = WorkshopTask.objects.get()
    handing_in.hand_in(event, task.pk, by=asha, kind="practice", text="Shade", file=("a.pdf", b"%PDF-1.7"))
    erase(asha)
    assert (Preparation.objects.count(), PreparationFile.objects.count()) == (0, 0)
