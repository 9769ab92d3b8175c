"""How somebody stands to a case: what its page shows them, and which moves they may make."""

from dataclasses import dataclass

from exchanges.advisory import access, states
from exchanges.advisory.models import Case, Engagement
from members.roles import Somebody

E = Engagement.State


@dataclass(frozen=True)
class Standing:
    """A reader of a case.

    Attributes:
        own: whether they act for its member; office: whether they are in the secretariat that looks after it.
        engagement: what they were asked as an advisor, whatever they answered.
        reads: whether they may read it in full.
    """

    own: bool
    office: bool
    engagement: Engagement | None
    reads: bool

    @property
    def asked(self) -> bool:
        """Whether the reader was asked and has not decided."""
        return self.engagement is not None and self.engagement.state in (E.ASKED, E.CLEAR)

    @property
    def clear(self) -> bool:
        """Whether the reader declared no conflict and has not decided."""
        return self.engagement is not None and self.engagement.state == E.CLEAR

    @property
    def advises(self) -> bool:
        """Whether the reader accepted to advise."""
        return self.engagement is not None and self.engagement.state == E.ACCEPTED

    @property
    def stands(self) -> bool:
        """Whether the reader was asked or advises, and has neither refused nor left."""
        return self.engagement is not None and self.engagement.state in states.STANDING

    @property
    def works(self) -> bool:
        """Whether the reader works on the case."""
        return self.advises or self.office

    @property
    def inside(self) -> bool:
        """Whether the reader sees people, meetings and history: who works on the case, and its member."""
        return self.own or self.works


def of(person: Somebody, case: Case) -> Standing:
    """How a person stands to a case."""
    return Standing(
        own=case.member_id in set(access.members_of(person)),
        office=case.state != Case.State.DRAFT and case.programme.network_id in set(access.watched(person)),
        engagement=access.engagements(person).filter(case=case).first(),
        reads=access.readable(person).filter(pk=case.pk).exists(),
    )
