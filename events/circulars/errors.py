"""Why a message to participants is not written or sent."""

from django.utils.translation import gettext_lazy as _

from web.errors import Refused


class AlreadySent(Refused):
    """It is on its way; a second time nobody gets it."""

    sentence = _("This message was sent already. Nobody gets it twice.")


class NotAsSeen(Refused):
    """It was changed after the page that asked to send it was loaded."""

    sentence = _("Somebody has changed this message meanwhile. Please look at it again before you send it.")


class NobodyFits(Refused):
    """No participant is in the filter."""

    sentence = _("Nobody is in this filter, so nothing was sent.")


class NoSuchCircular(Refused):
    """It is another event's, or was discarded."""

    sentence = _("There is no such message.")
    status = 404
