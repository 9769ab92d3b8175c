"""What planning a session refuses."""

from django.utils.translation import gettext_lazy as _

from web.errors import Refused


class NoTimes(Refused):
    """A proposal of no times, too many, or times gone by."""

    sentence = _("Choose one to five times that lie in the future.")
    field = "times"


class TimePassed(Refused):
    """The time does not stand any more."""

    sentence = _("Other times have been proposed meanwhile. Please choose one of them.")
    field = "time"


class NotInTeams(Refused):
    """A role for somebody who works in none of the teams."""

    sentence = _("Choose people who work in this partnership, two different ones.")
    field = "moderator"


class SomebodyMissing(Refused):
    """A session without a moderator, a case-giver, or anybody of a member."""

    sentence = _(
        "Somebody is missing: each member needs a person in the team, and two of them to moderate and to give the "
        "case. Add somebody to the team, or cancel this session and plan another one."
    )


class SessionIsFixed(Refused):
    """The session is where this cannot be done any more."""

    sentence = _("This session can no longer be changed like that. Please load the page again to see where it stands.")
