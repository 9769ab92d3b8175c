"""Interpreted sessions: 1.3 times as long, phase by phase, with interpreters who take part and read no case."""

from typing import Any

import pytest

from events.meetings.errors import AlreadyTakesPart
from exchanges.advisory import access, engagements, interpreting, meetings
from exchanges.advisory.errors import CaseCannotMove, NobodyThere, NotInterpreted, NotOnThisCase
from exchanges.advisory.models import Case
from ledger.reading import since
from members.errors import NotFound
from members.models import Person
from rooms import phases
from rooms.consultation import recording
from rooms.models import Admission, Consultation
from tests.exchanges.advisory import cast

pytestmark = pytest.mark.django_db
World = tuple[Case, dict[str, Any]]


def booked(interpreted: bool = True) -> World:
    """Guadalajara's case, on which Piura advises; its session is booked, Rosa may interpret it."""
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    lupita, ana = cast.delegate("Lupita", guadalajara), cast.advisor("Ana", "Piura")
    row = cast.accepted(lupita, guadalajara, office, wants=1, interpreted=interpreted)
    cast.advising(row, ana, office)
    meetings.scope(case_id=row.pk, by=office, text="Where first?")
    meetings.book(case_id=row.pk, by=office, moderator_id=office.pk, starts_at=cast.in_days(5))
    rosa = Person.objects.create_user("rosa@example.org", name="Rosa")
    return cast.fresh(row), {"office": office, "lupita": lupita, "ana": ana.person, "rosa": rosa}


def invite(row: Case, people: dict[str, Any], email: str = "Rosa@Example.org ") -> Person:
    return interpreting.invite(case_id=row.pk, by=people["office"], email=email)


def roles(row: Case) -> dict[str, str]:
    room = cast.session_of(row).room
    return dict(Admission.objects.filter(room=room, dismissed_at=None).values_list("person__name", "role"))


def test_every_phase_takes_1_3_times_as_long() -> None:
    row, _ = booked()
    room = cast.session_of(row).room
    usual = dict((step.phase, step.seconds) for step in phases.programme(seconds=meetings.MINUTES * 60))
    longer = dict(room.programme)
    assert cast.session_of(row).minutes == meetings.MINUTES * 1.3
    for phase in phases.PHASES:
        if phase != phases.PARTING:
            assert longer[phase] == usual[phase] * 1.3
    assert sum(longer.values()) == meetings.INTERPRETED_MINUTES * 60


def test_an_interpreter_is_admitted_told_and_reads_no_case() -> None:
    row, people = booked()
    invite(row, people)
    assert roles(row) == {"Lupita": "case_giver", "Ana": "advisor", "Sekar": "host", "Rosa": "interpreter"}
    cast.settle()
    own_page = f"/meetings/{cast.session_of(row).pk}/"
    told = people["rosa"].notices.values_list("kind", "address")
    assert set(told) == {("meeting_booked", own_page)}
    client = cast.signed_in(people["rosa"])
    shown = client.get(own_page).content.decode()
    assert (row.title in shown, "What this meeting is about" in shown) == (False, False)
    assert "What this meeting is about" in cast.signed_in(people["ana"]).get(own_page).content.decode()
    assert own_page in client.get("/dashboard/").content.decode()
    assert not access.readable(people["rosa"]).exists()
    for address in ("", "sheet/", "sheet.pdf", "advice/", "advice.pdf"):
        assert client.get(f"/advisory/cases/{row.pk}/{address}").status_code == 404
    joined = [one for one in since(f"meeting:{cast.session_of(row).pk}", 0) if one.kind == "participant_joined"]
    assert [one.data["person_id"] for one in joined] == [people["rosa"].pk]


def test_who_cannot_interpret_is_told_why() -> None:
    row, people = booked()
    joris = cast.advisor("Joris", "Utrecht")
    Case.objects.update(wants=2)
    conflict = cast.asked(row, joris, people["office"])
    engagements.declare(engagement_id=conflict.pk, by=joris.person, conflict="We sell pumps.")
    for email, error in (
        ("nobody@example.org", NobodyThere),
        ("joris@example.org", NotOnThisCase),
        ("ana@example.org", AlreadyTakesPart),
    ):
        with pytest.raises(error):
            invite(row, people, email)
    Person.objects.filter(pk=people["rosa"].pk).update(is_active=False)
    with pytest.raises(NobodyThere):
        invite(row, people)


def test_only_the_secretariat_invites_and_only_where_it_is_interpreted() -> None:
    row, people = booked(interpreted=False)
    with pytest.raises(NotInterpreted):
        invite(row, people)
    Case.objects.update(interpreted=True)
    for name in ("lupita", "ana", "rosa"):
        with pytest.raises(NotFound):
            interpreting.invite(case_id=row.pk, by=people[name], email="rosa@example.org")
    Case.objects.update(state=Case.State.SCOPED)
    with pytest.raises(CaseCannotMove):
        invite(row, people)


def test_an_interpreter_who_is_not_needed_leaves_the_room_and_no_advisor_takes_their_place() -> None:
    row, people = booked()
    invite(row, people)
    interpreting.release(case_id=row.pk, by=people["office"], person_id=people["rosa"].pk)
    assert "Rosa" not in roles(row)
    with pytest.raises(NotFound):
        interpreting.release(case_id=row.pk, by=people["office"], person_id=people["ana"].pk)
    Case.objects.update(wants=2)
    cast.advising(row, cast.advisor("Asha", "Kochi"), people["office"])
    assert "interpreter" not in roles(row).values()


def test_a_moved_session_takes_its_interpreter_along() -> None:
    row, people = booked()
    invite(row, people)
    meetings.move(case_id=row.pk, by=people["office"], starts_at=cast.in_days(8))
    assert roles(row)["Rosa"] == "interpreter"


def test_a_new_interpreter_must_agree_before_anything_is_recorded() -> None:
    row, people = booked()
    room = cast.session_of(row).room
    type(room).objects.filter(pk=room.pk).update(opens_at=None)
    recording.ask(room, by=people["office"])
    for name in ("office", "lupita", "ana"):
        recording.answer(room, by=people[name], agreed=True)
    assert recording.of(Consultation.objects.get(), 0).on
    invite(row, people)
    assert not recording.of(Consultation.objects.get(), 0).on
    assert [one.kind for one in since(f"room:{room.pk}", 0)][-1] == "recording_forbidden"


def test_the_secretariat_invites_and_releases_on_the_page_of_the_case() -> None:
    row, people = booked()
    office, page = cast.signed_in(people["office"]), f"/advisory/cases/{row.pk}/"
    assert "Nobody interprets yet." in office.get(page).content.decode()
    wrong = office.post(f"{page}do/interpreter/", {"email": "nobody@example.org"})
    assert (wrong.status_code, "Nobody signs in with this address" in wrong.content.decode()) == (422, True)
    assert office.post(f"{page}do/interpreter/", {"email": "rosa@example.org"}).status_code == 302
    for name in ("office", "lupita", "ana"):
        seen = cast.signed_in(people[name]).get(page).content.decode()
        assert "Rosa" in seen
        assert ("no-interpreter" in seen) == (name == "office")
    assert office.post(f"{page}do/no-interpreter/", {"person_id": people["rosa"].pk}).status_code == 302
    assert "Rosa" not in roles(row)
