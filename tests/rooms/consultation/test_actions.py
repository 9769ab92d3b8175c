"""Actions: agreed before the consultation closes, kept, and asked about later."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ledger import promises
from ledger.models import Promise
from ledger.reading import since
from members.models import Notice, Person
from rooms import admissions, refusals, rooms
from rooms.consultation import actions, checks, closing
from rooms.consultation import refusals as why
from rooms.consultation.promised import ActionsNeedCheck
from rooms.consultation_models import Action, Consultation, Outcome
from rooms.models import Room

SOON = timedelta(days=30)


def agree(room: Room, by: Person, owner: Person, text: str = "Ask the fishermen for their marks") -> Action:
    return actions.agree(room, by=by, text=text, owner_id=owner.pk, due_on=timezone.localdate() + SOON)


@pytest.mark.django_db
def test_moderator_scribe_and_case_giver_write_down_actions(
    running: Room, anna: Person, uwe: Person, asha: Person, lucia: Person
) -> None:
    for somebody in (anna, uwe, asha):
        agree(running, somebody, uwe)
    with pytest.raises(why.NotRecording):
        agree(running, lucia, uwe)
    assert actions.agreed(running).count() == 3
    entry = next(entry for entry in since(f"room:{running.id}", 0) if entry.kind == "action_agreed")
    assert (entry.data["person_id"], entry.data["owner_id"]) == (anna.pk, uwe.pk)


@pytest.mark.django_db
def test_an_action_has_words_an_owner_here_and_a_day_to_come(running: Room, anna: Person, uwe: Person) -> None:
    today = timezone.localdate()
    for text in ("", "   ", "x" * 301):
        with pytest.raises(why.NoText):
            agree(running, anna, uwe, text)
    with pytest.raises(why.NoOwner):
        actions.agree(running, by=anna, text="Ask", owner_id=999_999, due_on=today)
    with pytest.raises(why.DayIsPast):
        actions.agree(running, by=anna, text="Ask", owner_id=uwe.pk, due_on=today - timedelta(days=1))
    with pytest.raises(refusals.NotAdmitted):
        actions.agree(rooms.open_room("Elsewhere"), by=anna, text="Ask", owner_id=uwe.pk, due_on=today)
    assert Action.objects.count() == 0


@pytest.mark.django_db
def test_an_action_is_taken_back_once(running: Room, anna: Person, uwe: Person) -> None:
    action = agree(running, anna, uwe)
    actions.withdraw(action, by=anna)
    actions.withdraw(action, by=anna)
    assert not actions.agreed(running).exists()
    assert [entry.kind for entry in since(f"room:{running.id}", 0)].count("action_withdrawn") == 1


@pytest.mark.django_db
def test_closing_asks_for_an_action_or_a_reason(running: Room, anna: Person, uwe: Person) -> None:
    with pytest.raises(why.NoActions) as asked:
        closing.close(running, by=anna)
    assert (asked.value.field, asked.value.status) == ("reason", 400)
    with pytest.raises(refusals.OnlyForHosts):
        closing.close(running, by=uwe, reason="I am tired")
    closed = closing.close(running, by=anna, reason="The question changed.")
    assert (closed.reason, closed.closed_by) == ("The question changed.", anna)
    assert not Promise.objects.filter(kind="actions_need_check").exists()


@pytest.mark.django_db
def test_closing_with_actions_stops_the_clock_and_promises_three_checks(
    running: Room, anna: Person, uwe: Person
) -> None:
    agree(running, anna, uwe)
    closed = closing.close(running, by=anna, reason="not kept")
    running.refresh_from_db()
    assert (running.phase, running.closed_at is not None, closed.reason) == ("", True, "")
    assert Promise.objects.get(kind="phase_ends").state == "withdrawn"
    assert closed.closed_at is not None
    assert list(
        Promise.objects.filter(kind="actions_need_check").order_by("due_at").values_list("data__months", "due_at")
    ) == [(months, checks.months_later(closed.closed_at, months)) for months in (3, 6, 12)]
    with pytest.raises(refusals.Closed):
        agree(running, anna, uwe)


@pytest.mark.django_db
def test_what_has_not_begun_is_not_closed(room: Room, anna: Person) -> None:
    with pytest.raises(why.NotBegun):
        closing.close(room, by=anna, reason="Nobody came")
    assert Consultation.objects.get().closed_at is None


@pytest.mark.django_db
def test_owners_are_asked_after_three_six_and_twelve_months_until_it_is_settled(
    running: Room, anna: Person, uwe: Person, lucia: Person
) -> None:
    marks, sensors = agree(running, anna, uwe), agree(running, anna, lucia, "Lend two sensors")
    closing.close(running, by=anna)
    checks.keep_promise(ActionsNeedCheck(room_id=running.id, months=3))
    assert set(Outcome.objects.values_list("action", "asked", "months")) == {
        (marks.pk, uwe.pk, 3), (sensors.pk, lucia.pk, 3),
    }  # fmt: skip
    assert set(Notice.objects.values_list("person", "kind")) == {(uwe.pk, "actions_check"), (lucia.pk, "actions_check")}
    first = Outcome.objects.get(action=marks)
    checks.answer(first, by=uwe, result="done", sentence="The marks are on the map.")
    checks.keep_promise(ActionsNeedCheck(room_id=running.id, months=6))
    assert list(Outcome.objects.filter(months=6).values_list("action", flat=True)) == [sensors.pk]
    assert [entry.data["actions"] for entry in since(f"room:{running.id}", 0) if entry.kind == "actions_asked"] == [
        2,
        1,
    ]


@pytest.mark.django_db
def test_a_check_kept_twice_asks_once(running: Room, anna: Person, uwe: Person) -> None:
    agree(running, anna, uwe)
    closing.close(running, by=anna)
    past = timezone.now() - timedelta(minutes=1)
    Promise.objects.filter(data__months=3).update(due_at=past, promised_at=past)
    assert [promises.keep_due(until=timezone.now()) for _ in range(2)] == [1, 0]
    assert (Outcome.objects.count(), Notice.objects.filter(kind="actions_check").count()) == (1, 1)


@pytest.mark.django_db
def test_the_owner_or_the_moderator_answers_with_a_sentence(
    running: Room, anna: Person, uwe: Person, lucia: Person
) -> None:
    agree(running, anna, uwe)
    closing.close(running, by=anna)
    checks.keep_promise(ActionsNeedCheck(room_id=running.id, months=3))
    asked = Outcome.objects.get()
    with pytest.raises(why.NotAsked):
        checks.answer(asked, by=lucia, result="done", sentence="Done!")
    with pytest.raises(why.NotAsked):
        checks.answer(asked, by=uwe, result="forgotten", sentence="Oh.")
    with pytest.raises(why.NoSentence):
        checks.answer(asked, by=uwe, result="dropped", sentence=" ")
    assert list(checks.waiting(uwe)) == [asked]
    checks.keep_promise(ActionsNeedCheck(room_id=running.id, months=6))
    assert [one.months for one in checks.waiting(uwe)] == [6]
    Outcome.objects.filter(months=6).delete()
    checks.answer(asked, by=uwe, result="under_way", sentence="Half of the river is marked.")
    checks.answer(asked, by=anna, result="dropped", sentence="The council said no.")
    asked.refresh_from_db()
    assert (asked.result, asked.sentence) == ("dropped", "The council said no.")
    assert not checks.waiting(uwe).exists()


@pytest.mark.django_db
def test_the_moderator_is_asked_about_actions_whose_owners_have_left(
    client, running: Room, anna: Person, uwe: Person, lucia: Person
) -> None:
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    for owner in (anna, uwe, lucia):
        agree(running, anna, owner, f"Walk the river, {owner.name}")
    closing.close(running, by=anna)
    admissions.dismiss(running, [uwe.pk])
    Person.objects.filter(pk=lucia.pk).update(is_active=False)
    checks.keep_promise(ActionsNeedCheck(room_id=running.id, months=3))
    told = Notice.objects.order_by("kind").values_list("person", "kind", "data__count")
    assert list(told) == [(anna.pk, "actions_check", 1), (anna.pk, "actions_left", 2)]
    mail = render_to_string("notices/actions_left.txt", {"room": running, "months": 3, "count": 2})
    assert "What became of 2 actions from “Flood warning for a small town” whose owners have left?" in mail
    assert [one.action.owner for one in checks.waiting(anna)] == [anna, uwe, lucia]
    left = checks.waiting(anna).get(action__owner=uwe)
    said = {f"outcome-{left.pk}-result": "done", f"outcome-{left.pk}-sentence": "The council walked it."}
    assert "What became of it?" in client.get(f"/rooms/{running.id}/").content.decode()
    assert client.post(f"/rooms/{running.id}/outcomes/{left.pk}/", said).status_code == 302
    assert [one.action.owner for one in checks.waiting(anna)] == [anna, lucia]


@pytest.mark.django_db
def test_of_owners_who_are_there_nobody_else_is_asked(running: Room, anna: Person, uwe: Person, lucia: Person) -> None:
    agree(running, anna, uwe)
    closing.close(running, by=anna)
    checks.keep_promise(ActionsNeedCheck(room_id=running.id, months=3))
    asked = Outcome.objects.get()
    assert [list(checks.waiting(who)) for who in (uwe, anna, lucia)] == [[asked], [], []]
    admissions.dismiss(running, [uwe.pk])
    assert [list(checks.waiting(who)) for who in (anna, lucia)] == [[asked], []]


@pytest.mark.parametrize(
    ("closed", "months", "asked"),
    [
        (date(2026, 11, 24), 3, date(2027, 2, 24)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(closed: date, months: int, asked: date) -> None:
    noon = datetime(closed.year, closed.month, closed.day, 12, tzinfo=UTC)
    assert checks.months_later(noon, months).date() == asked


@given(when=st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1)), months=st.integers(1, 24))
def test_months_later_lies_in_the_month_so_much_later(when: datetime, months: int) -> None:
    later = checks.months_later(when, months)
    assert (later.year * 12 + later.month) - (when.year * 12 + when.month) == months
    assert later.time() == when.time()
    assert later.day == when.day or (later.day < when.day and (later + timedelta(days=1)).day == 1)
