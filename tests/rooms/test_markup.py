"""Texts as HTML: nothing a person writes runs."""

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.markup import shown
from tests.rooms.corpus import CORPUS


class Reader(HTMLParser):
    """Reads HTML as a browser would: which elements with which attributes, and which text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def only_harmless(reader: Reader) -> bool:
    allowed = {"a": {"href", "target", "rel"}, "br": set(), "mark": {"data-person"}}
    return all(
        tag in allowed and set(attributes) <= allowed[tag] and (attributes.get("href") or "http").startswith("http")
        for tag, attributes in reader.elements
    )


@pytest.mark.parametrize("text", CORPUS)
def test_markup_is_shown_as_it_was_written_and_does_nothing(text: str) -> None:
    reader = read(shown(text, {1: "Asha"}))
    assert only_harmless(reader)
    assert reader.text == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_any_text_is_shown_as_it_was_written(text: str) -> None:
    reader = read(shown(text, {1: "Asha Menon", 2: "<b>", 3: text[:5]}))
    assert only_harmless(reader)
    assert reader.text == text


@given(
    st.lists(
        st.sampled_from([*CORPUS, "https://", "http://a", "<", ">", '"', "'", "&", "@Asha", "\n", " "]), max_size=6
    )
)
def test_pieces_of_attacks_do_nothing_in_any_order(pieces: list[str]) -> None:
    reader = read(shown("".join(pieces), {1: "Asha", 2: "<script>"}))
    assert only_harmless(reader)
    assert reader.text == "".join(pieces)


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("see https://kochi.example/trees.", ["https://kochi.example/trees"]),
        ("(https://jena.example/a_(b))", ["https://jena.example/a_(b)"]),
        ("(https://jena.example/a)", ["https://jena.example/a"]),
        ("HTTP://PIURA.EXAMPLE", ["HTTP://PIURA.EXAMPLE"]),
        ("https://a.example?x=1&y=2 http://b.example", ["https://a.example?x=1&y=2", "http://b.example"]),
        ("https://...", []),
        ("ftp://kochi.example www.jena.example", []),
    ],
)
def test_addresses_become_links(text: str, addresses: list[str]) -> None:
    reader = read(shown(text))
    assert [attributes["href"] for tag, attributes in reader.elements if tag == "a"] == addresses
    assert all(
        (attributes["target"], attributes["rel"]) == ("_blank", "noopener noreferrer nofollow ugc")
        for tag, attributes in reader.elements
        if tag == "a"
    )
    assert reader.text == text


def test_mentions_are_marked() -> None:
    assert shown("Ask @Asha!", {7: "Asha"}) == 'Ask <mark data-person="7">@Asha</mark>!'
    assert shown("two\nlines & more") == f"two<br>lines {escape('&')} more"
