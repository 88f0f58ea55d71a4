"""Lines of print: characters with faces, broken by the rules for line starts, justified."""

from collections.abc import Sequence
from typing import Final

from hongtou.model import Box
from tests.press.fonts import ASCENT, face_for, printable
from tests.press.page import Kind, PrintedGlyph, PrintedLine

MILLIMETRE: Final = 72 / 25.4
LEFT: Final = 28 * MILLIMETRE
TOP: Final = 37 * MILLIMETRE
COLUMNS: Final = 28  # characters a line
ROWS: Final = 22  # lines a page
CELL: Final = 156 * MILLIMETRE / COLUMNS  # a little narrower than 16 points: sizes 3 are 15.79
ROW: Final = 225 * MILLIMETRE / ROWS
RIGHT: Final = LEFT + COLUMNS * CELL
BOTTOM: Final = TOP + ROWS * ROW

# 禁则 (GB/T 15834—2011, 5.1): what may not begin or end a line.
NOT_FIRST: Final = frozenset("，。、；：？！）〕》〉」』】”’％%…,.;:?!)]·—～")
NOT_LAST: Final = frozenset("（〔《〈「『【“‘([")

Letter = tuple[str, str]  # a character and the name of its face


def letters(text: str, face: str) -> list[Letter]:
    """Characters to print; 〓 stands for one that no face has."""
    return [(character if printable(character) else "〓", face) for character in text]


def advance(letter: Letter, size: float) -> float:
    character, face = letter
    return face_for(face, character).advance(character) * size


def width_of(line: Sequence[Letter], size: float, spacing: float) -> float:
    """From the first pen position to the end of the last advance."""
    return sum(advance(letter, size) + spacing for letter in line) - (spacing if line else 0.0)


def break_lines(
    text: Sequence[Letter], size: float, spacing: float, *, first: float, width: float
) -> list[list[Letter]]:
    """Lines that are no wider than ``width`` (the first one: ``first``), punctuation in mind."""
    lines: list[list[Letter]] = []
    at, room = 0, first
    while at < len(text):
        end, used = at, 0.0
        while end < len(text):
            used += advance(text[end], size) + spacing
            if used - max(spacing, 0.0) > room + 0.05:
                break
            end += 1
        end = max(end, at + 1)
        lines.append(list(text[at : _break_before(text, at, end)]))
        at += len(lines[-1])
        while at < len(text) and text[at][0] == " ":  # no line begins with a blank
            at += 1
        lines[-1] = _without_blank_end(lines[-1])
        room = width
    return lines


def _without_blank_end(line: list[Letter]) -> list[Letter]:
    end = len(line)
    while end > 1 and line[end - 1][0] == " ":
        end -= 1
    return line[:end]


def _break_before(text: Sequence[Letter], at: int, end: int) -> int:
    """The last place up to ``end`` where a line may be broken; ``end`` if there is none."""
    if end >= len(text):
        return end
    place = end
    while place > at + 1 and not _may_break(text[place - 1][0], text[place][0]):
        place -= 1
    return place if place > at + 1 else end


def _may_break(before: str, after: str) -> bool:
    if after in NOT_FIRST or before in NOT_LAST:
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ".-/_@")


def place(
    line: Sequence[Letter],
    *,
    x: float,
    baseline: float,
    size: float,
    kind: Kind,
    spacing: float = 0.0,
    red: bool = False,
) -> PrintedLine:
    """The line printed with its first pen position at ``x``."""
    glyphs, pen = [], x
    for letter in line:
        step = advance(letter, size)
        glyphs.append(glyph_at(letter, pen, baseline, size, kind, step + min(spacing, 0.0), red))
        pen += step + spacing
    return PrintedLine(kind, tuple(glyphs), spacing)


def glyph_at(
    letter: Letter, x: float, baseline: float, size: float, kind: Kind, width: float, red: bool
) -> PrintedGlyph:
    """A character with the pen at ``x``."""
    character, name = letter
    face = face_for(name, character)
    top = baseline - ASCENT * size
    bounds = face.bounds(character)
    ink = None
    if bounds is not None:
        ink = Box(x + bounds[0] * size, baseline - bounds[3] * size,
                  x + bounds[2] * size, baseline - bounds[1] * size)  # fmt: skip
    box = Box(x, top, x + width, top + size)
    return PrintedGlyph(character, box, ink, kind, face.name, size, baseline, red)


def justified(line: Sequence[Letter], size: float, spacing: float, width: float) -> float:
    """The spacing that makes a full line end at the edge."""
    if len(line) < 2:
        return spacing
    return spacing + (width - width_of(line, size, spacing)) / (len(line) - 1)
