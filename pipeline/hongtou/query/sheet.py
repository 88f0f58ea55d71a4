"""Everything that is known about one document, on one sheet (文件卡)."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hongtou.model import Box
from hongtou.query.documents import COLUMNS, SOURCE, by_id, copies_of, ref_of
from hongtou.query.duties import amount_of, due_date_of, duties_of
from hongtou.query.filters import Where
from hongtou.query.ledger import CorrectionRow, corrections_of
from hongtou.query.places import Places
from hongtou.query.results import Amount, DocumentRef, DueDate, Duty
from hongtou.query.standing import Standing, standing_of

__all__ = [
    "Article",
    "CitationRow",
    "CorrectionRow",
    "FindingRow",
    "PageRow",
    "Party",
    "Sheet",
    "SignalRow",
    "read_sheet",
]

# Columns of table documents that are metadata of GB/T 9704, in the order of a paper.
METADATA: Final = (
    "title", "document_type", "document_number", "document_date", "print_date", "effective_date",
    "expiry_date", "classification", "urgency", "openness", "copies", "signatory",
    "printing_authority", "contact", "contact_phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """An authority or recipient, in the rank of the paper."""

    role: str
    rank: int
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Article:
    """A node of the outline: ``一/（一）``, its heading, and what it says before its children."""

    path: str
    level: int
    kind: str
    label: str
    heading: str | None
    text: str
    page: int | None = None  # on which it begins
    box: Box | None = None  # of what it says there


@dataclass(frozen=True, slots=True)
class SignalRow:
    """What one kind of evidence says of a citation: number, title or text, and which paper."""

    kind: str
    document: DocumentRef
    score: float  # 0 to 1
    evidence: str


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A mention of another document, what it was linked to, and what speaks for that."""

    relation: str
    quote: str
    title: str | None
    number: str | None
    status: str | None
    target: str | None  # number, title or id of the target
    page: int | None = None
    box: Box | None = None
    path: str | None = None  # of the article that says so
    provision: str | None = None  # of the cited paper: 第八条第二款
    named_by: str | None = None  # title-and-number, title, number, short-name, anaphor, …
    target_id: str | None = None
    confidence: float | None = None
    evidence: str | None = None  # why it was linked so
    signals: tuple[SignalRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A doubt that a reviewer should look at."""

    code: str
    message: str
    quote: str | None
    page: int | None = None
    box: Box | None = None
    finding_id: str | None = None  # hongtou review accept …; None until the next ingest


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page of the file that holds the document, and how it was read."""

    number: int  # from 1
    width: float | None  # points
    height: float | None
    method: str  # text, ocr, flow, none
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document: metadata, outline, obligations, numbers, citations, corrections, findings."""

    document: DocumentRef
    parent: DocumentRef | None
    metadata: dict[str, str | int | None]
    attachments: tuple[str, ...]
    parties: tuple[Party, ...]
    outline: tuple[Article, ...]
    duties: tuple[Duty, ...]
    quantities: tuple[Amount, ...]
    deadlines: tuple[DueDate, ...]
    citations: tuple[CitationRow, ...]
    cited_by: tuple[DocumentRef, ...]
    corrections: tuple[CorrectionRow, ...]
    findings: tuple[FindingRow, ...]
    pages: tuple[PageRow, ...] = ()  # on which the document stands; none for plain text
    copies: tuple[DocumentRef, ...] = ()  # the same paper in other files
    standing: Standing | None = None  # whether it is in force today
    keywords: tuple[str, ...] = ()  # only if asked for


def read_sheet(connection: sqlite3.Connection, places: Places, document: DocumentRef) -> Sheet:
    """Read all rows that belong to ``document``, in the order of the paper."""
    key = document.document_id
    row = connection.execute("SELECT * FROM documents WHERE document_id = ?", (key,)).fetchone()
    duties = duties_of(connection, places, Where("o.document_id = ?", (key,)))
    return Sheet(
        document=document,
        parent=_parent(connection, row["parent_id"]),
        metadata={name: row[name] for name in METADATA},
        attachments=tuple(r["title"] for r in _of(connection, "attachments", key, "rank")),
        parties=tuple(
            Party(r["role"], r["rank"], r["name"], r["organisation"])
            for r in _of(connection, "parties", key, "role, rank")
        ),
        outline=tuple(
            Article(r["path"], r["level"], r["kind"], r["label"], r["heading"],
                    r["text"][: r["own_end"] - r["start"]],
                    *_place(places, row, r["start"], r["own_end"]))
            for r in _of(connection, "segments", key, "number")
        ),
        duties=tuple(sorted((d for group in duties.values() for d in group),
                            key=lambda d: (d.start, d.end, d.obligation_id))),
        quantities=tuple(amount_of(r) for r in _of(connection, "quantities", key, "start, end")),
        deadlines=tuple(due_date_of(r)
                        for r in _of(connection, "deadlines", key, "start, end")),
        citations=_citations(connection, places, row),
        cited_by=_cited_by(connection, key),
        corrections=corrections_of(connection, places, row),
        findings=_findings(connection, places, row),
        pages=_pages(connection, places, row),
        copies=copies_of(connection, document),
        standing=standing_of(connection, key, date.today()),
    )  # fmt: skip


def _of(connection: sqlite3.Connection, table: str, key: str, order: str) -> list[sqlite3.Row]:
    sql = f"SELECT * FROM {table} WHERE document_id = ? ORDER BY {order}"
    return connection.execute(sql, (key,)).fetchall()


def _parent(connection: sqlite3.Connection, parent_id: str | None) -> DocumentRef | None:
    return by_id(connection, parent_id) if parent_id else None


def _place(
    places: Places, row: Any, start: int | None, end: int | None
) -> tuple[int | None, Box | None]:
    """Page and box of a span of the document in ``row``; a text file has no page to turn to."""
    place = places.of(row["file_sha256"], start, end)
    return (place.page, place.box) if place.box else (None, None)


def _citations(connection: sqlite3.Connection, places: Places, row: Any) -> tuple[CitationRow, ...]:
    rows = connection.execute(
        "SELECT c.*, coalesce(t.document_number, t.title, t.document_id) AS target, s.path"
        " FROM citations c LEFT JOIN documents t ON t.document_id = c.target_document_id"
        " LEFT JOIN segments s ON s.segment_id = c.segment_id"
        " WHERE c.document_id = ? ORDER BY c.start, c.end",
        (row["document_id"],),
    )
    signals = _signals(connection, row["document_id"])
    return tuple(
        CitationRow(r["relation"], r["text"], r["title"], r["document_number"], r["status"],
                    r["target"], *_place(places, row, r["start"], r["end"]), r["path"],
                    r["provision"], r["named_by"], r["target_document_id"], r["confidence"],
                    r["evidence"], tuple(signals[r["citation_id"]]))
        for r in rows
    )  # fmt: skip


def _signals(connection: sqlite3.Connection, key: str) -> defaultdict[str, list[SignalRow]]:
    """What number, title and text say, each alone, of the citations of a document."""
    found: defaultdict[str, list[SignalRow]] = defaultdict(list)
    for row in connection.execute(
        f"SELECT s.citation_id, s.kind, s.score, s.evidence, {COLUMNS} FROM citations c"
        f" JOIN citation_signals s USING (citation_id) CROSS JOIN {SOURCE}"
        " WHERE c.document_id = ? AND d.document_id = s.document_id"
        " ORDER BY s.citation_id, s.kind, s.score DESC, d.document_id",
        (key,),
    ):
        found[row["citation_id"]].append(
            SignalRow(row["kind"], ref_of(row), row["score"], row["evidence"])
        )
    return found


def _cited_by(connection: sqlite3.Connection, key: str) -> tuple[DocumentRef, ...]:
    rows = connection.execute(
        f"SELECT DISTINCT {COLUMNS} FROM {SOURCE} JOIN citations c"
        " ON c.document_id = d.document_id WHERE c.target_document_id = ?"
        " AND c.document_id <> c.target_document_id ORDER BY date, d.document_id",
        (key,),
    )
    return tuple(ref_of(row) for row in rows)


def _findings(connection: sqlite3.Connection, places: Places, row: Any) -> tuple[FindingRow, ...]:
    rows = connection.execute(
        "SELECT finding_id, code, message, text, start, end FROM findings WHERE document_id = ?"
        " OR (document_id IS NULL AND file_sha256 = ?) ORDER BY start, end, code, message",
        (row["document_id"], row["file_sha256"]),
    )
    return tuple(
        FindingRow(r["code"], r["message"], r["text"],
                   *_place(places, row, r["start"], r["end"]), r["finding_id"])
        for r in rows
    )  # fmt: skip


def _pages(connection: sqlite3.Connection, places: Places, row: Any) -> tuple[PageRow, ...]:
    """Those from the first character of the document to the last one that has a place."""
    start, end = row["start"], row["end"]
    if start is None or end is None:
        return ()
    last = places.last_page(row["file_sha256"], start, end)
    first = places.of(row["file_sha256"], start, end).page
    rows = connection.execute(
        "SELECT page, width, height, method, reason FROM pages WHERE file_sha256 = ?"
        " AND page BETWEEN ? AND ? ORDER BY page",
        (row["file_sha256"], first or 1, last or 1),
    )
    return tuple(PageRow(*r) for r in rows)
