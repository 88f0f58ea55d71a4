"""One printed page for all engines, and the engines, each loaded once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hongtou.read.ocr.engine import OcrEngine, Quad
from hongtou.read.ocr.engines import choose_engine
from tests.press import guess_notice, lay_out
from tests.press.degrade import degrade

if TYPE_CHECKING:
    from hongtou.read.ocr.engine import Pixels

NOTICE = """青川县人民政府文件
青政发〔2023〕17号
青川县人民政府关于加强粮食储备管理的通知
各乡镇人民政府，县政府各部门：
为进一步加强粮食储备管理，现就有关事项通知如下：
一、各单位应当于2023年9月30日前完成清查，库存不得低于上年的90%。
二、对工作不力的，责令限期整改。
青川县人民政府
2023年6月1日
"""


@dataclass(frozen=True)
class PrintedPicture:
    """A page at 200 dpi; ``lines`` are texts, left, top, right and bottom in pixels."""

    pixels: "Pixels"
    lines: tuple[tuple[str, tuple[float, float, float, float]], ...]

    def crop(self, number: int) -> "Pixels":
        """The picture of a line, a little larger than its ems."""
        left, top, right, bottom = (round(side) for side in self.lines[number][1])
        return np.ascontiguousarray(self.pixels[top - 5 : bottom + 5, left - 6 : right + 6])

    @property
    def crops(self) -> "list[Pixels]":
        """The pictures of all lines."""
        return [self.crop(number) for number in range(len(self.lines))]


@pytest.fixture(scope="session")
def picture() -> PrintedPicture:
    (page,) = degrade(lay_out(guess_notice(NOTICE))[:1], "clean")
    lines = []
    for line in page.page.lines:
        boxes = [glyph.box for glyph in line.glyphs if glyph.text.strip()]
        if boxes and line.kind != "page_number":
            edges = (min(b.x0 for b in boxes), boxes[0].top, max(b.x1 for b in boxes))
            bounds = tuple(edge * page.dpi / 72 for edge in (*edges, boxes[0].bottom))
            lines.append((line.text.strip(), bounds))
    return PrintedPicture(page.rgb, tuple(lines))  # type: ignore[arg-type]


@lru_cache
def engine(name: str) -> OcrEngine:
    """An engine, loaded once for all tests of this folder."""
    return choose_engine(name)


def middle(quad: Quad) -> tuple[float, float]:
    return sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4


def hits(quads: Sequence[Quad], box: tuple[float, ...]) -> Any:
    """How many quadrilaterals have their middle in a box."""
    middles = map(middle, quads)
    return sum(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in middles)
