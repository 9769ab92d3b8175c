"""Documents as PDF, read by another program than the one that writes them: tagged, titled, in their language, inert."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from web.documents import characters
from web.documents import pdf as rendering
from web.documents.document import Document, Section
from web.documents.pdf import pdf

WHEN = datetime(2027, 3, 1, tzinfo=UTC)
HOSTILE = (
    '#import "@preview/evil:1.0.0": *',
    '#read("document.typ") #sys.inputs #panic("x")',
    "= Heading\n- point\n$ x^2 $ *bold* _lean_ `raw` <label> @reference \\u{41}",
    '"]}) #eval("1+1")',
    "before\x00after\x07\x1b[31m",
    "\u202egnp.exe \ufeff\u2066x\u2069",
    "crème 😀 日本 \ue000 \U0010ffff \ud800",
    "a\u0301\u0489\u0903\u05b0\u0951",
    "हिन्दी नगर · العربية · עברית",
)


def document(text: str = "Water in the upper quarters", **values: Any) -> Document:
    section = Section(
        heading="The challenge",
        text=f"{text}\n\n{text}",
        points=[text, "two"],
        facts=[("Since", text)],
        columns=["What", "Who"],
        rows=[[text, "Ana"], ["Map", text]],
        language="es",
    )
    given = {"facts": [("Member", text), ("Nothing", "")], "sections": [section], "foot": "Only for you"}
    return Document(**{"kind": "Case sheet", "title": text, "language": "pt-br", **given, **values})


def read(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def texts(reader: PdfReader) -> str:
    return " ".join("".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


def tags(reader: PdfReader) -> list[Any]:
    """The elements of the structure tree, depth first."""

    def below(node: Any) -> list[Any]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            return [one for child in node for one in below(child)]
        if not isinstance(node, dict) or "/S" not in node:
            return []
        return [node, *below(node.get("/K", []))]

    root = reader.root_object["/StructTreeRoot"]
    return below(root["/K"])  # type: ignore[index]


def test_a_document_is_tagged_titled_and_in_its_language() -> None:
    reader = read(pdf(document(), made_at=WHEN))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value  # type: ignore[index]
    assert str(root["/Lang"]) == "pt-BR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value  # type: ignore[index]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.creation_date) == ("Water in the upper quarters", WHEN)
    assert "pdfuaid" in reader.root_object["/Metadata"].get_data().decode()  # type: ignore[attr-defined]


def test_headings_lists_and_tables_are_what_they_look_like() -> None:
    found = tags(read(pdf(document(), made_at=WHEN)))
    kinds = [one["/S"] for one in found]
    assert {"/Title", "/H1", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= set(kinds) | {"/Title"}
    assert (kinds.count("/H1"), kinds.count("/TH"), kinds.count("/TD")) == (1, 2, 4)
    assert any(one.get("/Lang") == "es" for one in found)


def test_what_it_says_can_be_read_and_what_is_empty_is_left_out() -> None:
    said = texts(read(pdf(document(), made_at=WHEN)))
    for words in ("Case sheet", "Member: Water", "The challenge", "Since: Water", "Ana", "Only for you"):
        assert words in said
    assert "Nothing" not in said


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_texts(text: str) -> None:
    reader = read(pdf(document(text), made_at=WHEN))
    said = texts(reader)
    for word in text.split():
        if word.isascii() and word.isprintable():
            assert word in said
    assert tags(reader)
    assert not {"\x00", "\x07", "\u202e", "\ufeff"} & set(said)
    assert not any("/A" in page or "/AA" in page or page.get("/Annots") for page in reader.pages)


def test_a_word_without_end_stays_on_the_page() -> None:
    reader = read(pdf(document("w" * 900), made_at=WHEN))
    right: list[float] = []
    for page in reader.pages:
        page.extract_text(visitor_text=lambda text, cm, tm, font, size: right.append(tm[4]) if text.strip() else None)
        lines = page.extract_text().splitlines()
        assert max(map(len, lines)) < 120
    assert max(right) < float(reader.pages[0].mediabox.width)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_makes_a_document(text: str) -> None:
    assert read(pdf(document(text), made_at=WHEN)).pages


def test_every_character_said_to_be_shown_is_shown() -> None:
    """With the fonts of the pinned version; a newer one may have fewer."""
    for first, last in characters.SHOWN:
        there = [chr(code) for code in range(first, last + 1) if unicodedata.category(chr(code))[0] != "C"]
        marked = [f"o{one}" if unicodedata.combining(one) else one for one in there]
        section = Section(heading="x", text="\n".join(marked))
        assert characters.shown("".join(there)).count(characters.INSTEAD) <= 3  # two are others when normalised
        rendering._rendered(document(sections=[section]), WHEN, characters.SHOWN)


@pytest.mark.alone
def test_it_is_fast_and_many_are_made_at_the_same_time() -> None:
    """A web process may render it while it answers: some milliseconds, in as many threads as there are."""
    pdf(document(), made_at=WHEN)
    with ThreadPoolExecutor(8) as threads:
        began = datetime.now(UTC)
        made = list(threads.map(lambda number: pdf(document(f"Case {number}"), made_at=WHEN), range(40)))
        took = (datetime.now(UTC) - began).total_seconds()
    assert [texts(read(one)).count(f"Case {number} Member") for number, one in enumerate(made)] == [1] * 40
    assert took / 40 < 1
