"""Figures with their spread, as lines of text."""

from collections.abc import Sequence
from statistics import median


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Median and range: `12.1 (11.8-12.9)`; a dash without values."""
    if not values:
        return "-"
    low, high = min(values), max(values)
    return f"{median(values):.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"


def verdict(values: Sequence[float], *, at_most: float | None = None, at_least: float | None = None) -> str:
    """Whether the median meets its target: `target ≤ 2.0: met`."""
    if not values:
        return "not measured"
    middle = median(values)
    if at_most is not None:
        return f"target ≤ {at_most:g}: {'met' if middle <= at_most else 'missed'}"
    return f"target ≥ {at_least:g}: {'met' if middle >= (at_least or 0) else 'missed'}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width; the first row is the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
