"""What happens to members and the persons who act for them; ids only.

`by` is the person who did it, `None` when the platform did (an import, the demo data).
"""

from dataclasses import dataclass

from ledger.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MemberFact(Fact):
    """Something that happened to a member."""

    stream = "member:{member_id}"
    member_id: int
    by: int | None = None


@dataclass(frozen=True, kw_only=True)
class MemberEntered(MemberFact):
    """The organisation was put on the platform, by an import or by its own application."""


@dataclass(frozen=True, kw_only=True)
class MemberChanged(MemberFact):
    """What the member says about itself was changed."""


@dataclass(frozen=True, kw_only=True)
class MembershipFact(MemberFact):
    """Something that happened to a membership."""

    network_id: int


@dataclass(frozen=True, kw_only=True)
class MembershipRequested(MembershipFact):
    """The member asked to belong to a network."""


@dataclass(frozen=True, kw_only=True)
class MembershipAdmitted(MembershipFact):
    """The network's secretariat admitted the member."""


@dataclass(frozen=True, kw_only=True)
class MembershipDeclined(MembershipFact):
    """The network's secretariat declined the member's request."""


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(MembershipFact):
    """The member left the network, or the secretariat ended its membership."""


@dataclass(frozen=True, kw_only=True)
class DelegateFact(MemberFact):
    """Something that happened to a person's acting for a member."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class DelegateRequested(DelegateFact):
    """The person asked to act for the member."""


@dataclass(frozen=True, kw_only=True)
class DelegateAdmitted(DelegateFact):
    """The representative or the secretariat let the person act for the member."""


@dataclass(frozen=True, kw_only=True)
class DelegateDeclined(DelegateFact):
    """The person's request was declined."""


@dataclass(frozen=True, kw_only=True)
class DelegateEnded(DelegateFact):
    """The person no longer acts for the member."""


@dataclass(frozen=True, kw_only=True)
class RepresentativeChanged(DelegateFact):
    """The person became the member's representative."""


@dataclass(frozen=True, kw_only=True)
class DelegateInvited(MemberFact):
    """Somebody was invited to act for the member; the invitation knows whom."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(MemberFact):
    """An invitation was taken back before it was accepted."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class PersonFact(Fact):
    """Something that happened to a person."""

    stream = "person:{person_id}"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(PersonFact):
    """At least one of the person's sessions ended: what hangs on it (live sockets) must ask again."""


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(PersonFact):
    """The person may no longer sign in."""

    by: int | None = None


@dataclass(frozen=True, kw_only=True)
class PersonReactivated(PersonFact):
    """The person may sign in again."""

    by: int | None = None


@dataclass(frozen=True, kw_only=True)
class PersonErased(PersonFact):
    """The person's data were erased; what other layers keep of them must go as well."""


@dataclass(frozen=True, kw_only=True)
class VisibilityChanged(PersonFact):
    """The person decided anew who sees what of their profile."""


@dataclass(frozen=True, kw_only=True)
class ConsentFact(PersonFact):
    """Something about a consent; the purpose is a short code."""

    purpose: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(ConsentFact):
    """The person consented."""


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(ConsentFact):
    """The person took a consent back."""


@dataclass(frozen=True, kw_only=True)
class OfficeFact(PersonFact):
    """Something about an office in a network."""

    network_id: int
    role: str
    by: int | None = None


@dataclass(frozen=True, kw_only=True)
class OfficeGiven(OfficeFact):
    """The person became part of the network's staff."""


@dataclass(frozen=True, kw_only=True)
class OfficeTaken(OfficeFact):
    """The person is no longer part of the network's staff in that role."""
