"""What a document consists of, whatever it is shown as. All texts are plain: nothing in them is markup."""

from collections.abc import Sequence
from dataclasses import dataclass, field

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a document under a heading; what is empty is left out.

    Attributes:
        text: paragraphs, divided by line breaks.
        points: a list.
        facts: names with their values.
        columns, rows: a table; the first cell of each row names it.
        language: the language of `text` and `points` when it is not the document's.
        new_page: begins a page.
    """

    heading: str
    text: str = ""
    points: Sequence[str] = ()
    facts: Pairs = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    language: str = ""
    new_page: bool = False

    @property
    def paragraphs(self) -> list[str]:
        """The text's paragraphs."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows of the table, each cell with the name of its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document.

    Attributes:
        kind: what it is, above its title: "Case sheet".
        title: its name.
        language: in which its headings are written, one of the interface's codes.
        facts: what is to be known first, names with their values.
        foot: a line below each page: who may read it, and from when it is.
    """

    kind: str
    title: str
    language: str
    facts: Pairs = ()
    sections: Sequence[Section] = field(default_factory=tuple)
    foot: str = ""
