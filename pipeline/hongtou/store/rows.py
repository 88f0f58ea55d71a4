"""A source and its tagged documents as rows, table by table; the tables stand in migrations/.

Keys are made of content: the file's fingerprint, the position of the document in it, the path of
the article. So the same file gives the same rows, whatever else is held and in whatever order.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from hongtou.model import (
    Bundle,
    DocumentNumber,
    Finding,
    Metadata,
    Outline,
    Span,
    TaggedDocument,
    Transcript,
)
from hongtou.store.ledger_rows import correction_rows, finding_id_of
from hongtou.store.link_keys import carried_rows, key_columns
from hongtou.store.tag_rows import Row, Value, place, tag_rows

__all__ = ["RUN_INSERT", "TABLES", "Row", "document_id_of", "rows_of", "run_rows", "segment_ids_of"]

# Parents before children, as the foreign keys want it.
TABLES: Final = (
    "texts",
    "pages",
    "corrections",
    "documents",
    "carried_titles",
    "metadata",
    "elements",
    "attachments",
    "parties",
    "segments",
    "obligations",
    "obligation_items",
    "quantities",
    "deadlines",
    "citations",
    "forwarding_requests",
    "findings",
)

RUN_INSERT: Final = (
    "INSERT INTO run_rows(file, start, end, page, x0, top, x1, bottom, confidence)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# Points beyond this are nonsense that a broken file tells; a page of 100 metres has fewer.
FARTHEST: Final = 1e6

# Columns of documents that hold the value of a metadata field of the same name. The number has
# columns of its own and attachments a table.
FIELDS: Final = (
    "title", "document_type", "document_date", "print_date", "effective_date", "expiry_date",
    "classification", "urgency", "openness", "copies", "signatory", "printing_authority",
    "contact", "contact_phone",
)  # fmt: skip


def document_id_of(sha256: str, ordinal: int) -> str:
    """The key of a document, stable under re-ingest: ``0cd002fc9630-0``."""
    return f"{sha256[:12]}-{ordinal}"


def segment_ids_of(outline: Outline) -> tuple[str, ...]:
    """The key of every segment: ``0cd002fc9630-0#一/（一）``, ``0cd002fc9630-0#¶3``.

    ``¶n`` counts the paragraphs without a label from 1. Papers do number two articles alike; the
    second is then ``#三~2``.
    """
    document_id = _id_of(outline)
    used: Counter[str] = Counter()
    paragraphs, ids = 0, []
    for segment in outline.segments:
        paragraphs += not segment.path
        name = segment.path or f"¶{paragraphs}"
        used[name] += 1
        again = f"~{used[name]}" if used[name] > 1 else ""
        ids.append(f"{document_id}#{name}{again}")
    return tuple(ids)


def rows_of(bundle: Bundle, documents: Sequence[TaggedDocument]) -> dict[str, list[Row]]:
    """All rows of a source but the one in ``files``, by table in the order of ``TABLES``."""
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    _add_text(rows, bundle)
    sha256 = bundle.clean.transcript.source.sha256
    for tagged in documents:
        outline = tagged.outline
        rows["documents"].append(_document_row(sha256, tagged))
        title = tagged.metadata.title
        rows["carried_titles"] += carried_rows(_id_of(outline), title.value if title else None)
        rows["metadata"] += _metadata_rows(tagged)
        rows["elements"] += _element_rows(outline)
        segment_ids = segment_ids_of(outline)
        rows["segments"] += _segment_rows(outline, segment_ids)
        for table, found in tag_rows(tagged, _id_of(outline), segment_ids).items():
            rows[table] += found
    rows["findings"] += _finding_rows(bundle, documents)
    return rows


def _id_of(outline: Outline) -> str:
    sha256 = outline.bundle.clean.transcript.source.sha256
    return document_id_of(sha256, outline.document.ordinal)


def _add_text(rows: dict[str, list[Row]], bundle: Bundle) -> None:
    clean, transcript = bundle.clean, bundle.clean.transcript
    sha256 = transcript.source.sha256
    rows["texts"].append({"file_sha256": sha256, "raw": transcript.text, "clean": clean.text})
    for reading in transcript.page_readings:
        rows["pages"].append({
            "file_sha256": sha256, "page": reading.number, "width": reading.width,
            "height": reading.height, "method": reading.method, "reason": reading.reason,
        })  # fmt: skip
    rows["corrections"] += correction_rows(sha256, clean.corrections)


def run_rows(transcript: Transcript, number: int) -> Iterator[tuple[Value, ...]]:
    """The rows of ``run_rows`` for the file with this ``number``, as ``RUN_INSERT`` takes them."""
    nowhere = (None, None, None, None)
    for run in transcript.runs:
        box, span = run.box, run.span
        corners = (box.x0, box.top, box.x1, box.bottom) if box else nowhere
        confidence = None if run.confidence is None else round(run.confidence * 10_000)
        yield (number, span.start, span.end, run.page, *map(hundredths, corners), confidence)


def hundredths(points: float | None) -> int | None:
    """A place on paper as the tables hold it; ``None`` for nonsense."""
    if points is None or not -FARTHEST < points < FARTHEST:  # NaN compares with nothing
        return None
    return round(points * 100)


def _document_row(sha256: str, tagged: TaggedDocument) -> Row:
    document, number = tagged.outline.document, tagged.metadata.number
    values = {field: value for field, value, _ in _fields(tagged.metadata)}
    imprint = document.imprint
    row: Row = {
        "document_id": document_id_of(sha256, document.ordinal),
        "file_sha256": sha256,
        "ordinal": document.ordinal,
        "role": document.role,
        "parent_id": None if document.parent is None else document_id_of(sha256, document.parent),
        **{field: values.get(field) for field in FIELDS},
        **number_columns(number),
        **key_columns(number.normal if number else None, values.get("title")),
        "start": document.span.start,
        "end": document.span.end,
        "imprint_start": imprint.start if imprint else None,
        "imprint_end": imprint.end if imprint else None,
        "evidence": json.dumps(document.evidence, ensure_ascii=False),
    }
    return row


def number_columns(number: DocumentNumber | None) -> Row:
    """发文字号 as columns: the normal form and its three parts."""
    return {
        "document_number": number.normal if number else None,
        "authority_code": number.authority_code if number else None,
        "year": number.year if number else None,
        "serial": number.serial if number else None,
    }


def _fields(metadata: Metadata) -> Iterator[tuple[str, str, Span]]:
    """Every metadata value that the paper gives, as it goes into ``documents``, and its place."""
    for field in FIELDS:
        found = getattr(metadata, field)
        if found is not None:
            yield field, str(found.value), found.span  # a date prints itself as ISO 8601
    if metadata.number is not None:
        yield "document_number", metadata.number.normal, metadata.number.span


def _metadata_rows(tagged: TaggedDocument) -> Iterator[Row]:
    for field, value, span in _fields(tagged.metadata):
        document_id = _id_of(tagged.outline)
        yield {
            "document_id": document_id, "field": field, "value": value,
            **place(tagged.outline.text, span),
        }  # fmt: skip


def _element_rows(outline: Outline) -> Iterator[Row]:
    document_id = _id_of(outline)
    for rank, element in enumerate(outline.elements, start=1):
        yield {
            "document_id": document_id, "rank": rank, "kind": element.kind,
            **place(outline.text, element.span),
        }  # fmt: skip


def _segment_rows(outline: Outline, ids: Sequence[str]) -> Iterator[Row]:
    document_id = _id_of(outline)
    for number, segment in enumerate(outline.segments):
        heading = segment.heading
        yield {
            "segment_id": ids[number],
            "document_id": document_id,
            "parent_id": None if segment.parent is None else ids[segment.parent],
            "number": number,
            "kind": segment.kind,
            "path": segment.path,
            "level": segment.level,
            "label": segment.label,
            "ordinal": segment.ordinal,
            "heading": heading.of(outline.text) if heading else None,
            "heading_start": heading.start if heading else None,
            "heading_end": heading.end if heading else None,
            **place(outline.text, segment.span),
            "own_end": outline.own_span(number).end,
        }


def _finding_rows(bundle: Bundle, documents: Sequence[TaggedDocument]) -> Iterator[Row]:
    """Doubts of every room, each once: a later room may pass on those of an earlier one."""
    sha256, text = bundle.clean.transcript.source.sha256, bundle.clean.text
    raised: list[tuple[str | None, str, Iterable[Finding]]] = [
        (None, "read", bundle.clean.transcript.findings),
        (None, "clean", bundle.clean.findings),
        (None, "split", bundle.findings),
    ]
    for tagged in documents:
        of_document = _id_of(tagged.outline)
        raised.append((of_document, "segment", tagged.outline.findings))
        raised.append((of_document, "tag", tagged.findings))
    seen: set[tuple[str | None, Finding]] = set()
    for document_id, room, findings in raised:
        for finding in findings:
            if (document_id, finding) not in seen:
                seen.add((document_id, finding))
                yield finding_row(sha256, document_id, room, finding, text)


def finding_row(
    sha256: Value, document_id: str | None, room: str, finding: Finding, text: str | None
) -> Row:
    """One row of ``findings``; ``text`` is the clean text that the span quotes, if at hand."""
    span = finding.span
    start, end = (span.start, span.end) if span else (None, None)
    return {
        "finding_id": finding_id_of(sha256, document_id, finding.code, finding.message, start, end),
        "file_sha256": sha256,
        "document_id": document_id,
        "room": room,
        "code": finding.code,
        "message": finding.message,
        "text": span.of(text) if span and text is not None else None,
        "start": start,
        "end": end,
    }
