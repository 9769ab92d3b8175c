"""Message catalogues without the gettext tools: collect the sentences, check the translations, compile them.

    python scripts/messages.py extract    put new sentences into the catalogues, take vanished ones out
    python scripts/messages.py check      list what is missing, fuzzy, obsolete or has wrong placeholders
    python scripts/messages.py compile    write the .mo files that Django reads (not committed)

Sentences are English in the source, so English needs no catalogue.
"""

import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_javascript, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("platform", "exchanges", "peers", "events", "workers")
LOCALE = ROOT / "platform" / "web" / "locale"
LANGUAGES = ("de", "es", "pt_BR")
HEADER = "# Vernetzt, {name}. Licence: EUPL-1.2. Collected by scripts/messages.py."
FIXED = datetime(2026, 11, 22, tzinfo=UTC)
"""The catalogues' date; one that moved with each run would only make conflicts."""
KEYWORDS: dict[str, Any] = {
    name + suffix: spec
    for name, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for suffix in ("", "_lazy")
} | {"_": None, "gettext_noop": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{\w*\}|</?[a-z][a-z0-9]*")
"""What a translation must take over: named and positional placeholders, and HTML tags."""


def sources() -> Iterator[Path]:
    """Every file of the product that may hold sentences."""
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt", ".js"} and not {"vendor", "migrations"} & set(path.parts):
                yield path


def sentences(path: Path) -> Iterator[tuple[Any, str | None, list[str]]]:
    """The sentences of one file as (message or its forms, context, comments for translators)."""
    text = path.read_text(encoding="utf-8")
    extract: Callable[..., Any] = extract_javascript if path.suffix == ".js" else extract_python
    if path.suffix in {".html", ".txt"}:
        text = "(" + templatize(text, origin=str(path)) + "\n)"  # inside brackets no indentation is wrong
    for _, function, found, comments in extract(io.BytesIO(text.encode()), KEYWORDS, ["Translators:"], {}):
        words = [found] if isinstance(found, str) else list(found)
        context = words.pop(0) if function and function.startswith(("pgettext", "npgettext")) else None
        plural = function is not None and "ngettext" in function.replace("npgettext", "ngettext")
        message = tuple(words[:2]) if plural else words[0]
        if words[0]:
            yield message, context, comments


def template() -> Catalog:
    """All sentences of the product, in the order of their files."""
    catalog = Catalog(charset="utf-8")
    for path in sources():
        for message, context, comments in sentences(path):
            where = [(path.relative_to(ROOT).as_posix(), 0)]
            catalog.add(message, locations=where, context=context, auto_comments=comments)
    return catalog


def file_of(language: str) -> Path:
    """Where a language's catalogue stands."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """A language's catalogue, empty when there is none yet."""
    path = file_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract() -> int:
    """Bring every catalogue up to the source."""
    found = template()
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(found, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.fuzzy = False
        catalog.project, catalog.version = "Vernetzt", "1"
        catalog.header_comment = HEADER.format(name=language)
        catalog.creation_date = catalog.revision_date = FIXED
        path = file_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=110, include_lineno=False)
        open_ones = sum(1 for message in catalog if message.id and not translated(message))
        print(f"{language}: {len(catalog)} sentences, {open_ones} to translate")  # noqa: T201
    return 0


def forms(message: Message) -> list[str]:
    """The translations of a message: one, or one per plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def translated(message: Message) -> bool:
    """Whether every form has a translation."""
    return all(forms(message)) and not message.fuzzy


def placeholders_fit(message: Message) -> bool:
    """Whether each form takes over the placeholders; a singular may leave out those of the plural."""
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    needed = sorted(PLACEHOLDER.findall(originals[-1]))
    known = set().union(*(PLACEHOLDER.findall(original) for original in originals))
    *others, last = (PLACEHOLDER.findall(form) for form in forms(message))
    return sorted(last) == needed and all(set(other) <= known for other in others)


def complaints(language: str, found: Catalog) -> Iterator[str]:
    """What is wrong with a language's catalogue, one line each."""
    catalog = read(language)
    for wanted in found:
        message = catalog.get(wanted.id, wanted.context) if wanted.id else None
        name = repr(wanted.id if isinstance(wanted.id, str) else wanted.id[0])
        if not wanted.id:
            continue
        if message is None or not all(forms(message)):
            yield f"{language}: missing: {name}"
        elif message.fuzzy:
            yield f"{language}: fuzzy: {name}"
        elif not placeholders_fit(message):
            yield f"{language}: placeholders differ: {name} → {forms(message)}"
    for message in [*catalog, *catalog.obsolete.values()]:
        if message.id and found.get(message.id, message.context) is None:
            yield f"{language}: obsolete: {message.id!r}"


def check() -> int:
    """List what is wrong with the catalogues; 1 when anything is."""
    found = template()
    wrong = [complaint for language in LANGUAGES for complaint in complaints(language, found)]
    for complaint in wrong:
        print(complaint, file=sys.stderr)  # noqa: T201
    total = sum(1 for message in found if message.id)
    print(f"messages: {total} sentences in {len(LANGUAGES)} languages, {len(wrong)} complaints")  # noqa: T201
    return 1 if wrong else 0


def compile_catalogues() -> int:
    """Write the binary catalogues, each whole or not at all."""
    for language in LANGUAGES:
        path = file_of(language).with_suffix(".mo")
        if not file_of(language).exists():
            continue
        partial = path.with_suffix(".mo.new")
        with partial.open("wb") as file:
            write_mo(file, read(language))
        os.replace(partial, path)  # noqa: PTH105
    return 0


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    actions = {"extract": extract, "check": check, "compile": compile_catalogues}
    if sys.argv[1:2] == [] or sys.argv[1] not in actions:
        sys.exit(__doc__)
    sys.exit(actions[sys.argv[1]]())
