"""Why something is not possible in a room, in sentences people can read."""

from django.utils.translation import gettext_lazy as _

from web.errors import Forbidden, Refused, TooOften


class NotAdmitted(Forbidden):
    """No admission, or one that was withdrawn, or a room that has not opened yet."""

    sentence = _("You are not admitted to this room.")


class WasRemoved(NotAdmitted):
    """A host removed the person, who comes back by themselves."""

    sentence = _("A host has removed you from this room.")


class OnlyListening(Forbidden):
    """Muted, or an observer."""

    sentence = _("You can listen here, but not speak or write.")


class OnlyForHosts(Forbidden):
    """Something hosts of the room do."""

    sentence = _("Only a host of this room can do this.")


class Closed(Refused):
    """The room is closed."""

    sentence = _("This room is closed. You can still read what was said.")


class Empty(Refused):
    """A message without any text."""

    sentence = _("Write something first.")
    field = "text"
    status = 400


class TooLong(Refused):
    """More text than fits."""

    sentence = _("This text is too long. Please shorten it.")
    field = "text"
    status = 400


class ControlCharacters(Refused):
    """Invisible characters that no keyboard writes."""

    sentence = _("This text holds invisible control characters. Please type it anew instead of pasting it.")
    field = "text"
    status = 400


class BadNonce(Refused):
    """The page sent no usable number for its message."""

    sentence = _("This page is out of date. Please reload it and try again.")
    status = 400


class Fast(TooOften):
    """More messages than a conversation can bear."""


class NotYours(Forbidden):
    """Somebody else's message."""

    sentence = _("Only the person who wrote this can change it.")


class TooLate(Refused):
    """The time in which a message may be changed is over."""

    sentence = _("A message can be changed for 15 minutes. You can still withdraw it.")


class Withdrawn(Refused):
    """The message was withdrawn."""

    sentence = _("This message has been withdrawn.")


class NoPhase(Refused):
    """The clock was to be changed while nothing is running."""

    sentence = _("Nothing is running in this room at the moment.")


class OwnersClock(Forbidden):
    """The clock is one for several rooms."""

    sentence = _("This clock is led from the page this room belongs to.")


class NotesTooLong(TooLong):
    """More notes than fit."""

    sentence = _("The notes are full. Please shorten them.")


class PhaseOver(Refused):
    """The phase meant is not the one that runs: the clock, or another host, was faster."""

    sentence = _("This phase was over already. The page shows what runs now.")


class CaseGiverListens(OnlyListening):
    """The case-giver, while the others advise."""

    sentence = _("While the others advise, you only listen. You can speak again when the advice is over.")


class OnlyScribes(Forbidden):
    """The notes of a room that has a scribe."""

    sentence = _("In this room the scribe and the moderator write the notes.")
