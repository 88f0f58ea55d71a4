"""Reading order, shared by PDF, recogniser and OFD: glyphs to lines, lines to a page."""

from collections.abc import Sequence

from hongtou.read.page import Glyph, Line


def lines_of(glyphs: Sequence[Glyph], *, width: float, height: float) -> tuple[Line, ...]:
    """The lines of a page in reading order, from its glyphs in any order.

    Args:
        glyphs: Characters with boxes; spaces may be among them.
        width: Of the page, points.
        height: Of the page, points.
    """
    ordered = sorted((g for g in glyphs if g.box is not None), key=_place)
    lines: list[list[Glyph]] = []
    for glyph in ordered:
        if lines and _same_line(lines[-1][-1], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return arrange([sorted(line, key=_left) for line in lines], width=width, height=height)


def arrange(lines: Sequence[Sequence[Glyph]], *, width: float, height: float) -> tuple[Line, ...]:
    """Lines that are whole, such as a recogniser's, in reading order with their indents."""
    edge = min((_left(line[0]) for line in lines if line), default=0.0)
    found = []
    for line in lines:
        if line:
            box = line[0].box
            em = (box.bottom - box.top) if box is not None else 0.0
            found.append(Line(tuple(line), round((_left(line[0]) - edge) / em) if em else 0))
    return tuple(found)


def _same_line(one: Glyph, other: Glyph) -> bool:
    if one.box is None or other.box is None:
        return False
    middle = (other.box.top + other.box.bottom) / 2
    return one.box.top < middle < one.box.bottom


def _place(glyph: Glyph) -> tuple[float, float]:
    return (glyph.box.top, glyph.box.x0) if glyph.box is not None else (0.0, 0.0)


def _left(glyph: Glyph) -> float:
    return glyph.box.x0 if glyph.box is not None else 0.0
