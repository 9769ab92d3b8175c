"""Everything the platform keeps about a person, for that person: as JSON for machines and as a page to read."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ledger.reading import whole
from members.models import Person
from members.privacy import TABLES, Table

FORMAT = "vernetzt.person/1"


@dataclass(frozen=True)
class Part:
    """The rows of one table that belong to the person.

    Attributes:
        label: the table's name.
        title: what the rows are, in the reader's language.
        rows: column name to value.
    """

    label: str
    title: str
    rows: list[dict[str, Any]]


def gather(person: Person) -> list[Part]:
    """Every row that belongs to the person, without secrets, in the order of the registry."""
    parts = [Part(label, str(table.title), list(_rows(person, label, table))) for label, table in TABLES.items()]
    return [part for part in parts if part.rows]


def _rows(person: Person, label: str, table: Table) -> Iterator[dict[str, Any]]:
    if not table.subject:
        return
    model = apps.get_model(label)
    fields = [model._meta.get_field(name) for name in table.own.split()]
    links = [field.name for field in fields if field.is_relation]
    rows = model._default_manager.filter(**{table.subject: person.pk}).order_by("pk")
    for row in rows.select_related(*links) if links else rows:
        yield {field.name: _value(row, field) for field in fields}


def _value(row: Model, field: Any) -> Any:
    value = getattr(row, field.name)
    return _named(value) if field.is_relation and value is not None else value


def _named(other: Model) -> dict[str, Any]:
    """Another row by its id and by what people call it."""
    name = getattr(other, "display_name", None) or getattr(other, "name", None) or getattr(other, "slug", None)
    return {"id": other.pk, "name": name} if name else {"id": other.pk}


def archive(person: Person) -> bytes:
    """A ZIP file with `data.json` and `data.html`, the latter in the person's language."""
    with translation.override(person.language):
        parts = gather(person)
        page = render_to_string("members/personal_data.html", {"parts": parts, "person": person, "now": timezone.now()})
    facts = [{"kind": entry.kind, "at": entry.at, **entry.data} for entry in whole(f"person:{person.pk}")]
    document = {
        "format": FORMAT,
        "written_at": timezone.now(),
        "parts": {part.label: part.rows for part in parts},
        "facts": facts,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.json", json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        file.writestr("data.html", page)
    return packed.getvalue()
