"""A case through its pages as browsers without JavaScript use them, from the call to the close."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exchanges.advisory import advice, advisors, interpreting, meetings
from exchanges.advisory.models import Advisor, Case, CaseCheck, Engagement, Programme, Recommendation
from ledger.reading import since
from members.models import Person
from rooms.consultation import actions, closing, leading
from rooms.models import Room
from tests.exchanges.advisory import cast
from tests.statements import counted
from web.times import WEEKDAY_AND_HOUR, written

C, E, T = Case.State, Engagement.State, Recommendation.State
pytestmark = pytest.mark.django_db
TYPED = {
    "title": "Agua en los barrios altos",
    "topic_1": cast.WATER,
    "challenge": "En marzo falta agua.",
    "question_1": "¿Qué ayuda antes de la sequía?",
    "languages_0": "es",
    "languages_1": "en",
    "level": "advisors",
}
SEASON = {
    "network": "iscn", "titles_en": "Advice 2027", "titles_es": "Asesoría 2027", "summaries_en": "Bring a challenge.",
    "deadline": "2099-05-01T12:00", "capacity": "3", "languages_0": "en",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def sekar() -> Person:
    return cast.official()


@pytest.fixture
def guadalajara():
    return cast.member("Guadalajara")


@pytest.fixture
def lupita(guadalajara):
    return cast.delegate("Lupita", guadalajara)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def page(who: Person, row: Case) -> str:
    return text(cast.signed_in(who), f"/advisory/cases/{row.pk}/")


def do(who: Person, row: Case, name: str, data: dict[str, Any] | None = None) -> int:
    return cast.signed_in(who).post(f"/advisory/cases/{row.pk}/do/{name}/", data or {}).status_code


def value(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}Z"


def times_of(client: Client, address: str, more: dict[str, Any] | None = None) -> tuple[dict[str, Any], list[str]]:
    """What is asked for on a page of times, and the times it offers."""
    today = timezone.localdate()
    days = {"first": (today + timedelta(3)).isoformat(), "last": (today + timedelta(16)).isoformat(), **(more or {})}
    return days, [time.value for time in client.get(address, days).context["times"]]


def test_staff_open_and_change_a_season_and_members_find_it(lupita, guadalajara):
    olga = cast.signed_in(cast.official("Olga", "organiser"))
    assert olga.post("/advisory/programmes/new/", {**SEASON, "titles_en": "", "titles_es": ""}).status_code == 422
    assert olga.post("/advisory/programmes/new/", {**SEASON, "deadline": "2020-01-01T12:00"}).status_code == 422
    at = olga.post("/advisory/programmes/new/", SEASON).headers["Location"]
    season = Programme.objects.get()
    assert at == f"/advisory/programmes/{season.pk}/"
    olga.post(f"{at}edit/", {**SEASON, "capacity": "2", "topics": [cast.WATER]})
    season.refresh_from_db()
    assert (season.capacity, [topic.slug for topic in season.topics.all()]) == (2, [cast.WATER])
    client = cast.signed_in(lupita)
    assert "Advice 2027" in text(client, "/advisory/")
    shown = text(client, at)
    assert "Bring a challenge of Guadalajara" in shown
    assert "2 of 2 are free" in shown
    assert "Change the season" not in shown
    assert client.get(f"{at}edit/").status_code == client.get("/advisory/programmes/new/").status_code == 404


def test_capacity_never_falls_below_what_was_taken_on(lupita, guadalajara, sekar):
    season = cast.programme(capacity=3)
    for _ in range(2):
        row = cast.submitted(lupita, guadalajara, season)
        Case.objects.filter(pk=row.pk).update(state=C.ACCEPTED)
    answer = cast.signed_in(sekar).post(f"/advisory/programmes/{season.pk}/edit/", {**SEASON, "capacity": "1"})
    assert answer.status_code == 422
    assert "More cases than that are taken on already." in answer.content.decode()


def test_a_case_is_drafted_prefilled_saved_and_submitted(lupita, guadalajara, sekar):
    guadalajara.about = {"es": "Cinco millones en el área."}
    guadalajara.save()
    season = cast.programme()
    client = cast.signed_in(lupita)
    at = client.post(f"/advisory/programmes/{season.pk}/members/{guadalajara.pk}/begin/").headers["Location"]
    row = Case.objects.get()
    assert at == f"/advisory/cases/{row.pk}/edit/"
    assert (row.languages, row.context) == (["es", "en"], "Cinco millones en el área.")
    form = text(client, at)
    assert "Sekar" in form  # the preview names who will read it
    answer = client.post(f"/advisory/cases/{row.pk}/save/", {"title": "Agua", "revision": 0}).json()
    assert answer == {"saved": "Draft saved", "hidden": {"revision": 1}}
    assert "Go on with the draft of Guadalajara" in text(client, f"/advisory/programmes/{season.pk}/")
    assert client.post(at, {**TYPED, "submit": "1", "challenge": ""}).status_code == 422
    assert Case.objects.get().title == TYPED["title"]
    assert client.post(at, {**TYPED, "submit": "1"}).headers["Location"] == f"/advisory/cases/{row.pk}/"
    assert client.get(at).status_code == 302
    assert "Waits for: secretariat" in page(lupita, row)
    assert "I look after this case" in page(sekar, row)
    assert "Look at the case" in text(cast.signed_in(sekar), "/advisory/")
    assert "Look at the case" in text(cast.signed_in(sekar), "/dashboard/")


def test_the_secretariat_asks_back_and_redirects_with_a_letter(sekar):
    jena = cast.member("Jena")
    jonas = cast.delegate("Jonas", jena)
    row = cast.submitted(jonas, jena, languages=["de"])
    assert do(sekar, row, "ask-back", {"question": ""}) == 422
    do(sekar, row, "ask-back", {"question": "Wie viele?"})
    assert "Wie viele?" in text(cast.signed_in(jonas), f"/advisory/cases/{row.pk}/edit/")
    cast.signed_in(jonas).post(
        f"/advisory/cases/{row.pk}/edit/", {**TYPED, "languages_0": "de", "languages_1": "", "submit": "1"}
    )
    do(sekar, row, "look")
    assert "mailto:?subject=" in page(sekar, row)
    assert "Die Koordinierungs- und Transferstelle (KTS) arbeitet auf Deutsch" in page(sekar, row)
    do(sekar, row, "redirect", {"why": "Das KTS hilft auf Deutsch."})
    assert cast.fresh(row).state == C.REDIRECTED
    assert "Das KTS hilft auf Deutsch." in page(jonas, row)
    assert "mailto:" not in page(jonas, row)


def test_an_advisor_declares_first_reads_then_and_accepts(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana, joris = cast.advisor("Ana", "Piura"), cast.advisor("Joris", "Utrecht")
    assert "1 advisor is still needed" in page(sekar, row)
    do(sekar, row, "ask", {"advisor_id": joris.pk})
    before = page(joris.person, row)
    assert "Guadalajara asks for your advice" in before
    assert "En marzo falta agua" not in before
    assert "asks for your advice" in text(cast.signed_in(joris.person), "/dashboard/")
    assert do(joris.person, row, "declare", {"has": "conflict"}) == 422
    do(joris.person, row, "declare", {"has": "conflict", "conflict": "We sell pumps."})
    assert "no longer read it" in page(joris.person, row)
    assert "We sell pumps." in page(sekar, row)
    assert "We sell pumps." not in page(lupita, row)
    assert "Joris" not in page(lupita, row)
    do(sekar, row, "ask", {"advisor_id": ana.pk})
    assert do(ana.person, row, "declare", {"has": "none"}) == 302
    assert "En marzo falta agua" in page(ana.person, row)
    do(ana.person, row, "accept")
    assert cast.fresh(row).state == C.ADVISORS_MATCHED
    assert "Ana" in page(lupita, row)
    assert do(ana.person, row, "leave", {"reason": ""}) == 422
    do(ana.person, row, "leave", {"reason": "Nuevo puesto."})
    assert cast.fresh(row).state == C.ACCEPTED


def test_from_the_scoping_call_to_what_has_changed(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=2)
    ana, asha = cast.advisor("Ana", "Piura"), cast.advisor("Asha", "Kochi")
    for one in (ana, asha):
        cast.advising(row, one, sekar)
    _meets(row, ana, sekar, lupita)
    room = Room.objects.get(pk=cast.session_of(row).room_id)
    Room.objects.filter(pk=room.pk).update(opens_at=timezone.now())
    leading.begin(room, by=sekar)
    actions.agree(room, by=sekar, text="Mapa de cisternas", owner_id=lupita.pk, due_on=cast.day(30))
    closing.close(room, by=sekar)
    cast.keep_everything_due()
    assert "Mapa de cisternas" in page(ana.person, row)
    assert "Mapa de cisternas" not in page(lupita, row)
    assert do(ana.person, row, "recommend", {"text": ""}) == 422
    for words in ("Una sola línea", "Otra cosa"):
        do(ana.person, row, "recommend", {"text": words})
    do(ana.person, row, "strike", {"recommendation_id": Recommendation.objects.get(text="Otra cosa").pk})
    do(asha.person, row, "deliver")
    _decides(row, lupita)
    for months in (3, 6):
        CaseCheck.objects.create(case=row, months=months)
        Case.objects.filter(pk=row.pk).update(state=f"check_{months}m")
        assert do(lupita, row, "check", {"months": months, "text": ""}) == 422
        done = Recommendation.objects.get(text="Mapa de cisternas")
        do(lupita, row, "check", {"months": months, "text": f"Después de {months}", f"became_{done.pk}": T.DONE})
    assert "Después de 3" in page(ana.person, row)
    assert do(lupita, row, "close", {"changed": ""}) == 422
    do(lupita, row, "close", {"changed": "Hay agua."})
    assert cast.fresh(row).state == C.CLOSED
    assert "Hay agua." in page(asha.person, row)
    assert Recommendation.objects.get(text="Mapa de cisternas").state == T.DONE


def _meets(row: Case, ana: Advisor, sekar: Person, lupita: Person) -> None:
    """The scoping call and the session are booked at a time the pages offer; the session is moved once."""
    client, office, at = cast.signed_in(ana.person), cast.signed_in(sekar), f"/advisory/cases/{row.pk}/"
    days, times = times_of(client, f"{at}scoping/")
    assert client.post(f"{at}scoping/", days).status_code == 422
    client.post(f"{at}scoping/", {**days, "times": times[:1]})
    assert "Move the scoping call" in page(ana.person, row)
    do(ana.person, row, "scope", {"text": "¿Qué barrios primero?"})
    days, times = times_of(office, f"{at}session/", {"moderator": sekar.pk})
    office.post(f"{at}session/", {**days, "times": times[:1]})
    assert cast.fresh(row).state == C.SCHEDULED
    assert f"/rooms/{cast.session_of(row).room_id}/" in page(sekar, row)
    [listed] = office.get("/advisory/desk/iscn/").context["desk"].cases
    assert listed.at == cast.session_of(row).starts_at
    assert f"/rooms/{cast.session_of(row).room_id}/" not in page(lupita, row)  # not open yet
    days, times = times_of(office, f"{at}session/")
    office.post(f"{at}session/", {**days, "times": times[1:2]})
    assert cast.session_of(row).starts_at.strftime("%Y-%m-%dT%H:%MZ") == times[1]


def test_a_decision_is_taken_back_before_it_is_agreed(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar)
    Case.objects.filter(pk=row.pk).update(state=C.ADVICE_DELIVERED)
    one = Recommendation.objects.create(case=row, text="Mapa de cisternas")
    owner, due_on = f"owner_{one.pk}", f"due_on_{one.pk}"
    do(lupita, row, "decide", {owner: lupita.pk, due_on: "2099-01-01"})
    assert Recommendation.objects.get().state == T.AGREED
    assert do(lupita, row, "decide", {owner: "", due_on: "2099-01-01", "agree": "1"}) == 422
    assert cast.fresh(row).state == C.ADVICE_DELIVERED
    do(lupita, row, "decide", {owner: "", due_on: "2099-01-01"})
    one.refresh_from_db()
    assert (one.state, one.owner) == (T.PROPOSED, None)


def _decides(row: Case, lupita: Person) -> None:
    first, second = Recommendation.objects.order_by("pk")
    given = {f"owner_{first.pk}": lupita.pk, f"due_on_{first.pk}": "2099-01-01", f"owner_{second.pk}": ""}
    assert do(lupita, row, "decide", {**given, "agree": "1"}) == 422
    assert do(lupita, row, "decide", {**given, f"due_on_{first.pk}": ""}) == 422
    do(lupita, row, "decide", {**given, f"owner_{second.pk}": "0", "agree": "1"})
    assert cast.fresh(row).state == C.ACTIONS_AGREED
    assert list(Recommendation.objects.order_by("pk").values_list("state", flat=True)) == [T.AGREED, T.REFUSED]


def test_a_time_taken_meanwhile_brings_others(lupita, guadalajara, sekar):
    from events.meetings import booking
    from events.meetings.availability import Attendee

    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    client, at = cast.signed_in(ana.person), f"/advisory/cases/{row.pk}/scoping/"
    days, times = times_of(client, at)
    people = [Attendee(person_id=lupita.pk), Attendee(person_id=sekar.pk)]
    booking.book(
        subject=("other", 1), network=cast.network(), titles={"en": "Else"}, attendees=people,
        starts_at=datetime.fromisoformat(times[0]), minutes=30,
    )  # fmt: skip
    answer = client.post(at, {**days, "times": times[:1]})
    assert answer.status_code == 422
    assert "This time was taken meanwhile." in answer.content.decode()
    assert answer.context["times"]


def test_a_scoping_call_booked_meanwhile_is_not_moved_by_a_stale_page(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    client, at = cast.signed_in(ana.person), f"/advisory/cases/{row.pk}/scoping/"
    days, times = times_of(client, at)
    typed = {**days, "times": times[:1], "seen": client.get(at, days).context["seen"]}
    meetings.book_scoping(case_id=row.pk, by=sekar, starts_at=cast.in_days(2))
    refused = client.post(at, typed)
    assert cast.scoping_of(row).starts_at == cast.in_days(2)
    when = written(cast.in_days(2), skeletons=WEEKDAY_AND_HOUR, zone="America/Lima")
    told = refused.content.decode()
    assert f"This was booked or changed meanwhile: it is now on {when} · Lima." in told
    assert ("Move it to this time" in told, f'value="{times[0]}" checked' in told) == (True, True)
    assert client.post(at, {**typed, "seen": refused.context["seen"]}).status_code == 302
    assert value(cast.scoping_of(row).starts_at) == times[0]


def test_a_session_booked_or_called_off_meanwhile_is_told_before_it_is_moved(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    cast.advising(row, cast.advisor("Ana", "Piura"), sekar)
    meetings.scope(case_id=row.pk, by=sekar, text="¿Qué barrios primero?")
    client, at = cast.signed_in(sekar), f"/advisory/cases/{row.pk}/session/"
    days, times = times_of(client, at, {"moderator": sekar.pk})
    typed = {**days, "times": times[:1], "seen": client.get(at, days).context["seen"]}
    meetings.book(case_id=row.pk, by=cast.official("Meena"), moderator_id=sekar.pk, starts_at=cast.in_days(2))
    assert "it is now on" in client.post(at, typed).content.decode()
    assert cast.session_of(row).starts_at == cast.in_days(2)
    days, times = times_of(client, at)
    typed = {**days, "times": times[:1], "seen": client.get(at, days).context["seen"]}
    Case.objects.update(state=C.SCOPED)
    assert "What was booked has been called off meanwhile." in client.post(at, typed).content.decode()
    assert Case.objects.get().state == C.SCOPED


def test_the_page_of_an_open_case_names_nobody_to_other_members(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1, level="network")
    cast.advising(row, cast.advisor("Ana", "Piura"), sekar)
    uwe = cast.delegate("Uwe", cast.member("Pirna"))
    shown = page(uwe, row)
    assert "En marzo falta agua" in shown
    for name in ("Lupita", "Ana", "Sekar", "data-live"):
        assert name not in shown
    assert "Agua en los barrios altos" in text(cast.signed_in(uwe), f"/advisory/programmes/{row.programme_id}/")
    do(lupita, row, "restrict", {"level": "advisors"})
    assert cast.signed_in(uwe).get(f"/advisory/cases/{row.pk}/").status_code == 404


def test_a_delegate_offers_to_advise_and_is_admitted(sekar):
    joris = cast.delegate("Joris", cast.member("Utrecht"))
    client, at = cast.signed_in(joris), "/advisory/networks/iscn/advising/"
    given = {"member": cast.member("Utrecht").pk, "languages_0": "en", "load": "1", "topic_1": cast.WATER}
    assert client.post(at, given).status_code == 422
    assert client.post(at, {**given, "evidence_1": "Stormwater plan", "first_1": "2099-02-01"}).status_code == 422
    away = {"first_1": "2099-02-01", "last_1": "2099-02-09"}
    client.post(at, {**given, "evidence_1": "Stormwater plan", **away})
    row = Advisor.objects.get()
    assert (row.state, row.load, row.absences.count()) == ("offered", 1, 1)
    assert 'value="Stormwater plan"' in text(client, at)
    office = cast.signed_in(sekar)
    assert "1 to admit" in text(office, "/advisory/desk/iscn/")
    assert "Stormwater plan" in text(office, "/advisory/networks/iscn/advisors/")
    office.post(f"/advisory/advisors/{row.pk}/admit/")
    assert Advisor.objects.get().state == "admitted"
    client.post(f"/advisory/advisors/{row.pk}/end/")
    assert Advisor.objects.get().state == "ended"


PAGES = ("/advisory/", "/advisory/programmes/{season}/", "/advisory/cases/{case}/", "/dashboard/")
OFFICE = ("/advisory/", "/advisory/desk/iscn/", "/advisory/networks/iscn/advisors/", "/advisory/cases/{case}/")


def statements(client: Client, names: dict[str, int], pages: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for one in pages:
        address = one.format(**names)
        assert client.get(address).status_code == 200
        with counted() as sent:
            client.get(address)
        found[one] = len(sent)
    return found


def test_pages_send_as_many_statements_for_many_as_for_one(lupita, guadalajara, sekar):
    season = cast.programme(capacity=90)
    ana = cast.advisor("Ana", "Piura", load=10)
    cast.advisor("Guide", "Utrecht")
    readers = [(lupita, PAGES), (ana.person, PAGES[:2]), (sekar, OFFICE)]
    row = _one_of_each(season, lupita, guadalajara, sekar, ana)
    names = {"season": season.pk, "case": row.pk}
    few = [statements(cast.signed_in(who), names, pages) for who, pages in readers]
    for number in range(4):
        cast.advisor(f"Guide {number}", "Utrecht", topics=(cast.WATER, cast.HEAT))
        _one_of_each(season, lupita, guadalajara, sekar, ana)
    many = [statements(cast.signed_in(who), names, pages) for who, pages in readers]
    assert many == few


def _one_of_each(season: Programme, lupita: Person, guadalajara: Any, sekar: Person, ana: Advisor) -> Case:
    """A case open to the network that looks for advisors, one that is advised on, one that waits, one that ended."""
    for state in (C.SUBMITTED, C.REDIRECTED, C.HELD, C.CHECK_3M):
        row = cast.submitted(lupita, guadalajara, season, level="network")
        Case.objects.filter(pk=row.pk).update(state=state, due_at=cast.in_days(-1))
        Engagement.objects.create(case=row, advisor=ana, state=E.ACCEPTED)
    row = cast.submitted(lupita, guadalajara, season, level="network")
    Case.objects.filter(pk=row.pk).update(state=C.ACCEPTED, wants=6)
    Engagement.objects.create(case=row, advisor=ana, state=E.ASKED)
    cast.settle()
    return row


def test_overdue_comes_first_on_the_desk(lupita, guadalajara, sekar):
    season = cast.programme()
    first, second = (cast.submitted(lupita, guadalajara, season) for _ in range(2))
    Case.objects.filter(pk=first.pk).update(due_at=cast.in_days(-3), title="Long overdue")
    Case.objects.filter(pk=second.pk).update(due_at=cast.in_days(2))
    found = cast.signed_in(sekar).get("/advisory/desk/iscn/").context["desk"]
    assert [(str(one.case), one.overdue) for one in found.cases] == [("Long overdue", True), (str(second), False)]
    assert [(column.label, len(column.cases)) for column in found.board] == [("submitted", 2)]
    console = text(cast.signed_in(sekar), "/console/")
    assert "Guadalajara: Long overdue" in console
    assert f"Guadalajara: {second}" not in console.replace("Long overdue", "")


def test_the_ends_of_the_calendar_are_no_times(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    client, at = cast.signed_in(ana.person), f"/advisory/cases/{row.pk}/scoping/"
    for first, last in (("9999-12-31", "9999-12-31"), ("0001-01-01", "0001-01-02"), ("0001-01-01", "9999-12-31")):
        assert client.get(at, {"first": first, "last": last}).context["times"] is None
    days, _ = times_of(client, at)
    for value in ("9999-12-31T23:59+00:00", "0001-01-01T00:00+14:00", "\0", "2027"):
        assert client.post(at, {**days, "times": value}).status_code == 422
    olga = cast.signed_in(cast.official("Olga", "organiser"))
    for deadline in ("9999-12-31T23:59", "0001-01-01T00:00"):
        assert olga.post("/advisory/programmes/new/", {**SEASON, "deadline": deadline}).status_code == 422


def test_the_secretariat_is_told_of_an_offer_and_the_advisor_of_the_admission(sekar):
    joris = cast.delegate("Joris", cast.member("Utrecht"))
    given = {"member": cast.member("Utrecht").pk, "languages_0": "en", "load": "1", "topic_1": cast.WATER}
    client = cast.signed_in(joris)
    client.post("/advisory/networks/iscn/advising/", {**given, "evidence_1": "Stormwater plan"})
    cast.settle()
    assert cast.told("advisor_offered") == ["Sekar"]
    assert "Joris offers to advise for Utrecht." in text(cast.signed_in(sekar), "/notices/")
    cast.signed_in(sekar).post(f"/advisory/advisors/{Advisor.objects.get().pk}/admit/")
    client.post("/advisory/networks/iscn/advising/", {**given, "evidence_1": "Another plan"})
    cast.settle()
    assert (cast.told("advisor_offered"), cast.told("advisor_admitted")) == (["Sekar"], ["Joris"])
    advisor = Advisor.objects.get()
    assert [entry.kind for entry in since(f"advisor:{advisor.pk}", 0)] == ["advisor_offered", "advisor_admitted"]
    assert "You are an advisor in ISCN." in text(client, "/notices/")


def test_who_waits_to_be_admitted_offers_once_and_who_ended_offers_anew(sekar):
    joris, utrecht = cast.delegate("Joris", cast.member("Utrecht")), cast.member("Utrecht")

    def offer(evidence):
        given = {cast.WATER: evidence}
        return advisors.offer(
            member=utrecht, network=cast.network(), by=joris, evidence=given, languages=["en"], load=1
        )

    offer("Stormwater plan")
    row = offer("Stormwater plan, and a map of it")
    advisors.end(advisor_id=row.pk, by=joris)
    offer("Stormwater plan")
    cast.settle()
    kinds = [entry.kind for entry in since(f"advisor:{row.pk}", 0)]
    assert kinds == ["advisor_offered", "advisor_ended", "advisor_offered"]
    assert cast.told("advisor_offered") == ["Sekar", "Sekar"]


def test_an_answer_that_was_missed_after_three_months_is_given_after_six(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar)
    for months in (3, 6):
        CaseCheck.objects.create(case=row, months=months)
    Case.objects.filter(pk=row.pk).update(state=C.CHECK_6M)
    shown = page(lupita, row)
    assert [shown.count(f"do/{name}/") for name in ("late", "check")] == [1, 1]
    assert shown.index("After 3 months") < shown.index("After 6 months")
    assert len(set(re.findall(r' id="(id_[^"]+)"', shown))) == len(re.findall(r' id="(id_[^"]+)"', shown))
    assert do(lupita, row, "late", {"months": 3, "text": ""}) == 422
    assert do(lupita, row, "late", {"months": 3, "text": "Todavía nada."}) == 302
    assert list(row.checks.values_list("months", "text")) == [(3, "Todavía nada."), (6, "")]
    shown = page(lupita, row)
    assert [shown.count(f"do/{name}/") for name in ("late", "check")] == [0, 1]
    assert "Todavía nada." in shown


def test_who_has_not_said_their_name_is_offered_by_the_address(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    Person.objects.filter(pk__in=[ana.person_id, sekar.pk, lupita.pk]).update(name="")
    row = cast.fresh(row)
    assert meetings.moderators(row) == [(sekar.pk, "sekar"), (ana.person_id, "ana")]
    assert advice.owners(row) == {lupita.pk: "lupita", ana.person_id: "ana"}


def test_what_was_typed_for_a_step_that_passed_meanwhile_is_not_lost(sekar, lupita, guadalajara):
    row = cast.accepted(lupita, guadalajara, sekar)
    answer = cast.signed_in(sekar).post(f"/advisory/cases/{row.pk}/do/ask-back/", {"question": "¿Cuántos barrios?"})
    page = answer.content.decode()
    assert (answer.status_code, "¿Cuántos barrios?" in page, "This step cannot be taken now" in page) == (
        422,
        True,
        True,
    )
    assert page.count(f'action="/advisory/cases/{row.pk}/do/ask-back/"') == 1
    assert "This was not saved" not in text(cast.signed_in(sekar), f"/advisory/cases/{row.pk}/")


def test_a_refused_button_says_why(sekar, lupita, guadalajara):
    row, ana = cast.accepted(lupita, guadalajara, sekar, wants=2), cast.advisor("Ana", "Piura")
    client = cast.signed_in(sekar)
    cast.asked(row, ana, sekar)
    passed = "This step cannot be taken now"
    for name, given, why in (
        ("ask", {"advisor_id": ana.pk}, "please choose one of those suggested"),
        ("ask", {"advisor_id": "\x00"}, passed),
        ("strike", {"recommendation_id": 1}, passed),
        ("no-interpreter", {"person_id": 1}, passed),
    ):
        assert why in client.post(f"/advisory/cases/{row.pk}/do/{name}/", given, follow=True).content.decode()


def test_a_colleague_whose_form_came_too_late_is_told_who_submitted_and_keeps_what_was_typed(lupita, guadalajara):
    row = cast.draft(lupita, guadalajara)
    carmen, at = cast.signed_in(cast.delegate("Carmen", guadalajara)), f"/advisory/cases/{row.pk}/"
    assert carmen.get(f"{at}edit/").status_code == 200
    cast.signed_in(lupita).post(f"{at}edit/", {**TYPED, "submit": "1"})
    told = "Lupita has moved this case on meanwhile: submitted."
    answer = carmen.post(f"{at}save/", {**TYPED, "challenge": "Otra cosa"}).json()
    assert answer == {"reason": told, "compare": False}
    late = carmen.post(f"{at}edit/", {**TYPED, "challenge": "Otra cosa", "submit": "1"})
    shown = late.content.decode()
    assert late.status_code == 409
    assert [words in shown for words in (told, "Otra cosa", "data-autosave=", 'name="submit"')] == [
        True,
        True,
        False,
        False,
    ]
    assert cast.fresh(row).challenge == "En marzo falta agua."
    assert told in carmen.get(f"{at}edit/", follow=True).content.decode()
    again = cast.signed_in(lupita).post(f"{at}edit/", {**TYPED, "submit": "1"})
    assert (again.status_code, again.headers["Location"]) == (302, at)


def test_a_draft_that_saves_itself_names_what_could_not_be_kept(lupita, guadalajara):
    row = cast.draft(lupita, guadalajara)
    client, at = cast.signed_in(lupita), f"/advisory/cases/{row.pk}/save/"
    assert client.post(at, TYPED).json()["saved"] == "Draft saved"
    given = {
        **TYPED,
        "title": "x" * 121,
        "decision_on": "31 February",
        "question_2": "y" * 201,
        "challenge": "Sin agua.",
    }
    answer = client.post(at, given).json()
    assert sorted(answer["unkept"]) == ["decision_on", "question_2", "title"]
    assert answer["saved"].startswith("Draft saved, but not: ")
    assert all(words in answer["saved"] for words in ("Title (", "When is it decided? (", "Second guiding question ("))
    kept = cast.fresh(row)
    assert (kept.challenge, kept.title, kept.decision_on) == ("Sin agua.", TYPED["title"], None)


def test_the_room_of_a_session_leads_back_in_the_readers_language(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1, interpreted=True)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    meetings.scope(case_id=row.pk, by=sekar, text="¿Qué barrios primero?")
    meetings.book(case_id=row.pk, by=sekar, moderator_id=sekar.pk, starts_at=cast.in_days(2))
    rosa = Person.objects.create_user("rosa@example.org", name="Rosa")
    interpreting.invite(case_id=row.pk, by=sekar, email="rosa@example.org")
    session = cast.session_of(row)
    Room.objects.update(opens_at=None)
    for who, address in ((lupita, f"/advisory/cases/{row.pk}/"), (rosa, f"/meetings/{session.pk}/")):
        assert f'<a href="{address}">To the page this room belongs to</a>' in text(
            cast.signed_in(who), f"/rooms/{session.room_id}/"
        )
    for who, language, title in ((lupita, "es", "Sesión de asesoría"), (sekar, "de", "Beratungssitzung")):
        Person.objects.filter(pk=who.pk).update(language=language)
        assert f"<h1>{title}</h1>" in text(cast.signed_in(who), f"/rooms/{session.room_id}/")


def test_all_recommendations_are_decided_about_with_as_many_statements_as_one(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    cast.advising(row, cast.advisor("Ana", "Piura"), sekar)
    Case.objects.update(state=C.ADVICE_DELIVERED)
    made = [Recommendation.objects.create(case=row, text=str(number)) for number in range(9)]

    def sent(rows: list[Recommendation]) -> list[str]:
        Recommendation.objects.update(state=T.PROPOSED)
        decisions = {one.pk: (lupita.pk, cast.day(9)) for one in rows}
        with CaptureQueriesContext(connection) as seen:
            advice.decide(case_id=row.pk, by=lupita, decisions=decisions)
        return [one["sql"].split()[0] for one in seen.captured_queries]

    assert len(sent(made[:1])) == len(sent(made))
    assert set(row.recommendations.values_list("state", flat=True)) == {T.AGREED}
