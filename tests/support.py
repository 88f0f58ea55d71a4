"""Small makers that tests share: texts become the types that rooms pass on."""

from collections.abc import Sequence
from dataclasses import replace

from hongtou.model import (
    Bundle,
    Cell,
    CleanText,
    Document,
    Outline,
    RawSpan,
    Run,
    Segment,
    Source,
    Span,
    Table,
    Transcript,
)


def transcript_of(text: str, *, sha256: str = "0" * 64) -> Transcript:
    """A transcript of one page, as the text reader gives it."""
    source = Source(sha256, "test.txt", "test.txt", "text/plain", len(text.encode()))
    runs = (Run(RawSpan(0, len(text)), page=1),) if text else ()
    return Transcript(source, text, runs, reader="text/utf-8", pages=1)


def transcript_with_tables(*parts: str | Sequence[Sequence[str]]) -> Transcript:
    """A transcript of text and tables in turn; a table is its rows of cells."""
    text, tables = "", []
    for part in parts:
        if isinstance(part, str):
            text += part + "\n"
            continue
        start, cells = len(text), []
        for row, row_cells in enumerate(part):
            for column, cell in enumerate(row_cells):
                text += "\t" if column else ""
                cells.append(Cell(RawSpan(len(text), len(text) + len(cell)), row, column))
                text += cell
            text += "\n"
        tables.append(Table(RawSpan(start, len(text) - 1), tuple(cells)))
    return replace(transcript_of(text), tables=tuple(tables))


def bundle_of(text: str) -> Bundle:
    """A bundle with one main document and no corrections."""
    document = Document(ordinal=0, role="main", span=Span(0, len(text)))
    return Bundle(CleanText(transcript_of(text), ()), (document,))


def outline_of(text: str) -> Outline:
    """An outline in which every line is a paragraph without a label."""
    segments, at = [], 0
    for line in text.splitlines(keepends=True):
        span = Span(at, at + len(line.rstrip("\n")))
        if span.length:
            segments.append(Segment("paragraph", None, "", 0, "", None, None, span))
        at += len(line)
    bundle = bundle_of(text)
    return Outline(bundle, bundle.documents[0], (), tuple(segments))
