"""Characters by the way they are turned: body, notes in the margin, seals and watermarks.

Reading order wants upright lines, so text that runs down, up or in vertical columns is turned in
thought, put in order, and keeps its boxes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hongtou.model import Box
from hongtou.read.order import lines_of
from hongtou.read.page import Glyph, Line
from hongtou.read.pdf.characters import Characters

_SLANTED: Final = 12.0  # degrees off a right angle: a page fed askew is less
_FULL_TURN: Final = 360.0
_VERTICAL: Final = 0.6  # of all steps from one character to the next: vertical writing
_STEPS: Final = 12  # fewer tell nothing

# How text runs: quarter turns clockwise, or vertical writing in columns from right to left.
VERTICAL: Final = 4


@dataclass(frozen=True)
class Turned:
    """The characters of a page, sorted out."""

    body: list[Glyph]
    body_turns: int  # quarter turns clockwise of most of the text; VERTICAL for columns
    others: dict[int, list[Glyph]]
    seal: str  # what stands slanted in red
    watermark: str  # what stands slanted in another colour
    width: float
    height: float

    def lines(self, glyphs: Sequence[Glyph] | None = None) -> list[Line]:
        """Lines of the body, or of some of its glyphs, in reading order."""
        return _turned_lines(
            self.body if glyphs is None else glyphs, self.body_turns, self.width, self.height
        )

    def notes(self) -> Iterator[Line]:
        """Lines that run another way than the body, such as a note up the margin."""
        for turns in sorted(self.others):
            yield from _turned_lines(self.others[turns], turns, self.width, self.height)


def sort_out(characters: Characters, width: float, height: float) -> Turned:
    """The characters of a page as glyphs, by the way they run."""
    groups: dict[int, list[Glyph]] = {}
    slanted: dict[bool, list[str]] = {True: [], False: []}
    looks = characters.looks
    turns_of = [_quarter_turns(look.angle) for look in looks]
    for text, place, style in zip(
        characters.texts, characters.places, characters.styles, strict=True
    ):
        x0, top, x1, bottom = place
        if x1 <= 0 or bottom <= 0 or x0 >= width or top >= height or x1 <= x0 or bottom <= top:
            continue  # beside the page or without extent: nobody sees it
        turns = turns_of[style]
        if turns is None:
            slanted[looks[style].red].append(text)
            continue
        glyph = Glyph(text, Box(x0, top, x1, bottom), None, looks[style].red)
        if turns in groups:
            groups[turns].append(glyph)
        else:
            groups[turns] = [glyph]
    main = max(sorted(groups), key=lambda turns: len(groups[turns]), default=0)
    body = groups.pop(main, [])
    if main == 0 and _runs_down(body):
        main = VERTICAL
    seal, watermark = "".join(slanted[True]).strip(), "".join(slanted[False]).strip()
    return Turned(body, main, groups, seal, watermark, width, height)


def _quarter_turns(angle: float) -> int | None:
    turns = round(angle / 90)
    off = abs(angle - 90 * turns)
    return turns % 4 if min(off, _FULL_TURN - off) <= _SLANTED else None


def _runs_down(glyphs: Sequence[Glyph]) -> bool:
    """Whether each character stands below the one before it, as in vertical writing."""
    down = steps = 0
    for one, two in pairwise(glyphs):
        a, b = one.box, two.box
        if a is None or b is None:
            continue
        height = a.bottom - a.top
        steps += 1
        near = abs((a.x0 + a.x1) - (b.x0 + b.x1)) < height / 2
        down += near and 0.5 * height < b.top - a.top < 2.0 * height
    return steps >= _STEPS and down >= _VERTICAL * steps


def _turned_lines(glyphs: Sequence[Glyph], turns: int, width: float, height: float) -> list[Line]:
    if turns == 0:
        return list(lines_of(glyphs, width=width, height=height))
    back: dict[int, Glyph] = {}
    upright = []
    for glyph in glyphs:
        if glyph.box is not None:
            turned = Glyph(glyph.text, _upright(glyph.box, turns, width, height), None, glyph.red)
            back[id(turned)] = glyph
            upright.append(turned)
    lying = turns != 2
    lines = lines_of(upright, width=height if lying else width, height=width if lying else height)
    return [
        Line(tuple(back.get(id(glyph), glyph) for glyph in line.glyphs), line.indent)
        for line in lines
    ]


def _upright(box: Box, turns: int, width: float, height: float) -> Box:
    """Where a box would be on a page turned so that its text stands upright."""
    if turns == 1:
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    if turns == 2:
        return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    if turns == VERTICAL:
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    return Box(height - box.bottom, box.x0, height - box.top, box.x1)
