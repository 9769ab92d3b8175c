"""Why the calendar refuses something a person asked for."""

from django.utils.translation import gettext_lazy as _

from web.errors import Forbidden, Refused


class EventCannotMove(Refused):
    """The table of states has no such move."""

    sentence = _("The event cannot take this step now.")


class RegistrationCannotMove(Refused):
    """The table of states has no such move."""

    sentence = _("The registration cannot be changed in this way now.")


class NotYourEvent(Forbidden):
    """Only organisers and the secretariat of the event's network may do this."""

    sentence = _("Only the organisers of this network may do this.")


class NotYourRegistration(Forbidden):
    """It is another person's registration."""

    sentence = _("This registration belongs to somebody else.")


class NotYourMember(Refused):
    """The person does not act for the member named."""

    sentence = _("You do not act for this member.")
    field = "member"


class NotInvited(Forbidden):
    """The event is for others."""

    sentence = _("This event is for others: ask the organisers for an invitation.")


class NotOpen(Refused):
    """Registration is not open (yet, or any more)."""

    sentence = _("Registration for this event is not open.")


class AlreadyRegistered(Refused):
    """One active registration per person and event."""

    sentence = _("You are registered for this event already.")


class NotEnoughSeats(Refused):
    """Not everybody of a group would get a seat."""

    sentence = _("There are not enough free seats for everybody. Nobody was registered.")


class WasDeclined(Refused):
    """An organiser declined this person's request before."""

    sentence = _("The organisers declined your request. Please write to the contact of the event.")


class CapacityTooSmall(Refused):
    """There are more people with a seat than the new capacity allows."""

    sentence = _("More people already have a seat.")
    field = "capacity"


class EventIsFixed(Refused):
    """The event is over or cancelled, or has begun: this can no longer be changed."""

    sentence = _("This can no longer be changed.")


class EventChangedMeanwhile(Refused):
    """Somebody else changed the event since the page was loaded; nothing was written."""

    sentence = _(
        "Somebody else has changed this event meanwhile. What you typed is still here: compare it with the event’s "
        "page, then save again."
    )


class DateIsPast(Refused):
    """The event would lie in the past."""

    sentence = _("The date lies in the past. Set a new date first.")
    field = "starts"


class EndsBeforeStart(Refused):
    """An event has a length."""

    sentence = _("The event must end after it starts.")
    field = "minutes"


class SlugTaken(Refused):
    """Others are adding events of the same name at this very moment."""

    sentence = _("Please try again: another event of this name was added at the same moment.")
