"""Reading order, shared by PDF, recogniser and OFD: glyphs to lines, lines to a page.

Glyphs close together on one band are a piece (``fragments``); pieces fall into columns
(``columns``); in a column, pieces side by side are a line (``rows``); notes in the margin and the
page number come last (``furniture``). The order of the input plays no part in it.
"""

from collections.abc import Sequence
from statistics import median
from typing import Final

from hongtou.read.layout.columns import regions_of
from hongtou.read.layout.fragments import Fragment, fragment_of, fragments_of
from hongtou.read.layout.furniture import in_margin, without_margin_notes, without_page_number
from hongtou.read.layout.rows import glyphs_of, rows_of
from hongtou.read.page import Glyph, Line

# Lines whose left edges differ by less begin at the same place; marks lean out a little.
_SAME_EDGE: Final = 0.35  # characters
_SHARING: Final = 0.1  # of a page's lines; as many, and two at least, show its left edge
_HANGING: Final = 3.0  # characters; the first line of a paragraph is only two further in
_FURNITURE: Final = 0.07  # of the height at top and bottom: page numbers and running heads
# GB/T 9704—2012, 5.2.1: the text begins 28 mm from the left edge of A4.
_A4: Final = (595.3, 841.9)
_A4_SLACK: Final = 12.0
_A4_LEFT: Final = 79.4
_CLEARLY: Final = 2.5  # characters


def lines_of(glyphs: Sequence[Glyph], *, width: float, height: float) -> tuple[Line, ...]:
    """The lines of a page in reading order, from its glyphs in any order.

    Every glyph comes once; spaces at either end of a line go, since indents tell them, and a
    space without a box stands where print leaves a gap.

    Args:
        glyphs: Characters with boxes; spaces may be among them.
        width: Of the page, points.
        height: Of the page, points.
    """
    return _in_order(fragments_of(glyphs), width, height)


def arrange(lines: Sequence[Sequence[Glyph]], *, width: float, height: float) -> tuple[Line, ...]:
    """Lines that are whole, such as a recogniser's, in reading order with their indents.

    Glyphs of a line stay together in their order; lines side by side become one with a space
    between them, unless they stand in two columns or are signatures.
    """
    pieces = [piece for line in lines if (piece := fragment_of(line)) is not None]
    return _in_order(pieces, width, height)


def _in_order(pieces: list[Fragment], width: float, height: float) -> tuple[Line, ...]:
    found: list[Line] = []
    pieces, stacks = without_margin_notes(pieces)
    pieces, number = without_page_number(pieces, height)
    regions = regions_of(sorted(pieces, key=lambda p: (p.top, p.x0, p.x1, p.bottom)))
    placed = [(region.column, rows_of(region.pieces)) for region in regions]
    # What goes across columns is indented from the edge of the first one.
    first = min((_left_edge(rows, height) for column, rows in placed if column), default=None)
    for column, rows in placed:
        if column:
            edge = _left_edge(rows, height)
        elif first is not None:
            edge = first
        else:
            edge = _unless_standard(_left_edge(rows, height), rows, width, height)
        for row in rows:
            found.append(Line(tuple(glyphs_of(row)), _indent(row[0], edge)))
    for stack in stacks:
        glyphs = tuple(glyph for piece in stack for glyph in piece.glyphs)
        found.append(Line(glyphs, aside=in_margin(glyphs, width)))
    if number:
        found.append(Line(tuple(glyphs_of(number))))
    return tuple(found)


def _indent(piece: Fragment, edge: float) -> int:
    box = piece.glyphs[0].box
    em = box.bottom - box.top if box is not None else 0.0
    return max(0, round((piece.x0 - edge) / em)) if em > 0 else 0


def _left_edge(rows: list[list[Fragment]], height: float) -> float:
    """Where body text begins: odd and even pages differ, so each page tells it anew.

    The leftmost line tells, but for the red head, running heads and what hangs out alone.
    """
    em = median(row[0].height for row in rows)
    inner = [
        row[0].x0
        for row in rows
        if not row[0].red and _FURNITURE * height < row[0].middle < (1 - _FURNITURE) * height
    ]
    lefts = sorted(inner or [row[0].x0 for row in rows])
    shared = _first_shared(lefts, _SAME_EDGE * em, max(2.0, _SHARING * len(rows)))
    edge = lefts[0]
    if shared is not None and shared - edge > _HANGING * em:
        edge = shared
    return edge


def _unless_standard(edge: float, rows: list[list[Fragment]], width: float, height: float) -> float:
    """The standard's edge, where no line of an A4 page begins near it."""
    em = median(row[0].height for row in rows)
    standard = abs(width - _A4[0]) < _A4_SLACK and abs(height - _A4[1]) < _A4_SLACK
    return _A4_LEFT if standard and edge - _A4_LEFT > _CLEARLY * em else edge


def _first_shared(lefts: list[float], near: float, least: float) -> float | None:
    """The leftmost of sorted places that ``least`` lines share."""
    first, count = lefts[0], 0
    for place in lefts:
        first, count = (first, count + 1) if place - first <= near else (place, 1)
        if count >= least:
            return first
    return None
