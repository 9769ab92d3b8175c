"""What happens to a workshop, on the stream of its event. Who rates themselves how is nobody's business here."""

from dataclasses import dataclass

from events.facts import EventFact


@dataclass(frozen=True, kw_only=True)
class WorkshopMoved(EventFact):
    """A workshop took a step."""

    step: str


class WorkshopChanged(EventFact):
    """Its needs, homework or competences changed."""


class WorkshopGroupsChanged(EventFact):
    """Groups came, went, or have other people."""


@dataclass(frozen=True, kw_only=True)
class PreparationHandedIn(EventFact):
    """Somebody handed in what they prepared, or changed it. It concerns the member they come for."""

    person_id: int
    task_id: int


@dataclass(frozen=True, kw_only=True)
class WorkshopHeld(EventFact):
    """The workshop took place. It concerns the members whose people had a seat."""


@dataclass(frozen=True, kw_only=True)
class WorkshopActionsFinal(EventFact):
    """What was agreed is final. It concerns the members whose people took on an action."""

    actions: int
