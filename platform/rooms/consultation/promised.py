"""What a consultation promises for a time; its phases are promised by the room's clock."""

from dataclasses import dataclass

from ledger.promises import Promised


@dataclass(frozen=True, kw_only=True)
class ConsultationBegins(Promised):
    """The first phase begins. However late it is kept, the clock finds the phase that should run."""

    stream = "room:{room_id}"
    room_id: int


@dataclass(frozen=True, kw_only=True)
class ActionsNeedCheck(Promised):
    """Some months after a consultation the owners of its actions are asked what became of them."""

    stream = "room-afterwards:{room_id}"
    room_id: int
    months: int
