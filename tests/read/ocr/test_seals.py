"""Seals are found by their shape, whatever their colour; red print is none; text comes back."""

from typing import Any

import numpy as np
import pytest

from hongtou.read.ocr.ink import copy_inks
from hongtou.read.ocr.seals import Seal, find_seals, remove_seals
from tests.read.ocr import seal_shapes as shapes

PLACES = {
    "one": [(400.0, 600.0)],
    "three side by side": [(130.0, 600.0), (290.0, 600.0), (450.0, 600.0)],
    "two that touch": [(200.0, 600.0), (312.0, 600.0)],
    "half off the page": [(585.0, 600.0)],
}


def seals_of(pixels: Any) -> tuple[Seal, ...]:
    return find_seals(copy_inks(pixels, shapes.DPI), shapes.DPI)


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("strength", [0.9, 0.35])
def test_round_seals_over_text(name: str, strength: float) -> None:
    sheet = shapes.with_rows_of_text(shapes.paper((250, 240, 215)))
    found = seals_of(shapes.sealed(sheet, PLACES[name], strength=strength))
    assert len(found) == len(PLACES[name])
    middles = sorted(seal.outline[:, 0].mean() * 72 / shapes.DPI for seal in found)
    for (x, _), seen in zip(PLACES[name], middles, strict=True):
        assert x > 580 or abs(x - seen) < 6


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (0, 2, 2)])
def test_ink_that_is_red_blue_or_purple(order: tuple[int, int, int]) -> None:
    sheet = shapes.sealed(shapes.with_rows_of_text(shapes.paper()), [(400, 600)])
    assert len(seals_of(np.ascontiguousarray(sheet[:, :, order]))) == 1


@pytest.mark.parametrize("turn", [0.0, 8.0, -20.0])
def test_square_seals(turn: float) -> None:
    assert len(seals_of(shapes.name_seal(80, turn))) == 1


NO_SEALS = {
    "a head of five letters": lambda: shapes.head("国务院文件", 85),
    "a head of nine letters": lambda: shapes.head("中共中央办公厅文件", 65),
    "a head of closed letters": lambda: shapes.head("图圆园国圈团", 85),
    "one large letter": lambda: shapes.head("国", 85),
    "a blue head": lambda: shapes.head("国务院文件", 85, (20, 40, 190)),
    "a joint head": lambda: shapes.joint_head(["江西银保监局", "江西省财政厅", "人民银行南昌",
                                               "江西省扶贫办", "江西省农业厅"]),
    "a red table": shapes.red_table,
    "a line with a star": shapes.party_line,
    "text": lambda: shapes.with_rows_of_text(shapes.paper()),
    "nothing": shapes.paper,
}  # fmt: skip


@pytest.mark.parametrize("name", NO_SEALS)
def test_red_print_is_no_seal(name: str) -> None:
    assert seals_of(NO_SEALS[name]()) == ()


@pytest.mark.parametrize("strength", [0.95, 0.7, 0.4])
def test_text_below_a_seal_comes_back(strength: float) -> None:
    sheet = shapes.with_rows_of_text(shapes.paper())
    stamped = shapes.sealed(sheet, [(300, 500)], strength=strength)
    inks = copy_inks(stamped, shapes.DPI)
    clean = remove_seals(stamped, inks, find_seals(inks, shapes.DPI))
    was_dark, is_dark = sheet[:, :, 1] < 90, clean.pixels[:, :, 1] < 140
    assert (was_dark & is_dark).sum() > 0.96 * was_dark.sum()
    white = (sheet[:, :, 1] > 245) & ~is_dark
    assert white.sum() > 0.995 * (sheet[:, :, 1] > 245).sum()
    # No colour is left, and the ink was where the seal had changed the page.
    spread = clean.pixels.max(axis=2).astype(int) - clean.pixels.min(axis=2)
    assert (spread > 60).sum() == 0
    assert clean.ink is not None
    changed = np.abs(stamped.astype(int) - sheet).max(axis=2) > 60
    assert (clean.ink[changed] > 0).mean() > 0.8


def test_a_page_without_seals_stays_as_it_is() -> None:
    sheet = shapes.head("国务院文件", 85)
    inks = copy_inks(sheet, shapes.DPI)
    clean = remove_seals(sheet, inks, find_seals(inks, shapes.DPI))
    assert clean.pixels is sheet
    assert clean.ink is None
