"""JSON files people hand to a command: read with a plain word about what is wrong, written whole or not at all.

Whatever is wrong is said in one line that names the field and the record, such as `people[3].hours: …`. Nothing here
knows Django: the commands that plan, match and find times start without it.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

MOST_BYTES = 64 * 2**20


class FileError(ValueError):
    """A file does not hold what is needed; the message is one line and names the field."""


def run(command: str, work: Callable[[], None]) -> int:
    """Do a command's work on files, as a process ends.

    Args:
        command: its name, which opens the line of an error.
        work: reads, computes and writes.

    Returns:
        0, or 2 when the input or the output is at fault; then one line is on standard error.
    """
    try:
        work()
    except (FileError, OSError) as problem:
        print(f"vernetzt {command}: {_line(problem)}", file=sys.stderr)  # noqa: T201 (this is a command)
        return 2
    return 0


def _line(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def read(path: str | Path, *, file_format: str) -> dict[str, Any]:
    """Read a file's object, whose `format` must be the one given; "-" is standard input.

    Raises:
        FileError: it is too large, no JSON in UTF-8, no object, or of another format.
        OSError: it cannot be read.
    """
    return of_format(_parsed(path, _bytes(path)), file_format)


def of_format(document: Any, file_format: str) -> dict[str, Any]:
    """The document, if it is an object whose `format` is the one given.

    Raises:
        FileError: it is not.
    """
    found = an_object("the file", document)
    if found.get("format") != file_format:
        raise needed("format", json.dumps(file_format), found.get("format"))
    return found


def _bytes(path: str | Path) -> bytes:
    if str(path) == "-":
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise FileError(f"{path}: a file of at most {MOST_BYTES // 2**20} MB is needed, this one is larger")
    return data


def _parsed(path: str | Path, data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: text in UTF-8 is needed, byte {error.start} is not") from None
    except json.JSONDecodeError as error:
        reason = f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        raise FileError(f"{path}: {reason}") from None
    except RecursionError:
        raise FileError(f"{path}: too deeply nested") from None
    except ValueError as error:  # a number of thousands of digits
        raise FileError(f"{path}: {str(error).splitlines()[0]}") from None


def needed(field: str, what: str, found: Any) -> FileError:
    """The error that says what a field needs and what was found instead, shortened."""
    shown = json.dumps(found, ensure_ascii=True, default=str)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return FileError(f"{field}: {what} is needed, found {shown}")


def an_object(field: str, value: Any) -> dict[str, Any]:
    """The value, if it is an object."""
    if not isinstance(value, dict):
        raise needed(field, "an object", value)
    return value


def a_list(field: str, value: Any, *, most: int | None = None) -> list[Any]:
    """The value, if it is a list of no more than so many."""
    if not isinstance(value, list):
        raise needed(field, "a list", value)
    if most is not None and len(value) > most:
        raise FileError(f"{field}: at most {most} are taken at once, found {len(value)}")
    return value


def a_text(field: str, value: Any, *, what: str = "a text") -> str:
    """The value, if it is a text that is not empty."""
    if not isinstance(value, str) or not value:
        raise needed(field, what, value)
    return value


def a_whole_number(field: str, value: Any, *, least: int, most: int) -> int:
    """The value, if it is a whole number from `least` to `most`; true and 1.0 are none."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise needed(field, f"a whole number from {least} to {most}", value)
    return value


def a_number(field: str, value: Any, *, least: float, most: float) -> float:
    """The value, if it is a number from `least` to `most`; true and NaN are none."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise needed(field, f"a number from {least:g} to {most:g}", value)
    return float(value)


def ids_once(field: str, ids: Sequence[str | int]) -> None:
    """Refuse an id that stands twice in a list of records.

    Raises:
        FileError: naming the second record and the first.
    """
    first: dict[str | int, int] = {}
    for index, one in enumerate(ids):
        if first.setdefault(one, index) != index:
            reason = f"every id once is needed, {json.dumps(one)} is {field}[{first[one]}]"
            raise FileError(f"{field}[{index}].id: {reason}")


def write(path: str | Path | None, document: Any) -> None:
    """Write a document to a file, whole or not at all; to standard output when there is no path, or for "-".

    Raises:
        OSError: it cannot be written.
    """
    text = json.dumps(document) + "\n"  # in ASCII: an id may hold half a surrogate pair, which UTF-8 has no bytes for
    if path is None or str(path) == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        _replace(Path(path), text)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(goal: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=goal.parent, prefix=".vernetzt-", delete=False) as file:
        draft = Path(file.name)
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            draft.chmod(0o644)
            draft.replace(goal)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
