"""Paths of OFD: what they draw, and the rules of tables among them (GB/T 33190—2016, 9)."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hongtou.model import Box
from hongtou.read.ofd.colours import Ink
from hongtou.read.ofd.geometry import POINTS, Affine, apply, read_number

Point = tuple[float, float]

# How many numbers follow each letter of AbbreviatedData (9.3, table 35).
OPERANDS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
CURVE_STEPS: Final = 8  # pieces of a curve; enough at 300 dots an inch for a letter
MOST_POINTS: Final = 200_000  # of one path

THIN: Final = 3.0  # points; a filled rectangle thinner than this is a rule
LONG: Final = 6.0  # points; shorter strokes are parts of outlined letters
SLOPE: Final = 1.0  # points that a level rule may rise


@dataclass(frozen=True, slots=True)
class Shape:
    """A path on the page: its outlines in points, and how they are painted."""

    outlines: tuple[tuple[Point, ...], ...]
    stroke: Ink | None
    fill: Ink | None
    line_width: float  # points


def read_outlines(drawn: str, matrix: Affine) -> tuple[tuple[Point, ...], ...]:
    """The outlines that ``AbbreviatedData`` draws: ``"M 0 0 L 10 0 C"`` is a closed line.

    Curves become short straight pieces; an elliptic arc becomes its chord, since no rule of a
    table and no letter is drawn with one. What cannot be read ends the path.
    """
    outlines: list[list[Point]] = []
    count = 0
    for letter, numbers in _steps(drawn):
        here = outlines[-1][-1] if outlines else (0.0, 0.0)
        if letter in "SM":
            outlines.append([(numbers[0], numbers[1])])
        elif not outlines:
            outlines.append([here])
        if letter == "C":
            outlines[-1].append(outlines[-1][0])
        elif letter in "LA":
            outlines[-1].append((numbers[-2], numbers[-1]))
        elif letter in "QB":
            outlines[-1] += _curve(here, numbers)
        count += CURVE_STEPS if letter in "QB" else 1
        if count > MOST_POINTS:
            break
    return tuple(tuple(apply(matrix, x, y) for x, y in outline) for outline in outlines)


def _steps(drawn: str) -> Iterator[tuple[str, list[float]]]:
    words = drawn.replace(",", " ").split()
    at = 0
    while at < len(words):
        letter = words[at]
        needed = OPERANDS.get(letter, -1)
        numbers = [read_number(word, math.nan) for word in words[at + 1 : at + 1 + needed]]
        if needed < 0 or len(numbers) < needed or any(math.isnan(number) for number in numbers):
            return
        yield letter, numbers
        at += 1 + needed


def _curve(start: Point, numbers: list[float]) -> list[Point]:
    """Points of a quadratic or cubic Bézier curve behind its start."""
    points = [start, *zip(numbers[::2], numbers[1::2], strict=True)]
    found = []
    for step in range(1, CURVE_STEPS + 1):
        share = step / CURVE_STEPS
        level = points
        while len(level) > 1:
            level = [
                (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
                for (x0, y0), (x1, y1) in itertools.pairwise(level)
            ]
        found.append(level[0])
    return found


def rules_of(shape: Shape) -> Iterator[Box]:
    """The level and upright lines that a shape shows, as thin boxes."""
    if not _seen(shape.stroke) and not _seen(shape.fill):
        return
    for outline in shape.outlines:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        across, down = box.x1 - box.x0, box.bottom - box.top
        if max(across, down) < LONG:
            continue
        if min(across, down) <= THIN:
            yield box
        elif _seen(shape.stroke):
            yield from _straight_pieces(outline)


def _straight_pieces(outline: tuple[Point, ...]) -> Iterator[Box]:
    for (x0, y0), (x1, y1) in itertools.pairwise(outline):
        box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        across, down = box.x1 - box.x0, box.bottom - box.top
        if min(across, down) <= SLOPE and max(across, down) >= LONG:
            yield box


def _seen(ink: Ink | None) -> bool:
    """Whether a rule of this ink is to be seen on white paper."""
    return ink is not None and ink.alpha > 0 and min(ink.rgb) < 250


def line_width_of(text: str) -> float:
    """The attribute ``LineWidth`` in points; 0.353 mm where it is missing (8.2, table 19)."""
    return abs(read_number(text, 0.353)) * POINTS
