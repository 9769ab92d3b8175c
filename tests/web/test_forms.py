"""Fields are labelled, hints and errors are tied to them, refusals are shown, nothing typed is lost."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from web import fields
from web.errors import Refused
from web.forms import Form

TOPICS = (("mobility", "Mobility"), ("energy", "Energy"), ("data", "Data"))


class SlotTaken(Refused):
    sentence = "This hour was taken a moment ago."
    field = "starts"


class Request(Form):
    title = fields.TranslatedTextField(label="Title", help_text="At least one language.", max_length=20)
    need = forms.CharField(label="Need", widget=forms.Textarea, help_text="Two sentences.")
    topics = fields.ChecksField(label="Topics", choices=TOPICS, at_most=2)
    spoken = fields.SpokenLanguagesField(label="Languages", rows=2)
    starts = fields.MomentField(label="Starts", required=False)
    agree = forms.BooleanField(label="I agree", required=False)


SENT = QueryDict(
    "title_en=Cool streets&title_de= &need=Shade&topics=mobility&topics=energy"
    "&spoken_0=en&spoken_0_level=C1&spoken_1=hi&spoken_1_level=C2&spoken_2=&spoken_2_level=B2"
    "&starts=2026-11-24T14:30&agree=on"
)


def test_a_form_gives_values_of_the_domain() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        form = Request(SENT)
        assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "title": {"en": "Cool streets"},
        "need": "Shade",
        "topics": ["mobility", "energy"],
        "spoken": {"en": "C1", "hi": "C2"},
        "starts": datetime(2026, 11, 24, 13, 30, tzinfo=UTC),
        "agree": True,
    }


def test_an_empty_form_says_at_each_field_what_is_missing() -> None:
    form = Request(QueryDict(""))
    assert set(form.errors) == {"title", "need", "topics", "spoken"}
    page = str(form)
    assert "data-error-summary" in page
    assert 'href="#id_need"' in page
    assert 'aria-describedby="id_need_helptext id_need_error"' in page
    assert '<p class="field__error" id="id_need_error">' in page
    assert 'aria-invalid="true"' in page
    assert 'href="#id_title"' in page
    assert 'id="id_title"' in page


def test_what_was_typed_stays_when_something_else_is_wrong() -> None:
    sent = SENT.copy()
    sent["need"] = ""
    page = str(Request(sent))
    assert 'value="Cool streets"' in page
    assert '<option value="hi" selected>' in page
    assert 'value="2026-11-24T14:30"' in page


def test_a_refusal_is_shown_at_its_field() -> None:
    form = Request(SENT)
    form.is_valid()
    form.refuse(SlotTaken())
    assert form.errors["starts"] == ["This hour was taken a moment ago."]
    form.refuse(Refused("Registration is closed."))
    assert form.non_field_errors() == ["Registration is closed."]
    assert "This hour was taken a moment ago." in str(form)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("topics", ["mobility", "energy", "data"], "Choose at most 2."),
        ("title_en", ["x" * 21], "English: at most 20 characters."),
        ("topics", ["unknown"], "Select a valid choice. unknown is not one of the available choices."),
    ],
)
def test_too_much_is_refused_with_a_sentence(name: str, value: list[str], sentence: str) -> None:
    sent = SENT.copy()
    sent.setlist(name, value)
    with override("en"):
        assert Request(sent).errors[name.removesuffix("_en")] == [sentence]


def test_levels_and_languages_that_were_not_offered_are_dropped() -> None:
    sent = SENT.copy()
    sent["spoken_0"], sent["spoken_1_level"] = "xx", "Z9"
    assert Request(sent).errors["spoken"] == ["Choose at least one language."]


def test_optional_fields_say_so_and_the_browser_does_not_interfere() -> None:
    page = str(Request())
    assert page.count("(optional)") == 1
    assert " required" not in page


def test_the_same_digits_on_another_clock() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        moment = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
        assert fields.in_zone(moment, "Asia/Kolkata") == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_pickers_speak_the_readers_language() -> None:
    class Where(Form):
        country = fields.CountryField()
        zone = fields.ZoneField()
        language = fields.LanguageField()

    with override("de"):
        page = str(Where())
    assert '<option value="DE">Deutschland</option>' in page
    assert '<option value="America/Mexico_City">Mexiko-Stadt</option>' in page
    assert '<option value="pt">Portugiesisch</option>' in page
