"""Tables from their rules: lines that cross make cells, letters fall into them.

For formats that give places of letters and rules and say nothing of tables (OFD).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.model import Box
from hongtou.read.order import lines_of
from hongtou.read.page import Glyph, Grid, GridCell, Line

NEAR: Final = 3.0  # points; rules this close are one, since cell borders are often drawn twice
COVERED: Final = 0.6  # share of a cell's side that a rule must cover to be its wall
MOST_RULES: Final = 4_000  # on a page; a drawing has more and is no table
MOST_CELLS: Final = 20_000


@dataclass(frozen=True, slots=True)
class PlacedGrid:
    """A table with the place it takes."""

    grid: Grid
    box: Box


@dataclass(frozen=True, slots=True)
class _Frame:
    """Rules that hang together: ``xs`` and ``ys`` are where upright and level ones stand."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    level: tuple[Box, ...]
    upright: tuple[Box, ...]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_grids(glyphs: Sequence[Glyph], rules: Iterable[Box]) -> list[PlacedGrid]:
    """The tables that rules draw, with the letters in their cells, from the top.

    A frame with a single cell is a box around text and no table, and neither are the lines of a
    red head or of an imprint, which nothing crosses.

    Args:
        glyphs: All letters of the page; each belongs to at most one cell.
        rules: Thin boxes, level or upright.
    """
    found: list[PlacedGrid] = []
    for frame in _frames(list(rules)):
        cells = _cells(frame)
        if len(cells) < 2:
            continue
        inside = _by_cell(frame, cells, glyphs)
        if not any(inside):
            continue
        grid = Grid(
            tuple(
                GridCell(_run_on(letters), row, column, rows, columns)
                for (row, column, rows, columns), letters in zip(cells, inside, strict=True)
            ),
            len(frame.ys) - 1,
            len(frame.xs) - 1,
        )
        found.append(PlacedGrid(grid, frame.box))
    return sorted(found, key=lambda placed: (placed.box.top, placed.box.x0))


def blocks_of(
    glyphs: Sequence[Glyph], grids: Sequence[PlacedGrid], *, width: float, height: float
) -> tuple[Line | Grid, ...]:
    """Lines and tables of a page in reading order; letters in tables are not repeated."""
    boxes = [placed.box for placed in grids]
    outside = [g for g in glyphs if not any(_holds(box, g) for box in boxes)]
    lines = list(lines_of(outside, width=width, height=height))
    blocks: list[Line | Grid] = list(lines)
    for placed in reversed(grids):
        before = [at for at, line in enumerate(lines) if _top(line) >= placed.box.bottom - NEAR]
        blocks.insert(before[0] if before else len(lines), placed.grid)
    return tuple(blocks)


def _top(line: Line) -> float:
    return min((glyph.box.top for glyph in line.glyphs if glyph.box is not None), default=0.0)


