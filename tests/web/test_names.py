"""Languages and countries are called what the reader calls them."""

from django.utils.translation import override

from web import names, zones
from web.drawings.tones import initials
from web.icons import ICONS
from web.templatetags import web as tags


def test_a_language_is_named_in_the_readers_language() -> None:
    with override("de"):
        assert tags.language_names(["pt", "hi"]) == "Portugiesisch, Hindi"
    with override("pt-br"):
        assert tags.language_name("de") == "alemão"


def test_a_country_is_named_in_the_readers_language() -> None:
    with override("es"):
        assert [tags.country_name(code) for code in ("DE", "in", "PE")] == ["Alemania", "India", "Perú"]


def test_an_unknown_code_stays_as_it_is() -> None:
    assert names.language_name("xx", "en") == "xx"
    assert names.country_name("QQ", "en") == "QQ"


def test_pickers_offer_every_two_letter_code_by_name() -> None:
    spoken = dict(names.spoken_languages("es"))
    assert (spoken["qu"], len(spoken) > 150) == ("quechua", True)
    assert dict(names.countries("de"))["BR"] == "Brasilien"


def test_a_zone_picker_offers_places_and_no_abbreviations() -> None:
    assert {"Asia/Kolkata", "America/Lima", "UTC"} <= set(zones.choices())
    assert not {"EST", "Etc/GMT+5", "posixrules"} & set(zones.choices())


def test_initials_come_from_the_first_and_the_last_word() -> None:
    assert [initials(name) for name in ("Anu Demo", "Rosa", "José de la Cruz (demo)", "")] == ["AD", "R", "JC", "?"]


def test_an_icon_is_hidden_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in tags.icon("bell")
    assert 'role="img" aria-label="3 &lt;b&gt;"' in tags.icon("bell", label="3 <b>")
    assert len(ICONS) > 30
