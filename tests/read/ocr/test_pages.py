"""Pages through a real recogniser: seals, turns, slants, faxes; every character in its place."""

import difflib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from hongtou.model import Box
from hongtou.read.ocr.opencv import cv2
from hongtou.read.ocr.pages import read_page_image
from hongtou.read.page import Glyph, Grid, PageContent, PageImage, ReadOptions
from tests.press import lay_out
from tests.press.degrade import Degraded, Way, degrade
from tests.press.layout import Style

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
class Placed:
    text: str
    box: Box
    damaged: bool
    sealed: bool


@lru_cache(maxsize=8)
def picture(way: Way) -> Degraded:
    """The only page, its seal over signature and date."""
    return next(degrade(lay_out(NOTICE, Style(seals=True)), way, seed=3, seals=way != "clean"))


def read(pixels: Any, dpi: float) -> PageContent:
    height, width = pixels.shape[:2]
    return read_page_image(PageImage(1, pixels, width * 72 / dpi, height * 72 / dpi),
                           ReadOptions(), "图片")  # fmt: skip


@lru_cache(maxsize=8)
def content(way: Way) -> PageContent:
    return read(picture(way).rgb, picture(way).dpi)


def glyphs_of(page: PageContent) -> list[Glyph]:
    groups = [b.cells if isinstance(b, Grid) else (b,) for b in page.blocks]
    return [g for group in groups for part in group for g in part.glyphs if g.text.strip()]


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("—", "-")


def truth(way: Way) -> list[Placed]:
    return [
        Placed(glyph.text, glyph.box, glyph.damaged, glyph.sealed > 0 or glyph.under_seal)
        for line in picture(way).page.lines
        for glyph in line.glyphs
        if glyph.text.strip()
    ]


def pairs(true: list[Placed], seen: list[Glyph]) -> Iterator[tuple[Placed, Glyph]]:
    one, other = plain("".join(p.text for p in true)), plain("".join(g.text for g in seen))
    for block in difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        yield from zip(true[block.a :][: block.size], seen[block.b :][: block.size], strict=True)


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    if wide <= 0 or high <= 0:
        return 0.0
    areas = [(b.x1 - b.x0) * (b.bottom - b.top) for b in (one, other)]
    return wide * high / (sum(areas) - wide * high)


@pytest.mark.parametrize("way", ["clean", "scan", "photo", "fax"])
def test_every_character_in_its_place(way: Way) -> None:
    true, seen = truth(way), glyphs_of(content(way))
    found = list(pairs(true, seen))
    assert len(found) >= (0.95 if way == "fax" else 0.98) * len(true)
    assert len(seen) <= 1.02 * len(true)
    boxes = [overlap(p.box, g.box) for p, g in found if g.box is not None]
    assert np.mean(np.array(boxes) >= 0.5) >= 0.95


@pytest.mark.parametrize("way", ["scan", "photo"])
def test_what_a_seal_touches_is_flagged_and_nothing_else(way: Way) -> None:
    found = list(pairs(truth(way), glyphs_of(content(way))))
    damaged = [g.under_seal for p, g in found if p.damaged]
    assert len(damaged) >= 5
    assert np.mean(damaged) >= 0.95
    assert not [g.text for p, g in found if g.under_seal and not p.sealed]


def test_what_stands_under_a_seal_is_read_twice() -> None:
    sealed = [g for g in glyphs_of(content("scan")) if g.under_seal]
    assert len(sealed) >= 5
    assert all(g.confirmed or g.alternatives for g in sealed)
    assert sum(g.confirmed for g in sealed) >= 0.8 * len(sealed)
    assert not any(g.confirmed for g in glyphs_of(content("scan")) if not g.under_seal)


def test_a_clean_page_has_hardly_another_reading() -> None:
    seen = glyphs_of(content("clean"))
    assert sum(bool(g.alternatives) for g in seen) <= 0.05 * len(seen)


def test_the_name_in_a_seal_is_not_read() -> None:
    text = "".join(g.text for g in glyphs_of(content("scan")))
    assert text.count("青川县人民政府") == "".join(p.text for p in truth("scan")).count(
        "青川县人民政府"
    )


def test_the_red_head_is_text_and_red() -> None:
    red = "".join(g.text for g in glyphs_of(content("scan")) if g.red)
    assert red == "青川县人民政府文件"


def turned_left(box: Box, width: float) -> Box:
    """Where a box goes when its page is turned counterclockwise by 90°."""
    return Box(box.top, width - box.x1, box.bottom, width - box.x0)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_pages_that_lie_or_stand_on_their_head(turns: int) -> None:
    upright = picture("scan")
    page = read(np.ascontiguousarray(np.rot90(upright.rgb, turns)), upright.dpi)
    boxes, size = [p.box for p in truth("scan")], (upright.page.width, upright.page.height)
    for _ in range(turns):
        boxes, size = [turned_left(box, size[0]) for box in boxes], size[::-1]
    assert (page.width, page.height) == pytest.approx(size)
    true = [
        Placed(p.text, b, p.damaged, p.sealed) for p, b in zip(truth("scan"), boxes, strict=True)
    ]
    found = list(pairs(true, glyphs_of(page)))
    assert len(found) >= 0.97 * len(true)
    shares = [overlap(p.box, g.box) for p, g in found if g.box is not None]
    assert np.mean(np.array(shares) >= 0.5) >= 0.95
    assert np.mean([g.under_seal for p, g in found if p.damaged]) >= 0.95


@pytest.mark.parametrize("degrees", [-9.0, 4.0])
def test_slanting_pages(degrees: float) -> None:
    flat = picture("clean").rgb
    height, width = flat.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    slanted = cv2.warpAffine(flat, turn, (width, height), flags=cv2.INTER_CUBIC,
                             borderValue=(250, 250, 250))  # fmt: skip
    true = truth("clean")
    assert len(list(pairs(true, glyphs_of(read(slanted, 200))))) >= 0.97 * len(true)


BLANKS: dict[str, Callable[[], Any]] = {
    "white": lambda: np.full((1169, 827, 3), 255, np.uint8),
    "black": lambda: np.zeros((1169, 827, 3), np.uint8),
    "noise": lambda: np.random.default_rng(1).integers(200, 255, (1169, 827, 3)).astype(np.uint8),
    "one pixel": lambda: np.full((1, 1, 3), 255, np.uint8),
    "a thread": lambda: np.full((3000, 2, 3), 255, np.uint8),
}


@pytest.mark.parametrize("name", BLANKS)
def test_a_page_without_text(name: str) -> None:
    page = read(BLANKS[name](), 100)
    assert (page.method, page.reason, page.blocks) == ("none", "空白页", ())
