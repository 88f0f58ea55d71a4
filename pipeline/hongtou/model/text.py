"""From the file to its clean text: Source, Transcript, CleanText and the ledger between them."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from hongtou.model.spans import RawSpan, Span

CorrectionState = Literal["applied", "proposed", "accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Doubt as data: what a reviewer should look at, as ``("clean.torn-line", "…", span)``.

    ``code`` is ``room.kebab-case``; ``message`` is Chinese, for people; ``span`` is in the clean
    text, ``None`` where the doubt concerns the whole file.
    """

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it came in. Its identity is its content: same bytes, same ``sha256``."""

    sha256: str  # 64 hexadecimal digits
    path: str  # where it was read, as the user named it
    name: str  # last part of the path
    media_type: str  # by content, never by name: "text/plain"
    size: int  # bytes
    origin: str | None = None  # the name under which it was received, from manifest.csv


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in PDF points (1/72 inch) from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the transcript with one place on paper.

    ``page`` counts from 1; ``box`` and ``confidence`` (0 to 1) are ``None`` where the format has
    none, as in plain text.
    """

    span: RawSpan
    page: int
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class RawFinding:
    """Doubt of a reader about raw characters; ``clean`` makes a ``Finding`` of it.

    ``RawFinding("under-seal", "此处盖有印章，请对照原件", span)``.
    """

    code: str
    message: str
    span: RawSpan


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; rows and columns count from 0, merged cells span several."""

    span: RawSpan
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the transcript: each row a line, its cells set apart by tabs.

    ``span`` begins with the first cell and ends with the last one; ``cells`` are in the order of
    rows. A place that a merged cell covers is an empty cell in the text and missing here.
    """

    span: RawSpan
    cells: tuple[Cell, ...]


PageMethod = Literal["text", "ocr", "flow", "none"]


@dataclass(frozen=True, slots=True)
class PageReading:
    """How a page was read, and why so: ``(3, 595.3, 841.9, "ocr", "文字层乱码")``.

    ``flow`` is a format without fixed pages (Word, web page); ``none`` a page without any text.
    Width and height are points, ``None`` where there is no page.
    """

    number: int  # from 1
    width: float | None
    height: float | None
    method: PageMethod
    reason: str  # Chinese, for people


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a reader saw, untouched. ``runs`` are sorted, disjoint and inside ``text``.

    What paper shows by place is text too: an indented line begins with as many ideographic
    spaces, cells of a table are set apart by tabs. Such characters have no run.
    """

    source: Source
    text: str
    runs: tuple[Run, ...]
    reader: str  # "text/utf-8", "text/gb18030", "pdf", "image/rapidocr", …
    pages: int
    findings: tuple[Finding, ...] = ()  # about the whole file
    raw_findings: tuple[RawFinding, ...] = ()
    tables: tuple[Table, ...] = ()
    page_readings: tuple[PageReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the ledger: the raw characters ``before`` at ``span`` read ``after``.

    Corrections with state ``applied`` or ``accepted`` make the clean text; ``proposed`` and
    ``rejected`` ones only wait for a reviewer or record an answer.
    """

    span: RawSpan
    before: str
    after: str
    rule: str  # kebab-case name of the rule
    reason: str  # Chinese, for people
    state: CorrectionState = "applied"
    confidence: float = 1.0

    @property
    def effective(self) -> bool:
        """Whether the clean text shows ``after``."""
        return self.state in ("applied", "accepted")


@dataclass(frozen=True)
class CleanText:
    """The transcript with its corrections; the text is derived, so it cannot disagree with them.

    Corrections are sorted by raw position and those in effect are disjoint.
    """

    transcript: Transcript
    corrections: tuple[Correction, ...]
    findings: tuple[Finding, ...] = ()

    @cached_property
    def text(self) -> str:
        """The transcript's text with every effective correction made."""
        raw, at = self.transcript.text, 0
        parts: list[str] = []
        for correction in self._effective:
            parts += (raw[at : correction.span.start], correction.after)
            at = correction.span.end
        return "".join((*parts, raw[at:]))

    @cached_property
    def _effective(self) -> tuple[Correction, ...]:
        return tuple(c for c in self.corrections if c.effective)

    @cached_property
    def _clean_starts(self) -> list[int]:
        """Position in the clean text at which each effective correction begins."""
        starts, shift = [], 0
        for correction in self._effective:
            starts.append(correction.span.start + shift)
            shift += len(correction.after) - correction.span.length
        return starts

    def to_raw(self, span: Span) -> RawSpan:
        """The raw characters that ``span`` of the clean text stands for.

        A position inside a replacement widens to the whole of what was replaced, so the raw range
        always covers everything that the clean range shows. This is the only bridge between the
        two rulers.
        """
        start = self._raw_edge(span.start, left=True)
        end = start if span.length == 0 else self._raw_edge(span.end, left=False)
        return RawSpan(start, max(start, end))

    def to_clean(self, span: RawSpan) -> Span:
        """Where ``span`` of the transcript shows in the clean text; empty if it was removed.

        What was inserted at either end of the span counts to it, so that
        ``to_clean(to_raw(s))`` always covers ``s``.
        """
        return Span(self._clean_edge(span.start, left=True), self._clean_edge(span.end, left=False))

    @cached_property
    def _raw_starts(self) -> list[int]:
        return [correction.span.start for correction in self._effective]

    @cached_property
    def _raw_ends(self) -> list[int]:
        return [correction.span.end for correction in self._effective]

    def _raw_edge(self, at: int, *, left: bool) -> int:
        index = bisect_right(self._clean_starts, at if left else at - 1) - 1
        if index < 0:
            return at
        correction, begin = self._effective[index], self._clean_starts[index]
        past = at - begin - len(correction.after)
        if past < 0 or (not left and past == 0):
            return correction.span.start if left else correction.span.end
        return correction.span.end + past

    def _clean_edge(self, at: int, *, left: bool) -> int:
        """Where the raw position ``at`` lies; widened where it lies inside a replacement.

        Corrections are disjoint and in order, so starts and ends are sorted: of those that begin
        before ``at``, and of those that end at it or before, only the last can hold it.
        """
        behind = bisect_left(self._raw_starts, at) if left else bisect_right(self._raw_ends, at)
        inside = behind - 1 if left else behind
        if 0 <= inside < len(self._effective):
            correction, begin = self._effective[inside], self._clean_starts[inside]
            if correction.span.start < at < correction.span.end:
                return begin if left else begin + len(correction.after)
        if behind == 0:
            return at
        correction = self._effective[behind - 1]
        end = self._clean_starts[behind - 1] + len(correction.after)
        return end + at - correction.span.end


def undo(text: str, corrections: tuple[Correction, ...]) -> str:
    """Take every effective correction back out of a clean ``text``: the raw text, byte for byte."""
    parts: list[str] = []
    at = shift = 0
    for correction in (c for c in corrections if c.effective):
        begin = correction.span.start + shift
        parts += (text[at:begin], correction.before)
        at = begin + len(correction.after)
        shift += len(correction.after) - correction.span.length
    return "".join((*parts, text[at:]))
