"""The database itself refuses to change an entry, and to delete one above its stream's floor."""

from typing import Any

from django.db import migrations

POSTGRESQL = [
    """
    CREATE FUNCTION ledger_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.position <= (SELECT floor FROM ledger_stream WHERE id = OLD.stream_id) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'ledger entries are final: %% refused', TG_OP;
    END $$
    """,
    """
    CREATE TRIGGER ledger_entry_is_final BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_final()
    """,
]
SQLITE = [
    """
    CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'ledger entries are final: UPDATE refused'); END
    """,
    """
    CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
    WHEN OLD.position > (SELECT floor FROM ledger_stream WHERE id = OLD.stream_id)
    BEGIN SELECT RAISE(ABORT, 'ledger entries are final: DELETE refused'); END
    """,
]
UNDO_POSTGRESQL = [
    "DROP TRIGGER ledger_entry_is_final ON ledger_entry",
    "DROP FUNCTION ledger_entry_is_final()",
]
UNDO_SQLITE = ["DROP TRIGGER ledger_entry_no_update", "DROP TRIGGER ledger_entry_no_delete"]


def _run(postgresql: list[str], sqlite: list[str]) -> Any:
    def execute(apps: Any, schema_editor: Any) -> None:
        for statement in postgresql if schema_editor.connection.vendor == "postgresql" else sqlite:
            schema_editor.execute(statement, ())

    return execute


refuse_changes = _run(POSTGRESQL, SQLITE)
"""Make the triggers; the suite does so, too, whose tables are made from the models."""


class Migration(migrations.Migration):
    """Triggers on `ledger_entry`."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, _run(UNDO_POSTGRESQL, UNDO_SQLITE))]
