"""What follows from what is connected to the ledger."""

from ledger import promises, recording, relay
from ledger.facts import type_of_kind
from workers.celery import app
from workers.keeping import KEEPERS
from workers.reactions import REACTIONS
from workers.schedule import beat_schedule


def test_every_reaction_can_be_found_by_the_name_its_receipt_holds() -> None:
    for fact, following in REACTIONS.items():
        assert type_of_kind[fact.kind] is fact
        assert [relay.reactions[name] for name in recording.reactions_of_kind[fact.kind]] == list(following)


def test_every_promise_has_its_keeper() -> None:
    for what, keeper in KEEPERS.items():
        assert promises.type_of_kind[what.kind] is what
        assert promises.keepers[what.kind] is keeper


def test_every_kind_of_promise_the_platform_knows_has_a_keeper() -> None:
    """Those that others are derived from are never promised themselves."""
    ours = {
        kind
        for kind, what in promises.type_of_kind.items()
        if not what.__module__.startswith("tests.") and not what.__subclasses__()
    }
    assert ours == promises.keepers.keys() & ours


def test_the_clock_only_asks_for_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in beat_schedule.values()} <= app.tasks.keys()
