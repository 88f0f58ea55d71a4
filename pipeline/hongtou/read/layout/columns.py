"""Columns of a page: which pieces of text are read down before those beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from hongtou.read.layout.fragments import Fragment

_DEEPEST: Final = 4  # columns inside columns: newspapers have eight side by side at most
# So many lines on each side make a column; names of signatories stand in fewer rows.
_LINES: Final = 4
# On the last page the text may end a few lines down the right column.
_FEW_LINES: Final = 1
_LONG_LEFT: Final = 6
_STEP: Final = 2.5  # characters from one line to the next at most
_NOTE: Final = re.compile("附件[0-9]*：")  # its items hang far in
_END: Final = re.compile("[。：；！？）》”]$")
_NARROWEST: Final = 8.0  # characters in a column; columns of lists are narrower
_GUTTER: Final = 1.0  # characters between two columns
# Running text fills its column: most lines begin at its left edge and reach its right one.
# Cells of a table without rules do not, and are read row by row.
_EDGE: Final = 1.6  # characters; a mark that may not begin a line leaves the one before it short
_INDENT: Final = 2.3  # characters
_REACHING: Final = 0.5
_BEGINNING: Final = 0.7
_BESIDE: Final = 0.5  # of the shorter column's height, over which both must stand
# Lines that a seal covers: the largest are 58 mm high, 6 lines of print (GB/T 9704—2012, 5.2.3).
_HOLE: Final = 7
_ENDS: Final = 2  # lines beside no other: paragraphs that end above or below
# Red head, titles and tables go across both columns; a first page may have more of them than text.
_CROSSING: Final = 0.8


@dataclass(frozen=True, slots=True)
class Region:
    """Pieces that are read row by row; ``column``: others stand beside them."""

    pieces: list[Fragment]
    column: bool = False


def regions_of(pieces: Sequence[Fragment]) -> Iterator[Region]:
    """Pieces of text in groups that are read one after the other, each row by row.

    A page of one column is one group. Titles across both columns, what stands above and what
    stands below them come in their turn.
    """
    em = median(piece.height for piece in pieces) if pieces else 0.0
    yield from _split(list(pieces), em, _DEEPEST, column=False)


def _split(pieces: list[Fragment], em: float, depth: int, *, column: bool) -> Iterator[Region]:
    gutter = _gutter(pieces, em) if depth and len(pieces) >= 2 * _LINES else None
    if gutter is None:
        if pieces:
            yield Region(pieces, column)
        return
    crossing = sorted((p for p in pieces if p.x0 < gutter < p.x1), key=_top)
    rest = sorted((p for p in pieces if not p.x0 < gutter < p.x1), key=_top)
    waiting: list[Fragment] = []
    for left, right, before, after in _between(rest, crossing, gutter):
        waiting += before
        around = [*before[-1:], *after]
        if _are_columns(left, right, em) and not _is_hole(left, right, around, em):
            if waiting:
                yield Region(waiting, column)
            waiting = []
            yield from _split(left, em, depth - 1, column=True)
            yield from _split(right, em, depth - 1, column=True)
        else:
            waiting += left + right
    if waiting:
        yield Region(waiting, column)


def _top(piece: Fragment) -> tuple[float, float]:
    return piece.top, piece.x0


def _between(
    rest: list[Fragment], crossing: list[Fragment], gutter: float
) -> Iterator[tuple[list[Fragment], ...]]:
    """Left and right pieces between two that cross the gutter, the ones before, the one after."""
    at = 0
    before: list[Fragment] = []
    for piece in [*crossing, None]:
        group: list[Fragment] = []
        while at < len(rest) and (piece is None or rest[at].middle < piece.middle):
            group.append(rest[at])
            at += 1
        if group or piece is None:
            left = [p for p in group if p.x1 <= gutter]
            yield left, [p for p in group if p.x1 > gutter], before, [piece] if piece else []
            before = []
        if piece is not None:
            before.append(piece)


def _gutter(pieces: list[Fragment], em: float) -> float | None:
    """The middle of the widest upright stripe that the fewest pieces cross."""
    edges = sorted([(p.x0, 1) for p in pieces] + [(p.x1, -1) for p in pieces])
    depth, begun = 0, 0
    best: tuple[int, float, float] | None = None
    for (x, step), (following, _) in pairwise(edges):
        depth += step
        begun += step > 0
        wide = following - x
        ended = begun - depth
        if wide < _GUTTER * em or ended < _LINES or len(pieces) - begun < _FEW_LINES:
            continue
        if depth > _CROSSING * len(pieces):
            continue
        if best is None or (depth, -wide) < best[:2]:
            best = (depth, -wide, x + wide / 2)
    return None if best is None else best[2]


def _are_columns(left: list[Fragment], right: list[Fragment], em: float) -> bool:
    if len(left) >= _LONG_LEFT and _FEW_LINES <= len(right) < _LINES:
        return _is_running_text(left, em) and _has_just_begun(left, right, em)
    if len(left) < _LINES or len(right) < _LINES:
        return False
    over = max(min(p.top for p in left), min(p.top for p in right))
    under = min(max(p.bottom for p in left), max(p.bottom for p in right))
    shorter = min(max(p.bottom for p in side) - min(p.top for p in side) for side in (left, right))
    if under - over < _BESIDE * shorter:
        return False
    return _is_running_text(left, em) and _is_running_text(right, em)


def _is_hole(
    left: list[Fragment], right: list[Fragment], around: Sequence[Fragment], em: float
) -> bool:
    """Whether a seal or a stain tore a few recognised lines apart: the text around goes on.

    The line before them or the one after them runs from edge to edge at the distance of lines.
    """
    recognised = all(piece.glyphs[0].confidence is not None for piece in (*left, *right))
    if not recognised or len(right) > _HOLE:
        return False
    alone = [p for p in left if all(abs(p.middle - q.middle) > em / 2 for q in right)]
    if len(alone) > _ENDS:
        return False
    x0, x1 = min(piece.x0 for piece in left), max(piece.x1 for piece in right)
    tops = [piece.top for piece in (*left, *right)]
    return any(
        line.x0 <= x0 + _INDENT * em
        and line.x1 >= x1 - _EDGE * em
        and min(abs(line.top - top) for top in tops) <= _STEP * em
        for line in around
    )


def _has_just_begun(left: list[Fragment], right: list[Fragment], em: float) -> bool:
    """Whether a few lines are the beginning of a right column: the text ends in it."""
    x0 = min(piece.x0 for piece in right)
    lines = sorted(right, key=_top)
    across = max(piece.x1 for piece in left) - min(piece.x0 for piece in left)
    full = abs(lines[0].x1 - x0 - across) <= _EDGE * em
    ended = _END.search(lines[-1].text) is not None
    note = next((n for n, line in enumerate(lines) if _NOTE.match(line.text)), len(lines))
    return (
        abs(lines[0].top - min(piece.top for piece in left)) <= em
        and (full or ended or note < len(lines))
        and all(piece.x1 - x0 <= across + _EDGE * em for piece in right)
        and all(piece.x0 <= x0 + _INDENT * em for piece in lines[:note])
        and all(two.top - one.top <= _STEP * em for one, two in pairwise(lines))
    )


def _is_running_text(side: list[Fragment], em: float) -> bool:
    x0, x1 = min(p.x0 for p in side), max(p.x1 for p in side)
    if x1 - x0 < _NARROWEST * em:
        return False
    # Each line counts once, by its outer pieces: a column may be split again.
    reaching = _height(p for p in side if p.x1 >= x1 - _EDGE * em)
    beginning = _height(p for p in side if p.x0 <= x0 + _INDENT * em)
    lines = max(_height(p for p in side if p.x0 <= middle <= p.x1) for middle in _thirds(x0, x1))
    return reaching >= _REACHING * lines and beginning >= _BEGINNING * lines


def _thirds(x0: float, x1: float) -> tuple[float, float]:
    return x0 + (x1 - x0) / 3, x1 - (x1 - x0) / 3


def _height(pieces: Iterator[Fragment]) -> float:
    return sum(piece.height for piece in pieces)