def _frames(rules: list[Box]) -> list[_Frame]:
    """Groups of rules that touch each other, those with both directions."""
    if len(rules) > MOST_RULES:
        return []
    owner = list(range(len(rules)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    order = sorted(range(len(rules)), key=lambda index: rules[index].top)
    open_rules: list[int] = []
    for index in order:
        open_rules = [o for o in open_rules if rules[o].bottom + NEAR >= rules[index].top]
        for other in open_rules:
            if _touch(rules[index], rules[other]):
                owner[root(index)] = root(other)
        open_rules.append(index)
    groups: dict[int, list[Box]] = {}
    for index in order:
        groups.setdefault(root(index), []).append(rules[index])
    frames = (_frame(group) for group in groups.values() if len(group) >= 3)
    return [frame for frame in frames if frame is not None]


def _frame(rules: list[Box]) -> _Frame | None:
    level = tuple(box for box in rules if box.x1 - box.x0 >= box.bottom - box.top)
    upright = tuple(box for box in rules if box.x1 - box.x0 < box.bottom - box.top)
    if not level or not upright:
        return None
    xs = _places((box.x0 + box.x1) / 2 for box in upright)
    ys = _places((box.top + box.bottom) / 2 for box in level)
    # The sides of many tables are open: the ends of the level rules close them.
    xs = _closed(xs, min(box.x0 for box in level), max(box.x1 for box in level))
    ys = _closed(ys, min(box.top for box in upright), max(box.bottom for box in upright))
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MOST_CELLS:
        return None
    return _Frame(xs, ys, level, upright)


def _closed(places: tuple[float, ...], first: float, last: float) -> tuple[float, ...]:
    if first < places[0] - 2 * NEAR:
        places = (first, *places)
    if last > places[-1] + 2 * NEAR:
        places = (*places, last)
    return places


def _places(values: Iterable[float]) -> tuple[float, ...]:
    """Values that lie near each other as one, in order."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple(sum(group) / len(group) for group in groups)


def _touch(one: Box, other: Box) -> bool:
    return (
        one.x0 <= other.x1 + NEAR
        and other.x0 <= one.x1 + NEAR
        and one.top <= other.bottom + NEAR
        and other.top <= one.bottom + NEAR
    )


def _cells(frame: _Frame) -> list[tuple[int, int, int, int]]:
    """Row, column and spans of every cell: fields grow to the right and down until a wall."""
    rows, columns = len(frame.ys) - 1, len(frame.xs) - 1
    right = _walls(frame.upright, frame.xs, frame.ys, upright=True)
    below = _walls(frame.level, frame.ys, frame.xs, upright=False)
    taken = [[False] * columns for _ in range(rows)]
    cells = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            wide = 1
            while (
                column + wide < columns
                and not taken[row][column + wide]
                and (column + wide, row) not in right
            ):
                wide += 1
            high = 1
            while row + high < rows and all(
                (row + high, at) not in below and not taken[row + high][at]
                for at in range(column, column + wide)
            ):
                high += 1
            for at in range(row, row + high):
                taken[at][column : column + wide] = [True] * wide
            cells.append((row, column, high, wide))
    return cells


def _walls(
    rules: Sequence[Box], at: Sequence[float], across: Sequence[float], *, upright: bool
) -> set[tuple[int, int]]:
    """Which sides of fields are ruled: (place of the rule, field along it)."""
    covered: dict[tuple[int, int], float] = {}
    for box in rules:
        middle = (box.x0 + box.x1) / 2 if upright else (box.top + box.bottom) / 2
        place = min(range(len(at)), key=lambda index: abs(at[index] - middle))
        begin, end = (box.top, box.bottom) if upright else (box.x0, box.x1)
        for field in range(max(bisect_right(across, begin) - 1, 0), len(across) - 1):
            if across[field] >= end:
                break
            shared = min(end, across[field + 1]) - max(begin, across[field])
            if shared > 0:
                covered[place, field] = covered.get((place, field), 0.0) + shared
    return {
        (place, field)
        for (place, field), length in covered.items()
        if length >= COVERED * (across[field + 1] - across[field])
    }


def _by_cell(
    frame: _Frame, cells: list[tuple[int, int, int, int]], glyphs: Sequence[Glyph]
) -> list[list[Glyph]]:
    field_of = {
        (at, beside): index
        for index, (row, column, rows, columns) in enumerate(cells)
        for at in range(row, row + rows)
        for beside in range(column, column + columns)
    }
    inside: list[list[Glyph]] = [[] for _ in cells]
    for glyph in glyphs:
        if glyph.box is not None and _holds(frame.box, glyph):
            x, y = (glyph.box.x0 + glyph.box.x1) / 2, (glyph.box.top + glyph.box.bottom) / 2
            row = min(bisect_right(frame.ys, y) - 1, len(frame.ys) - 2)
            column = min(bisect_right(frame.xs, x) - 1, len(frame.xs) - 2)
            inside[field_of[row, column]].append(glyph)
    return inside


def _holds(box: Box, glyph: Glyph) -> bool:
    if glyph.box is None:
        return False
    x, y = (glyph.box.x0 + glyph.box.x1) / 2, (glyph.box.top + glyph.box.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _run_on(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    """The letters of a cell, its lines run on."""
    if not glyphs:
        return ()
    right = max(g.box.x1 for g in glyphs if g.box is not None)
    bottom = max(g.box.bottom for g in glyphs if g.box is not None)
    lines = lines_of(glyphs, width=right, height=bottom)
    return tuple(glyph for line in lines for glyph in line.glyphs)
