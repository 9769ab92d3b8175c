"""Why somebody cannot check in, or gets no certificate."""

from django.utils.translation import gettext_lazy as _

from web.errors import Refused


class NotNow(Refused):
    """It is too early, or over."""

    sentence = _("You can check in from a quarter of an hour before the start until the end.")


class NoSeat(Refused):
    """The person has no seat at the event."""

    sentence = _("Only people with a seat at the event can check in.")


class WrongCode(Refused):
    """The code is not the one that is shown on site."""

    sentence = _("This is not the code shown on site. Please look again.")
    field = "code"
