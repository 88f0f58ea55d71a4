"""Ruled tables: rules to cells by pdfplumber, characters from our own boxes.

pdfplumber's grid finder is a set of plain functions over edges, so it is given the rules that
were found instead of reading the page again: no second parser, no second set of coordinates.
Only this module names pdfplumber.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from hongtou.model import Box
from hongtou.read.layout.characters import Place
from hongtou.read.layout.order import lines_of
from hongtou.read.page import Glyph, Grid, GridCell

# With fewer rules a page has separators, an imprint or a frame, but no table: each of these may go
# through the smallest one from side to side.
_LEVEL: Final = 3
_UPRIGHT: Final = 2
_NEAR: Final = 3.0  # points between the ends of rules that were meant to meet
_SAME: Final = 2.0  # points between the edges of cells in one column


def has_tables(rules: Sequence[Place]) -> bool:
    """Whether the rules of a page could make a table: cheap, since most pages have none."""
    if len(rules) < _LEVEL:
        return False
    level = sum(rule[2] - rule[0] > rule[3] - rule[1] for rule in rules)
    return level >= _LEVEL and len(rules) - level >= _UPRIGHT


def find_grids(
    glyphs: Sequence[Glyph], rules: Sequence[Place], *, width: float, height: float
) -> tuple[list[tuple[Box, Grid]], list[Glyph]]:
    """The tables of a page with their places, from top to bottom, and the glyphs outside them.

    A grid of one row or one column is a frame or a set of separators, and stays text.
    """
    found: list[tuple[Box, Grid]] = []
    left = list(glyphs)
    for cells in _tables(rules):
        rows, columns = _lines(cells, 1), _lines(cells, 0)
        if len(rows) < 3 or len(columns) < 3 or len(cells) < 4:
            continue
        outline = Box(columns[0], rows[0], columns[-1], rows[-1])
        inside = [glyph for glyph in left if _holds(outline, glyph)]
        if not inside:
            continue
        ids = {id(glyph) for glyph in inside}
        left = [glyph for glyph in left if id(glyph) not in ids]
        placed = tuple(_cells(cells, rows, columns, inside, width, height))
        found.append((outline, Grid(placed, len(rows) - 1, len(columns) - 1)))
    return found, left


def _tables(rules: Sequence[Place]) -> list[list[tuple[float, float, float, float]]]:
    """Boxes of the cells of each table, as pdfplumber joins rules to cells."""
    from pdfplumber import table  # loaded with the first table

    edges = [_edge(rule) for rule in rules]
    merged = table.merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    crossings = table.edges_to_intersections(merged, _NEAR, _NEAR)
    cells = table.intersections_to_cells(crossings)
    tables: list[list[tuple[float, float, float, float]]] = table.cells_to_tables(cells)
    return sorted(tables, key=lambda found: (min(c[1] for c in found), min(c[0] for c in found)))


def _edge(rule: Place) -> dict[str, Any]:
    x0, top, x1, bottom = rule
    if x1 - x0 > bottom - top:
        top = bottom = (top + bottom) / 2
        orientation = "h"
    else:
        x0 = x1 = (x0 + x1) / 2
        orientation = "v"
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0,
        "height": bottom - top, "orientation": orientation, "object_type": "line",
    }  # fmt: skip


def _lines(cells: Sequence[tuple[float, float, float, float]], axis: int) -> list[float]:
    """Where rows or columns begin and end: edges of cells, those that nearly agree as one."""
    found: list[float] = []
    for edge in sorted(cell[side] for cell in cells for side in (axis, axis + 2)):
        if not found or edge - found[-1] > _SAME:
            found.append(edge)
    return found


def _nearest(lines: Sequence[float], edge: float) -> int:
    return min(range(len(lines)), key=lambda index: abs(lines[index] - edge))


def _holds(box: Box, glyph: Glyph) -> bool:
    if glyph.box is None:
        return False
    x, y = (glyph.box.x0 + glyph.box.x1) / 2, (glyph.box.top + glyph.box.bottom) / 2
    return box.x0 <= x < box.x1 and box.top <= y < box.bottom


def _cells(
    cells: Sequence[tuple[float, float, float, float]],
    rows: Sequence[float],
    columns: Sequence[float],
    glyphs: Sequence[Glyph],
    width: float,
    height: float,
) -> Iterator[GridCell]:
    left = list(glyphs)
    for x0, top, x1, bottom in sorted(cells, key=lambda c: (_nearest(rows, c[1]), c[0])):
        row, column = _nearest(rows, top), _nearest(columns, x0)
        box = Box(x0, top, x1, bottom)
        inside = [glyph for glyph in left if _holds(box, glyph)]
        ids = {id(glyph) for glyph in inside}
        left = [glyph for glyph in left if id(glyph) not in ids]
        yield GridCell(
            _run_on(inside, width, height),
            row,
            column,
            max(1, _nearest(rows, bottom) - row),
            max(1, _nearest(columns, x1) - column),
        )


def _run_on(glyphs: Sequence[Glyph], width: float, height: float) -> tuple[Glyph, ...]:
    """The lines of a cell one behind the other; words of Latin letters keep a space between."""
    lines = lines_of(glyphs, width=width, height=height)
    found = list(lines[0].glyphs) if lines else []
    for before, line in pairwise(lines):
        if before.glyphs[-1].text.isascii() and line.glyphs[0].text.isascii():
            found.append(Glyph(" ", None))
        found += line.glyphs
    return tuple(found)
