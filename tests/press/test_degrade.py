"""What paper goes through: the truth moves along."""

import numpy as np
import pytest

from tests.press import (
    PrintedPage,
    fonts,
)
from tests.press.degrade import WAYS, Way, degrade, turned
from tests.press.raster import to_images
from tests.press.samples import (
    NOTICE,
    edges,
)

pytestmark = fonts.needs_fonts()


def test_seal_says_what_it_covers(pages: tuple[PrintedPage, ...]) -> None:
    stamped = [g for page in pages for g in page.glyphs if g.under_seal]
    damaged = [g for g in stamped if g.damaged]
    assert {"signature", "date"} <= {glyph.kind for glyph in stamped}
    assert damaged and len(damaged) < len(stamped)
    page = next(page for page in pages if page.seals)
    with_ink, without = (next(iter(to_images([page], dpi=150, seals=s))) for s in (True, False))
    changed = np.abs(with_ink.astype(int) - without).max(axis=2) > 60
    for glyph in page.glyphs:
        if glyph.ink is not None:
            x0, top, x1, bottom = (round(e * 150 / 72) for e in edges(glyph.ink))
            black = without[top:bottom, x0:x1].max(axis=2) < 128
            assert (
                glyph.damaged or not (changed[top:bottom, x0:x1] & black).sum() > 0.1 * black.sum()
            )


@pytest.mark.parametrize("way", WAYS)
def test_truth_stays_on_the_ink(pages: tuple[PrintedPage, ...], way: Way) -> None:
    picture = next(iter(degrade(pages[:1], way, seed=7, dpi=100)))
    scale = picture.dpi / 72
    grey = picture.rgb.astype(float).mean(axis=2)
    assert picture.page.width == pytest.approx(picture.rgb.shape[1] / scale, abs=0.5)
    inside = outside = 0.0
    for glyph in picture.page.glyphs:
        if glyph.ink is not None and len(glyph.text.encode()) == 3:
            x0, top, x1, bottom = (round(edge * scale) for edge in edges(glyph.box))
            local = grey[max(top - 3, 0) : bottom + 3, max(x0, 0) : x1]
            dark = local < (np.percentile(local, 95) * 0.6)
            inside += float(dark[3:-3].sum())
            outside += float(dark[:3].sum() + dark[-3:].sum())
    assert inside > 1000
    assert outside < 0.02 * inside
    again = next(iter(degrade(pages[:1], way, seed=7, dpi=100)))
    assert np.array_equal(again.pixels, picture.pixels)


@pytest.mark.parametrize("way", ["scan", "photo"])
def test_truth_stays_on_the_seal(pages: tuple[PrintedPage, ...], way: Way) -> None:
    page = next(page for page in pages if page.seals)
    picture = next(iter(degrade([page], way, seed=3, dpi=72)))
    (seal,) = picture.page.seals
    red = picture.rgb[:, :, 0].astype(int) - picture.rgb[:, :, 1] > 60
    rows, columns = np.nonzero(red)
    assert (columns.min() + columns.max()) / 2 == pytest.approx(seal.x, abs=2.5)
    assert (rows.min() + rows.max()) / 2 == pytest.approx(seal.y, abs=2.5)
    assert (columns.max() - columns.min()) / 2 == pytest.approx(seal.radius, abs=2.5)
    assert {g.text for g in picture.page.glyphs if g.damaged} <= set(
        NOTICE.signatures[0] + NOTICE.date
    )


def test_turned_pictures_keep_upright_truth(pages: tuple[PrintedPage, ...]) -> None:
    picture = next(iter(degrade(pages[:1], "clean", dpi=72)))
    for turn in (90, 180, 270):
        lying = turned(picture, turn)
        assert lying.page == picture.page and lying.turn == turn
        assert np.array_equal(np.rot90(lying.pixels, k=turn // 90), picture.pixels)
