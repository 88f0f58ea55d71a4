"""Lines as they were printed beside what was read: pairs that repair is learnt and measured on."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from hongtou.read.page import Glyph, Line, PageContent
from tests.press.page import FURNITURE, PrintedLine, PrintedPage

# A character belongs to the printed line that it lies on; farther off (ems) it was made up.
NEAR: Final = 0.9
WHOLE: Final = 0.7  # of what was read as one line; so much on one printed line takes the rest along
MADE_UP: Final = "none"  # kind of what nobody printed there, such as words of a seal


@dataclass(frozen=True, slots=True)
class LinePair:
    """A printed line and its reading.

    ``confidences``, ``under_seal`` and ``alternatives`` go with the characters of ``read``;
    ``sealed`` with those of ``truth``: the share of the ink that a seal's ink covers.
    """

    file: str
    page: int
    line: int  # of the page, from 0; -1 for what was made up
    grade: str
    engine: str
    kind: str
    truth: str
    read: str
    confidences: tuple[float | None, ...]
    under_seal: tuple[bool, ...]
    sealed: tuple[float, ...]
    alternatives: tuple[tuple[tuple[str, float], ...], ...] = ()


def pair_lines(
    printed: PrintedPage, content: PageContent, *, file: str, grade: str, engine: str
) -> Iterator[LinePair]:
    """Each printed line with the characters that were read where it stands, in reading order."""
    lines = [line for line in printed.lines if line.text.strip()]
    found: list[list[Sequence[Glyph]]] = [[] for _ in lines]
    for piece in pieces_of(content):
        for near, glyphs in _placed(lines, piece):
            if near is not None:
                found[near].append(glyphs)
            elif any(glyph.text.strip() for glyph in glyphs):
                yield _pair(file, printed.number, -1, grade, engine, MADE_UP, (), glyphs)
    for number, (line, pieces) in enumerate(zip(lines, found, strict=True)):
        if line.kind not in FURNITURE and not line.vertical:
            pieces.sort(key=_left)
            glyphs = [glyph for piece in pieces for glyph in piece]
            yield _pair(file, printed.number, number, grade, engine, line.kind, (line,), glyphs)


def pieces_of(content: PageContent) -> Iterator[list[Glyph]]:
    """The characters of a page that have a place: line by line, cell by cell."""
    for block in content.blocks:
        for part in (block,) if isinstance(block, Line) else block.cells:
            glyphs = [glyph for glyph in part.glyphs if glyph.box is not None]
            if glyphs:
                yield glyphs


def _placed(
    lines: Sequence[PrintedLine], piece: Sequence[Glyph]
) -> Iterator[tuple[int | None, Sequence[Glyph]]]:
    """Parts of a piece with their printed lines; it stays whole where most of it is of one."""
    places = [_nearest(lines, glyph) for glyph in piece]
    ((most, times),) = Counter(places).most_common(1)
    if times >= WHOLE * len(places):
        yield most, piece
        return
    for place, run in groupby(zip(places, piece, strict=True), key=lambda item: item[0]):
        yield place, [glyph for _, glyph in run]


def _left(piece: Sequence[Glyph]) -> float:
    return min(glyph.box.x0 for glyph in piece if glyph.box is not None)


def _pair(
    file: str, page: int, number: int, grade: str, engine: str, kind: str,
    printed: Sequence[PrintedLine], glyphs: Sequence[Glyph],
) -> LinePair:  # fmt: skip
    sealed = [(glyph.text, glyph.sealed) for line in printed for glyph in line.glyphs]
    return LinePair(
        file, page, number, grade, engine, kind,
        truth="".join(text for text, _ in sealed),
        read="".join(glyph.text for glyph in glyphs),
        confidences=tuple(_rounded(g.confidence) for g in glyphs for _ in g.text),
        under_seal=tuple(g.under_seal for g in glyphs for _ in g.text),
        sealed=tuple(round(share, 2) for text, share in sealed for _ in text),
        alternatives=tuple(readings_of(g) for g in glyphs for _ in g.text),
    )  # fmt: skip


def readings_of(glyph: Glyph) -> tuple[tuple[str, float], ...]:
    """Other readings of a character that the recogniser weighed, likeliest first."""
    others: Iterable[tuple[str, float]] = getattr(glyph, "alternatives", ())
    return tuple((text, round(share, 4)) for text, share in others)


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 4)


def _nearest(lines: Sequence[PrintedLine], glyph: Glyph) -> int | None:
    box = glyph.box
    if box is None or not lines:
        return None
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2

    distances = [line.distance_to(x, y) for line in lines]
    best = min(range(len(lines)), key=distances.__getitem__)
    return best if distances[best] <= NEAR else None


def write_pairs(pairs: Iterable[LinePair], path: Path) -> int:
    """Append as JSON, one a line; returns how many."""
    rows = [json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in pairs]
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(rows)
    return len(rows)


def read_pairs(path: Path) -> Iterator[LinePair]:
    """What ``write_pairs`` wrote."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield _from_json(json.loads(line))


def _from_json(row: dict[str, Any]) -> LinePair:
    row["alternatives"] = tuple(tuple((t, s) for t, s in r) for r in row["alternatives"])
    for name in ("confidences", "under_seal", "sealed"):
        row[name] = tuple(row[name])
    return LinePair(**row)
