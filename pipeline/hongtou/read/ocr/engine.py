"""What a recogniser is to the rest of the house: it finds lines in a picture and reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from hongtou.read.page import Readings

__all__ = [
    "INSTALL", "CarefulEngine", "Corner", "OcrCharacter", "OcrEngine", "OcrText", "Quad",
    "Readings",
]  # fmt: skip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]  # height × width × 3, RGB

INSTALL: Final = "请安装识别组件：pip install 'hongtou[ocr]'，然后重新入库"

Corner = tuple[float, float]  # x, y in pixels of the picture
Quad = tuple[Corner, Corner, Corner, Corner]  # clockwise from where reading begins


@dataclass(frozen=True, slots=True)
class OcrCharacter:
    """A character of a line; ``left`` and ``right`` are shares of the line's length.

    They run from 0 to 1, and a little further where the line's picture cuts into its em box.
    """

    text: str
    left: float
    right: float
    confidence: float  # 0 to 1
    alternatives: Readings = ()  # where there is doubt; engines that cannot tell have none
    confirmed: bool = False  # a second reading, with a seal taken off in another way, agrees


@dataclass(frozen=True, slots=True)
class OcrText:
    """What one line says."""

    characters: tuple[OcrCharacter, ...]
    confidence: float  # 0 to 1, of the line as the recogniser gives it

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(character.text for character in self.characters)


class OcrEngine(Protocol):
    """A recogniser. Both calls take and give pixels; points and pages are not its business."""

    @property
    def name(self) -> str:
        """What ``--engine`` and ``files.reader`` call it: ``rapidocr``."""

    def find_lines(self, pixels: "Pixels") -> list[Quad]:
        """Where lines of text are in an upright picture, in no order."""

    def read_lines(self, crops: "Sequence[Pixels]") -> list[OcrText]:
        """What upright pictures of single lines say, in the same order."""


@runtime_checkable
class CarefulEngine(OcrEngine, Protocol):
    """A recogniser that can take more pains with lines that the caller doubts."""

    def read_carefully(self, crops: "Sequence[Pixels]") -> list[OcrText]:
        """What upright pictures of single lines say, as sure as it can be."""
