"""What the advisory programme refuses, in sentences for the person who asked."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.errors import NotFound
from web.errors import Refused
from web.names import language_name

__all__ = ["NotFound"]


class CaseCannotMove(Refused):
    """The table of states has no such move."""

    sentence = _("This step cannot be taken now. Please load the page again to see where it stands.")


class CaseGoneOn(Refused):
    """A colleague has submitted the case while it was being written; its sentence says who."""


class CaseNotComplete(Refused):
    """Something is missing before a case can be submitted."""

    sentence = _("Please fill this in before you submit the case.")


class LanguageNotOffered(Refused):
    """A case that can be advised in none of the languages in which the season works.

    Attributes:
        offered: ISO 639-1 codes of those languages.
    """

    field = "languages"

    def __init__(self, offered: Sequence[str]) -> None:
        reader = get_language() or "en"
        said = _("This season works in %(languages)s. Choose at least one of these languages.")
        super().__init__(said % {"languages": ", ".join(language_name(code, reader) for code in offered)})
        self.offered = offered


class DeadlineIsPast(Refused):
    """A new season whose deadline lies in the past."""

    sentence = _("Choose a deadline in the future.")
    field = "deadline"


class CapacityTooSmall(Refused):
    """Fewer places than cases were taken on."""

    sentence = _("More cases than that are taken on already.")
    field = "capacity"


class ProgrammeIsOver(Refused):
    """The deadline of the programme has passed."""

    sentence = _("The deadline of this programme has passed.")


class ProgrammeIsFull(Refused):
    """As many cases as it has places for are taken on."""

    sentence = _("This programme has no place left. Redirect the case, or raise the capacity.")


class AdvisorDoesNotFit(Refused):
    """The advisor cannot advise on this case."""

    sentence = _("This advisor cannot be asked for this case: please choose one of those suggested.")


class SayWhy(Refused):
    """A decision without its reason."""

    sentence = _("Please say why, in a sentence.")
    field = "sentence"


class ScopeMissing(Refused):
    """A case is scoped by saying what the session is to answer."""

    sentence = _("Write down what the session is to answer.")
    field = "scope"


class NothingRecommended(Refused):
    """An advice note without a recommendation."""

    sentence = _("Write down at least one recommendation first.")
    field = "text"


class OwnerMissing(Refused):
    """A recommendation that is agreed needs somebody who sees to it, and a day."""

    sentence = _("Say for each recommendation who sees to it and until when, or that you do not take it up.")


class NotOnThisCase(Refused):
    """The person has nothing to do with the case."""

    sentence = _("Choose somebody who acts for this member, or one of its advisors.")
    field = "owner"


class GiverMissing(Refused):
    """A meeting about a case that nobody gives any more."""

    sentence = _("Nobody acts for this member any more. A meeting can be booked when somebody does.")


class NotInterpreted(Refused):
    """An interpreter for a session that is not interpreted."""

    sentence = _("This session is not interpreted.")


class NobodyThere(Refused):
    """An address with which nobody signs in."""

    sentence = _("Nobody signs in with this address. Ask them to sign in once; then they can be invited.")
    field = "email"
