"""Positions: contiguous per stream, assigned under the stream's row lock.

A global serial id cannot be resumed from, because transactions commit out of the order in which they drew their ids.
The upsert below locks the streams' rows until its transaction ends, so the next writer waits and positions have no
gap. It takes the rows in the order of their names: two writers of the same streams never wait in a circle.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ledger import prepared

AT_ONCE = 300
"""Streams in one statement; SQLite takes 999 parameters everywhere."""

ADVANCE = """
INSERT INTO ledger_stream (name, position, floor) VALUES {rows}
ON CONFLICT (name) DO UPDATE SET position = ledger_stream.position + excluded.position
RETURNING name, id, position
"""


class Reserved(NamedTuple):
    """Positions kept for the running transaction: the stream's id, the first of them, and how many there are."""

    stream_id: int
    first: int
    size: int


def advance(wanted: Mapping[str, int]) -> dict[str, Reserved]:
    """Reserve the next positions of streams until the transaction ends; new streams are made.

    Args:
        wanted: how many positions each stream needs, by its name.
    """
    names = sorted(wanted)
    reserved: dict[str, Reserved] = {}
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        values = [value for name in some for value in (name, wanted[name])]
        with prepared.cursor() as cursor:
            cursor.execute(ADVANCE.format(rows=", ".join(["(%s, %s, 0)"] * len(some))), values)
            for name, stream_id, last in cursor.fetchall():
                reserved[name] = Reserved(stream_id, last - wanted[name] + 1, wanted[name])
    return reserved
