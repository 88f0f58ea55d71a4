"""Page numbers and notes that run down a margin: kept, but behind the text of their page."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from hongtou.read.layout.fragments import Fragment
from hongtou.read.page import Glyph

# — 1 — (GB/T 9704—2012, 7.5), and what other papers print: 1, -1-, ·1·, 第1页, 第1页 共5页, 1/5.
_DASH: Final = "[—–―－─\\-_·•~～]{0,3}"
_PAGE_NUMBER: Final = re.compile(
    rf"{_DASH}(?:\d{{1,4}}|[IVXivx]{{1,5}}){_DASH}|\d{{1,4}}/\d{{1,4}}"
    r"|第\d{1,4}页(?:[，,/]?共\d{1,4}页)?"
)
_FOOT: Final = 0.85  # of the height: above it stands no page number

_STACK: Final = 3  # characters one below the other make a note
_STEP: Final = 2.2  # heights from one to the next at most
_ALIGNED: Final = 0.5  # heights
# GB/T 9704—2012, 5.2.1: text begins 28 mm from the left edge of 210 and ends 26 from the right.
_MARGIN: Final = 0.125  # of the width
# A column of a table without rules has characters below one another too: 1 2 3, 是 否 是.
_ORDINALS: Final = frozenset("0123456789一二三四五六七八九十〇①②③④⑤⑥⑦⑧⑨⑩")
_DISTINCT: Final = 0.6  # of a note's characters


def without_page_number(
    pieces: Sequence[Fragment], height: float
) -> tuple[list[Fragment], list[Fragment]]:
    """The pieces of a page, and those of its number if it stands alone at the foot."""
    if not pieces:
        return [], []
    lowest = max(pieces, key=lambda piece: piece.middle)
    number = [p for p in pieces if p.top < lowest.middle < p.bottom]
    number.sort(key=lambda piece: piece.x0)
    text = "".join(piece.text for piece in number)
    if lowest.middle < _FOOT * height or not _PAGE_NUMBER.fullmatch(text):
        return list(pieces), []
    kept = {id(piece) for piece in number}
    return [piece for piece in pieces if id(piece) not in kept], number


def without_margin_notes(
    pieces: Sequence[Fragment],
) -> tuple[list[Fragment], list[list[Fragment]]]:
    """The pieces of a page, and stacks of single characters beside its text."""
    single = [p for p in pieces if len(p.glyphs) == 1]
    words = [p for p in pieces if len(p.glyphs) > 1]
    if len(single) < _STACK or not words:
        return list(pieces), []
    left, right = min(p.x0 for p in words), max(p.x1 for p in words)
    beside = [p for p in single if p.x1 <= left or p.x0 >= right]
    stacks = [stack for stack in _stacks(beside) if _is_note(stack)]
    taken = {id(piece) for stack in stacks for piece in stack}
    return [piece for piece in pieces if id(piece) not in taken], stacks


def in_margin(glyphs: Sequence[Glyph], width: float) -> bool:
    """Whether all of them stand where a page that is ``width`` points wide leaves its margins."""
    boxes = [glyph.box for glyph in glyphs if glyph.box is not None]
    centres = [(box.x0 + box.x1) / 2 for box in boxes]
    left, right = _MARGIN * width, (1 - _MARGIN) * width
    return all(x < left for x in centres) or all(x > right for x in centres)


def _is_note(stack: Sequence[Fragment]) -> bool:
    distinct = {piece.text for piece in stack}
    few = len(distinct) < max(_STACK, _DISTINCT * len(stack))
    return not few and not distinct <= _ORDINALS


def _stacks(pieces: Sequence[Fragment]) -> list[list[Fragment]]:
    """Characters one below the other, stacks from left to right."""
    columns: list[list[Fragment]] = []
    for piece in sorted(pieces, key=lambda p: (p.x0 + p.x1, p.top)):
        last = columns[-1][-1] if columns else None
        if last is None or piece.x0 + piece.x1 - last.x0 - last.x1 > 2 * _ALIGNED * piece.height:
            columns.append([piece])
        else:
            columns[-1].append(piece)
    found: list[list[Fragment]] = []
    for column in columns:
        column.sort(key=lambda piece: (piece.top, piece.x0))
        found.append(column[:1])
        for one, two in pairwise(column):
            if two.top - one.top <= _STEP * max(one.height, two.height):
                found[-1].append(two)
            else:
                found.append([two])
    return found
