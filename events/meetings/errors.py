"""Why a meeting cannot be booked or changed."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from events.slots import Slot
from web.errors import Forbidden, Refused


class SlotTaken(Refused):
    """Somebody who is to take part is busy at that time, perhaps since a moment ago.

    Attributes:
        alternatives: the best times instead, best first.
    """

    sentence = _("This time was taken meanwhile. Please choose another one.")
    field = "starts_at"

    def __init__(self, alternatives: Sequence[Slot] = ()) -> None:
        """Carry what could be chosen instead."""
        super().__init__()
        self.alternatives = tuple(alternatives)


class MeetingIsOver(Refused):
    """It was held or cancelled, so nothing can be changed about it any more."""

    sentence = _("This meeting is over or cancelled and can no longer be changed.")


class MeetingInPast(Refused):
    """It would begin before now."""

    sentence = _("The time lies in the past. Please choose a later one.")
    field = "starts_at"


class TooFewPeople(Refused):
    """A meeting needs two people who may sign in."""

    sentence = _("A meeting needs at least two people.")


class AlreadyTakesPart(Refused):
    """The person who is to step in takes part already."""

    sentence = _("This person takes part already.")
    field = "person"


class NotYourMeeting(Forbidden):
    """Only those who take part and the network's secretariat may do this."""

    sentence = _("Only those who take part in this meeting may do this.")
