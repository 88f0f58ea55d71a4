"""Lines under a seal are read twice, with its ink taken off in two ways; the better one counts.

The sheet was cleaned by what shines through ink of the seal's colour. The other way takes of each
pixel its brightest colour: pure red becomes white, black print stays black. It needs no estimate
of the paper, and errs elsewhere.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.ocr.engine import CarefulEngine, OcrEngine, OcrText
from hongtou.read.ocr.opencv import cv2
from hongtou.read.ocr.quads import Strip, cut_out
from hongtou.read.ocr.readings import compared

if TYPE_CHECKING:
    from hongtou.read.ocr.ink import Pixels
    from hongtou.read.ocr.sheet import Sheet

__all__ = ["read_under_seals"]

# Confidence stays high where a seal made the character wrong, so a small lead says nothing.
CLEARLY: Final = 0.1


def read_under_seals(
    engine: OcrEngine, sheet: "Sheet", strips: Sequence[Strip], texts: Sequence[OcrText]
) -> list[OcrText]:
    """The texts of all lines, those that a seal touches in the better of two readings.

    Args:
        engine: Which reads; what it calls careful, if it does.
        sheet: The page with and without the ink of its seals.
        strips: Where the lines are on the sheet.
        texts: What was read of them without that ink.
    """
    found = list(texts)
    touched = [number for number, strip in enumerate(strips) if _is_touched(sheet, strip)]
    crops = [_brightest(cut_out(sheet.given, strips[number])) for number in touched]
    read = engine.read_carefully if isinstance(engine, CarefulEngine) else engine.read_lines
    again = read(crops) if crops else []
    for number, text in zip(touched, again, strict=True):
        found[number] = both_of(found[number], text)
    return found


def both_of(first: OcrText, second: OcrText) -> OcrText:
    """The better reading, with what the other one says instead or confirms."""
    chosen = better(first, second)
    return compared(chosen, second if chosen is first else first, confirms=True)


def better(first: OcrText, second: OcrText) -> OcrText:
    """The second reading if it is no shorter and its weakest character clearly surer."""
    shorter = len(second.characters) < len(first.characters)
    return second if not shorter and _weakest(second) > _weakest(first) + CLEARLY else first


def _weakest(text: OcrText) -> float:
    return min((character.confidence for character in text.characters), default=0.0)


def _is_touched(sheet: "Sheet", strip: Strip) -> bool:
    return sheet.seal_ink is not None and bool(cv2.countNonZero(cut_out(sheet.seal_ink, strip)))


def _brightest(crop: "Pixels") -> "Pixels":
    brightest: Pixels = np.repeat(crop.max(axis=2, keepdims=True), 3, axis=2)
    return brightest
