"""What peer learning promises for a time."""

from dataclasses import dataclass

from ledger.promises import Promised


@dataclass(frozen=True, kw_only=True)
class CallEnds(Promised):
    """The deadline of a call has passed: its requests are matched together."""

    stream = "call:{call_id}"
    call_id: int


@dataclass(frozen=True, kw_only=True)
class StepDue(Promised):
    """The next step of a request or partnership should have been taken: whoever is to take it is reminded."""

    stream = "request-steps:{request_id}"
    request_id: int


@dataclass(frozen=True, kw_only=True)
class OutcomeDue(Promised):
    """So many months after a partnership closed its members are asked what came of it."""

    stream = "partnership-outcomes:{partnership_id}"
    partnership_id: int
    months: int
