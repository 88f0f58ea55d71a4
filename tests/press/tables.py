"""Ruled tables with merged cells, cut at the foot of a page between rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.press import typeset as ts
from tests.press.fonts import ASCENT
from tests.press.notice import Table, TableCell
from tests.press.page import PrintedLine, PrintedRule

SIZE: Final = 12.0  # 小四
LEADING: Final = 18.0
PADDING: Final = 4.0


@dataclass
class TablePart:
    """What of a table stands on one page."""

    new_page: bool
    lines: list[PrintedLine] = field(default_factory=list)
    rules: list[PrintedRule] = field(default_factory=list)
    bottom: float = 0.0


@dataclass(frozen=True)
class _Placed:
    cell: TableCell
    row: int
    column: int


def placed_cells(table: Table) -> list[_Placed]:
    """Each cell with the row and column where it begins, those that spans cover left out."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            found.append(_Placed(cell, row, column))
            taken |= {(row + down, column + right) for down in range(cell.row_span)
                      for right in range(cell.column_span)}  # fmt: skip
    return found


def lay_table(
    table: Table, left: float, right: float, top: float, page_top: float, page_bottom: float,
    face: str,
) -> Iterator[TablePart]:  # fmt: skip
    """The parts of a table, one a page; merged rows stay together."""
    total = sum(table.widths)
    edges = [left]
    for share in table.widths:
        edges.append(edges[-1] + (right - left) * share / total)
    cells = placed_cells(table)
    broken = {p: _broken(p, edges, face) for p in cells}
    heights = _heights(cells, broken, len(table.rows))
    part, y, row = TablePart(False), top, 0
    while row < len(table.rows):
        group = _group(cells, row)
        if y + sum(heights[row:group]) > page_bottom and (part.lines or y > page_top):
            part.bottom = y
            yield part
            part, y = TablePart(True), page_top
        tops = [y]
        for height in heights[row:group]:
            tops.append(tops[-1] + height)
        for at in (p for p in cells if row <= p.row < group):
            _print(part, at, broken[at], edges, tops, row)
        y, row = tops[-1], group
    part.bottom = y
    yield part


def _broken(at: _Placed, edges: list[float], face: str) -> list[list[ts.Letter]]:
    room = edges[at.column + at.cell.column_span] - edges[at.column] - 2 * PADDING
    return ts.break_lines(ts.letters(at.cell.text, face), SIZE, 0, first=room, width=room)


def _heights(
    cells: list[_Placed], broken: dict[_Placed, list[list[ts.Letter]]], rows: int
) -> list[float]:
    """Of each row: its own cells decide, and the last row of a merged cell takes what is left."""
    heights = [LEADING + 2 * PADDING] * rows
    for at in sorted(cells, key=lambda p: p.cell.row_span):
        needed = len(broken[at]) * LEADING + 2 * PADDING
        last = at.row + at.cell.row_span - 1
        heights[last] += max(0.0, needed - sum(heights[at.row : last + 1]))
    return heights


def _group(cells: list[_Placed], row: int) -> int:
    """The row after those that merged cells tie to ``row``."""
    end = row + 1
    while (reach := max((p.row + p.cell.row_span for p in cells if row <= p.row < end),
                        default=end)) > end:  # fmt: skip
        end = reach
    return end


def _print(part: TablePart, at: _Placed, lines: list[list[ts.Letter]], edges: list[float],
           tops: list[float], first: int) -> None:  # fmt: skip
    x0, x1 = edges[at.column], edges[at.column + at.cell.column_span]
    y0, y1 = tops[at.row - first], tops[at.row - first + at.cell.row_span]
    for rule in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
        if (drawn := PrintedRule(*rule, 0.5)) not in part.rules:
            part.rules.append(drawn)
    y = (y0 + y1 - len(lines) * LEADING) / 2
    for line in lines:
        x = (x0 + x1 - ts.width_of(line, SIZE, 0)) / 2 if len(lines) == 1 else x0 + PADDING
        baseline = y + (LEADING - SIZE) / 2 + ASCENT * SIZE
        part.lines.append(ts.place(line, x=x, baseline=baseline, size=SIZE, kind="table"))
        y += LEADING
