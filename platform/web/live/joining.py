"""Where a page joins a stream."""

from typing import Any

from ledger import reading


def joining(stream: str) -> dict[str, Any]:
    """What `{% live stream position epoch %}` needs; read before what the page shows, so that nothing is lost."""
    return {"stream": stream, "position": reading.head(stream), "epoch": reading.epoch()}
