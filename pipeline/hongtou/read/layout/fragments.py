"""Glyphs that stand close together on one line: the pieces from which reading order is made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from hongtou.read.page import Glyph

# Names in a list stand one character apart (签发人：张三　李四); the gutter between two columns
# of a page is wider.
_NEAR: Final = 1.25  # of the larger character's height
# Half the height of the smaller one: a superscript overlaps its line by more, the next line by
# nothing.
_SHARED: Final = 0.5
# A note mark is smaller than what it stands at and does not move the line.
_FULL_SIZE: Final = 0.8
# A watermark or a drop capital covers several lines and belongs to none.
_SMALLEST: Final = 0.35

# Word and LibreOffice set a quarter of a character between 汉字 and figures, which no one typed;
# a space between words of Latin letters is as wide.
_GAP_HAN: Final = 0.4
_GAP_LETTERS: Final = 0.3  # between two 汉字, where nothing is set: 第三条 评价
_GAP_LATIN: Final = 0.15
# A recogniser reads spaces itself, and its places are half a character off now and then: only a
# wider gap tells of a space that it did not see.
_GAP_RECOGNISED: Final = 0.7
_HAN_SIDE: Final = "\u2e80"  # 汉字 and their marks come from here on
_TOUCHING: Final = 0.1  # of the height
# Letters spread over a line have equal gaps; fewer gaps than this do not show it.
_EVEN: Final = 2

# A page of small print has 10,000 characters at most. What shares a place with fifty pieces of
# text is not on paper: the bound keeps hostile pages from taking hours.
_MOST_NEIGHBOURS: Final = 50

Key = tuple[float, float, float, float, str, bool, float]


@dataclass(slots=True, eq=False)
class Fragment:
    """Glyphs side by side; ``x0`` to ``bottom`` lie around those that are not spaces."""

    glyphs: list[Glyph]
    x0: float
    top: float
    x1: float
    bottom: float
    band: tuple[float, float]  # top and bottom of its last character of full size
    reach: float  # right edge, spaces included
    red: bool = False  # whether most of it is printed in red

    @property
    def height(self) -> float:
        """Points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Halfway between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        """Its characters without spaces."""
        return "".join(glyph.text for glyph in self.glyphs if not glyph.text.isspace())


