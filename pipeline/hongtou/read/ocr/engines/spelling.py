"""Lines as the libraries spell them, in our types: RapidOCR and PaddleOCR count columns alike."""

from collections.abc import Sequence
from typing import Final

from hongtou.read.ocr.engine import OcrCharacter, OcrText
from hongtou.read.ocr.positions import spread

__all__ = ["spelled"]

# A character is seen in one to three columns and counted from the first: its middle lies further.
MIDDLE: Final = 1.0


def spelled(
    text: str,
    *,
    columns: Sequence[int],
    length: float,
    confidences: Sequence[float],
    em: float,
) -> OcrText:
    """A line with the places of its characters.

    Args:
        text: What it says.
        columns: Where each character was first seen; spaces may be left out.
        length: Columns in the line, without what was added to fill a batch.
        confidences: One for each character, or one for all.
        em: Height of the line's picture as a share of its length.
    """
    spaceless = len(columns) < len(text)
    seen = iter(columns)
    peaks: list[float] = []
    for character in text:
        skipped = spaceless and character.isspace()
        column = None if skipped else next(seen, None)
        before = peaks[-1] if peaks else 0.0
        peaks.append(before if column is None else min(1.0, (column + MIDDLE) / max(length, 1.0)))
    sure = list(confidences) if len(confidences) == len(text) else [confidences[0]] * len(text)
    characters = tuple(
        OcrCharacter(character, left, right, float(confidence))
        for character, (left, right), confidence in zip(
            text, spread(text, peaks, em=em), sure, strict=True
        )
    )
    if not characters:
        return OcrText((), 0.0)
    return OcrText(characters, sum(c.confidence for c in characters) / len(characters))
