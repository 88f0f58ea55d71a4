"""Lines that a seal or a stain tore apart are no columns: each is read across."""

from dataclasses import replace
from itertools import pairwise

import pytest

from hongtou.read.layout.order import arrange
from hongtou.read.page import Glyph
from tests.read.layout.test_order import HEIGHT, LEFT, RIGHT, WIDTH, printed

PITCH = 29.0  # points from line to line
FULL = "为贯彻落实乡村振兴战略部署进一步做好金融服务工作现就有关事"
# How far the hole of a round seal, 42 mm across, reaches into each of the lines that it covers.
HOLES = [(13, 19), (11, 21), (12, 21), (13, 20)]


def line(text: str, top: float, left: float = LEFT) -> list[Glyph]:
    """A line as a recogniser gives it."""
    return [replace(glyph, confidence=0.99) for glyph in printed(text, left, top)]


def torn(rows: int, top: float = 300.0) -> list[list[Glyph]]:
    """Both sides of lines with a hole."""
    size = (RIGHT - LEFT) / len(FULL)
    sides = []
    for number in range(rows):
        first, end = HOLES[number % len(HOLES)]
        sides.append(line(FULL[:first], top + number * PITCH))
        sides.append(line(FULL[end:], top + number * PITCH, LEFT + end * size))
    return sides


def read(*lines: list[Glyph]) -> list[str]:
    return [line.text for line in arrange(lines, width=WIDTH, height=HEIGHT)]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (FULL, FULL),
        (FULL[:9], FULL),  # a paragraph ends above
        (FULL, FULL[:9]),
    ],
)
@pytest.mark.parametrize("rows", [4, 6])
def test_lines_with_a_hole_are_read_across(above: str, below: str, rows: int) -> None:
    around = [line(above, 300 - n * PITCH) for n in (1, 2)]
    around += [line(below, 300 + (rows + n) * PITCH) for n in (0, 1)]
    found = read(*around, *torn(rows))
    assert len(found) == rows + 4
    for number, text in enumerate(found[2:-2]):
        first, end = HOLES[number % len(HOLES)]
        assert text == f"{FULL[:first]} {FULL[end:]}"


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("关于做好金融服务工作的通知", 6),  # what crosses is a title, not text from edge to edge
        (FULL, 12),  # no seal is as high
    ],
)
def test_columns_stay_columns(title: str, rows: int) -> None:
    across = (RIGHT - LEFT - len(title) * 15.8) / 2
    found = read(line(title, 300 - PITCH, LEFT + max(0.0, across)), *torn(rows))
    assert len(found) == 2 * rows + 1
    lengths = [len(text) for text in found[1 : rows + 1]]
    assert lengths == [HOLES[n % len(HOLES)][0] for n in range(rows)]


def test_a_text_layer_has_no_holes() -> None:
    """What was typed is whole: a short text in two columns below a full line stays one."""
    sides = [[replace(glyph, confidence=None) for glyph in side] for side in torn(6)]
    found = read(printed(FULL, LEFT, 300 - PITCH), *sides)
    assert all(len(a) <= 13 and len(b) <= 13 for a, b in pairwise(found[1:7]))


def test_a_letter_of_a_seal_does_not_tear_the_line_beside_it() -> None:
    """It lies half a line higher than the pieces that it was read between."""
    left, middle, right = (
        line("付服务", 302),
        line("免收费", 300, 226),
        line("年月日起一", 301, 391),
    )
    letter = line("品", 292.8, 357)
    assert read(left, middle, letter, right) == ["付服务 免收费 品 年月日起一"]
    low = line("不得向委托人收取费用", 330)
    assert read(left, middle, letter, right, low)[1:] == ["不得向委托人收取费用"]


@pytest.mark.parametrize("between", ["品", "品字旁边的长行"])
def test_lines_half_a_line_apart_stay_apart(between: str) -> None:
    first, second = line("付服务免收费", 300), line(between, 309, 300)
    assert read(first, second) == ["付服务免收费", between]
