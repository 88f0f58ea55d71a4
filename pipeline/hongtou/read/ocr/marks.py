"""What ink lies on a character: printed in red, or under the ink of a seal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.ocr.opencv import cv2

if TYPE_CHECKING:
    from hongtou.read.ocr.ink import Pixels
    from hongtou.read.ocr.sheet import Sheet

RED_BY: Final = 60  # red above green in red print, also in pale print
DARK: Final = 170  # a pixel under this brightness is ink
# Ink of a seal on so much of a character's own ink touches it; a sixteenth of its box, and what
# the character was may be hidden altogether.
TOUCHED: Final = 0.012
COVERED: Final = 0.0625


def find_red(crop: "Pixels", shares: Sequence[tuple[float, float]]) -> list[bool]:
    """For each stretch of a line's picture (shares of its length), whether most ink is red."""
    red, green, _ = cv2.split(crop)
    ink = green < DARK
    reddish = ink & (cv2.subtract(red, green) > RED_BY)
    if not reddish.any():
        return [False] * len(shares)
    counts = [np.concatenate(([0], np.cumsum(mask.sum(axis=0)))) for mask in (ink, reddish)]
    width = crop.shape[1]
    found = []
    for left, right in shares:
        begin = min(max(int(left * width), 0), width - 1)
        end = min(max(int(right * width), begin + 1), width)
        inked, reds = (int(count[end] - count[begin]) for count in counts)
        found.append(reds > 0.5 * inked)
    return found


def is_sealed(sheet: "Sheet", middle: tuple[float, float], size: tuple[float, float]) -> bool:
    """Whether the ink of a seal touches what is printed in a box of the picture.

    Args:
        sheet: The page.
        middle: Of the box, in pixels of ``sheet.clean``.
        size: Width and height of the box in pixels.
    """
    if sheet.seal_ink is None:
        return False
    height, width = sheet.seal_ink.shape
    x0, x1 = (round(middle[0] + side * size[0] / 2) for side in (-1, 1))
    y0, y1 = (round(middle[1] + side * size[1] / 2) for side in (-1, 1))
    rows, columns = slice(max(y0, 0), min(y1, height)), slice(max(x0, 0), min(x1, width))
    ink = sheet.seal_ink[rows, columns]
    covered = cv2.countNonZero(ink) if ink.size else 0
    if not covered:
        return False
    if covered > COVERED * ink.size:
        return True
    dark = (sheet.clean[rows, columns, 1] < DARK).astype(np.uint8)
    near = cv2.dilate(dark, np.ones((3, 3), np.uint8))
    return bool(np.count_nonzero(near & ink) > TOUCHED * max(int(near.sum()), 1))
