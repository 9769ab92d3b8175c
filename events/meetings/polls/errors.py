"""Why a poll refuses."""

from django.utils.translation import gettext_lazy as _

from web.errors import Forbidden, Refused


class PollIsOver(Refused):
    """It was booked or called off."""

    sentence = _("This poll is over. A time was booked, or it was called off.")


class PollRuns(Refused):
    """There is a running poll about the same meeting."""

    sentence = _("A poll about this is running already.")


class NotTimesForPoll(Refused):
    """No times, too many, or times gone by."""

    sentence = _("Choose two to ten times that lie in the future.")
    field = "times"


class AnswersMissing(Refused):
    """Some of the times were not answered."""

    sentence = _("Please answer each of the times. Nothing you have chosen is lost.")


class NotYourPoll(Forbidden):
    """Only who asked may book or change it."""

    sentence = _("Only the person who asked may book a time or change the poll.")
