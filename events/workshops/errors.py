"""Why something about a workshop cannot be done."""

from django.utils.translation import gettext_lazy as _

from web.errors import Refused


class WorkshopCannotMove(Refused):
    """The table of steps has no such move, or the event is not that far."""

    sentence = _("The workshop cannot take this step now.")


class NothingToPrepare(Refused):
    """Preparation is to begin, and there is no homework."""

    sentence = _("Add at least one task before the preparation begins.")


class NoActionAgreed(Refused):
    """The actions are to be final, and there is none."""

    sentence = _("Agree on at least one action first.")


class DueAfterBeginning(Refused):
    """Homework would be due after the workshop has begun."""

    sentence = _("Homework must be due before the workshop begins.")
    field = "due_at"


class DueInThePast(Refused):
    """Homework would be due already."""

    sentence = _("This moment is over.")
    field = "due_at"


class NotAsked(Refused):
    """The task is not for this person, or the workshop is over."""

    sentence = _("This task is not for you, or the workshop is over.")


class NothingHandedIn(Refused):
    """Neither text, nor link, nor file."""

    sentence = _("Write something, give a link or choose a file.")
    field = "text"


class NoPdf(Refused):
    """The file is no PDF."""

    sentence = _("Please hand in a PDF file.")
    field = "file"


class FileTooLarge(Refused):
    """The file is larger than what is kept."""

    sentence = _("The file is larger than 20 MB.")
    field = "file"


class NotTakingPart(Refused):
    """Somebody without a seat at the workshop."""

    sentence = _("This person does not take part in the workshop.")


class NobodyToSeat(Refused):
    """Groups are to be proposed, and nobody takes part."""

    sentence = _("Nobody takes part yet.")


class NotTheTimeToRate(Refused):
    """Rating oneself before the preparation, or before it afterwards."""

    sentence = _("You cannot rate yourself now.")


class AlreadyRated(Refused):
    """A competence is to change after somebody rated themselves in it."""

    sentence = _("Somebody has rated themselves already, so the competences stay as they are.")
