"""Collecting and checking sentences without the gettext tools."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from scripts import messages

TEMPLATE = """
{% load i18n %}
<p class="x">{% translate "Good morning, Kochi" %}</p>
  {% blocktranslate trimmed count n=seats %}
    One seat
  {% plural %}
    {{ n }} seats
  {% endblocktranslate %}
{{ _("It's 5 o'clock") }} {% translate "May" context "month" %}
"""
MODULE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
A = _("Table is full")
B = ngettext("%(n)s round", "%(n)s rounds", 3)
C = pgettext_lazy("verb", "Seat")
"""


def collected(path: Path) -> list[tuple[object, str | None]]:
    return [(message, context) for message, context, _ in messages.sentences(path)]


def test_sentences_of_a_template_are_found(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(TEMPLATE)
    assert collected(path) == [
        ("Good morning, Kochi", None),
        (("One seat", "%(n)s seats"), None),
        ("It's 5 o'clock", None),
        ("May", "month"),
    ]


def test_sentences_of_a_module_are_found(tmp_path: Path) -> None:
    path = tmp_path / "texts.py"
    path.write_text(MODULE)
    assert collected(path) == [
        ("Table is full", None),
        (("%(n)s round", "%(n)s rounds"), None),
        ("Seat", "verb"),
    ]


def test_sentences_of_a_script_are_found(tmp_path: Path) -> None:
    path = tmp_path / "room.js"
    path.write_text('say(gettext("Connection lost"));')
    assert collected(path) == [("Connection lost", None)]


@pytest.mark.parametrize(
    ("original", "translation", "fits"),
    [
        ("Hello %(name)s", "Hallo %(name)s", True),
        ("Hello %(name)s", "Hallo %(nam)s", False),
        ("Hello {name}", "Hallo", False),
        ("100 % sure", "100 % sicher", True),
        ("<a href='x'>here</a>", "<a href='x'>hier</a>", True),
        ("<b>here</b>", "hier", False),
        (("One seat", "%(n)s seats"), ("Ein Platz", "%(n)s Plätze"), True),
        (("%(n)s seat", "%(n)s seats"), ("Ein Platz", "%(n)s Plätze"), True),
        (("One seat", "%(n)s seats"), ("Ein Platz", "Plätze"), False),
    ],
)
def test_placeholders_and_tags_must_be_taken_over(
    original: str | tuple[str, str], translation: str | tuple[str, str], fits: bool
) -> None:
    assert messages.placeholders_fit(Message(original, translation)) is fits


def test_missing_fuzzy_wrong_and_obsolete_messages_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    path = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Seat"\nmsgstr "Platz"\n\n'
        '#, fuzzy\nmsgid "Table"\nmsgstr "Tafel"\n\n'
        'msgid "Round %(n)s"\nmsgstr "Runde"\n\n'
        'msgid "Gone"\nmsgstr "Weg"\n\n'
    )
    found = Catalog()
    for sentence in ("Seat", "Table", "Round %(n)s", "New"):
        found.add(sentence)
    assert sorted(messages.complaints("de", found)) == [
        "de: fuzzy: 'Table'",
        "de: missing: 'New'",
        "de: obsolete: 'Gone'",
        "de: placeholders differ: 'Round %(n)s' → ['Runde']",
    ]


def test_the_languages_are_those_of_the_settings() -> None:
    from django.conf import settings

    offered = {code for code, _ in settings.LANGUAGES} - {"en"}
    assert {language.lower().replace("_", "-") for language in messages.LANGUAGES} == offered
