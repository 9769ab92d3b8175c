"""What happens in peer learning; ids and short codes only. `by` is the person who did it, `None` the platform."""

from dataclasses import dataclass

from ledger.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OfferFact(Fact):
    """Something about what a member can teach."""

    stream = "offers:{member_id}"
    member_id: int
    offer_id: int
    by: int | None = None


class OfferMade(OfferFact):
    """The member offers to teach a topic."""


class OfferChanged(OfferFact):
    """The offer was changed."""


class OfferWithdrawn(OfferFact):
    """The member no longer offers it."""


@dataclass(frozen=True, kw_only=True)
class RequestFact(Fact):
    """Something that happened to a request."""

    stream = "request:{request_id}"
    request_id: int
    by: int | None = None


class RequestPosted(RequestFact):
    """The member asks its network for help."""


class RequestWithdrawn(RequestFact):
    """The member no longer seeks."""


class RequestDeclined(RequestFact):
    """The secretariat could not take the request on."""


@dataclass(frozen=True, kw_only=True)
class MatchesSuggested(RequestFact):
    """Members that could teach were found; none when `number` is 0."""

    number: int


@dataclass(frozen=True, kw_only=True)
class SuggestionDeclined(RequestFact):
    """The seeker said that a suggestion is not for them, and why."""

    suggestion_id: int


@dataclass(frozen=True, kw_only=True)
class PeerFact(RequestFact):
    """Something about an invitation from one member to another."""

    invitation_id: int


class PeerInvited(PeerFact):
    """The seeker invited a host."""


class PeerAccepted(PeerFact):
    """The host accepted, or the seeker accepted what the host proposed instead."""


class PeerDeclined(PeerFact):
    """The host declined."""


class PeerCountered(PeerFact):
    """The host proposed another topic or time."""


class PeerUninvited(PeerFact):
    """The seeker took the invitation back."""


class PeerLapsed(PeerFact):
    """The host has left the network, and the invitation does not count any more."""


@dataclass(frozen=True, kw_only=True)
class PeerCallFact(Fact):
    """Something that happened to a call for requests."""

    stream = "call:{call_id}"
    call_id: int
    by: int | None = None


class PeerCallOpened(PeerCallFact):
    """An organiser opened a call."""


class PeerCallMatched(PeerCallFact):
    """The deadline has passed and everybody was matched; an organiser reviews the result."""


class PeerCallReleased(PeerCallFact):
    """The organiser released the result; invitations went out."""


class PeerCallCancelled(PeerCallFact):
    """The call will not be matched."""


@dataclass(frozen=True, kw_only=True)
class PartnershipFact(Fact):
    """Something that happened to a partnership."""

    stream = "partnership:{partnership_id}"
    partnership_id: int
    by: int | None = None


class PartnershipFounded(PartnershipFact):
    """All sides accepted."""


class CharterWritten(PartnershipFact):
    """Goals, effort or roles were changed."""


@dataclass(frozen=True, kw_only=True)
class CharterAgreed(PartnershipFact):
    """A member agreed to the charter."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class PartnershipMoved(PartnershipFact):
    """The partnership entered another state."""

    to: str


@dataclass(frozen=True, kw_only=True)
class TeamFact(PartnershipFact):
    """Something about a person of the team."""

    member_id: int
    person_id: int


class TeamJoined(TeamFact):
    """A person works in the partnership from now on."""


class TeamLeft(TeamFact):
    """A person no longer works in the partnership."""


@dataclass(frozen=True, kw_only=True)
class PlanFact(PartnershipFact):
    """Something about a step of the learning plan."""

    step_id: int


class PlanStepAdded(PlanFact):
    """A step was planned."""


class PlanStepDone(PlanFact):
    """A step is done."""


class PlanStepReopened(PlanFact):
    """A step is not done after all."""


@dataclass(frozen=True, kw_only=True)
class LogWritten(PartnershipFact):
    """Something was written into the log."""

    log_id: int


class TransferWritten(PartnershipFact):
    """What is taken over at home was written down."""


class StoryWritten(PartnershipFact):
    """The story of the partnership was written."""


@dataclass(frozen=True, kw_only=True)
class OutcomeAsked(PartnershipFact):
    """The members were asked what came of it."""

    months: int


@dataclass(frozen=True, kw_only=True)
class OutcomeTold(PartnershipFact):
    """A member said what came of it."""

    check_id: int
    outcome: str
