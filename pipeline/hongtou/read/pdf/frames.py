"""From the coordinates of a PDF page to those of the page that people hold."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page (CropBox) in its own coordinates, and ``/Rotate``.

    PDF counts from the bottom left, before rotation; everything else in Hongtou counts points
    from the top left of what is shown.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0  # quarter turns clockwise

    @property
    def width(self) -> float:
        """Points, as shown."""
        across, up = self.right - self.left, self.top - self.bottom
        return round(float(up if self.turns % 2 else across), 3)

    @property
    def height(self) -> float:
        """Points, as shown."""
        across, up = self.right - self.left, self.top - self.bottom
        return round(float(across if self.turns % 2 else up), 3)

    def shown(self, boxes: "Numbers") -> "Numbers":
        """Boxes of (left, bottom, right, top) as (x0, top, x1, bottom) of the shown page.

        Rounded to a hundredth of a point, which is finer than any printer and keeps rows short.
        """
        x0, y0, x1, y1 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
        if self.turns == 0:
            found = (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        elif self.turns == 1:
            found = (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        elif self.turns == 2:
            found = (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        else:
            found = (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        stacked: Numbers = np.stack(found, axis=1)
        return stacked.round(2)
