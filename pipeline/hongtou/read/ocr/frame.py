"""From pixels of the picture that was read to points of the page as it was given."""

from dataclasses import dataclass

import numpy as np

from hongtou.model import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """How the picture that was read lies on the page.

    ``width`` and ``height`` are points of the page as given, ``scale`` pixels a point. The picture
    is the page turned counterclockwise ``turns`` times by 90°; its lines slant by ``slant``
    radians (y down). *Upright* coordinates are points along and across the lines, with the middle
    of the page where it was.
    """

    width: float
    height: float
    scale: float
    turns: int = 0
    slant: float = 0.0

    @property
    def upright_size(self) -> tuple[float, float]:
        """Width and height in points once the page has been turned."""
        return (self.width, self.height) if self.turns % 2 == 0 else (self.height, self.width)

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """A pixel of the picture in upright coordinates."""
        return self._slanted(x / self.scale, y / self.scale, -self.slant)

    def on_page(self, box: Box) -> Box:
        """An upright box on the page as given; it keeps its size and stays parallel to edges."""
        x, y = self._slanted((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2, self.slant)
        wide, high = (box.x1 - box.x0) / 2, (box.bottom - box.top) / 2
        for _ in range(self.turns % 4):
            wide, high = high, wide
        turned = self.turns % 4
        if turned == 1:
            x, y = self.width - y, x
        elif turned == 2:
            x, y = self.width - x, self.height - y
        elif turned == 3:
            x, y = y, self.height - x
        return Box(x - wide, y - high, x + wide, y + high)

    def _slanted(self, x: float, y: float, slant: float) -> tuple[float, float]:
        """The point turned around the middle of the page."""
        if not slant:
            return x, y
        width, height = self.upright_size
        forth, down = x - width / 2, y - height / 2
        cos, sin = float(np.cos(slant)), float(np.sin(slant))
        return width / 2 + forth * cos - down * sin, height / 2 + forth * sin + down * cos
