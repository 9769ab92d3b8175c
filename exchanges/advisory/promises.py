"""What the advisory programme promises for a time."""

from dataclasses import dataclass

from ledger.promises import Promised


@dataclass(frozen=True, kw_only=True)
class CaseStepDue(Promised):
    """The next step of a case should have been taken: whoever owes it is reminded."""

    stream = "case-steps:{case_id}"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseCheckDue(Promised):
    """So many months after the actions were agreed the case-giver is asked what became of them."""

    stream = "case-checks:{case_id}"
    case_id: int
    months: int
