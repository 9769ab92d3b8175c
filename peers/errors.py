"""What peer learning refuses, in sentences for the person who asked."""

from django.utils.translation import gettext_lazy as _

from members.errors import NotFound
from web.errors import Refused

__all__ = ["NotFound"]


class CannotMove(Refused):
    """The table of states has no such move."""

    sentence = _("This step cannot be taken now. Please load the page again to see where it stands.")


class DraftGoneOn(Refused):
    """A colleague has posted or thrown away the draft while it was being written; its sentence says who."""

    def __init__(self, name: str, state: str) -> None:
        said = _("%(name)s has moved this request on meanwhile: %(state)s.")
        super().__init__(said % {"name": name, "state": state})


class NotComplete(Refused):
    """Something is missing before a request can be posted."""

    sentence = _("Please fill this in before you post the request.")


class OfferedAlready(Refused):
    """The member has an offer on this topic."""

    sentence = _("You have an offer on this topic already. Change that one.")
    field = "topic"


class InvitedAlready(Refused):
    """The host has an invitation to this request, or as many are invited as were wanted."""

    sentence = _("They have been invited already.")


class EnoughInvited(Refused):
    """A tandem invites one host at a time, a tridem two."""

    sentence = _("As many towns as you asked for are invited. Wait for their answer, or take an invitation back first.")


class HostIsFull(Refused):
    """The host teaches as many as it said it can."""

    sentence = _("They teach as many others as they can. Please choose another suggestion.")


class NotOfNetwork(Refused):
    """A member has left the network of the request."""

    def __init__(self, member: str, network: str) -> None:
        said = _("%(name)s no longer belongs to %(network)s.")
        super().__init__(said % {"name": member, "network": network})


class DeadlinePassed(Refused):
    """The call takes no more requests."""

    sentence = _("The deadline of this call has passed.")
    field = "call"


class DeadlineIsPast(Refused):
    """A call needs a deadline to come."""

    sentence = _("The deadline must lie in the future.")
    field = "deadline"


class NothingProposed(Refused):
    """A counter-proposal says what else."""

    sentence = _("Propose another topic, another time, or both.")
    field = "other_time"


class LastOfTheTeam(Refused):
    """Somebody of each member must stay while the partnership learns."""

    sentence = _("Nobody else of your member works here. Let somebody else join the team first.")


class NotOfTheTeam(Refused):
    """The person does not act for a member of the partnership."""

    sentence = _("This person does not act for a member of the partnership.")
    field = "person"


class CharterRewritten(Refused):
    """Somebody wrote another charter since the page was loaded; nothing was agreed."""

    sentence = _("The charter has been changed meanwhile. Please read it before you agree.")


class WrittenMeanwhile(Refused):
    """Somebody else has changed the same text since the page was loaded; nothing was written.

    Attributes:
        names: of the texts.
    """

    sentence = _(
        "Somebody else has changed this text meanwhile. Both texts are shown; please bring them together, then save."
    )

    def __init__(self, *names: str) -> None:
        super().__init__(field=names[0])
        self.names = names


class CharterNotAgreed(Refused):
    """Goals are missing, or not everybody has agreed."""

    sentence = _("Write down the goals first, so that everybody knows what they agree to.")
    field = "goals"
