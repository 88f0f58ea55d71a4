"""The detector: a map of where text is, and rectangles around what hangs together on it.

Differentiable binarisation as PP-OCR trains it (Liao and others, 2020): the network marks the
core of each line; the rectangle around a core, widened by its own proportion, is the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hongtou.read.ocr.engine import Quad
from hongtou.read.ocr.engines.networks import Network
from hongtou.read.ocr.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hongtou.read.ocr.engine import Pixels

    Tensor = NDArray[np.float32]

__all__ = ["Detector"]

# Means and deviations of ImageNet's channels, blue first: what PP-OCR's networks are trained on.
MEAN: Final = (0.485, 0.456, 0.406)
DEVIATION: Final = (0.229, 0.224, 0.225)
STEP: Final = 32  # both sides of the detector's picture are multiples of it
# PP-OCRv6's own settings (inference.yml of its detectors).
CORE: Final = 0.3  # from which value a point of the map belongs to a core
SURE: Final = 0.6  # mean value in a core's rectangle; below it there is no text
WIDENING: Final = 1.5  # area × this ÷ outline is what a core is widened by on each side
# On both ends, of its height: the mark that hangs over the right edge of the type area is too
# small for the detector's core.
ENDS: Final = 0.25
THINNEST: Final = 3  # points of the map; thinner cores are dust
MOST: Final = 3000  # cores looked at on one page


@dataclass(frozen=True)
class Detector:
    """Finds lines of text in upright pictures; ``side`` is what the longer side is shrunk to."""

    network: Network
    side: int

    def find(self, pixels: "Pixels") -> list[Quad]:
        """The lines as rectangles, in no order, in pixels of the picture."""
        height, width = pixels.shape[:2]
        answers: list[Tensor] = []
        self.network.run(
            [self._prepared(pixels)], lambda _, answer: answers.append(answer[0, 0].copy())
        )
        map_height, map_width = answers[0].shape
        scale = np.array([width / map_width, height / map_height])
        quads = (_lengthened(_corners(box) * scale) for box in _rectangles(answers[0]))
        return [_quad(np.clip(quad, 0, (width - 1, height - 1))) for quad in quads]

    def _prepared(self, pixels: "Pixels") -> "Tensor":
        height, width = pixels.shape[:2]
        scale = min(1.0, self.side / max(height, width))
        size = [max(STEP, round(length * scale / STEP) * STEP) for length in (width, height)]
        way = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR
        small = cv2.resize(pixels, size, interpolation=way)
        picture = cv2.cvtColor(small, cv2.COLOR_RGB2BGR).astype(np.float32)
        picture -= np.float32(255) * np.array(MEAN, np.float32)
        picture /= np.float32(255) * np.array(DEVIATION, np.float32)
        return np.ascontiguousarray(picture.transpose(2, 0, 1)[None])


def _rectangles(answer: "Tensor") -> "Iterator[Any]":
    """Rectangles of OpenCV, (middle, size, angle), around the lines on the detector's map."""
    mask = (answer > CORE).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines[:MOST]:
        middle, (width, height), angle = cv2.minAreaRect(outline)
        if min(width, height) < THINNEST:
            continue
        if _mean_within(answer, cv2.boxPoints((middle, (width, height), angle))) < SURE:
            continue
        more = width * height * WIDENING / (width + height)  # both sides: twice area ÷ outline
        yield middle, (width + more, height + more), angle


def _mean_within(answer: "Tensor", corners: Any) -> float:
    """Mean of the map within a rectangle."""
    high, wide = answer.shape
    x0, y0 = np.clip(np.floor(corners.min(axis=0)), 0, (wide - 1, high - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(corners.max(axis=0)), 0, (wide - 1, high - 1)).astype(int)
    mask = np.zeros((y1 - y0 + 1, x1 - x0 + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - (x0, y0)).astype(np.int32)], (1,))
    return float(cv2.mean(answer[y0 : y1 + 1, x0 : x1 + 1], mask)[0])


def _corners(rectangle: Any) -> "NDArray[np.float64]":
    """Corners from the top left, clockwise: the two leftmost ones are the left side."""
    points = cv2.boxPoints(rectangle).astype(np.float64)
    points = points[np.argsort(points[:, 0], kind="stable")]
    left, right = (side[np.argsort(side[:, 1], kind="stable")] for side in (points[:2], points[2:]))
    return np.array([left[0], right[0], right[1], left[1]])


def _lengthened(corners: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """The rectangle with more room at the ends of the line, which runs along its longer sides."""
    a, b, c, d = corners
    if np.linalg.norm(b - a) < np.linalg.norm(d - a):
        more = (d - a) / max(float(np.linalg.norm(d - a)), 1.0) * np.linalg.norm(b - a) * ENDS
        return np.array([a - more, b - more, c + more, d + more])
    more = (b - a) / max(float(np.linalg.norm(b - a)), 1.0) * np.linalg.norm(d - a) * ENDS
    return np.array([a - more, b + more, c + more, d - more])


def _quad(corners: "NDArray[np.float64]") -> Quad:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners.tolist()
    return ((ax, ay), (bx, by), (cx, cy), (dx, dy))