def fragments_of(glyphs: Iterable[Glyph]) -> list[Fragment]:
    """Pieces of lines, by their left edge; glyphs may come in any order.

    Each piece grows to the right by what begins close to its end on the same band, which follows
    skewed lines and passes small print and superscripts. Most characters of a printed line touch
    each other on exactly one band; those stretches are found first and then joined.
    """
    stretches = sorted(_stretches(glyphs), key=_key)
    heights = [key[3] - key[1] for key, _ in stretches]
    step = max(median(heights), 0.5) if heights else 1.0
    found: list[Fragment] = []
    shelves: dict[int, list[Fragment]] = {}
    for key, members in stretches:
        low, high = int(key[1] // step), int(key[3] // step)
        near = _nearest(key, shelves, low, high)
        if near is None:
            near = Fragment(members, *key[:4], (key[1], key[3]), key[2])
            found.append(near)
            for shelf in range(low, min(high, low + _MOST_NEIGHBOURS) + 1):
                shelves.setdefault(shelf, []).append(near)
        else:
            _extend(near, key, members)
            for shelf in (low, high):
                if near not in shelves.setdefault(shelf, [])[-_MOST_NEIGHBOURS:]:
                    shelves[shelf].append(near)
    return [stripped for piece in found if (stripped := _stripped(piece)) is not None]


def fragment_of(glyphs: Sequence[Glyph]) -> Fragment | None:
    """A line that is whole, such as a recogniser's, as one piece; ``None`` if nothing shows."""
    boxes = [g.box for g in glyphs if g.box is not None and not g.text.isspace()]
    if not boxes:
        return None
    top, bottom = min(b.top for b in boxes), max(b.bottom for b in boxes)
    x0, x1 = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
    piece = Fragment(list(glyphs), x0, top, x1, bottom, (top, bottom), x1)
    return _stripped(piece)


def spaced(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a line with a space wherever print leaves one and none stands already."""
    gaps = [_gap(one, two) for one, two in pairwise(glyphs)]
    measured = [gap for gap in gaps if gap is not None]
    if not measured or max(measured) <= _GAP_LATIN:
        return list(glyphs)
    # 国　务　院　文　件 spread over a line: what all gaps have in common is no space.
    common = max(0.0, median(measured)) if len(measured) > _EVEN else 0.0
    found = [glyphs[0]]
    for gap, one, two in zip(gaps, glyphs, glyphs[1:], strict=False):
        if gap is not None and gap - common > _widest_without_space(one, two):
            found.append(SPACE)
        found.append(two)
    return found


SPACE: Final = Glyph(" ", None)


def _widest_without_space(one: Glyph, two: Glyph) -> float:
    if one.confidence is not None and two.confidence is not None:
        return _GAP_RECOGNISED
    if one.text[-1].isalpha() and two.text[0].isalpha() and min(one.text, two.text) > _HAN_SIDE:
        return _GAP_LETTERS
    latin = one.text[-1] < _HAN_SIDE and two.text[0] < _HAN_SIDE
    return _GAP_LATIN if latin else _GAP_HAN


def _gap(one: Glyph, two: Glyph) -> float | None:
    """Blank between two characters, in heights of the smaller one."""
    a, b = one.box, two.box
    if a is None or b is None or one.text.isspace() or two.text.isspace():
        return None
    height = min(a.bottom - a.top, b.bottom - b.top)
    return (b.x0 - a.x1) / height if height > 0 else None


def _stretches(glyphs: Iterable[Glyph]) -> Iterator[tuple[Key, list[Glyph]]]:
    """Characters that touch each other on exactly one band, with the place of them all."""
    bands: dict[tuple[float, float], list[tuple[Key, Glyph]]] = {}
    for glyph in glyphs:
        box = glyph.box
        if box is None or not glyph.text:
            continue
        top, bottom = box.top, box.bottom
        key = (box.x0, top, box.x1, bottom, glyph.text, glyph.red, glyph.confidence or 0.0)
        band = bands.get((top, bottom))
        if band is None:
            bands[top, bottom] = [(key, glyph)]
        else:
            band.append((key, glyph))
    for (top, bottom), band in bands.items():
        band.sort(key=_key)
        touching = _TOUCHING * (bottom - top)
        first, glyph = band[0]
        x1, members = first[2], [glyph]
        for key, glyph in band[1:]:
            if key[0] - x1 > touching:
                yield (first[0], top, x1, *first[3:]), members
                first, members, x1 = key, [], key[2]
            members.append(glyph)
            if key[2] > x1:
                x1 = key[2]
        yield (first[0], top, x1, *first[3:]), members


def _key(item: tuple[Key, object]) -> Key:
    return item[0]


def _nearest(key: Key, shelves: dict[int, list[Fragment]], low: int, high: int) -> Fragment | None:
    """The piece that goes on here: it shares most of the height, then it is the nearest."""
    x0, top, _, bottom = key[:4]
    height = bottom - top
    best, best_rank = None, (0.0, 0.0)
    for shelf in range(low, min(high, low + _MOST_NEIGHBOURS) + 1):
        for piece in shelves.get(shelf, ())[-_MOST_NEIGHBOURS:]:
            over, under = piece.band
            tall = under - over
            gap = x0 - piece.reach
            if gap > _NEAR * max(height, tall):
                continue
            shared = min(bottom, under) - max(top, over)
            least = min(height, tall)
            if shared < _SHARED * least or least <= _SMALLEST * max(height, tall):
                continue
            rank = (round(shared / least, 2), -gap)
            if best is None or rank > best_rank:
                best, best_rank = piece, rank
    return best


def _extend(piece: Fragment, key: Key, members: list[Glyph]) -> None:
    piece.glyphs += members
    _, top, x1, bottom = key[:4]
    over, under = piece.band
    if bottom - top >= _FULL_SIZE * (under - over):
        piece.band = (top, bottom)
    piece.reach = max(piece.reach, x1)


def _stripped(piece: Fragment) -> Fragment | None:
    """Without spaces at both ends, which the indent tells; ``None`` if nothing else is there."""
    glyphs = sorted(piece.glyphs, key=_left)  # a full stop may stand inside a stretch
    start, end = 0, len(glyphs)
    while start < end and glyphs[start].text.isspace():
        start += 1
    while end > start and glyphs[end - 1].text.isspace():
        end -= 1
    if start == end:
        return None
    piece.glyphs = glyphs[start:end]
    boxes = [g.box for g in piece.glyphs if g.box is not None and not g.text.isspace()]
    piece.x0, piece.x1 = boxes[0].x0, max([box.x1 for box in boxes])
    piece.red = 2 * sum([g.red for g in piece.glyphs]) > len(piece.glyphs)
    bands = {(box.top, box.bottom) for box in boxes}
    least = _FULL_SIZE * max(bottom - top for top, bottom in bands)
    full = [(top, bottom) for top, bottom in bands if bottom - top >= least]
    piece.top, piece.bottom = min(full)[0], max(bottom for _, bottom in full)
    return piece


def _left(glyph: Glyph) -> float:
    return glyph.box.x0 if glyph.box is not None else 0.0
