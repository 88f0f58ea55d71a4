"""Pictures of seals and of red print for the tests of what tells them apart."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.press.fonts import face
from tests.press.page import PrintedPage, PrintedSeal
from tests.press.raster import stamp_seals

DPI = 100.0
SIZE = (827, 1169)  # A4
RED = (220, 20, 30)


def paper(tint: tuple[int, int, int] = (255, 255, 255)) -> Any:
    """An empty sheet of paper, height × width × 3."""
    return np.full((SIZE[1], SIZE[0], 3), tint, np.uint8)


def font(size: int, name: str = "title") -> Any:
    found = face(name)
    return ImageFont.truetype(str(found.path), size, index=found.index)


def with_rows_of_text(pixels: Any) -> Any:
    """The sheet with 22 lines of print."""
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    for row in range(22):
        draw.text((110, 146 + row * 40), "关于进一步落实好再贷款政策的通知要求各地认真执行",
                  (20, 20, 20), font(22, "song"))  # fmt: skip
    return np.asarray(image)


def sealed(pixels: Any, middles: Sequence[tuple[float, float]], radius: float = 59.5,
           strength: float = 0.9) -> Any:  # fmt: skip
    """The sheet with a round seal at each place (points)."""
    seals = tuple(PrintedSeal(x, y, radius, "虚构县金融工作办公室") for x, y in middles)
    return stamp_seals(pixels, PrintedPage(1, (), seals=seals), DPI, strength=strength)


def head(text: str, size: int, colour: tuple[int, int, int] = RED) -> Any:
    """The mark of an issuing authority in red, with its separator line."""
    image = Image.fromarray(paper())
    draw = ImageDraw.Draw(image)
    draw.text((SIZE[0] / 2, 200), text, colour, font(size), anchor="mm")
    draw.rectangle([110, 290, 717, 293], fill=colour)
    return np.asarray(image)


def joint_head(names: Sequence[str]) -> Any:
    """Several authorities below one another, 文件 beside them."""
    image = Image.fromarray(paper())
    draw = ImageDraw.Draw(image)
    for row, name in enumerate(names):
        draw.text((350, 150 + row * 55), name, RED, font(45), anchor="mm")
    draw.text((600, 260), "文件", RED, font(55), anchor="mm")
    return np.asarray(image)


def name_seal(side: int, turn: float = 0.0) -> Any:
    """A square seal of a person on a sheet of text."""
    ink = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(ink)
    x, y = 500, 800
    draw.rectangle([x, y, x + side, y + side], outline=255, width=4)
    draw.text((x + side / 2, y + side * 0.28), "张伟", 255, font(round(side * 0.4)), anchor="mm")
    draw.text((x + side / 2, y + side * 0.72), "之印", 255, font(round(side * 0.4)), anchor="mm")
    share = np.asarray(ink.rotate(turn, center=(x + side / 2, y + side / 2)))[:, :, None] / 255.0
    sheet = with_rows_of_text(paper()).astype(float)
    return (sheet * (1 - share) + np.array(RED) * share).astype(np.uint8)


def red_table() -> Any:
    image = Image.fromarray(paper())
    draw = ImageDraw.Draw(image)
    for y in range(300, 851, 55):
        draw.line([125, y, 700, y], fill=RED, width=2)
    for x in (125, 300, 500, 700):
        draw.line([x, 300, x, 850], fill=RED, width=2)
    return np.asarray(image)


def party_line() -> Any:
    """The separator of party papers: a line with a star in its middle."""
    image = Image.fromarray(paper())
    draw = ImageDraw.Draw(image)
    draw.line([110, 280, 390, 280], fill=RED, width=3)
    draw.line([435, 280, 715, 280], fill=RED, width=3)
    draw.regular_polygon((412, 280, 20), 5, fill=RED)
    return np.asarray(image)
