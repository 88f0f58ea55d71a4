"""Pieces of text to lines: what stands side by side is one line, but for names that sign."""

from collections.abc import Sequence
from typing import Final

from hongtou.lexicon import organisation_suffixes
from hongtou.notation.lines import is_date_line
from hongtou.read.layout.fragments import SPACE, Fragment, spaced
from hongtou.read.page import Glyph

_SHARED: Final = 0.5  # of the lower piece's height: as much makes one row
_LOOK_BACK: Final = 8  # rows; pieces come sorted by their top, so a partner is close
_COVERED: Final = 0.5  # of the narrower piece: two that lie over each other are two lines
_CRUMB: Final = 2.2  # heights wide: such a piece does not say where the others of its row belong

# GB/T 9704—2012, 7.3.5.1: the authorities of a joint notice sign side by side, in rows of three
# at most, with the date below.
_SIGNING_ROWS: Final = 12
# 7.2.4: the names of joint authorities stand one below the other, 文件 to the right of them all.
_PAPER: Final = "文件"
_STACKED: Final = 2.5  # heights of a name from one to the next at most

Row = list[Fragment]


def rows_of(pieces: Sequence[Fragment]) -> list[Row]:
    """Pieces in rows from top to bottom, each from left to right."""
    rows: list[Row] = []
    for piece in sorted(_without_stacked_mark(pieces), key=_order):
        home = next((row for row in rows[: -_LOOK_BACK - 1 : -1] if _beside(piece, row)), None)
        if home is None:
            rows.append([piece])
        else:
            home.append(piece)
    for row in rows:
        row.sort(key=lambda piece: (piece.x0, piece.top))
    rows.sort(key=lambda row: (max(piece.middle for piece in row), row[0].x0))
    return _with_signatures_apart(rows)


def glyphs_of(row: Row) -> list[Glyph]:
    """The glyphs of a row, a space between its pieces and wherever print leaves one."""
    pieces = [spaced(piece.glyphs) for piece in row]
    glyphs = list(pieces[0])
    for piece in pieces[1:]:
        glyphs += [SPACE, *piece]
    return glyphs


def _order(piece: Fragment) -> tuple[float, ...]:
    return piece.top, piece.x0, piece.x1, piece.bottom


def _beside(piece: Fragment, row: Row) -> bool:
    near = False
    for other in row[-_LOOK_BACK:]:
        covered = min(piece.x1, other.x1) - max(piece.x0, other.x0)
        if covered > _COVERED * min(piece.x1 - piece.x0, other.x1 - other.x0):
            return False
        shared = min(piece.bottom, other.bottom) - max(piece.top, other.top)
        if shared >= _SHARED * min(piece.height, other.height):
            near = True
        elif not _is_crumb(other):
            return False
    return near


def _is_crumb(piece: Fragment) -> bool:
    """Whether it may be a letter of a seal that a recogniser read beside torn lines."""
    recognised = piece.glyphs[0].confidence is not None
    return recognised and piece.x1 - piece.x0 <= _CRUMB * piece.height


def _with_signatures_apart(rows: list[Row]) -> list[Row]:
    """Names side by side above a date become a line each, and so do dates side by side."""
    apart: set[int] = set()
    for index, row in enumerate(rows):
        if not all(is_date_line(piece.text) for piece in row):
            continue
        apart.add(index)
        for above in range(index - 1, max(-1, index - 1 - _SIGNING_ROWS), -1):
            if not all(_is_name(piece.text) for piece in rows[above]):
                break
            apart.add(above)
    found: list[Row] = []
    for index, row in enumerate(rows):
        found += [[piece] for piece in row] if index in apart else [row]
    return found


def _is_name(text: str) -> bool:
    """Whether a piece could be the name that signs; a seal's note beside it is none."""
    return organisation_suffixes().ends_name(text) and not set(text) & set("：，。；、")


def _without_stacked_mark(pieces: Sequence[Fragment]) -> list[Fragment]:
    """文件 beside stacked red names stands below the last of them, as a line of its own."""
    red = [piece for piece in pieces if piece.red]
    if len(red) < 2:
        return list(pieces)
    for piece in red:
        if not piece.text.endswith(_PAPER):
            continue
        names = _stack_beside(piece, red)
        if len(names) < 2:
            continue
        lowest = max(name.bottom for name in names)
        kept = [p for p in pieces if p is not piece]
        return kept + _parted(piece, lowest)
    return list(pieces)


def _mark_of(piece: Fragment) -> int:
    """Where 文件 begins among the glyphs."""
    seen = 0
    for index in range(len(piece.glyphs) - 1, -1, -1):
        seen += not piece.glyphs[index].text.isspace()
        if seen == len(_PAPER):
            return index
    return 0


def _stack_beside(piece: Fragment, red: list[Fragment]) -> list[Fragment]:
    """Red names one below the other to the left of 文件, its own line included."""
    mark = piece.glyphs[_mark_of(piece)].box
    if mark is None:
        return []
    names = [p for p in red if p is not piece and p.x1 <= mark.x0 and p.text != _PAPER]
    if piece.text != _PAPER:
        names.append(piece)
    names.sort(key=lambda name: name.middle)
    middle = (mark.top + mark.bottom) / 2
    near = [n for n in names if abs(n.middle - middle) <= _STACKED * n.height * len(names) / 2]
    inside = near and near[0].top - 1 <= middle <= near[-1].bottom + 1
    return near if inside and len(near) >= 2 else []


def _parted(piece: Fragment, lowest: float) -> list[Fragment]:
    """The names before 文件, if any, and 文件 moved below the lowest name for its order."""
    at = _mark_of(piece)
    found = []
    before, mark = piece.glyphs[:at], piece.glyphs[at:]
    while before and before[-1].text.isspace():
        before.pop()
    for glyphs, moved in ((before, False), (mark, True)):
        boxes = [g.box for g in glyphs if g.box is not None and not g.text.isspace()]
        if not boxes:
            continue
        x0, x1 = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
        top, bottom = (lowest, lowest + 1.0) if moved else (piece.top, piece.bottom)
        found.append(Fragment(glyphs, x0, top, x1, bottom, (top, bottom), x1, red=True))
    return found
