"""Characters by the way they are turned: body, notes in the margin, seals and watermarks.

Reading order wants upright lines, so text that runs down, up or in vertical columns is turned in
thought, put in order, and keeps its boxes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from hongtou.model import Box
from hongtou.read.layout.characters import Characters, Place
from hongtou.read.layout.furniture import in_margin
from hongtou.read.layout.order import lines_of
from hongtou.read.page import Glyph, Line

_SLANTED: Final = 12.0  # degrees off a right angle: a page fed askew is less
_FULL_TURN: Final = 360.0
_VERTICAL: Final = 0.6  # of all steps from one character to the next: vertical writing
_STEPS: Final = 12  # fewer tell nothing
_LOOKED_AT: Final = 150  # characters; a page is written in one way
_RING: Final = 3  # angles of red characters that make a ring; a stamp such as 特急 has one

# How text runs: quarter turns clockwise, or vertical writing in columns from right to left.
VERTICAL: Final = 4


@dataclass(frozen=True)
class Turned:
    """The characters of a page, sorted out."""

    body: list[Glyph]
    body_turns: int  # quarter turns clockwise of most of the text; VERTICAL for columns
    others: dict[int, list[Glyph]]
    seal: str  # red, in a ring
    watermark: str  # slanted otherwise
    width: float
    height: float

    def lines(self, glyphs: Sequence[Glyph] | None = None) -> list[Line]:
        """Lines of the body, or of some of its glyphs, in reading order."""
        return _turned_lines(
            self.body if glyphs is None else glyphs, self.body_turns, self.width, self.height
        )

    def loose(self) -> Iterator[tuple[str, str]]:
        """Findings, code and message, for text that is part of no line."""
        if self.seal:
            yield "read.seal-text", f"印章上的文字：{self.seal}"
        if self.watermark:
            yield "read.watermark", f"斜排的水印等文字：{self.watermark}"

    def notes(self) -> Iterator[Line]:
        """Lines that run another way than the body, such as a note up the margin."""
        for turns in sorted(self.others):
            for line in _turned_lines(self.others[turns], turns, self.width, self.height):
                yield replace(line, aside=in_margin(line.glyphs, self.width))


def sort_out(characters: Characters, width: float, height: float) -> Turned:
    """The characters of a page as glyphs, by the way they run."""
    groups: dict[int, list[Glyph]] = {}
    slanted: list[str] = []
    looks = characters.looks
    seal = _seal_of(characters)
    turns_of = [_quarter_turns(look.angle) for look in looks]
    for text, place, style in zip(
        characters.texts, characters.places, characters.styles, strict=True
    ):
        x0, top, x1, bottom = place
        if x1 <= 0 or bottom <= 0 or x0 >= width or top >= height or x1 <= x0 or bottom <= top:
            continue  # beside the page or without extent: nobody sees it
        red, turns = looks[style].red, turns_of[style]
        if seal is not None and red and _within(place, seal.place):
            continue
        if turns is None:
            slanted.append(text)
            continue
        glyph = Glyph(text, Box(x0, top, x1, bottom), None, red)
        if turns in groups:
            groups[turns].append(glyph)
        else:
            groups[turns] = [glyph]
    main = max(sorted(groups), key=lambda turns: len(groups[turns]), default=0)
    body = groups.pop(main, [])
    if main == 0 and _runs_down(body):
        main = VERTICAL
    watermark, name = "".join(slanted).strip(), seal.text if seal is not None else ""
    return Turned(body, main, groups, name, watermark, width, height)


@dataclass(frozen=True, slots=True)
class _Seal:
    text: str
    place: Place


def _seal_of(characters: Characters) -> _Seal | None:
    """The red characters that stand in a ring, those at its top and bottom included."""
    looks = characters.looks
    angles = {look.angle for look in looks if look.red and _quarter_turns(look.angle) is None}
    if len(angles) < _RING:
        return None
    red = [
        (text, place, _quarter_turns(looks[style].angle) is None)
        for text, place, style in zip(
            characters.texts, characters.places, characters.styles, strict=True
        )
        if looks[style].red
    ]
    ring = [place for _, place, slanted in red if slanted]
    x0, top = min(p[0] for p in ring), min(p[1] for p in ring)
    x1, bottom = max(p[2] for p in ring), max(p[3] for p in ring)
    room = max(p[3] - p[1] for p in ring)  # the topmost character of a ring stands upright
    place = (x0 - room, top - room, x1 + room, bottom + room)
    return _Seal("".join(text for text, at, _ in red if _within(at, place)).strip(), place)


def _within(place: Place, outer: Place) -> bool:
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _quarter_turns(angle: float) -> int | None:
    turns = round(angle / 90)
    off = abs(angle - 90 * turns)
    return turns % 4 if min(off, _FULL_TURN - off) <= _SLANTED else None


def _runs_down(glyphs: Sequence[Glyph]) -> bool:
    """Whether each character stands below the one before it, as in vertical writing."""
    down = steps = 0
    for one, two in pairwise(glyphs[:_LOOKED_AT]):
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
        replace(line, glyphs=tuple(back.get(id(glyph), glyph) for glyph in line.glyphs))
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
