"""Check the budgets that keep the code a house to live in: lengths of files and functions, names, docstrings' presence.

Product code counts; migrations, tests and benchmarks do not. Ruff checks the docstrings themselves.
"""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("platform", "exchanges", "peers", "events", "workers", "scripts")
BUDGETS = {"file median": 60, "file p95": 300, "function median": 8, "function p95": 40}
"""Lines, at most: of a file those that are not blank, of a function all but its docstring."""
NAMELESS = {"manager", "handler", "helper", "util", "utils", "common", "misc"}
"""Words in a name that say nothing about what is inside."""


def product_files() -> list[Path]:
    """Every module of the product."""
    found = (path for source in SOURCES for path in (ROOT / source).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def functions(tree: ast.AST) -> Iterator[int]:
    """Length in lines of each function, without its docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = node.body[0] if ast.get_docstring(node) is not None else None
            written = docstring.end_lineno - docstring.lineno + 1 if docstring and docstring.end_lineno else 0
            yield (node.end_lineno or node.lineno) - node.lineno + 1 - written


def percentile(values: list[int], share: float) -> int:
    """The value below which a share of all lie (nearest rank)."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def badly_named(path: Path, tree: ast.AST) -> Iterator[str]:
    """Files and classes whose name says nothing."""
    words = set(path.stem.split("_"))
    if words & NAMELESS:
        yield f"{path.relative_to(ROOT)}: the file's name says nothing"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name.lower().endswith(tuple(NAMELESS)):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: the name {node.name} says nothing"


def measure() -> tuple[dict[str, float], list[str]]:
    """The figures of the product's code and the complaints about names."""
    lines: list[int] = []
    lengths: list[int] = []
    complaints: list[str] = []
    for path in product_files():
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        complaints += badly_named(path, tree)
        lengths += list(functions(tree))
        if text.strip():
            lines.append(sum(1 for line in text.splitlines() if line.strip()))
    figures = {
        "file median": statistics.median(lines),
        "file p95": percentile(lines, 0.95),
        "function median": statistics.median(lengths),
        "function p95": percentile(lengths, 0.95),
    }
    return figures, complaints


def main() -> int:
    """Print the figures; 1 when one is over its budget or a name says nothing."""
    figures, complaints = measure()
    complaints += [
        f"{what} is {figures[what]:g} lines, allowed are {limit}"
        for what, limit in BUDGETS.items()
        if figures[what] > limit
    ]
    print("budgets: " + ", ".join(f"{what} {figures[what]:g}/{limit}" for what, limit in BUDGETS.items()))  # noqa: T201
    for complaint in complaints:
        print(complaint, file=sys.stderr)  # noqa: T201
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
