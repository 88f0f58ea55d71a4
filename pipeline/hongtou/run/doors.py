"""What each room adds, as it goes into the doorway JSON: our types without what came before."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hongtou.model import (
    Alternatives,
    Box,
    Citation,
    Correction,
    Deadline,
    Document,
    Element,
    Finding,
    ForwardingRequest,
    Metadata,
    Obligation,
    Outcome,
    Outline,
    PageReading,
    Party,
    Quantity,
    RawFinding,
    RawSpan,
    Run,
    Segment,
    Source,
    Table,
    TaggedDocument,
    Transcript,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class TranscriptPart:
    """A transcript; which file it is of stands on the door, where the file is is found anew."""

    text: str
    runs: tuple[str, ...]  # "start end page x0 top x1 bottom confidence", - for what is missing
    reader: str
    pages: int
    findings: tuple[Finding, ...]
    raw_findings: tuple[RawFinding, ...]
    tables: tuple[Table, ...]
    page_readings: tuple[PageReading, ...]
    alternatives: tuple[Alternatives, ...]

    @classmethod
    def of(cls, transcript: Transcript) -> "TranscriptPart":
        """The transcript without its source."""
        return cls(
            transcript.text,
            tuple(map(_write_run, transcript.runs)),
            transcript.reader,
            transcript.pages,
            transcript.findings,
            transcript.raw_findings,
            transcript.tables,
            transcript.page_readings,
            transcript.alternatives,
        )

    def of_source(self, source: Source) -> Transcript:
        """The transcript again, of the file where it is now.

        Raises:
            ValueError: If a run is not as ``of`` writes it.
        """
        return Transcript(
            source,
            self.text,
            tuple(map(_read_run, self.runs)),
            self.reader,
            self.pages,
            self.findings,
            self.raw_findings,
            self.tables,
            self.page_readings,
            self.alternatives,
        )


@dataclass(frozen=True, slots=True)
class CleanPart:
    """The ledger, and what came of the decisions that were known when it was written."""

    corrections: tuple[Correction, ...]
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class BundlePart:
    """Where the documents are."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """One document's elements and tree."""

    elements: tuple[Element, ...]
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class TaggedPart:
    """What one document says."""

    metadata: Metadata
    parties: tuple[Party, ...]
    obligations: tuple[Obligation, ...]
    quantities: tuple[Quantity, ...]
    deadlines: tuple[Deadline, ...]
    citations: tuple[Citation, ...]
    forwarding_requests: tuple[ForwardingRequest, ...]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, document: TaggedDocument) -> "TaggedPart":
        """The tags without their outline."""
        return cls(
            document.metadata,
            document.parties,
            document.obligations,
            document.quantities,
            document.deadlines,
            document.citations,
            document.forwarding_requests,
            document.findings,
        )

    def on(self, outline: Outline) -> TaggedDocument:
        """The tags on their outline again."""
        return TaggedDocument(
            outline,
            self.metadata,
            self.parties,
            self.obligations,
            self.quantities,
            self.deadlines,
            self.citations,
            self.forwarding_requests,
            self.findings,
        )


def _write_run(run: Run) -> str:
    """One line: as objects, the runs of a scan of 300 pages would take 45 MB of JSON."""
    box = run.box
    corners = (None,) * 4 if box is None else (box.x0, box.top, box.x1, box.bottom)
    values = (run.span.start, run.span.end, run.page, *corners, run.confidence)
    return " ".join("-" if value is None else str(value) for value in values)


def _read_run(line: str) -> Run:
    start, end, page, x0, top, x1, bottom, confidence = line.split(" ")
    box = None if x0 == "-" else Box(float(x0), float(top), float(x1), float(bottom))
    doubt = None if confidence == "-" else float(confidence)
    return Run(RawSpan(int(start), int(end)), int(page), box, doubt)


def adapter_of(kind: type[object]) -> "TypeAdapter[Any]":
    """Pydantic's view of one of the parts above."""
    return _adapters()[kind.__name__]


def write_json(content: object) -> str:
    """Parts as JSON text: decimals as strings, days as ISO 8601, one field a line.

    The encoder of pydantic, since the one of the standard library is slow when it indents.
    """
    from pydantic_core import to_json

    return to_json(content, indent=1).decode("utf-8")


@lru_cache(maxsize=1)
def _adapters() -> "dict[str, TypeAdapter[Any]]":
    """All of them; building one takes milliseconds, so once.

    Pydantic is loaded here: half of what the hall is asked for needs no doorway.
    """
    from pydantic import TypeAdapter

    parts = (TranscriptPart, CleanPart, BundlePart, OutlinePart, TaggedPart)
    return {part.__name__: TypeAdapter(part) for part in parts}
