"""Why something is not possible in a consultation, in sentences people can read."""

from django.utils.translation import gettext_lazy as _

from web.errors import Forbidden, Refused


class NotConsulting(Refused):
    """The room is for something else."""

    sentence = _("There is no consultation in this room.")
    status = 404


class BegunAlready(Refused):
    """It has begun, so that it can neither begin nor be moved."""

    sentence = _("This consultation has begun already.")


class NotBegun(Refused):
    """It has not begun."""

    sentence = _("This consultation has not begun yet.")


class NoActions(Refused):
    """Closing without an action and without a word about it."""

    sentence = _("Agree on at least one action with an owner and a date, or say why there is none.")
    field = "reason"
    status = 400


class NotRecording(Forbidden):
    """Somebody who does not write down actions."""

    sentence = _("The moderator, the scribe and the case-giver write down actions.")


class NoText(Refused):
    """An action of no or too many words."""

    sentence = _("Say in one sentence of up to 300 characters what will be done.")
    field = "text"
    status = 400


class NoOwner(Refused):
    """An action nobody in the room will do."""

    sentence = _("Choose somebody in this room who will do it.")
    field = "owner"
    status = 400


class DayIsPast(Refused):
    """An action that was due before it was agreed."""

    sentence = _("Choose a day from today on.")
    field = "due_on"
    status = 400


class NoSentence(Refused):
    """An outcome without a word, or of too many."""

    sentence = _("Say in one sentence of up to 300 characters what became of it.")
    field = "sentence"
    status = 400


class NotAsked(Refused):
    """An outcome the person was not asked about."""

    sentence = _("You have not been asked about this action.")
    status = 404


class ModeratorIsHere(Refused):
    """Taking over from a moderator who is in the room."""

    sentence = _("The moderator is here.")


class GiveThemAMinute(Refused):
    """Taking over right after the moderator was missed."""

    sentence = _("Please wait until a minute has passed; the moderator may only have lost the connection.")


class NotCastable(Refused):
    """A role that is not given in the room, or a person whose role stays."""

    sentence = _("This role cannot be given here.")
    field = "role"
    status = 400


class NobodyAsked(Refused):
    """An answer about a recording nobody has asked for, or no longer."""

    sentence = _("Nobody asks for a recording at the moment.")
