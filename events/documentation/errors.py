"""Why something of a documentation cannot be changed, published or rated."""

from django.utils.translation import gettext_lazy as _

from web.errors import Forbidden, Refused


class NoSuchItem(Refused):
    """It is another event's, or nothing that can be taken."""

    sentence = _("This is not in the documentation, perhaps no longer.")
    status = 404


class ItemCannotMove(Refused):
    """The table of states has no such move."""

    sentence = _("This cannot be done with it now. Withdraw first what is published.")


class NothingToShow(Refused):
    """It has neither file nor address, or key messages without text."""

    sentence = _("There is nothing to publish yet: add a file, an address or a text.")


class ConsentMissing(Refused):
    """Somebody who is in it has not agreed to its publication."""

    sentence = _("Not everybody who is in it has agreed to the publication.")


class NotInDocumentation(Refused):
    """The event is not over, or was archived."""

    sentence = _("Documentation is published after the event, until it is archived.")


class NotSecure(Refused):
    """An address somebody could listen to or change on the way."""

    sentence = _("The address must begin with https://.")
    field = "address"


class OnlySlides(Refused):
    """Of other kinds nothing is handed in, and whose consent they need does not depend on one speaker."""

    sentence = _("Speakers hand in slides only. Choose this kind, or no speaker.")
    field = "appearance"


class NoPdf(Refused):
    """What was uploaded is something else."""

    sentence = _("Please choose a PDF file.")
    field = "file"


class FileTooLarge(Refused):
    """The file is larger than is kept."""

    sentence = _("The file is larger than 20 MB. Please choose a smaller one, or an address.")
    field = "file"


class NotThere(Forbidden):
    """Only those with a seat rate a session."""

    sentence = _("Only people who took part can rate.")


class NotOverYet(Refused):
    """It has not ended."""

    sentence = _("It can be rated when it is over.")


class NoStars(Refused):
    """Stars go from one to five."""

    sentence = _("Choose from one to five.")
    field = "stars"
