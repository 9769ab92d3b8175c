"""What this app refuses, in sentences for the person who asked."""

from django.utils.translation import gettext_lazy as _

from web.errors import Forbidden, Refused

__all__ = [
    "AlreadyDelegate",
    "AlreadyInvited",
    "AlreadyMember",
    "Forbidden",
    "InvitationSpent",
    "MailNotSent",
    "NotFound",
    "NotPossible",
    "RepresentativeStays",
]


class NotFound(Refused):
    """What was asked for does not exist, or the person may not know that it does."""

    sentence = _("This page does not exist, or it is not yours to see.")
    status = 404


class NotPossible(Refused):
    """The state of things has changed since the page was shown."""

    sentence = _("This has been decided already. Please load the page again to see where it stands.")


class AlreadyMember(Refused):
    """The organisation is in the network, or has asked to be."""

    sentence = _("This organisation already belongs to the network or has asked to.")


class AlreadyDelegate(Refused):
    """The person acts for the member, or has asked to."""

    sentence = _("This person already acts for the member or has asked to.")


class AlreadyInvited(Refused):
    """There is an open invitation for the address."""

    sentence = _("There is an open invitation for this address. Withdraw it first to send a new one.")
    field = "email"


class InvitationSpent(Refused):
    """The invitation was used, withdrawn or is too old."""

    sentence = _("This invitation is no longer valid. Please ask for a new one.")
    status = 410


class RepresentativeStays(Refused):
    """A representative leaves only after naming a successor."""

    sentence = _("A representative hands over to another delegate first.")


class MailNotSent(Refused):
    """The mail server could not be reached while the person waited for a mail."""

    sentence = _("We could not send the mail just now. Please try again in a few minutes.")
    status = 503
