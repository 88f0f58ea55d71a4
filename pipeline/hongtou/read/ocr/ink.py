"""Coloured ink on paper, whatever the tint of the paper and the light it was photographed in.

A picture is first divided by the colour of its own paper, so that paper is white everywhere;
then red ink is what shines more in red than in green, blue ink what shines more in blue than in
red. A reduced copy is enough: seals and the letters of a red head are large.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from hongtou.read.ocr.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Mask = NDArray[np.uint8]  # 0 or 255

InkColour = Literal["red", "blue"]

COPY_DPI: Final = 100.0  # of the reduced copy; the rim of a seal (1 mm) is 4 pixels wide there
PAPER_CELL: Final = 8  # pixels of the copy over which the colour of paper is taken
# Of 255. JPEG leaves up to 25 of false colour around black strokes; a faded seal still has 40.
RED_FROM: Final = 28
BLUE_FROM: Final = 40
INK_BELOW: Final = 160  # brightness, paper being 255, under which a pixel of the copy is ink


@dataclass(frozen=True)
class InkCopy:
    """A reduced copy of a page on white paper, ``scale`` times as wide."""

    pixels: "Pixels"
    paper: "Pixels"  # the colour of the paper, of the same shape
    red: "Mask"
    blue: "Mask"
    scale: float

    def of(self, colour: InkColour) -> "Mask":
        """Where there is ink of that colour."""
        return self.red if colour == "red" else self.blue


def copy_inks(pixels: "Pixels", dpi: float) -> InkCopy:
    """The reduced copy of a page with its coloured inks."""
    scale = min(1.0, COPY_DPI / dpi)
    small = _reduced(pixels, scale)
    paper = find_paper(small)
    white = cv2.divide(small, paper, scale=255)
    red, green, blue = cv2.split(white)
    reddish = cv2.threshold(cv2.subtract(red, green), RED_FROM, 255, cv2.THRESH_BINARY)[1]
    bluish = cv2.threshold(cv2.subtract(blue, red), BLUE_FROM, 255, cv2.THRESH_BINARY)[1]
    return InkCopy(white, paper, reddish, bluish, scale)


def _reduced(pixels: "Pixels", scale: float) -> "Pixels":
    """The picture, smaller by a scale up to 1."""
    height, width = pixels.shape[:2]
    times = round(1 / scale)
    if abs(times * scale - 1) < 1e-6 and min(height, width) >= times:
        # By whole numbers OpenCV is several times as fast: an odd row at the edge is left out.
        size = (width // times, height // times)
        pixels = pixels[: size[1] * times, : size[0] * times]
    else:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return small


def find_paper(pixels: "Pixels") -> "Pixels":
    """The colour of paper at each pixel: the brightest nearby, smoothed; never black."""
    height, width = pixels.shape[:2]
    cells = (max(1, width // PAPER_CELL), max(1, height // PAPER_CELL))
    tiny = cv2.resize(pixels, cells, interpolation=cv2.INTER_AREA)
    # Wider than a letter of the red head and a stroke of a seal, narrower than a shadow.
    bright = cv2.dilate(tiny, np.ones((7, 7), np.uint8))
    smooth = cv2.blur(bright, (9, 9))
    least = np.maximum(smooth, np.uint8(32))
    paper: Pixels = cv2.resize(least, (width, height), interpolation=cv2.INTER_LINEAR)
    return paper
