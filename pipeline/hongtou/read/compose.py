"""Pages become a transcript: text, and for every character where on paper it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from hongtou.errors import EmptyFileError
from hongtou.model import (
    Alternatives,
    Cell,
    Finding,
    PageReading,
    RawFinding,
    RawSpan,
    Run,
    Source,
    Table,
    Transcript,
)
from hongtou.read.page import Glyph, Grid, GridCell, Line, PageContent

INDENT: Final = "\u3000"
# What a reviewer is sent to.
UNDER_SEAL: Final = ("under-seal", "此处盖有印章，识别结果请对照原件")
MARGIN_NOTE: Final = ("margin-note", "页边的文字，不属于正文")
LOW_CONFIDENCE: Final = ("low-confidence", "此处识别把握不大，请对照原件")
DOUBTED: Final = 0.6  # a recogniser's confidence below this is a doubt


def compose(source: Source, pages: Iterable[PageContent], *, reader: str) -> Transcript:
    """The transcript of a file from its pages, which are taken one by one and not kept.

    Each line of print is a line of text, with as many ideographic spaces in front as it is
    indented; each row of a table is a line, its cells set apart by tabs.

    Raises:
        EmptyFileError: If no page shows a character.
    """
    draft = _Draft()
    for page in pages:
        draft.add(page)
    text = "".join(draft.parts)
    if not text.strip():
        raise EmptyFileError(
            f"{source.path}：{len(draft.readings)} 页都没有读出文字"
            f"（{_reasons(draft.readings)}）；请核对原件，或用 --ocr always 识别"
        )
    return Transcript(
        source,
        text,
        tuple(draft.runs),
        reader,
        pages=len(draft.readings),
        findings=tuple(draft.findings),
        raw_findings=tuple(draft.raw_findings),
        tables=tuple(draft.tables),
        page_readings=tuple(draft.readings),
        alternatives=tuple(draft.alternatives),
    )


@dataclass
class _Draft:
    parts: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    raw_findings: list[RawFinding] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    readings: list[PageReading] = field(default_factory=list)
    alternatives: list[Alternatives] = field(default_factory=list)
    at: int = 0

    def add(self, page: PageContent) -> None:
        self.readings.append(
            PageReading(page.number, page.width, page.height, page.method, page.reason)
        )
        self.findings += [
            Finding(code, f"第{page.number}页：{message}") for code, message in page.findings
        ]
        for block in page.blocks:
            if isinstance(block, Grid):
                self._add_grid(block, page.number)
            else:
                self._add_line(block, page.number)

    def _add_line(self, line: Line, page: int) -> None:
        if not line.glyphs:
            return
        self._write(INDENT * line.indent)
        start = self.at
        self._add_glyphs(line.glyphs, page)
        if line.aside:
            self.raw_findings.append(RawFinding(*MARGIN_NOTE, RawSpan(start, self.at)))
        self._write("\n")

    def _add_grid(self, grid: Grid, page: int) -> None:
        start, cells = self.at, []
        by_row = {row: list(found) for row, found in groupby(grid.cells, lambda cell: cell.row)}
        for row in range(grid.rows):
            columns = {cell.column: cell for cell in by_row.get(row, [])}
            cells += [*self._add_row(columns, grid.columns, page)]
        if cells:
            self.tables.append(Table(RawSpan(start, self.at - 1), tuple(cells)))

    def _add_row(self, columns: dict[int, GridCell], width: int, page: int) -> Iterator[Cell]:
        for column in range(width):
            if column:
                self._write("\t")
            if (cell := columns.get(column)) is not None:
                start = self.at
                self._add_glyphs(cell.glyphs, page)
                span = RawSpan(start, self.at)
                yield Cell(span, cell.row, column, cell.row_span, cell.column_span)
        self._write("\n")

    def _add_glyphs(self, glyphs: tuple[Glyph, ...], page: int) -> None:
        start = at = self.at
        runs = self.runs
        for glyph in glyphs:
            begin, at = at, at + len(glyph.text)
            if glyph.box is not None and at > begin:
                runs.append(Run(RawSpan(begin, at), page, glyph.box, glyph.confidence))
            if glyph.alternatives or glyph.confirmed:
                self.alternatives.append(Alternatives(RawSpan(begin, at), glyph.alternatives))
        self._write("".join([glyph.text for glyph in glyphs]))
        if any(glyph.confidence is not None or glyph.under_seal for glyph in glyphs):
            self._doubt(glyphs, start)

    def _doubt(self, glyphs: tuple[Glyph, ...], start: int) -> None:
        """A finding for each stretch of a line that needs a look."""
        at = start
        for doubt, found in groupby(glyphs, _doubt_about):
            length = sum(len(glyph.text) for glyph in found)
            if doubt is not None:
                self.raw_findings.append(RawFinding(*doubt, RawSpan(at, at + length)))
            at += length

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)


def _doubt_about(glyph: Glyph) -> tuple[str, str] | None:
    if glyph.under_seal:
        return UNDER_SEAL
    if glyph.confidence is not None and glyph.confidence < DOUBTED:
        return LOW_CONFIDENCE
    return None


def _reasons(readings: list[PageReading]) -> str:
    return "；".join(dict.fromkeys(reading.reason for reading in readings)) or "没有一页"
