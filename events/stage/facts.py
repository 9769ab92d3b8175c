"""What happens at a live stage, on the stream `stage:<event id>` that everybody at the symposium follows."""

from dataclasses import dataclass, field

from ledger.facts import Fact


@dataclass(frozen=True, kw_only=True)
class StageFact(Fact):
    """Something that happened at a live stage."""

    stream = "stage:{event_id}"
    event_id: int


class BroadcastSet(StageFact):
    """An organiser changed where a stage's sound and picture are."""


@dataclass(frozen=True, kw_only=True)
class StageAnnounced(StageFact):
    """Something was said to everybody."""

    announcement_id: int


@dataclass(frozen=True, kw_only=True)
class StageSessionFact(StageFact):
    """Something that happened in a session."""

    session_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(StageSessionFact):
    """Somebody asked; with pre-moderation the audience does not see it yet."""

    question_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionMoved(StageSessionFact):
    """A moderator let a question through, marked it as answered, hid it, or brought it back."""

    question_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionsCounted(StageSessionFact):
    """Votes came in: by question how many there are now, for those whose number changed."""

    votes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class BallotFact(StageSessionFact):
    """Something that happened to a ballot."""

    ballot_id: int


class BallotMade(BallotFact):
    """A moderator prepared it; the audience does not see it yet."""


class BallotOpened(BallotFact):
    """Everybody may choose."""


class BallotClosed(BallotFact):
    """Nobody chooses any more."""


class BallotShown(BallotFact):
    """The audience sees the results from now on, or no longer."""


class BallotCounted(BallotFact):
    """Choices came in; how many chose what is told only while the audience sees the results."""


@dataclass(frozen=True, kw_only=True)
class ChairFact(StageSessionFact):
    """Something that happened to a chair of a fishbowl."""

    chair: int
    person_id: int


class ChairTaken(ChairFact):
    """Somebody sat down on it."""


class ChairLeft(ChairFact):
    """It is free again."""


@dataclass(frozen=True, kw_only=True)
class GroupStepFact(StageSessionFact):
    """Something about a step in small groups; its place among the steps counts from 0."""

    step: int


class GroupStepBegan(GroupStepFact):
    """The step began, in groups of its own."""


class GroupStepExtended(GroupStepFact):
    """The step lasts longer."""


class GroupWorkEnded(GroupStepFact):
    """It was the last step; what the groups noted stands on the session's page."""


@dataclass(frozen=True, kw_only=True)
class SmallGroupChanged(StageSessionFact):
    """Somebody came into the group, or left it."""

    group_id: int


@dataclass(frozen=True, kw_only=True)
class Applauded(StageSessionFact):
    """How often which sign of applause was given since the last time, by everybody together."""

    counts: dict[str, int] = field(default_factory=dict)
