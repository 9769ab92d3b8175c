"""Why an agenda, or something about its speakers, cannot be changed."""

from django.utils.translation import gettext_lazy as _

from web.errors import Refused


class ChangedMeanwhile(Refused):
    """Somebody else changed the session since the page was loaded; nothing was written."""

    sentence = _(
        "Somebody else has changed this session meanwhile. What you typed is still here: compare it with the agenda, "
        "then save again."
    )


class AgendaChangedMeanwhile(Refused):
    """The draft is no longer the one the organiser saw when they chose to publish it."""

    sentence = _("Somebody else has changed the draft meanwhile. Please look at it again before you publish it.")


class NothingChanged(Refused):
    """The draft is what the last version shows."""

    sentence = _("The draft is the same as the published version.")


class NoSuchSession(Refused):
    """There is no such session in this agenda, perhaps no longer."""

    sentence = _("This session is no longer in the agenda.")
    status = 404


class PlacesAreLimited(Refused):
    """Who wants to attend this session needs a place in it."""

    sentence = _("Places in this session are limited: take a place, or give yours back.")


class NoSuchStage(Refused):
    """The stage belongs to no or another event."""

    sentence = _("Choose one of the stages of this event.")
    field = "stage"


class NoSuchTrack(Refused):
    """The track belongs to no or another event."""

    sentence = _("Choose one of the tracks of this event.")
    field = "track"


class StageInUse(Refused):
    """Sessions take place on it."""

    sentence = _("Move the sessions of this stage elsewhere first.")


class StageExists(Refused):
    """Two stages of an event have different names."""

    sentence = _("There is a stage of this name already.")
    field = "name"


class AlreadyInvited(Refused):
    """The address or person is on the agenda already."""

    sentence = _("This person is invited already. Give them another session in the list below.")
    field = "email"


class AlreadyInSession(Refused):
    """One role per person and session."""

    sentence = _("This person has a role in this session already.")
    field = "session"


class SpeakerCannotMove(Refused):
    """The table of states has no such move."""

    sentence = _("The invitation cannot be answered in this way any more.")


class NoSlides(Refused):
    """What was uploaded is no PDF."""

    sentence = _("Please hand in the slides as a PDF file.")
    field = "slides"


class SlidesTooLarge(Refused):
    """The file is larger than is kept."""

    sentence = _("The file is larger than 20 MB. Please hand in a smaller one, or a link.")
    field = "slides"


class NoAddress(Refused):
    """What was typed is no address for mails."""

    sentence = _("This is no e-mail address.")
    field = "email"
