"""Why a place in a session cannot be had, given or limited."""

from django.utils.translation import gettext_lazy as _

from web.errors import Refused


class NeedsSeat(Refused):
    """Places in sessions go with a seat at the event."""

    sentence = _("Places in this session are for people who have a seat at the event. Please register first.")


class NotLimited(Refused):
    """Nobody needs a place in this session."""

    sentence = _("You need no place in this session: simply add it to your agenda.")


class SessionHasBegun(Refused):
    """The session has begun."""

    sentence = _("This session has begun.")


class NoPlace(Refused):
    """The person neither has a place in the session nor waits for one."""

    sentence = _("You have no place in this session.")


class PlacesTaken(Refused):
    """More people have a place in the session than it would have after this change."""

    sentence = _("More people already have a place in a session than it would have now. Raise its number of seats.")
