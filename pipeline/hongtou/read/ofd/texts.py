"""Text objects of OFD: every character with its em box (GB/T 33190—2016, 11)."""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from hongtou.model import Box
from hongtou.read.ofd.colours import Ink
from hongtou.read.ofd.geometry import (
    FARTHEST,
    Affine,
    apply,
    around,
    is_sane,
    read_deltas,
    read_number,
    shifted,
    times,
    turned,
)
from hongtou.read.xml_parts import attribute, children, local_name, text_of

# Share of the em above the baseline, of SimSun and its kin (0.859); Western faces differ little.
ASCENT: Final = 0.86
# Advance of characters that are not as wide as high, in em: Chinese faces set them in half.
HALF: Final = 0.5
NARROWEST: Final = 0.2
LOOSE: Final = 0.35  # em; a line that is spread over its measure has less between letters
# Latin letters as Times sets them, in em, for the last one of a text, which no step follows.
LATIN: Final = (("MWmw@%", 0.87), ("ABCDEFGHKLNOPQRTUVXYZ&", 0.68), ("Iijltfr.,:;'!|()[]-", 0.32))
MOST_CHARACTERS: Final = 200_000  # of one TextCode; a page of small print has 5,000


@dataclass(frozen=True, slots=True)
class Letter:
    """A character as it is painted; ``box`` and ``size`` are points on the page.

    ``angle`` is that of its feet against the page's, clockwise in degrees, 0 to 360.
    """

    text: str
    box: Box
    size: float
    angle: float
    ink: Ink
    hidden: str = ""  # why nobody sees it, Chinese; "" if one does


@dataclass(frozen=True, slots=True)
class Brush:
    """How the object paints: what its attributes and drawing parameters come to."""

    ink: Ink
    hidden: str = ""


def letters_of(text_object: Any, to_page: Affine, brush: Brush) -> Iterator[Letter]:
    """The characters of a ``TextObject``.

    Args:
        text_object: The element.
        to_page: From the object's space (millimetres) to points on the page.
        brush: How it paints.
    """
    size = abs(read_number(attribute(text_object, "Size"), 0.0)) or 1.0
    stretch = abs(read_number(attribute(text_object, "HScale"), 1.0)) or 1.0
    turn = read_number(attribute(text_object, "CharDirection"), 0.0)
    reading = read_number(attribute(text_object, "ReadDirection"), 0.0)
    x = y = 0.0
    grouping: list[tuple[int, int, int]] = []
    for element in children(text_object, "CGTransform", "TextCode"):
        if local_name(element) == "CGTransform":
            grouping.append(_grouping(element))
            continue
        units = _units(_clean(element.text or ""), grouping)
        grouping = []
        # A TextCode without X or Y goes on where the one before began (11.3, table 46).
        x = read_number(attribute(element, "X"), x)
        y = read_number(attribute(element, "Y"), y)
        pen = _Pen(size, stretch, turn)
        for unit, (at_x, at_y), step in _places(element, units, x, y, pen, reading):
            letter = pen.letter(unit, at_x, at_y, step, to_page, brush)
            if letter is not None:
                yield letter


@dataclass(frozen=True, slots=True)
class _Pen:
    size: float
    stretch: float
    turn: float

    def letter(
        self, text: str, x: float, y: float, step: float, to_page: Affine, brush: Brush
    ) -> Letter | None:
        """The character whose foot stands at ``x``, ``y`` of the object; ``None`` if nowhere."""
        if not text:
            return None
        width, up, down = self.width(text, step), ASCENT * self.size, (1 - ASCENT) * self.size
        a, b, c, d, e, f = to_page
        if b == c == self.turn == 0 and a > 0 and d > 0:  # nearly always: a third of the work
            left, foot = a * x + e, d * y + f
            box = Box(
                round(left, 2), round(foot - d * up, 2),
                round(left + a * width, 2), round(foot + d * down, 2),
            )  # fmt: skip
            if max(-left, left, -foot, foot) > FARTHEST:
                return None
            return Letter(text, box, self.size * d, 0.0, brush.ink, brush.hidden)
        matrix = times(times(turned(self.turn), shifted(x, y)), to_page)
        if not is_sane(matrix):
            return None
        a, b, c, d, *_ = matrix
        angle = math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0
        box = around(matrix, 0.0, -up, width, down)
        return Letter(text, box, self.size * math.hypot(c, d), angle, brush.ink, brush.hidden)

    def width(self, text: str, step: float = 0.0) -> float:
        """Its advance; the step to the next one tells where the face does not."""
        em = self.size * self.stretch
        usual, least, most = usual_widths(text)
        return step if least * em <= step <= most * em else usual * em


