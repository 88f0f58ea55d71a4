"""Tables of scans: rules become cells; separators, underlines and large letters do not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hongtou.model import Box
from hongtou.read.ocr.blocks import lay_blocks
from hongtou.read.ocr.quads import Strip
from hongtou.read.ocr.rules import Rules, cut_at_rules, find_rules
from hongtou.read.ocr.sheet import Sheet, make_sheet
from hongtou.read.page import Glyph, Grid, Line, PageImage
from tests.read.ocr import seal_shapes as shapes

WIDTH, HEIGHT = 595.4, 841.7


def sheet_of(pixels: Any) -> Sheet:
    height, width = pixels.shape[:2]
    return make_sheet(PageImage(1, pixels, width * 72 / 200, height * 72 / 200))


def drawn(draw_on: Callable[[Any], None]) -> Any:
    image = Image.new("RGB", (1654, 2339), "white")
    draw_on(ImageDraw.Draw(image))
    return np.asarray(image)


def table(draw: Any) -> None:
    """Three rows, three columns; the first row is one cell."""
    for y in (600, 700, 800, 900):
        draw.line([300, y, 1300, y], fill="black", width=2)
    for x in (300, 1300):
        draw.line([x, 600, x, 900], fill="black", width=2)
    for x in (600, 1000):
        draw.line([x, 700, x, 900], fill="black", width=2)


def test_a_table_has_rules() -> None:
    rules = find_rules(sheet_of(drawn(table)))
    assert len(rules.level) == 4
    assert len(rules.upright) == 4
    assert rules.level[0] == pytest.approx((108, 216, 468, 216), abs=2)


def separators(draw: Any) -> None:
    for y in (500, 1900, 1960, 2020):
        draw.line([300, y, 1300, y], fill="black", width=2)


def frame(draw: Any) -> None:
    draw.rectangle([300, 600, 1300, 900], outline="black", width=2)


def letters(draw: Any) -> None:
    draw.text((827, 500), "国务院文件", (220, 20, 30), shapes.font(170), anchor="mm")
    for row in range(20):
        draw.text((220, 800 + row * 60), "关于进一步落实好再贷款政策的通知", "black",
                  shapes.font(60, "song"))  # fmt: skip


@pytest.mark.parametrize("draw_on", [separators, frame, letters])
def test_what_is_no_table(draw_on: Callable[[Any], None]) -> None:
    assert not find_rules(sheet_of(drawn(draw_on)))


def test_lines_are_cut_at_rules() -> None:
    sheet = sheet_of(drawn(table))
    rules = find_rules(sheet)
    inside = Strip(x=800, y=750, length=900, height=50, slant=0.0)
    above = Strip(x=800, y=650, length=900, height=50, slant=0.0)
    pieces = cut_at_rules([inside, above], rules, sheet)
    assert [piece.length for piece in pieces] == pytest.approx([246, 392, 246, 900], abs=6)
    assert [piece.x for piece in pieces] == pytest.approx([473, 800, 1127, 800], abs=4)
    assert cut_at_rules([inside], Rules(), sheet) == [inside]


def line_at(text: str, x: float, top: float) -> list[Glyph]:
    return [
        Glyph(character, Box(x + 16 * n, top, x + 16 * n + 16, top + 16), 0.99)
        for n, character in enumerate(text)
    ]


def test_cells_hold_their_characters() -> None:
    rules = find_rules(sheet_of(drawn(table)))
    lines = [
        line_at("见下表。", 110, 180),
        line_at("计划完成情况", 200, 225),
        line_at("粮食", 120, 262),
        line_at("储备", 250, 262),
        line_at("按月上报", 380, 298),
        line_at("特此通知。", 110, 400),
    ]
    before, grid, after = lay_blocks(lines, rules, width=WIDTH, height=HEIGHT)
    assert isinstance(before, Line)
    assert isinstance(after, Line)
    assert isinstance(grid, Grid)
    assert (before.text, after.text) == ("见下表。", "特此通知。")
    cells = {
        (c.row, c.column, c.column_span): "".join(g.text for g in c.glyphs) for c in grid.cells
    }
    assert cells == {
        (0, 0, 3): "计划完成情况",
        (1, 0, 1): "粮食", (1, 1, 1): "储备", (1, 2, 1): "",
        (2, 0, 1): "", (2, 1, 1): "", (2, 2, 1): "按月上报",
    }  # fmt: skip
