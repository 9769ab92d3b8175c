"""Entries are refused to be changed or deleted by the database itself; pruning is the one way out."""

import pytest
from django.db import DatabaseError, connection, transaction

from ledger import models
from ledger.facts import type_of_kind
from ledger.pruning import begin_new_epoch, prune
from ledger.reading import epoch, floor, head, since
from ledger.recording import record
from tests.ledger.conftest import squares
from tests.ledger.example import SquareSwept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ten() -> None:
    """Ten entries in `town:1`; the third is in a member's dossier."""
    with transaction.atomic():
        record(*(SquareSwept(town_id=1, square_id=n, concerns=(5, 5) if n == 3 else ()) for n in range(1, 11)))


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET kind = 'x' WHERE position = 1",
        "UPDATE ledger_entry SET data = '{}'",
        "UPDATE ledger_entry SET position = position + 100",
        "DELETE FROM ledger_entry WHERE position = 10",
        "DELETE FROM ledger_entry",
    ],
)
def test_the_database_refuses(sql: str) -> None:
    with pytest.raises(DatabaseError, match="ledger entries are final"), transaction.atomic():
        _execute(sql)
    assert squares("town:1") == list(range(1, 11))


def test_pruning_deletes_up_to_the_floor_and_nothing_above() -> None:
    assert prune("town:1", up_to=5) == 4
    assert (floor("town:1"), head("town:1")) == (5, 10)
    assert squares("town:1") == [3, 6, 7, 8, 9, 10]
    with pytest.raises(DatabaseError, match="ledger entries are final"), transaction.atomic():
        _execute("DELETE FROM ledger_entry WHERE position = 6")


def test_what_stands_in_a_dossier_stays() -> None:
    prune("town:1", up_to=10)
    assert squares("town:1") == [3]
    assert list(models.Concern.objects.values_list("member_id", flat=True)) == [5]


def test_the_floor_never_sinks_and_never_passes_the_head() -> None:
    prune("town:1", up_to=5)
    assert prune("town:1", up_to=2) == 0
    assert floor("town:1") == 5
    prune("town:1", up_to=10_000)
    assert floor("town:1") == 10
    with transaction.atomic():
        record(SquareSwept(town_id=1, square_id=11))
    assert [entry.position for entry in since("town:1", 10)] == [11]


def test_what_waits_for_its_reaction_stays(mayor: None) -> None:
    with transaction.atomic():
        record(SquareSwept(town_id=1, square_id=11))
    models.Receipt.objects.update(state=models.Receipt.State.PARKED)
    prune("town:1", up_to=11)
    assert squares("town:1") == [3, 11]
    models.Receipt.objects.update(state=models.Receipt.State.DONE)
    assert prune("town:1", up_to=11) == 1


def test_a_restored_backup_begins_a_new_history() -> None:
    before = epoch()
    assert epoch() == before
    after = begin_new_epoch()
    assert after != before
    assert epoch() == after
    assert models.Epoch.objects.count() == 1


def test_a_kind_names_one_class() -> None:
    assert type_of_kind["square_swept"] is SquareSwept
