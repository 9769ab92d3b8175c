"""What the tests of the live sockets share."""

from collections.abc import Iterator

import pytest

from tests.web.live import lab
from tests.web.live.clients import LiveServer, live_server
from web.live import streams


@pytest.fixture
def presence() -> Iterator[lab.LabPresence]:
    """Labs are registered, and presence is theirs for the time of the test."""
    before = streams.registry.presence
    yield lab.register()
    streams.registry.presence = before
    streams.registry.kinds.pop("lab", None)


@pytest.fixture
def server(transactional_db: None, presence: lab.LabPresence) -> Iterator[LiveServer]:
    with live_server() as server:
        yield server
