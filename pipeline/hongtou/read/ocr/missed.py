"""Lines that a detector overlooks: short ones that stand alone, as ``— 4 —`` on a fax.

What ink the found lines leave over is looked at: if it has the height of type and stands in a
row, it is read as well, and kept if it reads well.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.ocr.opencv import cv2
from hongtou.read.ocr.quads import Strip

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hongtou.read.ocr.ink import Mask
    from hongtou.read.ocr.sheet import Sheet

INK: Final = 150  # brightness on white paper; colour is left out, since its brightest part counts
EM: Final = 0.7  # of the height of a detector's rectangle
ACROSS: Final = 1.3  # ems: characters and dashes of one line are no farther apart
# In ems: what type is high and at least wide; then how full of ink its rectangle is.
HIGH: Final = (0.4, 1.5)
WIDE: Final = 0.9
FULL: Final = (0.05, 0.6)
RULE: Final = 1.4  # ems of straight ink are a rule
MARGIN: Final = 0.025  # of the page: dark borders of a scan, staples
MOST: Final = 12  # more pieces are a picture or dirt, not lines
STEEP: Final = 0.035  # radians; on a page that slants more, rows are no rows here


def find_missed(sheet: "Sheet", strips: Sequence[Strip], slant: float | None) -> list[Strip]:
    """Strips of text among the ink that ``strips`` do not cover; none on pages without lines."""
    if not strips or slant is None or abs(slant) > STEEP:
        return []
    scale = sheet.inks.scale
    em = float(np.median([strip.height for strip in strips])) * EM * scale
    left = _left_over(sheet, strips, em)
    row = cv2.morphologyEx(
        left, cv2.MORPH_CLOSE, np.ones((1, max(3, round(ACROSS * em))), np.uint8)
    )
    count, _, facts, _ = cv2.connectedComponentsWithStats(row, connectivity=8)
    found = [box for box in facts[1:count].tolist() if _is_type(box, left, em)]
    if len(found) > MOST:
        return []
    return [_strip(box, em, scale, slant) for box in found]


def _left_over(sheet: "Sheet", strips: Sequence[Strip], em: float) -> "Mask":
    """Dark ink outside of the strips, without rules and specks."""
    scale = sheet.inks.scale
    red, green, blue = cv2.split(sheet.inks.pixels)
    bright = cv2.max(cv2.max(red, green), blue)
    left: Mask = cv2.threshold(bright, INK, 255, cv2.THRESH_BINARY_INV)[1]
    for strip in strips:
        corners = [
            strip.at(*at) for at in ((-0.01, -0.25), (1.01, -0.25), (1.01, 1.25), (-0.01, 1.25))
        ]
        cv2.fillConvexPoly(left, np.rint(np.array(corners) * scale).astype(np.int32), 0)
    for long in ((1, round(RULE * em)), (round(RULE * em), 1)):
        rules = cv2.morphologyEx(left, cv2.MORPH_OPEN, np.ones(long, np.uint8))
        left = cv2.subtract(left, cv2.dilate(rules, np.ones((5, 5), np.uint8)))
    _, labels, facts, _ = cv2.connectedComponentsWithStats(left, connectivity=8)
    width, height = facts[:, cv2.CC_STAT_WIDTH], facts[:, cv2.CC_STAT_HEIGHT]
    kept = (facts[:, cv2.CC_STAT_AREA] >= 4) & (width < 6 * em) & (height < HIGH[1] * em)
    kept[0] = False
    rest: Mask = np.take(kept * np.uint8(255), labels)
    return rest


def _is_type(box: list[int], left: "NDArray[np.uint8]", em: float) -> bool:
    x, y, width, height, _ = box
    page_height, page_width = left.shape
    aside, above = MARGIN * page_width, MARGIN * page_height
    within = (
        aside < x and x + width < page_width - aside
        and above < y and y + height < page_height - above
    )  # fmt: skip
    if not within or not HIGH[0] * em <= height <= HIGH[1] * em or width < WIDE * em:
        return False
    share = cv2.countNonZero(left[y : y + height, x : x + width]) / (width * height)
    return bool(FULL[0] < share < FULL[1])


def _strip(box: list[int], em: float, scale: float, slant: float) -> Strip:
    x, y, width, height, _ = box
    high = max(height, em) / EM * 0.95
    middle = (x + width / 2) / scale, (y + height / 2) / scale
    return Strip(*middle, (width + 0.6 * em) / scale, high / scale, slant)
