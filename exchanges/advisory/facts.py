"""What happens in the advisory programme; ids and short codes only. `by` is who did it, `None` the platform."""

from dataclasses import dataclass

from ledger.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ProgrammeFact(Fact):
    """Something about a season of the programme."""

    stream = "programme:{programme_id}"
    programme_id: int
    by: int | None = None


class SeasonOpened(ProgrammeFact):
    """The network calls for cases."""


class SeasonChanged(ProgrammeFact):
    """The call, its deadline, topics, capacity or languages were changed."""


@dataclass(frozen=True, kw_only=True)
class CaseFact(Fact):
    """Something that happened to a case."""

    stream = "case:{case_id}"
    case_id: int
    by: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseMoved(CaseFact):
    """The case entered another state (`Case.State`)."""

    to: str


@dataclass(frozen=True, kw_only=True)
class EngagementFact(CaseFact):
    """Something about an advisor on a case."""

    engagement_id: int


class AdvisorAsked(EngagementFact):
    """The secretariat asked an advisor."""


@dataclass(frozen=True, kw_only=True)
class AdvisorAnswered(EngagementFact):
    """The advisor declared a conflict or none, accepted, declined or left (`Engagement.State`)."""

    to: str


class ScopingBooked(CaseFact):
    """Case-giver and advisors have a time for their scoping call."""


@dataclass(frozen=True, kw_only=True)
class CaseCheckAnswered(CaseFact):
    """The case-giver said what became of the advice."""

    months: int


@dataclass(frozen=True, kw_only=True)
class AdvisorFact(Fact):
    """Something about a person who advises in a network."""

    stream = "advisor:{advisor_id}"
    advisor_id: int
    by: int | None = None


class AdvisorOffered(AdvisorFact):
    """A delegate offered to advise."""


class AdvisorAdmitted(AdvisorFact):
    """The secretariat admitted the advisor."""


class AdvisorEnded(AdvisorFact):
    """The advisor advises no more."""
