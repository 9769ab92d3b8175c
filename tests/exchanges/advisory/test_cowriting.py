"""Two delegates of Guadalajara who write the same case, or answer the same check."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import formats, timezone

from exchanges.advisory import advice, cases, outcomes, programmes
from exchanges.advisory.models import Case, CaseCheck, Recommendation
from members.models import Person
from tests.exchanges.advisory import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def guadalajara():
    return cast.member("Guadalajara")


@pytest.fixture
def lupita(guadalajara):
    return cast.delegate("Lupita", guadalajara)


@pytest.fixture
def carmen(guadalajara):
    return cast.delegate("Carmen", guadalajara)


def sent(page):
    """What a browser sends of the form on a page."""
    form = page.context["form"]
    values: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list):
            values |= {f"{name}_{place}": one or "" for place, one in enumerate(value)}
        elif value is not None:
            values[name] = value
    return values


def sent_hidden(page):
    """The revision that a page about decisions sends along."""
    found = re.search(r'name="revision" value="(\d+)"', page.content.decode())
    assert found
    return found[1]


def test_a_case_a_colleague_has_changed_meanwhile_is_not_saved_and_both_texts_are_shown(lupita, carmen, guadalajara):
    row = cast.draft(lupita, guadalajara)
    late, at = cast.signed_in(carmen), f"/advisory/cases/{row.pk}/"
    typed = {**sent(late.get(f"{at}edit/")), "challenge": "Falta presión.", "submit": "1"}
    cases.save(case_id=row.pk, by=lupita, values={"challenge": "No hay agua.", "level": Case.Level.NETWORK})
    told = "Lupita has changed this meanwhile. What you typed is not saved yet; both texts are kept."
    assert late.post(f"{at}save/", typed).json() == {"reason": told, "compare": True}
    compared = late.post(f"{at}edit/", typed)
    assert compared.status_code == 409
    assert compared.context["theirs"] == [
        ("What is the challenge?", "No hay agua."),
        ("Who may read the case?", "All members of the network"),
    ]
    assert (cast.fresh(row).state, cast.fresh(row).challenge) == (Case.State.DRAFT, "No hay agua.")
    assert late.post(f"{at}edit/", sent(compared)).status_code == 302
    assert (cast.fresh(row).challenge, cast.fresh(row).level) == ("Falta presión.", Case.Level.ADVISORS)


def test_the_second_to_answer_a_check_is_told_what_the_first_said_and_adds_to_it(lupita, carmen, guadalajara):
    row = cast.draft(lupita, guadalajara)
    action = Recommendation.objects.create(case=row, text="A map", owner=lupita, due_on=cast.day(9), state="agreed")
    CaseCheck.objects.create(case=row, months=3)
    Case.objects.filter(pk=row.pk).update(state=Case.State.CHECK_3M)
    late, at = cast.signed_in(carmen), f"/advisory/cases/{row.pk}/"
    assert 'name="revision" value="0"' in late.get(at).content.decode()
    outcomes.answer(case_id=row.pk, months=3, by=lupita, text="El mapa existe.", became={action.pk: "done"})
    typed = {"months": 3, "revision": 0, "text": "Lo usa el taller.", f"became_{action.pk}": "under_way"}
    refused = late.post(f"{at}do/check/", typed)
    shown = refused.content.decode()
    assert refused.status_code == 409
    assert "Lupita has answered meanwhile." in shown
    assert "Lupita has chosen: done." in shown
    assert "El mapa existe.\n\nLo usa el taller." in shown
    assert CaseCheck.objects.get().text == "El mapa existe."
    both = "El mapa existe.\r\n\r\nLo usa el taller."
    assert late.post(f"{at}do/check/", {**typed, "revision": 1, "text": both}).status_code == 302
    action.refresh_from_db()
    assert (CaseCheck.objects.get().text, action.state) == (both, "under_way")


def delivered(lupita, guadalajara, *texts):
    row = cast.draft(lupita, guadalajara)
    made = [Recommendation.objects.create(case=row, text=text) for text in texts]
    Case.objects.filter(pk=row.pk).update(state=Case.State.ADVICE_DELIVERED)
    return row, *(one.pk for one in made)


def standing():
    return list(Recommendation.objects.values_list("state", "owner__name", "due_on"))


def test_decisions_of_a_stale_page_stand_beside_those_of_a_colleague_and_replace_them_when_sent_again(
    lupita, carmen, guadalajara
):
    row, mapped, dialled = delivered(lupita, guadalajara, "A map of the cisterns", "One telephone line")
    late, at = cast.signed_in(carmen), f"/advisory/cases/{row.pk}/"
    revision = sent_hidden(late.get(at))
    advice.decide(case_id=row.pk, by=lupita, decisions={mapped: (lupita.pk, cast.day(9)), dialled: (None, None)})
    typed = {f"owner_{mapped}": carmen.pk, f"due_on_{mapped}": cast.day(5).isoformat(), f"owner_{dialled}": ""}
    refused = late.post(f"{at}do/decide/", {**typed, "revision": revision})
    form = refused.context["forms"]["decide"]
    assert refused.status_code == 409
    assert form.errors == {
        "__all__": [
            "Lupita has changed this meanwhile. What you typed is not saved yet; both texts are kept.",
            "What stands there now is said at each field. To replace it, save again.",
        ],
        f"owner_{mapped}": ["Lupita has chosen: Lupita."],
        f"due_on_{mapped}": [f"Lupita has chosen: {formats.localize(cast.day(9))}."],
        f"owner_{dialled}": ["Lupita has chosen: we do not take this up."],
    }
    assert form[f"owner_{mapped}"].value() == str(carmen.pk)
    assert standing() == [("agreed", "Lupita", cast.day(9)), ("refused", None, None)]
    assert late.post(f"{at}do/decide/", {**typed, "revision": sent_hidden(refused)}).status_code == 302
    assert standing() == [("agreed", "Carmen", cast.day(5)), ("proposed", None, None)]


def test_a_stale_page_does_not_agree_on_actions_it_has_not_shown(lupita, carmen, guadalajara):
    row, mapped = delivered(lupita, guadalajara, "A map of the cisterns")
    late, at = cast.signed_in(carmen), f"/advisory/cases/{row.pk}/"
    typed = {f"owner_{mapped}": carmen.pk, f"due_on_{mapped}": cast.day(5).isoformat(), "agree": "1"}
    typed["revision"] = sent_hidden(late.get(at))
    advice.decide(case_id=row.pk, by=lupita, decisions={mapped: (None, None)})
    assert late.post(f"{at}do/decide/", typed).status_code == 409
    assert (cast.fresh(row).state, standing()) == (Case.State.ADVICE_DELIVERED, [("refused", None, None)])


def test_what_two_colleagues_decided_alike_is_saved_without_a_question(lupita, carmen, guadalajara):
    row, mapped = delivered(lupita, guadalajara, "A map of the cisterns")
    late, at = cast.signed_in(carmen), f"/advisory/cases/{row.pk}/"
    typed = {f"owner_{mapped}": "0", f"due_on_{mapped}": "", "agree": "1", "revision": sent_hidden(late.get(at))}
    advice.decide(case_id=row.pk, by=lupita, decisions={mapped: (None, None)})
    assert late.post(f"{at}do/decide/", typed).status_code == 302
    assert cast.fresh(row).state == Case.State.ACTIONS_AGREED


def test_a_season_a_colleague_has_changed_meanwhile_is_not_written_over(guadalajara):
    olga, meena = cast.official("Olga", "organiser"), cast.official("Meena", "organiser")
    Person.objects.filter(pk=meena.pk).update(time_zone="Asia/Kolkata")
    season = cast.programme(summaries={"en": "Bring a challenge."})
    late, at = cast.signed_in(meena), f"/advisory/programmes/{season.pk}/edit/"
    form = late.get(at).context["form"]
    typed = {
        "titles_en": "Advice for Kochi", "summaries_en": "Bring a challenge.", "capacity": 5, "languages_0": "en",
        "deadline": form["deadline"].value().strftime("%Y-%m-%dT%H:%M"), "revision": form["revision"].value(),
    }  # fmt: skip
    later = datetime(2099, 5, 1, 12, tzinfo=UTC)
    values = {name: getattr(season, name) for name in programmes.FIELDS}
    programmes.change(programme_id=season.pk, by=olga, values={**values, "deadline": later, "topics": []})
    refused = late.post(at, typed)
    assert refused.status_code == 409
    assert refused.context["theirs"] == [
        ("Title", "Advice 2027"),
        ("Deadline", formats.localize(timezone.localtime(later, ZoneInfo("Asia/Kolkata")))),
        ("Languages of cases and sessions", "Spanish, English"),
    ]
    assert refused.context["form"]["titles"].value()["en"] == "Advice for Kochi"
    season.refresh_from_db()
    assert (season.titles, season.deadline) == ({"en": "Advice 2027"}, later)
    again = {**typed, "revision": refused.context["form"]["revision"].value()}
    assert [late.post(at, again).status_code for _ in range(2)] == [302, 302]
    season.refresh_from_db()
    assert (season.titles, season.written_by, season.revision) == ({"en": "Advice for Kochi"}, meena, 2)
