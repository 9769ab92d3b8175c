"""What is promised about persons for a time."""

from dataclasses import dataclass

from ledger.promises import Promised


@dataclass(frozen=True, kw_only=True)
class ErasureNeedsLook(Promised):
    """A person was erased a while ago; what they were still saying meanwhile, in another tab, goes as well."""

    stream = "person:{person_id}"
    person_id: int
