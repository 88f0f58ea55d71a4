"""Where a page is inked, seen from a small picture of it: the witness against its text layer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.layout.characters import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

INK_DPI: Final = 60.0  # a character of 16 points is 13 pixels high
_DARK: Final = 160  # of 255: ink is darker in one colour channel at least
_BLANK: Final = 2e-5  # share of dark pixels: specks of a clean scan


@dataclass(frozen=True)
class Ink:
    """Dark pixels of a page; ``scale`` is pixels a point."""

    dark: "NDArray[np.bool_]"
    scale: float

    @property
    def blank(self) -> bool:
        """Whether nothing is printed."""
        return float(self.dark.mean()) <= _BLANK

    def agreement(self, places: Sequence[Place]) -> tuple[float, float]:
        """Share of the ink that lies in the boxes, and share of the boxes that hold ink."""
        height, width = self.dark.shape
        if not places or not self.dark.any():
            return 0.0, 0.0
        table = np.array(places, np.float64) * self.scale
        x0, y0 = np.floor(table[:, 0]).astype(int), np.floor(table[:, 1]).astype(int)
        x1, y1 = np.ceil(table[:, 2]).astype(int), np.ceil(table[:, 3]).astype(int)
        x0, x1 = np.clip(x0, 0, width), np.clip(x1, 0, width)
        y0, y1 = np.clip(y0, 0, height), np.clip(y1, 0, height)
        # Difference array: how many boxes lie over each pixel.
        layers = np.zeros((height + 1, width + 1), np.int32)
        for ys, xs, sign in ((y0, x0, 1), (y0, x1, -1), (y1, x0, -1), (y1, x1, 1)):
            np.add.at(layers, (ys, xs), sign)
        boxed = layers.cumsum(0).cumsum(1)[:height, :width] > 0
        sums = np.zeros((height + 1, width + 1), np.int64)
        sums[1:, 1:] = self.dark.cumsum(0).cumsum(1)
        inside = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
        covered = float((self.dark & boxed).sum() / self.dark.sum())
        return covered, float((inside > 0).mean())


def ink_of(pixels: "NDArray[np.uint8]", width: float) -> Ink:
    """The ink of a picture, height × width × 3, of a page that is ``width`` points wide."""
    return Ink(pixels.min(axis=2) < _DARK, pixels.shape[1] / max(width, 1.0))