@lru_cache(maxsize=1 << 14)
def usual_widths(text: str) -> tuple[float, float, float]:
    """Advance of a character in em: what is usual, and between what it may be.

    A step to the next character beyond that is spacing between letters, or kerning.
    """
    if text.isdigit() and text.isascii():
        return HALF, HALF, 1.0
    kinds = {unicodedata.east_asian_width(character) for character in text}
    if kinds & {"W", "F"}:
        return 1.0, HALF, 1.0  # less where stops are squeezed together
    if "A" in kinds:
        # Quotes, dashes and dots are as wide as high in Chinese faces only: the step decides.
        return 1.0, NARROWEST, 1.0
    usual = next((em for letters, em in LATIN if text in letters), HALF)
    return usual, NARROWEST, usual + LOOSE


def _places(
    element: Any, units: list[str], x: float, y: float, pen: _Pen, reading: float
) -> Iterator[tuple[str, tuple[float, float], float]]:
    """Each character with the place of its foot and the step to the next one."""
    across = read_deltas(attribute(element, "DeltaX"), len(units) - 1)
    down = read_deltas(attribute(element, "DeltaY"), len(units) - 1)
    ahead = turned(reading)
    for index, unit in enumerate(units):
        if index < len(across) or index < len(down):
            # One list may be longer; where it has ended its direction does not change.
            step_x = across[index] if index < len(across) else 0.0
            step_y = down[index] if index < len(down) else 0.0
        else:
            # Without offsets a character follows on its neighbour, in reading direction; one that
            # is written twice is as wide as before.
            before = across[-1] if across and index and units[index - 1] == unit else 0.0
            upright = (reading - pen.turn) % 180 == 90
            advance = pen.size if upright else pen.width(unit, before) if unit else 0.0
            step_x, step_y = apply(ahead, advance, 0.0)
        yield unit, (x, y), math.hypot(step_x, step_y) if step_x >= 0 else 0.0
        x, y = x + step_x, y + step_y


def _grouping(element: Any) -> tuple[int, int, int]:
    """Position, number of characters and number of glyphs of a ``CGTransform`` (11.4)."""
    found = (
        read_number(attribute(element, name), 1.0 if "Count" in name else 0.0)
        for name in ("CodePosition", "CodeCount", "GlyphCount")
    )
    position, characters, glyphs = (int(max(number, 0.0)) for number in found)
    return position, characters, glyphs


def _units(text: str, grouping: list[tuple[int, int, int]]) -> list[str]:
    """Characters as they are painted: a ligature is one of several, a second glyph one of none.

    Offsets count glyphs, so ``ﬁ`` written as two characters with one glyph takes one offset.
    """
    units: list[str] = []
    at = 0
    for position, characters, glyphs in sorted(grouping):
        if position < at or characters == glyphs or not 0 < characters <= len(text) - position:
            continue
        units += text[at:position]
        group = list(text[position : position + characters])
        if 0 < glyphs < characters:
            rest = characters - glyphs + 1
            units += ["".join(group[:rest]), *group[rest:]]
        else:
            units += group + [""] * min(max(glyphs - characters, 0), len(text))
        at = position + characters
    units += text[at:]
    return units


def _clean(text: str) -> str:
    """Without control characters and line ends, which have no glyph; a tab is a blank."""
    shown = text[:MOST_CHARACTERS].replace("\t", " ")
    if "\n" in shown:  # indented XML, not part of what is printed
        shown = shown.strip()
    return "".join(c for c in shown if unicodedata.category(c) not in ("Cc", "Cs"))


def text_in(element: Any) -> str:
    """All text of the ``TextCode`` elements below an element, run on."""
    return "".join(text_of(code) for code in element.iter() if local_name(code) == "TextCode")
