"""From the file to what a reader saw in it: Source, Run, Table, Transcript."""

from dataclasses import dataclass
from typing import Literal

from hongtou.model.spans import RawSpan, Span


@dataclass(frozen=True, slots=True)
class Finding:
    """Doubt as data: what a reviewer should look at, as ``("clean.damaged", "…", span)``.

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


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What else a doubtful character may be, as the recogniser saw it: ``"捉"``, perhaps 提.

    ``readings`` leave out the one in the text and what differs from it in width alone; the
    likeliest comes first, at most four, each with a probability from 0 to 1: as often was it right
    on worn pages. An empty string means that another pass saw nothing there, two characters that it
    saw one more behind this one (before the first of a line).

    Under a seal, where a ``RawFinding`` says ``under-seal``, lines are read twice, with its ink
    taken off in two ways. ``readings`` then hold what the second reading says instead; none at all
    means that both agree without a doubt. A character under a seal for which there are no
    ``Alternatives`` was read only once.
    """

    span: RawSpan  # of one character
    readings: tuple[tuple[str, float], ...]


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
    alternatives: tuple[Alternatives, ...] = ()  # sorted, only of doubtful characters
