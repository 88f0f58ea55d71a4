"""The cascade: tiny weights read every line, small ones read again what is in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hongtou.read.ocr.engine import OcrEngine, OcrText, Quad
from hongtou.read.ocr.engines.doubt import in_doubt

if TYPE_CHECKING:
    from hongtou.read.ocr.engine import Pixels

__all__ = ["Cascade"]


@dataclass(frozen=True)
class Cascade:
    """Two engines as one: as right as the ``careful`` one, nearly as fast as the ``quick`` one."""

    quick: OcrEngine
    careful: OcrEngine
    name: str = "cascade"

    def find_lines(self, pixels: "Pixels") -> list[Quad]:
        """Where lines of text are: the careful detector, since what it misses nobody reads."""
        return self.careful.find_lines(pixels)

    def read_lines(self, crops: "Sequence[Pixels]") -> list[OcrText]:
        """What the lines say; in doubt the careful reading counts, unless it is empty."""
        texts = self.quick.read_lines(crops)
        again = [number for number, text in enumerate(texts) if in_doubt(text)]
        careful = self.careful.read_lines([crops[number] for number in again])
        for number, text in zip(again, careful, strict=True):
            if text.characters:
                texts[number] = text
        return texts

    def read_carefully(self, crops: "Sequence[Pixels]") -> list[OcrText]:
        """What lines say that the caller doubts for a reason of its own, such as a seal on them."""
        return self.careful.read_lines(crops)
