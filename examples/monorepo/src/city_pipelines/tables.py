"""Small tables: read from CSV files, summed up, and shown in a flow's log."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file, by column name."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def total_by(rows: Iterable[Row], group: str, amount: str) -> dict[str, float]:
    """The sum of the column `amount` for each value of the column `group`, largest first."""
    totals: dict[str, float] = {}
    for row in rows:
        totals[row[group]] = totals.get(row[group], 0.0) + float(row[amount])
    return dict(sorted(totals.items(), key=lambda item: item[1], reverse=True))


def format_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of text, its columns as wide as what is in them."""
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    return "\n".join(line.rstrip() for line in lines)
