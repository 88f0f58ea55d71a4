"""A round official seal: ring, star and the name along the ring; what it does to the text."""

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw

from tests.press.fonts import face, face_for, pillow_font
from tests.press.page import PrintedGlyph, PrintedPage, PrintedSeal

if TYPE_CHECKING:
    from numpy.typing import NDArray

RADIUS: Final = 59.5  # points: 42 mm across, the size of county and city authorities
PROOF_DPI: Final = 200.0  # of the comparison of inks
FINER: Final = 2  # times, while the seal is drawn


@lru_cache(maxsize=8)
def seal_ink(seal: PrintedSeal, dpi: float) -> "NDArray[np.uint8]":
    """The ink of a seal, 0 to 255, in a square whose centre is the seal's."""
    radius = seal.radius * dpi / 72 * FINER
    side = 2 * math.ceil(radius * 1.05 / FINER) * FINER
    image = Image.new("L", (side, side), 0)
    draw, middle = ImageDraw.Draw(image), side / 2
    ring = max(2, round(radius * 0.045))
    draw.ellipse([middle - radius, middle - radius, middle + radius, middle + radius],
                 outline=255, width=ring)  # fmt: skip
    draw.polygon(_star(middle, radius * 0.3), fill=255)
    _name(image, seal.name, middle, radius)
    if seal.turn:
        image = image.rotate(-seal.turn, Image.Resampling.BICUBIC)
    small = image.resize((side // FINER, side // FINER), Image.Resampling.BOX)
    return np.asarray(small)


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    return [
        (middle + reach * math.sin(turn), middle - reach * math.cos(turn))
        for point in range(10)
        for turn in [point * math.pi / 5]
        for reach in [radius if point % 2 == 0 else radius * 0.382]
    ]


def _name(image: Image.Image, name: str, middle: float, radius: float) -> None:
    """Characters along the ring, from lower left over the top to lower right."""
    arc = math.radians(min(260.0, 28.0 * max(len(name) - 1, 1)))
    size = radius * 0.3
    room = arc * (radius * 0.9 - size) / max(len(name) - 1, 1)
    for at, character in enumerate(name):
        turn = (at / (len(name) - 1) - 0.5 if len(name) > 1 else 0.0) * arc
        tile = _tile(character, size, min(1.0, room / size))
        tile = tile.rotate(-math.degrees(turn), Image.Resampling.BICUBIC)
        reach = radius * 0.9 - size / 2
        x = middle + reach * math.sin(turn) - tile.width / 2
        y = middle - reach * math.cos(turn) - tile.height / 2
        image.paste(255, (round(x), round(y)), tile)


def _tile(character: str, size: float, share: float) -> Image.Image:
    """A character in the middle of a square, as narrow as the ring asks for."""
    side = round(size * 1.6)
    wide = Image.new("L", (side, side), 0)
    font = pillow_font(face_for("song", character), round(size))
    ImageDraw.Draw(wide).text(
        (side / 2, side / 2), character, 255, font, anchor="mm", stroke_width=size * 0.015
    )
    narrow = wide.resize((max(1, round(side * share)), side), Image.Resampling.BICUBIC)
    tile = Image.new("L", (side, side), 0)
    tile.paste(narrow, ((side - narrow.width) // 2, 0))
    return tile


def with_damage(page: PrintedPage) -> PrintedPage:
    """The page with what its seals cover: ``under_seal`` and ``sealed`` of each glyph."""
    if not page.seals:
        return page
    lines = tuple(
        replace(line, glyphs=tuple(_stamped(glyph, page.seals) for glyph in line.glyphs))
        for line in page.lines
    )
    return replace(page, lines=lines)


def _stamped(glyph: PrintedGlyph, seals: tuple[PrintedSeal, ...]) -> PrintedGlyph:
    box = glyph.box
    for seal in seals:
        x = min(max(seal.x, box.x0), box.x1) - seal.x
        y = min(max(seal.y, box.top), box.bottom) - seal.y
        if math.hypot(x, y) <= seal.radius and glyph.ink is not None:
            share = max(glyph.sealed, _overlap(glyph, seal))
            glyph = replace(glyph, under_seal=True, sealed=share)
    return glyph


def _overlap(glyph: PrintedGlyph, seal: PrintedSeal) -> float:
    """The share of a glyph's ink that the seal's ink covers."""
    ink = seal_ink(seal, PROOF_DPI)
    scale, side = PROOF_DPI / 72, ink.shape[0]
    image = Image.new("L", (side, side), 0)
    x = (glyph.box.x0 - seal.x) * scale + side / 2
    y = (glyph.baseline - seal.y) * scale + side / 2
    font = pillow_font(face(glyph.face), glyph.size * scale)
    ImageDraw.Draw(image).text((x, y), glyph.text, 255, font, anchor="ls")
    black = np.asarray(image) > 127
    total = max(int(black.sum()), int(_ink_pixels(glyph, scale)))
    return float((black & (ink > 127)).sum() / total) if total else 0.0


def _ink_pixels(glyph: PrintedGlyph, scale: float) -> int:
    side = math.ceil(glyph.size * scale * 2)
    image = Image.new("L", (side, side), 0)
    font = pillow_font(face(glyph.face), glyph.size * scale)
    ImageDraw.Draw(image).text((side / 4, side * 0.7), glyph.text, 255, font, anchor="ls")
    return int((np.asarray(image) > 127).sum())
