"""The parts of a paper as Akoma Ntoso orders them: preface, body, conclusions, attachments.

Every character of the paper lies in exactly one piece, so that no text is lost and none doubled:
what neither an element of GB/T 9704 nor an article carries is a piece of its own, line by line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hongtou.query.whole import Row, WholeDocument
from hongtou.query.xml_text import without_forbidden

__all__ = ["Parts", "Piece", "Region", "Text", "arrange", "children_of", "cut_lines", "laid_out"]

# Elements of the 版头 and those of the 主体 that stand above the text (GB/T 9704—2012, 7.2, 7.3).
_AHEAD: Final = {
    "copy_number", "classification", "urgency", "issuing_authority_mark", "document_number",
    "signatory", "title", "adoption_note", "main_recipients", "site_metadata",
}  # fmt: skip
_ATTACHMENT: Final = "attachment"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of the clean text: an element, an article with all that it holds, or a line."""

    start: int
    end: int
    kind: str = "line"  # kind of the element, "segment", "line"
    segment: Row | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """An attachment that is part of the paper itself."""

    start: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """All pieces of a paper, each once."""

    preface: tuple[Piece, ...]
    body: tuple[Piece, ...]
    conclusions: tuple[Piece, ...]  # the 版记 too, wherever it is printed
    attachments: tuple[Region, ...]


class Text:
    """The clean text of a paper by its offsets in the file, its 版记 included.

    What XML cannot carry is U+FFFD here, before lines are cut: a vertical tab ends none.
    """

    def __init__(self, whole: WholeDocument) -> None:
        self.start = int(whole.document["start"] or 0)
        self.end = self.start + len(whole.text)
        self._imprint_start = int(whole.document["imprint_start"] or 0)
        self.imprint = (self._imprint_start, self._imprint_start + len(whole.imprint))
        self._text = without_forbidden(whole.text)
        self._apart = without_forbidden(whole.imprint)

    def cut(self, start: int, end: int) -> str:
        """The characters of a span, which lies in the paper or in its 版记."""
        if self.start <= start and end <= self.end:
            return self._text[start - self.start : end - self.start]
        first = self._imprint_start
        return self._apart[max(0, start - first) : max(0, end - first)]


def arrange(whole: WholeDocument, text: Text) -> Parts:
    """Lay a paper out in the order of Akoma Ntoso."""
    segments, elements = whole.tables["segments"], whole.tables["elements"]
    tops = [
        Piece(*_span(row), "segment", row)
        for row in segments
        if row["parent_id"] is None and row["kind"] != _ATTACHMENT
    ]
    tops += [Piece(*_span(row), str(row["kind"])) for row in elements if row["kind"] != _ATTACHMENT]
    attached = {row["segment_id"] for row in segments if row["kind"] == _ATTACHMENT}
    inner = tops + [
        Piece(*_span(row), "segment", row) for row in segments if row["parent_id"] in attached
    ]
    own: list[Piece] = []
    regions: list[Region] = []
    at = text.start
    for start, end in _regions((*elements, *segments), text):
        own += laid_out(text, at, start, tops)
        regions.append(Region(start, tuple(laid_out(text, start, end, inner))))
        at = end
    own += laid_out(text, at, text.end, tops)
    preface, body, conclusions = _split(own)
    conclusions += laid_out(text, *text.imprint, tops)
    return Parts(tuple(preface), tuple(body), tuple(conclusions), tuple(regions))


def laid_out(text: Text, start: int, end: int, candidates: Iterable[Piece]) -> list[Piece]:
    """The candidates between two places, in order, with the lines that stand between them.

    What reaches beyond ``end`` is cut there; of two that overlap the later one gives way to lines.
    """
    made: list[Piece] = []
    at = start
    for piece in sorted(candidates, key=lambda p: (p.start, -p.end)):
        if piece.start < at or (piece.start >= end and not _is_empty_cell(piece, end)):
            continue
        if piece.start < piece.end or _is_empty_cell(piece, end):
            made += cut_lines(text, at, piece.start)
            at = min(piece.end, end)
            made.append(replace(piece, end=at))
    made += cut_lines(text, at, end)
    return made


def cut_lines(text: Text, start: int, end: int) -> Iterator[Piece]:
    """The lines between two places that are not blank."""
    at = start
    for line in text.cut(start, end).splitlines(keepends=True):
        if line.strip():
            yield Piece(at, at + len(line))
        at += len(line)


def children_of(segments: Sequence[Row]) -> dict[object, list[Row]]:
    """The segments below each, in order."""
    children: dict[object, list[Row]] = {}
    for row in segments:
        children.setdefault(row["parent_id"], []).append(row)
    return children


def _is_empty_cell(piece: Piece, end: int) -> bool:
    """An empty cell keeps its column, the last one of a row too."""
    row = piece.segment
    return row is not None and row["kind"] == "cell" and piece.start == piece.end <= end


def _split(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Preface, body and conclusions: the body runs from the first article to the last."""
    articles = [at for at, piece in enumerate(pieces) if piece.kind == "segment"]
    if articles:
        first, last = articles[0], articles[-1]
    else:  # no article: the lines between what stands above a text and what stands below it
        ahead = [at for at, piece in enumerate(pieces) if piece.kind in _AHEAD]
        first = last = ahead[-1] + 1 if ahead else 0
        while last + 1 < len(pieces) and pieces[last + 1].kind == "line":
            last += 1
        if first >= len(pieces) or pieces[first].kind != "line":
            return list(pieces[:first]), [], list(pieces[first:])
    return list(pieces[:first]), list(pieces[first : last + 1]), list(pieces[last + 1 :])


def _regions(rows: Iterable[Row], text: Text) -> Iterator[tuple[int, int]]:
    """Where attachments stand, those that overlap as one."""
    end = text.start
    spans = sorted(_span(row) for row in rows if row["kind"] == _ATTACHMENT)
    for at, (start, stop) in enumerate(spans):
        if start < end or stop > text.end or start >= stop:
            continue
        end = stop
        for later, last in spans[at + 1 :]:
            if later < end < last <= text.end:
                end = last
        yield start, end


def _span(row: Row) -> tuple[int, int]:
    return int(row["start"] or 0), int(row["end"] or 0)
