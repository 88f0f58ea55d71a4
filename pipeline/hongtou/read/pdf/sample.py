"""A sample of a scan's lines, read again and held against the text layer that came with it."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from hongtou.errors import EngineError
from hongtou.read.page import Glyph, Line, ReadOptions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_DPI: Final = 200.0
_LINES: Final = 5
_LONG: Final = 8  # characters; shorter lines tell little
_ROOM: Final = 0.12  # heights around a line
_SILENT: Final = re.compile(r"[\W_]+")  # marks are read one way or the other


def difference(
    lines: Sequence[Line], pixels: "NDArray[np.uint8]", width: float, options: ReadOptions
) -> float | None:
    """Share of characters in which some lines of a page differ from what a recogniser reads.

    Args:
        lines: Of the text layer.
        pixels: The page, height × width × 3, upright.
        width: Of the page, points.
        options: Names the recogniser.

    Returns:
        0 to 1; ``None`` where there is no recogniser or no line to compare.
    """
    chosen = _chosen(lines)
    if not chosen:
        return None
    try:
        from hongtou.read.ocr.engines import choose_engine

        engine = choose_engine(options.engine, options.weights)
    except (EngineError, ImportError):
        return None
    scale = pixels.shape[1] / width
    crops = [_cut(pixels, line.glyphs, scale) for line in chosen]
    differing = total = 0.0
    for line, read in zip(chosen, engine.read_lines(crops), strict=True):
        held, seen = _plain(line.text), _plain(read.text)
        total += len(held)
        differing += len(held) * (1.0 - SequenceMatcher(None, held, seen, False).ratio())
    return differing / total if total else None


def _chosen(lines: Sequence[Line]) -> list[Line]:
    """Long lines, spread evenly over the page."""
    long = [line for line in lines if len(_plain(line.text)) >= _LONG]
    step = max(1.0, len(long) / _LINES)
    return [long[int(at * step)] for at in range(min(_LINES, len(long)))]


def _cut(pixels: "NDArray[np.uint8]", glyphs: Sequence[Glyph], scale: float) -> "NDArray[np.uint8]":
    boxes = [glyph.box for glyph in glyphs if glyph.box is not None]
    top, bottom = min(b.top for b in boxes), max(b.bottom for b in boxes)
    room = _ROOM * (bottom - top)
    y0, y1 = max(0, int((top - room) * scale)), max(1, round((bottom + room) * scale))
    x0 = max(0, int((min(b.x0 for b in boxes) - room) * scale))
    x1 = max(1, round((max(b.x1 for b in boxes) + room) * scale))
    return pixels[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]


def _plain(text: str) -> str:
    return _SILENT.sub("", unicodedata.normalize("NFKC", text))
