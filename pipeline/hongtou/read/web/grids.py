"""Tables of a page: those that tabulate become grids, those that set places dissolve."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from hongtou.read.page import Glyph, Grid, GridCell
from hongtou.read.web.tree import Node, Page

# A cell longer than this is a column of the layout, not an entry of a table.
_LONGEST_CELL: Final = 1500
_MOST_PLACES: Final = 1_000_000
_WIDEST: Final = 1000  # HTML Living Standard 4.9.12.1: colspan is cut to it
_TALLEST: Final = 65_534  # … and rowspan to this
_BLANKS: Final = re.compile(r"[ \t\r\n\f\v\u00a0\u3000\u200b\ufeff]+")


@dataclass
class _Cell:
    node: Node = field(repr=False)
    row: int
    column: int
    row_span: int
    column_span: int


def is_grid(page: Page, table: Node) -> bool:
    """Whether a table tabulates: two columns and two rows, no table inside, no long cells."""
    if page.nests_tables(table):
        return False
    rows = [list(cells) for cells in _rows(page, table)]
    filled = [sum(page.extent(cell).size > 0 for cell in cells) for cells in rows]
    if sum(count > 0 for count in filled) < 2 or sum(count > 1 for count in filled) < 1:
        return False
    return all(page.extent(cell).size <= _LONGEST_CELL for cells in rows for cell in cells)


def make_grid(page: Page, table: Node) -> Grid | None:
    """The grid of a table, its cells where browsers place them; ``None`` if it is absurd."""
    cells, count = _placed(page, table)
    starts = sorted({cell.column for cell in cells})
    if not cells or len(starts) * count > _MOST_PLACES:
        return None
    index = {column: at for at, column in enumerate(starts)}
    found = []
    for cell in cells:
        end = cell.column + cell.column_span
        width = bisect_left(starts, end) - index[cell.column]
        height = min(cell.row_span, count - cell.row)
        glyphs = (Glyph(_text(page, cell.node), None),)
        found.append(GridCell(glyphs, cell.row, index[cell.column], height, width))
    return Grid(tuple(found), count, len(starts))


def _placed(page: Page, table: Node) -> tuple[list[_Cell], int]:
    """The cells with their places, and how many rows there are; no cells if it takes too long."""
    cells: list[_Cell] = []
    taken: dict[int, int] = {}  # column -> first row that is free again
    count = steps = 0
    for row, nodes in enumerate(_rows(page, table)):
        column, count = 0, row + 1
        for node in nodes:
            while taken.get(column, 0) > row:
                column, steps = column + 1, steps + 1
            width = _span(node, "colspan", _WIDEST)
            height = _span(node, "rowspan", _TALLEST)
            cells.append(_Cell(node, row, column, height, width))
            taken.update(dict.fromkeys(range(column, column + width), row + height))
            column, steps = column + width, steps + width
            if steps > _MOST_PLACES:
                return [], 0
    return cells, count


def _rows(page: Page, table: Node) -> Iterator[list[Node]]:
    """The cells of each row that is shown and not empty of cells."""
    for row in _inside(page, table, "tr"):
        cells = list(_inside(page, row, "td", "th"))
        if cells:
            yield cells


def _inside(page: Page, root: Node, *tags: str) -> Iterator[Node]:
    """Shown elements with one of the tags, not those inside of one another."""
    within: int | None = None
    for step in page.walk(root):
        if step.kind == "text" or step.node.mem_id == root.mem_id:
            continue
        if within is not None:
            within = None if step.kind == "out" and step.node.mem_id == within else within
        elif step.kind == "in" and step.tag in tags:
            within = step.node.mem_id
            yield step.node


def _span(node: Node, name: str, most: int) -> int:
    text = (node.attributes.get(name) or "1").strip()
    number = int(text[:6]) if text.isascii() and text.isdigit() else 1
    if name == "rowspan" and number == 0:  # to the end of the table
        return most
    return max(1, min(number, most))


def _text(page: Page, cell: Node) -> str:
    """A cell in one line: paragraphs run on, figures set apart."""
    text = ""
    fresh = True  # whether a block or a line began since the last piece
    for step in page.walk(cell):
        if step.kind != "text":
            fresh = fresh or step.tag in {"p", "div", "br", "li"}
            continue
        piece = _BLANKS.sub(" ", step.text)
        if fresh:
            piece = piece.lstrip(" ")
            if piece and text[-1:].isascii() and text[-1:].isalnum() and piece[:1].isalnum():
                text += " " if piece[:1].isascii() else ""
        if piece:
            text, fresh = text + piece, False
    return text.strip()
