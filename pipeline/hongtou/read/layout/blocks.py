"""Lines and tables of a page as blocks in reading order."""

from collections.abc import Iterator, Sequence
from typing import Final

from hongtou.model import Box
from hongtou.read.layout.characters import Place
from hongtou.read.layout.tables import find_grids, has_tables
from hongtou.read.layout.turned import Turned
from hongtou.read.page import Glyph, Grid, Line

_NEAR: Final = 3.0  # points by which a line above a table may reach into it


def blocks_of(turned: Turned, rules: Sequence[Place]) -> Iterator[Line | Grid]:
    """The blocks of a page with a text layer, notes in its margins behind them.

    Args:
        turned: Its characters.
        rules: Its level and upright rules.
    """
    glyphs: Sequence[Glyph] = turned.body
    grids: list[tuple[Box, Grid]] = []
    if has_tables(rules) and not turned.body_turns:
        grids, glyphs = find_grids(glyphs, rules, width=turned.width, height=turned.height)
    yield from with_grids(turned.lines(glyphs), grids)
    yield from turned.notes()


def with_grids(lines: Sequence[Line], grids: Sequence[tuple[Box, Grid]]) -> list[Line | Grid]:
    """Each table behind the last line above it that it stands under."""
    found: list[Line | Grid] = list(lines)
    for box, grid in reversed(grids):
        above = [at for at, block in enumerate(found) if _stands_over(block, box)]
        found.insert(above[-1] + 1 if above else 0, grid)
    return found


def _stands_over(block: Line | Grid, box: Box) -> bool:
    if isinstance(block, Grid):
        return False
    boxes = [glyph.box for glyph in block.glyphs if glyph.box is not None]
    return (
        bool(boxes)
        and max(b.bottom for b in boxes) <= box.top + _NEAR
        and min(b.x0 for b in boxes) < box.x1
        and max(b.x1 for b in boxes) > box.x0
    )
