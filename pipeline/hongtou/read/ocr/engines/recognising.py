"""The recogniser: pictures of lines, 48 pixels high, become characters with place and confidence.

Connectionist temporal classification: the network names a character, or none, for each column
of eight pixels; a character is what one class says in columns that touch.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.ocr.engine import OcrCharacter, OcrText, Readings
from hongtou.read.ocr.engines.networks import Network
from hongtou.read.ocr.opencv import cv2
from hongtou.read.ocr.positions import spread
from hongtou.read.ocr.readings import FLOOR, ranked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hongtou.read.ocr.engine import Pixels

    Tensor = NDArray[np.float32]

__all__ = ["Recogniser"]

HIGH: Final = 48  # pixels: what PP-OCR's recognisers are trained on
# Widths are rounded up to multiples of this: the grey that is added says nothing, and a run
# time makes one set of kernels for each width (15 ms), some dozens of them instead of thousands.
STEP: Final = 32
WIDEST: Final = 100 * HIGH  # a longer strip is no line; it is squeezed
NOTHING: Final = OcrText((), 0.0)
# Of 17 pages as fax and scan, all but one of 105 wrong characters had less than this.
SURE: Final = 0.98


@dataclass(frozen=True, slots=True)
class _Peak:
    """A character: its class, the columns that say so, where between them and how sure."""

    kind: int
    begin: int
    end: int
    middle: float
    confidence: float


@dataclass(frozen=True)
class Recogniser:
    """Reads upright pictures of single lines; ``alphabet[0]`` is the blank."""

    network: Network
    alphabet: tuple[str, ...]

    def read(self, crops: "Sequence[Pixels]") -> list[OcrText]:
        """What the lines say, in the same order. Long lines run first, so that none is waited for.

        A crop without pixels says nothing.
        """
        texts = [NOTHING] * len(crops)
        order = sorted(
            (n for n, crop in enumerate(crops) if crop.shape[0] and crop.shape[1]),
            key=lambda n: (-crops[n].shape[1] / crops[n].shape[0], n),
        )

        def keep(number: int, answer: "Tensor") -> None:
            crop = crops[order[number]]
            texts[order[number]] = self._decoded(answer[0], crop.shape[0], crop.shape[1])

        self.network.run((_prepared(crops[n]) for n in order), keep)
        return texts

    def _decoded(self, answer: "Tensor", height: int, width: int) -> OcrText:
        """The line that an answer (columns × classes) spells, in a crop of this size."""
        peaks = list(_peaks(answer))
        if not peaks:
            return NOTHING
        wide = _width(height, width)
        column = _padded(wide) / len(answer) / wide  # share of the crop that one column is wide
        text = [self.alphabet[peak.kind] for peak in peaks]
        places = [min(1.0, (peak.middle + 0.5) * column) for peak in peaks]
        bounds = spread(text, places, em=height / width)
        characters = tuple(
            OcrCharacter(character, left, right, peak.confidence, self._others(answer, peak))
            for character, (left, right), peak in zip(text, bounds, peaks, strict=True)
        )
        return OcrText(characters, sum(c.confidence for c in characters) / len(characters))

    def _others(self, answer: "Tensor", peak: _Peak) -> Readings:
        """What else a doubtful character may be: the other classes where it was seen.

        No class at all becomes the empty reading.
        """
        if peak.confidence >= SURE:
            return ()
        shares = answer[peak.begin : peak.end].max(axis=0)
        likely = np.flatnonzero(shares >= FLOOR)
        # The alphabet begins with the blank, which stands for no character.
        found = {self.alphabet[n] if n else "": float(shares[n]) for n in likely.tolist()}
        return ranked(found, self.alphabet[peak.kind])


def _peaks(answer: "Tensor") -> Iterator[_Peak]:
    """The characters of an answer, in order."""
    kinds = answer.argmax(axis=1)
    values = answer[np.arange(len(kinds)), kinds]
    edges = np.flatnonzero(np.diff(kinds)) + 1
    for begin, end in zip((0, *edges), (*edges, len(kinds)), strict=True):
        kind = int(kinds[begin])
        if kind:
            weights = values[begin:end].astype(np.float64)
            middle = float((weights * np.arange(begin, end)).sum() / weights.sum())
            yield _Peak(kind, begin, end, middle, float(weights.max()))


def _width(height: int, width: int) -> int:
    """How wide a crop becomes when it is made 48 pixels high."""
    return min(WIDEST, max(8, math.ceil(HIGH * width / height)))


def _padded(width: int) -> int:
    return -(-width // STEP) * STEP


def _prepared(crop: "Pixels") -> "Tensor":
    """The line, 48 pixels high, values from -1 to 1, blue first, on middle grey."""
    height, width = crop.shape[:2]
    wide = _width(height, width)
    way = cv2.INTER_AREA if height > 2 * HIGH else cv2.INTER_LINEAR
    small = cv2.cvtColor(cv2.resize(crop, (wide, HIGH), interpolation=way), cv2.COLOR_RGB2BGR)
    picture = np.zeros((1, 3, HIGH, _padded(wide)), np.float32)
    picture[0, :, :, :wide] = small.transpose(2, 0, 1)
    picture[0, :, :, :wide] /= 127.5
    picture[0, :, :, :wide] -= 1.0
    return picture
