"""Tables as segments: 表1, its rows 表1/2, their cells 表1/2/3.

A cell is a segment of its own, so no sentence, clause or count runs from one into the next. Rows
and columns count from 1; a place that a merged cell covers has no segment.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from hongtou.model import Bundle, Span
from hongtou.notation.lines import Line, lines_of

ROW: Final = "\t"  # stands for the text of a row where elements are looked for
_CELL: Final = re.compile(r"[^\t\n]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with text: its column, from 1, and its characters without spaces around them."""

    column: int
    span: Span


@dataclass(frozen=True, slots=True)
class TableLines:
    """A table of one document: its lines in the clean text."""

    span: Span
    rows: tuple[Line, ...]


def find_tables(bundle: Bundle, span: Span) -> list[TableLines]:
    """The tables inside ``span`` of the clean text, in order.

    A table that the clean room took for a layout (one column, an imprint set in cells) has no
    tabs left and is text like any other.
    """
    clean = bundle.clean
    tables = clean.transcript.tables
    raw = clean.to_raw(span)
    first = bisect_left(tables, raw.start, key=lambda table: table.span.start)
    found: list[TableLines] = []
    for table in tables[first:]:
        if table.span.start >= raw.end:
            break
        shown = clean.to_clean(table.span)
        inside = Span(max(shown.start, span.start), max(span.start, min(shown.end, span.end)))
        rows = lines_of(clean.text, inside)
        if any("\t" in row.text for row in rows):
            found.append(TableLines(Span(rows[0].span.start, rows[-1].span.end), tuple(rows)))
    return found


def cells_of(row: Line) -> list[Cell]:
    """The cells of a row that hold text."""
    cells: list[Cell] = []
    column, done = 1, 0
    for match in _CELL.finditer(row.text):
        column += row.text.count("\t", done, match.start())
        done = match.end()
        words = match[0].strip()
        if words:
            start = row.span.start + match.start() + match[0].index(words)
            cells.append(Cell(column, Span(start, start + len(words))))
    return cells


def hidden(lines: list[Line], tables: list[TableLines]) -> list[Line]:
    """The lines with rows of tables blotted out: no row is a title, a date or a signature."""
    rows = {row.span.start for table in tables for row in table.rows}
    return [Line(line.span, ROW) if line.span.start in rows else line for line in lines]
