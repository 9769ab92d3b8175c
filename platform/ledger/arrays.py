"""Arrays as PostgreSQL reads them in a statement's text.

The driver finds out the type of each list anew and writes its values one by one; of the time a batch of seven messages
took, that was a sixth.
"""

from collections.abc import Iterable
from datetime import datetime


def literal(values: Iterable[str | int | float | datetime | None]) -> str:
    """An array's text: `{1,NULL,"Piura"}`; what type it has is said by the statement or the column beside it.

    Source: PostgreSQL, Arrays, "Array Input and Output Syntax".
    """
    return "{" + ",".join([str(value) if type(value) is int else _element(value) for value in values]) + "}"


def _element(value: str | float | datetime | None) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, datetime):
        return f'"{value.isoformat()}"'
    return "NULL" if value is None else str(value)
