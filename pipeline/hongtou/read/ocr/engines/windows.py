"""Parts of a line that are read again: what is in doubt and two characters around it.

A recogniser's time grows with the length of the picture, and one doubtful mark is no reason to
read thirty characters twice. The characters at the ends of a part are anchors: the second reading
must begin and end with them, or it read something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.ocr.engine import OcrCharacter, OcrText
from hongtou.read.ocr.engines.doubt import doubtful_places
from hongtou.read.ocr.readings import compared

if TYPE_CHECKING:
    from hongtou.read.ocr.engine import Pixels

__all__ = ["Window", "cut_window", "patched", "windows_of"]

REACH: Final = 3  # characters on each side of a doubtful one, the outermost an anchor
SHORT: Final = 10  # characters; such a line is read again as a whole
MOST: Final = 0.6  # of the line's length in windows; beyond it, it is read again as a whole


@dataclass(frozen=True, slots=True)
class Window:
    """Characters ``first`` to before ``end`` of a line, and where they are as shares of it."""

    first: int
    end: int
    left: float
    right: float


def windows_of(text: OcrText) -> tuple[Window, ...]:
    """The parts of a line to read again, in order; none where the whole line should be."""
    characters = text.characters
    if len(characters) < SHORT:
        return ()
    spans: list[tuple[int, int]] = []
    for place in doubtful_places(text):
        first, end = max(0, place - REACH), min(len(characters), place + REACH + 1)
        if spans and first <= spans[-1][1]:
            first = spans.pop()[0]
        spans.append((first, end))
    windows = tuple(Window(first, end, *_bounds(characters, first, end)) for first, end in spans)
    narrow = sum(window.right - window.left for window in windows) <= MOST
    return windows if narrow and all(w.right > w.left for w in windows) else ()


def cut_window(crop: "Pixels", window: Window) -> "Pixels":
    """The part of the line's picture."""
    left, right = (round(share * crop.shape[1]) for share in (window.left, window.right))
    return np.ascontiguousarray(crop[:, left : max(right, left + 1)])


def patched(
    text: OcrText, windows: Sequence[Window], readings: Sequence[OcrText]
) -> OcrText | None:
    """The line with its windows as they were read again; ``None`` where an anchor is not met."""
    characters: list[OcrCharacter] = []
    at = 0
    for window, reading in zip(windows, readings, strict=True):
        if not _is_anchored(text, window, reading):
            return None
        wide = window.right - window.left
        characters += text.characters[at : window.first]
        placed = tuple(
            replace(c, left=window.left + c.left * wide, right=window.left + c.right * wide)
            for c in reading.characters
        )
        before = replace(text, characters=text.characters[window.first : window.end])
        characters += compared(replace(reading, characters=placed), before).characters
        at = window.end
    characters += text.characters[at:]
    return OcrText(tuple(characters), sum(c.confidence for c in characters) / len(characters))


def _is_anchored(text: OcrText, window: Window, reading: OcrText) -> bool:
    """Whether a reading begins and ends as the line does there; a line's own ends are free."""
    if not reading.characters:
        return False
    begins = window.first == 0 or reading.text[0] == text.text[window.first]
    ends = window.end == len(text.characters) or reading.text[-1] == text.text[window.end - 1]
    return begins and ends


def _bounds(characters: Sequence[OcrCharacter], first: int, end: int) -> tuple[float, float]:
    """Left and right of a window: midway between its characters and their neighbours."""
    left = 0.0 if first == 0 else (characters[first - 1].right + characters[first].left) / 2
    right = (
        1.0 if end == len(characters) else (characters[end - 1].right + characters[end].left) / 2
    )
    return max(0.0, left), min(1.0, right)
