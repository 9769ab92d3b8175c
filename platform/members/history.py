"""The history of one thing: what the ledger says of it, worded as in a dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger import reading
from members import dossiers

MOST = 200
"""Entries shown of one thing."""


@dataclass(frozen=True)
class Sign:
    """One thing that happened."""

    at: datetime
    sentence: dossiers.Sentence


def of(stream: str, shown: bool = True) -> Sequence[Sign]:
    """What happened on a stream, newest first; nothing when it is not to be shown."""
    if not shown:
        return []
    head = reading.head(stream)
    entries = reading.since(stream, max(0, head - MOST))
    kinds = dict.fromkeys(entry.kind for entry in entries if entry.kind in dossiers.sentences)
    said = []
    for kind in kinds:
        same = [entry for entry in entries if entry.kind == kind]
        worded = dossiers.sentences[kind](same)
        said += [(entry.position, Sign(entry.at, words)) for entry, words in zip(same, worded, strict=True)]
    return [sign for _, sign in sorted(said, key=lambda pair: -pair[0])]
