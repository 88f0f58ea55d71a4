"""How high the characters of a line are: from the rectangle of a detector to the em box.

A detector draws its rectangle half a character too high; the rows in which there is ink tell
where the characters are, and what they are tells how much of the em such ink fills.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.ocr.opencv import cv2

if TYPE_CHECKING:
    from hongtou.read.ocr.ink import Pixels

# Heights of ink in ems: Han characters of 宋体 and 仿宋 reach from 0.05 to 0.95 of the em box,
# digits and capitals from the baseline, 0.12 above its bottom, to 0.73.
HAN_INK: Final = 0.91
DIGIT_INK: Final = 0.74
HAN: Final = ("\u4e00", "\u9fff")
ODD: Final = 1.18  # times the usual share of the rectangle
FEW_ROWS: Final = 0.12  # of a usual row's ink: less of it is noise or the line next to it
MARKS: Final = 0.62  # of the rectangle: what a line of dashes and commas is taken to be high


def em_rows(crop: "Pixels", text: str) -> tuple[float, float]:
    """Top and bottom of the em box as shares of the height of a line's picture.

    They may lie a little outside of 0 and 1, where the rectangle was drawn too close.
    """
    # Rows are what counts: a quarter of the columns tells them as well, in a quarter of the time.
    size = (max(1, crop.shape[1] // 4), crop.shape[0])
    narrow = cv2.resize(crop[:, : size[0] * 4], size, interpolation=cv2.INTER_AREA)
    gray = cv2.cvtColor(narrow, cv2.COLOR_RGB2GRAY)
    found = _ink_rows(gray)
    if found is None or not any(character.isalnum() for character in text):
        return 0.5 - MARKS / 2, 0.5 + MARKS / 2
    top, bottom = found
    han = any(HAN[0] <= character <= HAN[1] for character in text)
    em = (bottom - top) / (HAN_INK if han else DIGIT_INK)
    middle = (top + bottom) / 2
    half = min(max(em, 0.35), 1.2) / 2
    return middle - half, middle + half


def even_rows(rows: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Em boxes of all lines of a page: those far higher than usual are as high as usual.

    A detector draws its rectangles alike around small and large type; what makes ink look higher
    is a black seal, an underline or the line next to it.
    """
    usual = float(np.median([bottom - top for top, bottom in rows])) if rows else 0.0
    return [
        (top, bottom) if bottom - top < ODD * usual else (0.5 - usual / 2, 0.5 + usual / 2)
        for top, bottom in rows
    ]


def _ink_rows(gray: "Pixels") -> tuple[float, float] | None:
    """First and last row with ink as shares of the height: the band through the middle."""
    low, high = (float(level) for level in np.percentile(gray, (3, 75)))
    if high - low < 24:
        return None
    dark = np.clip((high - gray.astype(np.float32)) / (high - low), 0.0, 1.0)
    dark[dark < 0.35] = 0.0
    rows = dark.sum(axis=1)
    usual = float(np.percentile(rows, 75))
    inky = rows > FEW_ROWS * usual
    height = len(rows)
    runs = _runs(inky)
    core = [(a, b) for a, b in runs if b > 0.3 * height and a < 0.7 * height]
    if not core or usual <= 0:
        return None
    return _edge(rows, core[0][0], usual, -1) / height, _edge(rows, core[-1][1], usual, 1) / height


def _runs(inky: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inky, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _edge(rows: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]", at: int, usual: float,
          step: int) -> float:  # fmt: skip
    """The edge between two rows, by how much ink the row outside of it has."""
    outside = at - 1 if step < 0 else at
    part = float(rows[outside] / usual) if 0 <= outside < len(rows) else 0.0
    return at + step * min(1.0, max(0.0, part))
