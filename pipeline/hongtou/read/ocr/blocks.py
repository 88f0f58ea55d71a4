"""Recognised lines become the blocks of a page: lines in reading order, tables between them."""

from collections.abc import Sequence
from dataclasses import replace

from hongtou.model import Box
from hongtou.read.ocr.frame import Frame
from hongtou.read.ocr.rules import Rules
from hongtou.read.order import arrange
from hongtou.read.page import Glyph, Grid, Line

NEAR = 3.0  # points by which a line above a table may reach into it


def lay_blocks(
    lines: Sequence[Sequence[Glyph]], rules: Rules, *, width: float, height: float
) -> list[Line | Grid]:
    """The blocks in reading order, with upright boxes.

    Args:
        lines: Glyphs with upright boxes, line by line.
        rules: Of the page, in upright points.
        width: Of the upright page, points.
        height: The same.
    """
    grids: list[tuple[Box, Grid]] = []
    if rules:
        from hongtou.read.pdf.tables import find_grids  # rules to cells, wherever they come from

        glyphs = [glyph for line in lines for glyph in line]
        both = (*rules.level, *rules.upright)
        grids, outside = find_grids(glyphs, both, width=width, height=height)
        free = {id(glyph) for glyph in outside}
        lines = [[glyph for glyph in line if id(glyph) in free] for line in lines]
    blocks: list[Line | Grid] = list(
        arrange([line for line in lines if line], width=width, height=height)
    )
    for box, grid in reversed(grids):
        above = [at for at, block in enumerate(blocks) if _stands_over(block, box)]
        blocks.insert(above[-1] + 1 if above else 0, grid)
    return blocks


def _stands_over(block: Line | Grid, box: Box) -> bool:
    if isinstance(block, Grid):
        return False
    bottoms = [glyph.box.bottom for glyph in block.glyphs if glyph.box is not None]
    return bool(bottoms) and max(bottoms) <= box.top + NEAR


def on_page(block: Line | Grid, frame: Frame) -> Line | Grid:
    """The block with boxes on the page as it was given."""
    if isinstance(block, Grid):
        cells = tuple(replace(cell, glyphs=_moved(cell.glyphs, frame)) for cell in block.cells)
        return replace(block, cells=cells)
    return replace(block, glyphs=_moved(block.glyphs, frame))


def _moved(glyphs: Sequence[Glyph], frame: Frame) -> tuple[Glyph, ...]:
    return tuple(
        glyph if glyph.box is None else replace(glyph, box=frame.on_page(glyph.box))
        for glyph in glyphs
    )
