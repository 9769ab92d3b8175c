"""Reading a page as a bot does: the streams it follows, who sits where, which table it shows."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Page:
    """What a bot needs of a page.

    Attributes:
        streams: position by stream, from elements with `data-live` and `data-position`.
        tickets: ticket by stream, where the page gave one.
        people: ids of the table's company, from elements with `data-person` and `data-seat`. Others, such as a host who
            looks in, are on the page as people of the room, without a seat.
        table, round: from the element with `data-table` and `data-round`.
    """

    streams: dict[str, int] = field(default_factory=dict)
    tickets: dict[str, str] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    table: int | None = None
    round: int | None = None

    def stream(self, prefix: str) -> str | None:
        """The stream of a kind that the page follows, such as `room:7`."""
        return next((name for name in self.streams if name.startswith(f"{prefix}:")), None)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if stream := values.get("data-live"):
            self.page.streams.setdefault(stream, int(values.get("data-position") or 0))
            if ticket := values.get("data-ticket"):
                self.page.tickets[stream] = ticket
        if "data-table" in values:
            self.page.table = int(values["data-table"])
            self.page.round = int(values["data-round"])
        if "data-person" in values and "data-seat" in values:
            self.page.people.add(int(values["data-person"]))


def read(html: str) -> Page:
    """Find in a page's HTML what a bot needs."""
    reader = _Reader()
    reader.feed(html)
    return reader.page
