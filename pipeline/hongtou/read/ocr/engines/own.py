"""PP-OCR's networks run by Hongtou itself: lines side by side, at the width that each has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hongtou.read.ocr.engine import OcrText, Quad
from hongtou.read.ocr.engines.detecting import Detector
from hongtou.read.ocr.engines.networks import load_network
from hongtou.read.ocr.engines.recognising import Recogniser
from hongtou.read.ocr.engines.weights import Weights

if TYPE_CHECKING:
    from hongtou.read.ocr.engine import Pixels

__all__ = ["OwnEngine", "load_own"]

# Longer side of the picture that the detector sees: type of 16 points is 15 pixels high on it. On
# 44 printed pages 800 and 960 left the same errors (42 and 45 in 17,051 characters, tiny weights),
# in two thirds of the time.
DETECTOR_SIDE: Final = 800


@dataclass(frozen=True)
class OwnEngine:
    """One detector and one recogniser."""

    name: str
    detector: Detector
    recogniser: Recogniser

    def find_lines(self, pixels: "Pixels") -> list[Quad]:
        """Where lines of text are in an upright picture."""
        return self.detector.find(pixels)

    def read_lines(self, crops: "Sequence[Pixels]") -> list[OcrText]:
        """What upright pictures of single lines say."""
        return self.recogniser.read(crops)


def load_own(name: str, weights: Weights) -> OwnEngine:
    """An engine of these weights, shipped or a user's own."""
    detector = Detector(load_network(weights.detector, "page"), DETECTOR_SIDE)
    network = load_network(weights.recogniser, "lines")
    return OwnEngine(name, detector, Recogniser(network, weights.alphabet))
