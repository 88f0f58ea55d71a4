"""Recognised lines become the blocks of a page: lines in reading order, tables between them."""

from collections.abc import Sequence
from dataclasses import replace

from hongtou.model import Box
from hongtou.read.layout.blocks import with_grids
from hongtou.read.layout.order import arrange
from hongtou.read.layout.tables import find_grids
from hongtou.read.ocr.frame import Frame
from hongtou.read.ocr.rules import Rules
from hongtou.read.page import Glyph, Grid, Line


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
        glyphs = [glyph for line in lines for glyph in line]
        both = (*rules.level, *rules.upright)
        grids, outside = find_grids(glyphs, both, width=width, height=height)
        free = {id(glyph) for glyph in outside}
        lines = [[glyph for glyph in line if id(glyph) in free] for line in lines]
    return with_grids(arrange([line for line in lines if line], width=width, height=height), grids)


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
