"""Tables typed with bars: ``| 序号 | 任务 |``, as Markdown and tools of extraction write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hongtou.model import Cell, RawSpan, Table

_LINE: Final = re.compile("^[^\n]*", re.M)
_BAR: Final = re.compile(r"(?<!\\)\|")
# The line below the head: | --- | :---: |
_RULE: Final = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_LONGEST: Final = 20_000  # characters of a row; more is no table
_BLANKS: Final = " \t\u3000\r"


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with bars: its cells without the blanks around them, and whether bars close it."""

    span: RawSpan
    cells: tuple[RawSpan, ...]
    closed: bool
    rule: bool


def find_piped_tables(text: str) -> tuple[Table, ...]:
    r"""Rows of a text as tables: ``"| 序号 | 任务 |\n|---|---|\n| 1 | 加强管理 |"``.

    A line of dashes below the first row makes a table, and so do two rows with as many cells that
    begin and end with a bar, most of them with text in two. Blank lines between rows count for
    nothing. The line of dashes and the bars are inside the table and in none of its cells.
    """
    if "|" not in text:
        return ()
    tables: list[Table] = []
    for rows in _groups(text):
        ruled = len(rows) > 1 and rows[1].rule
        shown = [row for row in rows if not (row.rule and ruled)]
        if len(shown) < 2 or not (ruled or _is_regular(text, shown)):
            continue
        cells = [
            Cell(span, at, column)
            for at, row in enumerate(shown)
            for column, span in enumerate(row.cells)
        ]
        tables.append(Table(RawSpan(rows[0].span.start, rows[-1].span.end), tuple(cells)))
    return tuple(tables)


def _groups(text: str) -> Iterator[list[_Row]]:
    """Lines with bars that follow each other."""
    group: list[_Row] = []
    for match in _LINE.finditer(text):
        words = match[0].strip(_BLANKS)
        row = _row(match.start() + match[0].index(words), words) if "|" in words else None
        if row is not None:
            group.append(row)
        elif words and group:
            yield group
            group = []
    if group:
        yield group


def _row(start: int, line: str) -> _Row | None:
    """A line as a row; ``None`` where it has one cell, or tabs of its own."""
    if len(line) > _LONGEST or "\t" in line or "\r" in line:
        return None
    bars = [match.start() for match in _BAR.finditer(line)]
    edges = [*([] if bars and bars[0] == 0 else [-1]), *bars]
    if not bars or bars[-1] != len(line) - 1:
        edges.append(len(line))
    if len(edges) < 3:
        return None
    cells = []
    for one, two in pairwise(edges):
        words = line[one + 1 : two].strip(_BLANKS)
        at = start + (line.index(words, one + 1) if words else one + 1)
        cells.append(RawSpan(at, at + len(words)))
    closed = bars[0] == 0 and bars[-1] == len(line) - 1
    span = RawSpan(start, start + len(line))
    return _Row(span, tuple(cells), closed, _RULE.fullmatch(line) is not None)


def _is_regular(text: str, rows: Sequence[_Row]) -> bool:
    if len({len(row.cells) for row in rows}) > 1 or not all(row.closed for row in rows):
        return False
    filled = [sum(1 for cell in row.cells if cell.of(text)) > 1 for row in rows]
    return sum(filled) * 2 > len(filled)
