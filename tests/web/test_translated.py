"""A text in several languages is shown in the reader's, else in English, else in any, and says which."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from web.templatetags.web import translated_text
from web.translated import translated

MOBILITY = {"en": "Mobility", "de": "Mobilität", "pt-br": "Mobilidade"}


@pytest.mark.parametrize(
    ("value", "language", "text", "really"),
    [
        (MOBILITY, "de", "Mobilität", "de"),
        (MOBILITY, "pt-br", "Mobilidade", "pt-br"),
        (MOBILITY, "pt", "Mobilidade", "pt-br"),
        ({"pt": "Mobilidade"}, "pt-br", "Mobilidade", "pt"),
        (MOBILITY, "es", "Mobility", "en"),
        ({"hi": "गतिशीलता"}, "es", "गतिशीलता", "hi"),
        ({"de": "  ", "en": "Heat"}, "de", "Heat", "en"),
        ({}, "de", "", "de"),
        (None, "de", "", "de"),
    ],
)
def test_the_nearest_language_is_chosen(value: dict[str, str], language: str, text: str, really: str) -> None:
    assert translated(value, language) == (text, really)


@given(st.dictionaries(st.sampled_from(["de", "en", "es", "pt-br", "fr"]), st.text(min_size=1)))
def test_a_text_that_exists_is_never_lost(value: dict[str, str]) -> None:
    shown = translated(value, "de")
    assert bool(shown.text.strip()) == any(text.strip() for text in value.values())


def test_a_text_in_another_language_is_marked_for_screen_readers() -> None:
    with override("es"):
        assert translated_text({"de": "Hitze & Wasser"}) == '<span lang="de">Hitze &amp; Wasser</span>'
        assert translated_text({"es": "Calor"}) == "Calor"
