"""What is wrong with a list, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext as looked_up
from django.utils.translation import gettext_noop

from members.sheets import Problem

SENTENCES = (
    gettext_noop("larger than %(most)d MB"),
    gettext_noop("is encoded as UTF-16; save it as CSV in UTF-8"),
    gettext_noop("is not a text file; save the spreadsheet as CSV"),
    gettext_noop("is neither UTF-8 nor Windows-1252; save it as CSV in UTF-8"),
    gettext_noop("is empty"),
    gettext_noop("has no rows below the header"),
    gettext_noop("has %(cells)d cells, the header has %(columns)d"),
    gettext_noop("cannot be read (%(error)s)"),
    gettext_noop("column is missing"),
    gettext_noop("column occurs twice"),
    gettext_noop("%(value)r stands in row %(row)d already"),
    gettext_noop("%(value)r is no e-mail address"),
    gettext_noop("%(value)r is no member of the event's network"),
    gettext_noop("%(value)r is not one of %(known)s"),
    gettext_noop("is longer than %(most)d characters"),
    gettext_noop("belongs to somebody who may not sign in"),
    gettext_noop("nobody can be registered: the event is %(state)s"),
    gettext_noop("has %(count)d people; add at most %(most)d in one step"),
)
"""All that a list of people can have wrong with it (see `members.sheets` and `events.imports`)."""


def problem(found: Problem) -> str:
    """One line that names the row and the column and says what is wrong."""
    words = {"row": found.row, "field": found.field, "what": _what(found)}
    if not found.row:
        return _("The file: %(what)s") % words
    return (_("Row %(row)d, %(field)s: %(what)s") if found.field else _("Row %(row)d: %(what)s")) % words


def _what(found: Problem) -> str:
    """What is wrong, without where."""
    words = looked_up(found.what)
    return words % found.values if found.values else words
