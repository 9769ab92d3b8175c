"""What an item consists of: a file of its own, slides as a speaker handed them in, an address, a text."""

from dataclasses import dataclass

from events.models import DocumentationFile, DocumentationItem, Slides

SECURE = "https://"


@dataclass(frozen=True)
class Content:
    """What can be taken of an item.

    Attributes:
        file: its own PDF, or the one the speaker handed in.
        address: where it lies elsewhere; only when there is no file.
        text: whether there is a text to read.
    """

    file: DocumentationFile | Slides | None
    address: str
    text: bool

    @classmethod
    def of(cls, item: DocumentationItem) -> "Content":
        """Of an item that came from `items.of`, without a query."""
        file = getattr(item, "file", None) or (getattr(item.appearance, "slides", None) if item.appearance else None)
        link = item.address or (item.appearance.slides_link if item.appearance else "")
        address = link if file is None and link.startswith(SECURE) else ""
        return cls(file=file, address=address, text=bool(item.texts))

    @property
    def can_be_taken(self) -> bool:
        """Whether there is something to download or open."""
        return self.file is not None or bool(self.address)

    @property
    def there(self) -> bool:
        """Whether there is anything at all."""
        return self.can_be_taken or self.text
