"""Lines of text as slanted rectangles: their slant, their pictures, places along them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.ocr.engine import Quad
from hongtou.read.ocr.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hongtou.read.ocr.ink import Pixels

LONG: Final = 5.0  # a line this many times as long as high tells the slant of the page
STEADY: Final = 0.6  # degrees: long lines that differ by more lie on a bent or tilted sheet


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of text: middle of its rectangle, length, height, slant (radians, y down)."""

    x: float
    y: float
    length: float
    height: float
    slant: float

    def at(self, along: float, across: float) -> tuple[float, float]:
        """The pixel at shares (0 to 1) of its length and of its height, from its top left."""
        forth, down = (along - 0.5) * self.length, (across - 0.5) * self.height
        cos, sin = np.cos(self.slant), np.sin(self.slant)
        return float(self.x + forth * cos - down * sin), float(self.y + forth * sin + down * cos)


def strip_of(quad: Quad) -> Strip:
    """The rectangle that a detector's quadrilateral stands for."""
    points = np.asarray(quad, dtype=float)
    along = (points[1] + points[2] - points[0] - points[3]) / 2
    across = (points[2] + points[3] - points[0] - points[1]) / 2
    middle = points.mean(axis=0)
    length, height = float(np.hypot(*along)), float(np.hypot(*across))
    return Strip(
        float(middle[0]), float(middle[1]), length, height, float(np.arctan2(along[1], along[0]))
    )


def is_sideways(quads: Sequence[Quad]) -> bool:
    """Whether most lines run up or down, as on a page that was scanned lying."""
    strips = [strip_of(quad) for quad in quads]
    lying = [s.height > 1.5 * s.length or abs(np.sin(s.slant)) > 0.707 for s in strips]
    weights = [s.length * s.height for s in strips]
    upright = sum(w for w, tall in zip(weights, lying, strict=True) if not tall)
    return sum(weights) - upright > upright


def slant_of(strips: Sequence[Strip]) -> float | None:
    """The slant that the long lines of a page share, in radians; ``None`` if they share none."""
    long = [s for s in strips if s.length > LONG * s.height]
    if not long:
        return 0.0
    slants = np.array([s.slant for s in long])
    weights = np.array([s.length for s in long])
    order = np.argsort(slants)
    middle = slants[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)]
    away = np.abs(slants - middle)
    steady = np.average(away < np.radians(STEADY), weights=weights) > 0.7
    return float(middle) if steady else None


def straightened(strip: Strip, slant: float | None) -> Strip:
    """The strip with the slant of its page: short lines alone tell theirs badly."""
    if slant is None:
        return strip
    turn = abs(strip.slant - slant)
    # Rectangle of the same middle; the detector's own slant made it a little higher.
    height = max(strip.height - strip.length * float(np.sin(turn)) * 0.5, strip.height * 0.7)
    return Strip(strip.x, strip.y, strip.length, height, slant)


def cut_out(pixels: "Pixels", strip: Strip) -> "Pixels":
    """The upright picture of a line, at the page's own resolution."""
    width, height = max(4, round(strip.length)), max(4, round(strip.height))
    corners = np.array([strip.at(0, 0), strip.at(1, 0), strip.at(0, 1)], np.float32)
    target = np.array([(0, 0), (width, 0), (0, height)], np.float32)
    matrix: NDArray[np.float64] = cv2.getAffineTransform(corners, target)
    crop: Pixels = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return crop
