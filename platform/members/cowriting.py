"""Texts that several people write, delegates of a member or organisers: nobody writes over what they have not seen.

A page shows a revision of the text and carries a mark of its own. A text may be written on top of the revision that
was shown, or by the page that wrote it last: a page whose answer was lost on the way is not its own colleague.
"""

from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from web.errors import Refused

if TYPE_CHECKING:
    from members.models import Person


class Cowritten(models.Model):
    """A record that delegates of one member, or the staff of one network, write together.

    Attributes:
        revision: raised with each change.
        written_by: whose change was the last.
        written_on: mark of the page it came from; empty when there was none.
    """

    revision = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_on = models.CharField(max_length=16, blank=True)

    class Meta:
        abstract = True


REVISED = ("revision", "written_by", "written_on")
"""The columns that `revise` sets."""


class ChangedByColleague(Refused):
    """Somebody has changed the text since the page was loaded; nothing was written.

    Attributes:
        name: who did, for the reader.
    """

    def __init__(self, row: Cowritten, reader: "Person | None") -> None:
        self.name = row.written_by.display_name if row.written_by else _("A colleague")
        self.oneself = reader is not None and row.written_by == reader
        said = _("%(name)s has changed this meanwhile. What you typed is not saved yet; both texts are kept.")
        if self.oneself:
            said = _("You have changed this on another page meanwhile. What you typed here is not saved yet.")
        super().__init__(said % {"name": self.name})


@dataclass(frozen=True)
class Shown:
    """What a page showed: a revision, and the page's own mark."""

    revision: int
    page: str = ""


def new_page() -> str:
    """A mark for a page."""
    return token_hex(8)


def revise(row: Cowritten, *, by: "Person | None", shown: Shown | None) -> None:
    """Begin the next revision of a record whose row the caller has locked, and saves with `REVISED`.

    Args:
        row: the locked record.
        by: who changes it.
        shown: what their page showed; `None` when there was no page.

    Raises:
        ChangedByColleague: somebody has changed it after what was shown.
    """
    own = shown is not None and shown.page != "" and shown.page == row.written_on
    if shown is not None and shown.revision != row.revision and not own:
        raise ChangedByColleague(row, by)
    row.revision += 1
    row.written_by, row.written_on = by, shown.page if shown else ""


def differing(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that do not stand in the record already."""
    return {name: value for name, value in values.items() if _plain(value) != _plain(getattr(row, name))}


def _plain(value: Any) -> Any:
    """A text without what browsers change about its lines."""
    return "\n".join(value.splitlines()) if isinstance(value, str) else value
