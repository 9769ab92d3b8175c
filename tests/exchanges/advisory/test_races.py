"""Several of the secretariat at once, with and without the locks that order them."""

import threading
from functools import partial

import pytest
from django.db import OperationalError, connection

from events.meetings import versions
from events.meetings.errors import MeetingChangedMeanwhile
from exchanges.advisory import access, meetings, states, suggestions, triage
from exchanges.advisory.errors import AdvisorDoesNotFit, CaseCannotMove, ProgrammeIsFull
from exchanges.advisory.fitting import Fit
from exchanges.advisory.models import Advisor, Case, Programme
from ledger.reading import since
from tests.exchanges.advisory import cast
from tests.parallel import at_once, errors, let_readers_begin
from tests.serving import PATIENCE

C = Case.State
AT_ONCE = 4
pytestmark = pytest.mark.django_db(transaction=True)


def all_are_taken_on_at_once() -> list[object]:
    """Four cases, one place, four times "take on" at the same moment."""
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    lupita = cast.delegate("Lupita", guadalajara)
    season = cast.programme(capacity=1)
    rows = [cast.submitted(lupita, guadalajara, season) for _ in range(AT_ONCE)]
    for row in rows:
        triage.look(case_id=row.pk, by=office)
    accept = partial(triage.accept, by=office, wants=1, interpreted=False)
    return list(at_once(*[partial(accept, case_id=row.pk) for row in rows]))


def test_the_last_place_is_given_once_at_the_same_moment() -> None:
    done = all_are_taken_on_at_once()
    assert [type(error) for error in errors(done)] == [ProgrammeIsFull] * (AT_ONCE - 1)
    assert Case.objects.filter(state=C.ACCEPTED).count() == 1


def test_without_the_programmes_lock_the_last_place_is_given_to_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: all count before anyone is taken on. SQLite turns its late writers away instead."""
    let_readers_begin(monkeypatch)
    counted, everybody = triage.places_left, threading.Barrier(AT_ONCE)

    def count_slowly(programme: Programme) -> int:
        left = counted(programme)
        everybody.wait(PATIENCE)
        return left

    with monkeypatch.context() as patched:
        patched.setattr(Programme.objects, "select_for_update", lambda **_: Programme.objects.all())
        patched.setattr(triage, "places_left", count_slowly)
        done = all_are_taken_on_at_once()
    taken_on = Case.objects.filter(state=C.ACCEPTED).count()
    if connection.vendor == "sqlite":
        assert ({type(error) for error in errors(done)}, taken_on) == ({OperationalError}, 1)
    else:
        assert (errors(done), taken_on) == ([], AT_ONCE)


def all_ask_the_same_advisor_at_once() -> tuple[list[object], Advisor]:
    """Four cases, one advisor with time for one, four times "ask" at the same moment."""
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    lupita = cast.delegate("Lupita", guadalajara)
    rows = [cast.accepted(lupita, guadalajara, office) for _ in range(AT_ONCE)]
    ana = cast.advisor("Ana", "Piura", load=1)
    return list(at_once(*[partial(cast.asked, row, ana, office) for row in rows])), ana


def test_cases_asking_at_the_same_moment_do_not_exceed_an_advisors_load() -> None:
    done, ana = all_ask_the_same_advisor_at_once()
    assert [type(error) for error in errors(done)] == [AdvisorDoesNotFit] * (AT_ONCE - 1)
    assert ana.engagements.count() == 1


def test_without_the_advisors_lock_everybody_gets_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: all see an advisor with time before anyone has asked."""
    let_readers_begin(monkeypatch)
    suggested, everybody = suggestions.for_case, threading.Barrier(AT_ONCE)

    def suggest_slowly(case: Case) -> list[Fit]:
        found = suggested(case)
        everybody.wait(PATIENCE)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Advisor.objects, "select_for_update", lambda **_: Advisor.objects.all())
        patched.setattr(suggestions, "for_case", suggest_slowly)
        done, ana = all_ask_the_same_advisor_at_once()
    if connection.vendor == "sqlite":
        assert ({type(error) for error in errors(done)}, ana.engagements.count()) == ({OperationalError}, 1)
    else:
        assert (errors(done), ana.engagements.count()) == ([], AT_ONCE)


def all_look_at_the_same_case_at_once() -> tuple[list[object], Case]:
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    row = cast.submitted(cast.delegate("Lupita", guadalajara), guadalajara)
    return list(at_once(*[partial(triage.look, case_id=row.pk, by=office)] * AT_ONCE)), row


def moves_of(row: Case) -> list[str]:
    return [entry.data["to"] for entry in since(f"case:{row.pk}", 0) if entry.kind == "case_moved"]


def test_a_move_many_make_at_the_same_moment_happens_once() -> None:
    done, row = all_look_at_the_same_case_at_once()
    assert [type(error) for error in errors(done)] == [CaseCannotMove] * (AT_ONCE - 1)
    assert moves_of(row) == [C.SUBMITTED, C.TRIAGED]


def test_without_the_cases_lock_it_is_recorded_by_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: all read the state before anyone changes it."""
    let_readers_begin(monkeypatch)
    checked, everybody = states.check, threading.Barrier(AT_ONCE)

    def check_slowly(moves: dict[str, tuple[str, ...]], here: str, to: str) -> None:
        checked(moves, here, to)
        if to == C.TRIAGED:
            everybody.wait(PATIENCE)

    with monkeypatch.context() as patched:
        patched.setattr(access, "_locked", lambda: Case.objects.select_related(*access.WITH, "session__room"))
        patched.setattr(states, "check", check_slowly)
        done, row = all_look_at_the_same_case_at_once()
    if connection.vendor == "sqlite":
        assert {type(error) for error in errors(done)} == {OperationalError}
    else:
        assert (errors(done), moves_of(row)) == ([], [C.SUBMITTED, *[C.TRIAGED] * AT_ONCE])


def test_of_two_who_book_the_scoping_call_from_empty_pages_at_one_moment_the_second_moves_nothing() -> None:
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    row = cast.accepted(cast.delegate("Lupita", guadalajara), guadalajara, office, wants=1)
    cast.advising(row, cast.advisor("Ana", "Piura"), office)
    book = partial(meetings.book_scoping, case_id=row.pk, by=office, seen=versions.version(None))
    done = at_once(*[partial(book, starts_at=cast.in_days(days)) for days in (2, 3)])
    [refused] = errors(done)
    assert isinstance(refused, MeetingChangedMeanwhile)
    scoping = cast.scoping_of(row)
    assert (refused.meeting, scoping.sequence) == (scoping, 0)
