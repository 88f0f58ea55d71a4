"""Ruled lines of a page: level and upright ones, of which tables are made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.ocr.opencv import cv2
from hongtou.read.ocr.quads import Strip

if TYPE_CHECKING:
    from hongtou.read.ocr.ink import Mask
    from hongtou.read.ocr.sheet import Sheet

Rule = tuple[float, float, float, float]  # left, top, right, bottom in upright points

INK: Final = 208  # brightness, paper being 255: a thin rule is pale on the reduced copy
# Points: longer than any stroke of type up to size 2 (22 points), and than a dash.
LEVEL_FROM: Final = 28.0
UPRIGHT_FROM: Final = 25.0
STRONG: Final = 70.0  # points: wider than any letter (22 mm, GB/T 9704—2012, 7.2.4)
MEETING: Final = 3.0  # points between the ends of rules that were meant to meet
TORN: Final = 1.5  # points over which a rule may be broken; letters are farther apart
# With fewer rules a page has separators, an imprint or a frame, but no table.
LEVEL: Final = 3
UPRIGHT: Final = 3
BESIDE: Final = 1.5  # points on both sides of a rule that belong to no cell
NARROW: Final = 0.4  # of its height: a piece of a line that is narrower holds nothing


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a page that has tables; both empty where it has none."""

    level: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.level)


def find_rules(sheet: "Sheet") -> Rules:
    """The rules of the page, if there are enough of them for a table."""
    points = sheet.frame.scale * sheet.inks.scale  # pixels of the copy a point
    dark = _level_ink(sheet)
    level = _lines(dark, round(LEVEL_FROM * points), round(TORN * points), across=True)
    if len(level) < LEVEL:
        return Rules()
    upright = _lines(dark, round(UPRIGHT_FROM * points), round(TORN * points), across=False)
    if len(upright) < UPRIGHT:
        return Rules()
    return _of_tables(
        *(
            [
                (x0 / points, top / points, x1 / points, bottom / points)
                for x0, top, x1, bottom in found
            ]
            for found in (level, upright)
        )
    )


def _of_tables(level: Sequence[Rule], upright: Sequence[Rule]) -> Rules:
    """The rules that meet others: strokes of large letters are as long, but stand alone."""
    strong = [rule for rule in level if rule[2] - rule[0] >= STRONG]
    walls = tuple(
        wall
        for wall in upright
        if any(_meet(rule, wall) for rule in strong)
        and sum(_meet(rule, wall) for rule in level) >= 2
    )
    floors = tuple(rule for rule in level if sum(_meet(rule, wall) for wall in walls) >= 2)
    enough = len(floors) >= LEVEL and len(walls) >= UPRIGHT
    return Rules(floors, walls) if enough else Rules()


def _meet(level: Rule, upright: Rule) -> bool:
    """Whether two rules cross or touch."""
    x, y = (upright[0] + upright[2]) / 2, (level[1] + level[3]) / 2
    return (
        level[0] - MEETING <= x <= level[2] + MEETING
        and upright[1] - MEETING <= y <= upright[3] + MEETING
    )


def _level_ink(sheet: "Sheet") -> "Mask":
    """Ink of any colour, turned so that lines of text run level."""
    dark: Mask = cv2.threshold(sheet.inks.pixels[:, :, 1], INK, 255, cv2.THRESH_BINARY_INV)[1]
    if abs(sheet.frame.slant) < 0.001:
        return dark
    height, width = dark.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), np.degrees(sheet.frame.slant), 1)
    turned: Mask = cv2.warpAffine(dark, turn, (width, height), flags=cv2.INTER_NEAREST)
    return turned


def _lines(dark: "Mask", least: int, torn: int, *, across: bool) -> list[Rule]:
    """Straight lines as thin boxes in pixels: across the page, or down it."""

    def along(length: int) -> tuple[int, int]:
        return (1, length) if across else (length, 1)

    # A line that slants by a pixel is a staircase: thickened, its steps overlap.
    thick = cv2.dilate(dark, np.ones((3, 1) if across else (1, 3), np.uint8))
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones(along(torn), np.uint8))
    straight = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones(along(least), np.uint8))
    left, top, wide, high = cv2.boundingRect(straight)
    if not wide:
        return []
    straight = straight[top : top + high, left : left + wide]
    count, _, facts, _ = cv2.connectedComponentsWithStats(straight, connectivity=8)
    found = []
    for right, down, width, height, _ in facts[1:count].tolist():
        x, y = left + right, top + down
        long, thin = (width, height) if across else (height, width)
        if thin <= max(7, 0.03 * long):  # a picture or a black border is no rule
            found.append((float(x), float(y), float(x + width), float(y + height)))
    return found


def cut_at_rules(strips: Sequence[Strip], rules: Rules, sheet: "Sheet") -> list[Strip]:
    """The strips, those that cross upright rules cut into one a cell."""
    return [piece for strip in strips for piece in _pieces(strip, rules.upright, sheet)]


def _pieces(strip: Strip, upright: Sequence[Rule], sheet: "Sheet") -> list[Strip]:
    x, y = sheet.frame.upright(strip.x, strip.y)
    half = strip.length / 2 / sheet.frame.scale
    walls = sorted(
        (rule[0] + rule[2]) / 2
        for rule in upright
        if rule[1] < y < rule[3] and x - half < (rule[0] + rule[2]) / 2 < x + half
    )
    if not walls:
        return [strip]
    edges = [x - half - BESIDE, *walls, x + half + BESIDE]
    pieces = []
    for left, right in pairwise(edges):
        begin, end = left + BESIDE, right - BESIDE
        if (end - begin) * sheet.frame.scale > NARROW * strip.height:
            middle = strip.at(((begin + end) / 2 - x + half) / (2 * half), 0.5)
            length = (end - begin) * sheet.frame.scale
            pieces.append(replace(strip, x=middle[0], y=middle[1], length=length))
    return pieces
