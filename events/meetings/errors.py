"""Why a meeting cannot be booked or changed."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from events.models import Meeting
from events.slots import Slot
from web.errors import Forbidden, Refused
from web.times import WEEKDAY_AND_HOUR, city_now, written


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


class MeetingChangedMeanwhile(Refused):
    """Somebody has booked, moved or called off the meeting since the page was loaded; nothing was moved.

    Attributes:
        meeting: what is booked now.
    """

    field = "starts_at"

    def __init__(self, meeting: Meeting | None) -> None:
        """Say when it is now, in the reader's language and zone."""
        self.meeting = meeting
        off = _("What was booked has been called off meanwhile. Your choice is still here: to book it, send it again.")
        now = _(
            "This was booked or changed meanwhile: it is now on %(when)s. Your choice is still here: to move the "
            "meeting there, send it again."
        )
        super().__init__(off if meeting is None else now % {"when": _when(meeting)})


def _when(meeting: Meeting) -> str:
    return f"{written(meeting.starts_at, skeletons=WEEKDAY_AND_HOUR)} · {city_now()}"


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
