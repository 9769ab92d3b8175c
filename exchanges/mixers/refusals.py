"""Why a mixer refuses something a person asked for."""

from django.utils.translation import gettext_lazy as _

from web.errors import Forbidden, Refused


class NotAHost(Forbidden):
    """Hosts and the organisers of the network lead a mixer."""

    sentence = _("Only the hosts of this mixer may do this.")


class NotTakingPart(Forbidden):
    """The person has no confirmed place."""

    sentence = _("You do not take part in this mixer.")


class AlreadyBegan(Refused):
    """The programme is fixed once the mixer has begun."""

    sentence = _("The mixer has begun: its programme can no longer be changed.")


class NotRunning(Refused):
    """The mixer waits, stands still or is over."""

    sentence = _("The mixer is not running at the moment.")


class CannotStart(Refused):
    """The event is a draft, postponed, cancelled or over."""

    sentence = _("The mixer cannot start: its event is not published, or it is over.")


class RoundsTookPlace(Refused):
    """It cannot be postponed: who has met would be expected to come once more, as if nothing had been."""

    sentence = _("People have met at tables already, so this mixer cannot be postponed. End it, and plan another one.")


class AlreadyOver(Refused):
    """The mixer has ended."""

    sentence = _("This mixer is over.")


class BadProgramme(Refused):
    """A length, size or number outside of what a mixer bears."""

    status = 400


class NoRound(Refused):
    """No round is open."""

    sentence = _("No round is open at the moment.")


class NotSeated(Refused):
    """The person sits at no table in this round."""

    sentence = _("This person sits at no table at the moment.")
    field = "person"


class NoSuchTable(Refused):
    """The table belongs to another round, or was merged into another one."""

    sentence = _("This table is not open any more.")
    field = "table"


class TableFull(Refused):
    """The table would get too large to talk."""

    sentence = _("This table is full.")
    field = "table"


class NoSharedLanguage(Refused):
    """The table would be left without a language common to all."""

    sentence = _(
        "The people at this table would have no language in common. Move them anyway if an interpreter is there."
    )
    field = "table"


class TooManyCards(Refused):
    """Three seeks and three offers."""

    sentence = _("You can bring three things you seek and three things you offer.")
    status = 400


class CardTwice(Refused):
    """The same topic twice on one side."""

    sentence = _("You named the same topic twice.")
    status = 400


class CardWithoutTopic(Refused):
    """A topic that does not exist."""

    sentence = _("Choose a topic from the list.")
    status = 400


class NotYourself(Refused):
    """A wish, contact or rating about oneself."""

    sentence = _("Choose somebody else than yourself.")
    field = "other"
    status = 400


class NotMet(Refused):
    """The two did not sit at a table together."""

    sentence = _("You have not met this person in this mixer.")
    field = "other"


class AlreadyExchanged(Refused):
    """Both wanted it: the contact is the other's too now."""

    sentence = _("You have exchanged contacts already.")


class BadRating(Refused):
    """One to five stars."""

    sentence = _("Choose one to five.")
    field = "stars"
    status = 400


class NotOverYet(Refused):
    """Something for afterwards."""

    sentence = _("This is possible when the mixer is over.")


class NothingToAnnounce(Refused):
    """An announcement without text, or longer than 500 characters."""

    sentence = _("Write an announcement of at most 500 characters.")
    field = "text"
    status = 400


class NoSuchFollowUp(Refused):
    """The person was not asked this, or gave an answer that does not exist."""

    sentence = _("You were not asked about this contact.")
    status = 404


class HostsStay(Forbidden):
    """A host cannot be shown out."""

    sentence = _("A host of this mixer cannot be removed.")
