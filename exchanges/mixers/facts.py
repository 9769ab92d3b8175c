"""What can happen in a mixer.

Everybody in the mixer may read the stream `mixer:<id>`, so it never says who wishes to meet whom, who wants to stay in
touch with whom, or what anybody thought of it. What concerns two people stands in each one's own stream
`contacts:<person>`; who met whom stands in `meetings:<mixer>`, which no socket serves.
"""

from dataclasses import dataclass

from ledger.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _OfMixer(Fact):
    stream = "mixer:{mixer_id}"
    mixer_id: int


@dataclass(frozen=True, kw_only=True)
class MixerCreated(_OfMixer):
    """A mixer was planned; its event is a draft."""


@dataclass(frozen=True, kw_only=True)
class MixerEdited(_OfMixer):
    """Its programme, prompts or sizes changed before it began."""


@dataclass(frozen=True, kw_only=True)
class PhaseChanged(_OfMixer):
    """Another phase began (rounds have their own facts besides).

    Attributes:
        phase: code of `Mixer.Phase`; number: of the round, 0 outside of rounds.
        ends_at: ISO 8601 in UTC, or "" when the clock does not say.
    """

    phase: str
    number: int
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class ProgrammeExtended(_OfMixer):
    """A phase that is no round lasts until another time."""

    phase: str
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class PhaseSkipped(_OfMixer):
    """A phase was left out because its time had passed, or because a host went on."""

    phase: str
    number: int


@dataclass(frozen=True, kw_only=True)
class _OfRound(_OfMixer):
    number: int


@dataclass(frozen=True, kw_only=True)
class RoundPlanned(_OfRound):
    """Who will sit where in the next round is known; it may still change until the bell."""


@dataclass(frozen=True, kw_only=True)
class RoundOpened(_OfRound):
    """The bell: tables are open, everybody has a seat. `ends_at` is ISO 8601 in UTC."""

    ends_at: str


@dataclass(frozen=True, kw_only=True)
class RoundExtended(_OfRound):
    """The running round lasts until another time."""

    ends_at: str


@dataclass(frozen=True, kw_only=True)
class RoundPaused(_OfRound):
    """The clock stands still; `number` is 0 outside of rounds."""


@dataclass(frozen=True, kw_only=True)
class RoundResumed(_OfRound):
    """The clock goes on; `number` is 0 outside of rounds."""

    ends_at: str


@dataclass(frozen=True, kw_only=True)
class RoundClosed(_OfRound):
    """Tables can be read, nothing more is said there."""


@dataclass(frozen=True, kw_only=True)
class SeatTaken(_OfRound):
    """Somebody who came late was given a seat."""

    table_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SeatMoved(_OfRound):
    """Somebody sits at another table now, because a gap was closed or a host moved them."""

    table_id: int
    from_table_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SeatLeft(_OfRound):
    """A seat is free: the person went, stepped out or was removed."""

    table_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class TablesMerged(_OfRound):
    """Everybody of one table sits at another one now."""

    table_id: int
    from_table_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MoreTimeWanted(_OfRound):
    """So many people want the round to last longer; nobody is named."""

    count: int


@dataclass(frozen=True, kw_only=True)
class Announced(_OfMixer):
    """A host told everybody something."""

    announcement_id: int


@dataclass(frozen=True, kw_only=True)
class CardsChanged(_OfMixer):
    """A participant brought other seeks and offers."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class MixerEnded(_OfMixer):
    """The mixer is over; `held` says whether a round took place. Concerns the members whose delegates came."""

    held: bool


@dataclass(frozen=True, kw_only=True)
class MembersMet(Fact):
    """Delegates of these members sat together. Concerns these members."""

    stream = "meetings:{mixer_id}"
    mixer_id: int
    number: int
    table_id: int
    member_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class _OfPerson(Fact):
    stream = "contacts:{person_id}"
    person_id: int
    mixer_id: int
    other_id: int


@dataclass(frozen=True, kw_only=True)
class ContactWished(_OfPerson):
    """The person wants to stay in touch with the other, who does not learn of it before wishing the same."""


@dataclass(frozen=True, kw_only=True)
class ContactWishWithdrawn(_OfPerson):
    """The person took an unanswered wish back."""


@dataclass(frozen=True, kw_only=True)
class ContactExchanged(_OfPerson):
    """Both wanted it: each sees the other's contact card. Concerns the person's own member."""

    contact_id: int


@dataclass(frozen=True, kw_only=True)
class FollowUpAsked(Fact):
    """The person was asked what came of the contacts made so many days ago."""

    stream = "contacts:{person_id}"
    person_id: int
    mixer_id: int
    days: int


@dataclass(frozen=True, kw_only=True)
class FollowUpAnswered(_OfPerson):
    """The person said what came of a contact; `outcome` is a code of `FollowUp.Outcome`. Concerns their member."""

    days: int
    outcome: str
