"""Tables typed with tabs: lines below each other with the same number of cells."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from hongtou.model import Cell, RawSpan, Table

_LINE: Final = re.compile("^[^\n]*", re.M)


def find_tabbed_tables(text: str) -> tuple[Table, ...]:
    r"""Rows of a text as tables: at least two lines in a row with the same number of tabs.

    A tab in front of a line is an indent and one behind it nothing, so most rows must hold two
    cells with text: ``"序号\t任务\n1\t加强管理"``; below a full head of three cells or more they
    may be empty, as in a form.
    """
    tables: list[Table] = []
    lines = (
        (match.start(), match.end() - match[0].endswith("\r")) for match in _LINE.finditer(text)
    )
    for tabs, group in groupby(lines, key=lambda line: _tabs(text, *line)):
        rows = list(group) if tabs else []
        filled = sum(1 for row in rows if _is_filled(text[slice(*row)]))
        is_form = tabs > 1 and bool(rows) and _is_full(text[slice(*rows[0])])
        if len(rows) > 1 and (filled * 2 > len(rows) or is_form):
            cells = [cell for at, row in enumerate(rows) for cell in _cells(text, row, at)]
            tables.append(Table(RawSpan(rows[0][0], rows[-1][1]), tuple(cells)))
    return tuple(tables)


def _tabs(text: str, start: int, end: int) -> int:
    """How many tabs a line holds; none counts where a carriage return stands inside."""
    return 0 if text.find("\r", start, end) >= 0 else text.count("\t", start, end)


def _is_filled(row: str) -> bool:
    return sum(1 for cell in row.split("\t") if cell.strip()) > 1


def _is_full(row: str) -> bool:
    return all(cell.strip() for cell in row.split("\t"))


def _cells(text: str, line: tuple[int, int], row: int) -> Iterator[Cell]:
    start, end = line
    for column, cell in enumerate(text[start:end].split("\t")):
        yield Cell(RawSpan(start, start + len(cell)), row, column)
        start += len(cell) + 1
