"""Why something is not possible at a live stage, in sentences people can read."""

from django.utils.translation import gettext_lazy as _

from web.errors import Forbidden, Refused


class NoPlace(Forbidden):
    """Neither registered, nor on the agenda, nor on the staff."""

    sentence = _("The stage is for those who are registered for this event.")


class StageIsClosed(Refused):
    """The event has not begun or is over."""

    sentence = _("The stage opens 15 minutes before the event begins and closes when it is over.")


class OnlyForModerators(Forbidden):
    """Something moderators, chairs and organisers do."""

    sentence = _("Only those who moderate this session can do this.")


class OnlyForTheAgenda(Forbidden):
    """The green room."""

    sentence = _("The green room is for those who are on stage in this session.")


class NoSuchThing(Refused):
    """A session, question or poll that is not there, or not for this person."""

    sentence = _("This is not there any more.")
    status = 404


class QuestionCannotMove(Refused):
    """The table of moves has no such move: somebody else was faster."""

    sentence = _("Somebody else has dealt with this question already.")


class BallotCannotMove(Refused):
    """The table of moves has no such move."""

    sentence = _("This poll cannot take this step now.")


class BallotIsClosed(Refused):
    """A choice that came before the poll was opened, or after it was closed."""

    sentence = _("This poll is closed. Your last choice counts.")


class TooFewAnswers(Refused):
    """A poll has two to eight answers."""

    sentence = _("Write two to eight answers, each in a line of its own.")
    field = "answers"
    status = 400


class AnswerTooLong(Refused):
    """An answer has one line on a phone or two."""

    sentence = _("An answer has at most 160 characters.")
    field = "answers"
    status = 400


class NotOnNow(Refused):
    """What belongs to the time of a session, before or after it."""

    sentence = _("This session is not on at the moment.")


class ChairsTaken(Refused):
    """Six people sit in the fishbowl."""

    sentence = _("All six chairs are taken. As soon as somebody leaves one, you can take it.")
