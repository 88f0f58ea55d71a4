"""A page made ready for the recogniser: a fit size, seals taken off, coloured ink known."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.ocr.frame import Frame
from hongtou.read.ocr.ink import InkCopy, copy_inks
from hongtou.read.ocr.opencv import cv2
from hongtou.read.ocr.seals import Seal, find_seals, remove_seals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hongtou.read.ocr.ink import Mask, Pixels
    from hongtou.read.page import PageImage

# Dots an inch. A character of size 3 (16 points) is 44 pixels high at 200; recognisers bring
# lines to 48. More costs time, less costs strokes.
MOST_DPI: Final = 220.0
LEAST_DPI: Final = 130.0
ENLARGED_DPI: Final = 200.0
# A fax that is enlarged has steps for strokes: they are smoothed over so many pixels of the fax
# (error on eight pages 0.72 %, without 0.97 %, not enlarged 0.92 %).
SMOOTHED_FROM: Final = 1.3  # times
SMOOTH: Final = 0.75


@dataclass(frozen=True)
class Sheet:
    """A page as the recogniser sees it.

    ``clean`` is without the ink of seals, ``given`` with it; ``seal_ink`` is 255 where it was.
    """

    clean: "Pixels"
    given: "Pixels"
    seal_ink: "Mask | None"
    seals: tuple[Seal, ...]
    inks: InkCopy
    frame: Frame

    def turned(self, times: int) -> "Sheet":
        """The same page turned counterclockwise by quarters."""
        if times % 4 == 0:
            return self
        return replace(
            self,
            clean=_turned(self.clean, times),
            given=_turned(self.given, times),
            seal_ink=None if self.seal_ink is None else _turned(self.seal_ink, times),
            inks=replace(
                self.inks,
                red=_turned(self.inks.red, times),
                pixels=_turned(self.inks.pixels, times),
            ),
            frame=replace(self.frame, turns=(self.frame.turns + times) % 4),
        )


def make_sheet(image: "PageImage") -> Sheet:
    """The page at a fit size, with its seals found and taken off."""
    pixels = _square_pixels(image)
    dpi = pixels.shape[0] / image.height * 72.0
    inks = copy_inks(pixels, dpi)
    seals = find_seals(inks, dpi)
    unsealed = remove_seals(pixels, inks, seals)
    frame = Frame(image.width, image.height, dpi / 72.0)
    return Sheet(unsealed.pixels, pixels, unsealed.ink, seals, inks, frame)


def _square_pixels(image: "PageImage") -> "Pixels":
    """The picture with as many pixels an inch across as down, as many as a recogniser likes."""
    pixels = image.pixels
    across, down = pixels.shape[1] / image.width * 72, pixels.shape[0] / image.height * 72
    dpi = max(across, down)
    wanted = MOST_DPI if dpi > MOST_DPI else ENLARGED_DPI if dpi < LEAST_DPI else dpi
    size = (max(1, round(image.width * wanted / 72)), max(1, round(image.height * wanted / 72)))
    if size == (pixels.shape[1], pixels.shape[0]):
        return pixels
    shrinks = size[0] <= pixels.shape[1] and size[1] <= pixels.shape[0]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    scaled: Pixels = cv2.resize(pixels, size, interpolation=how)
    larger = size[0] / pixels.shape[1], size[1] / pixels.shape[0]
    if max(larger) > SMOOTHED_FROM:
        across_by, down_by = (SMOOTH * times for times in larger)
        scaled = cv2.GaussianBlur(scaled, (0, 0), sigmaX=across_by, sigmaY=down_by)
    return scaled


def _turned(picture: "NDArray[np.uint8]", times: int) -> "NDArray[np.uint8]":
    return np.ascontiguousarray(np.rot90(picture, times))
