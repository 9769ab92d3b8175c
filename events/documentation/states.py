"""The states of an item: the one table of who may move where."""

from events.documentation.errors import ItemCannotMove
from events.models import DocumentationItem, Event

S = DocumentationItem.State
MOVES: dict[str, tuple[str, ...]] = {
    S.DRAFT: (S.PUBLISHED,),
    S.PUBLISHED: (S.WITHDRAWN,),
    S.WITHDRAWN: (S.PUBLISHED,),
}
AFTERWARDS = (Event.State.DOCUMENTATION, Event.State.ARCHIVED)
"""In these the documentation is shown."""


def check_move(item: DocumentationItem, to: str) -> None:
    """Refuse a move that is not in the table.

    Raises:
        ItemCannotMove: it is not.
    """
    if to not in MOVES[item.state]:
        raise ItemCannotMove
