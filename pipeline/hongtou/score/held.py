"""What the knowledge base holds about a file of the truth, ready to be compared."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from hongtou.notation.document_numbers import number_key
from hongtou.score.gold import GoldDocument
from hongtou.score.normal import same_text, squeeze

__all__ = ["HeldDocument", "HeldFile", "find_file", "pair_documents", "read_file"]

Row = sqlite3.Row

# Segments that the truth does not list as paths of the outline.
UNLISTED = ("paragraph", "inline")


@dataclass(frozen=True)
class HeldDocument:
    """A document with all rows that belong to it, each list in the order of the paper."""

    row: Row
    raw: str
    clean: str
    parties: Sequence[Row]
    attachments: Sequence[Row]
    segments: Sequence[Row]
    obligations: Sequence[Row]
    quantities: Sequence[Row]
    deadlines: Sequence[Row]
    citations: Sequence[Row]
    forwarding_requests: Sequence[Row]

    @property
    def start(self) -> int:
        """First character in the clean text."""
        return int(self.row["start"] or 0)

    @property
    def end(self) -> int:
        """Behind the last character in the clean text."""
        return int(self.row["end"] or 0)

    @cached_property
    def paths(self) -> dict[str, str]:
        """segment_id -> path of the innermost labelled article around it."""
        by_id = {row["segment_id"]: row for row in self.segments}
        return {key: _labelled(by_id, row) for key, row in by_id.items()}

    @cached_property
    def duty_of(self) -> dict[str, Row]:
        """obligation_id -> obligation."""
        return {row["obligation_id"]: row for row in self.obligations}

    def bearer_of(self, row: Row) -> str | None:
        """Who bears the obligation that a quantity or a deadline belongs to."""
        duty = self.duty_of.get(row["obligation_id"])
        return duty["bearer"] if duty else None

    def force_of(self, row: Row) -> str | None:
        """The force of the obligation that a quantity belongs to."""
        duty = self.duty_of.get(row["obligation_id"])
        return duty["force"] if duty else None

    def span_of_path(self, path: str | None) -> tuple[int, int]:
        """Where an article stands in the clean text; the whole document if it is not there."""
        for row in self.segments:
            if path and row["path"] == path and row["kind"] not in UNLISTED:
                return row["start"], row["end"]
        return self.start, self.end


@dataclass(frozen=True)
class HeldFile:
    """A file with its documents, texts, ledger and findings."""

    sha256: str
    raw: str
    clean: str
    documents: tuple[HeldDocument, ...]
    corrections: Sequence[Row]
    findings: Sequence[Row]


def find_file(
    connection: sqlite3.Connection, name: str, documents: Sequence[GoldDocument]
) -> str | None:
    """The sha256 of the file that the truth calls ``name``: by name, origin, number or title."""
    last = name.replace("\\", "/").rpartition("/")[2]
    for column in ("name", "origin"):
        rows = connection.execute(
            f"SELECT sha256 FROM files WHERE {column} IN (?, ?) ORDER BY status <> 'done', sha256",
            (name, last),
        ).fetchall()
        if rows:
            return str(rows[0]["sha256"])
    return _by_documents(connection, documents)


def _by_documents(connection: sqlite3.Connection, documents: Sequence[GoldDocument]) -> str | None:
    numbers = {number_key(d.document_number) for d in documents if d.document_number} - {""}
    titles = {squeeze(d.title) for d in documents if d.title}
    rows = connection.execute(
        "SELECT file_sha256, document_number, title FROM documents"
        " WHERE file_sha256 IS NOT NULL ORDER BY document_id"
    ).fetchall()
    for row in rows:
        if row["document_number"] and number_key(row["document_number"]) in numbers:
            return str(row["file_sha256"])
    for row in rows:
        if row["title"] and squeeze(row["title"]) in titles:
            return str(row["file_sha256"])
    return None


def read_file(connection: sqlite3.Connection, sha256: str) -> HeldFile:
    """Read everything that was made of a file; a failed one has no documents."""
    text = connection.execute(
        "SELECT raw, clean FROM texts WHERE file_sha256 = ?", (sha256,)
    ).fetchone()
    raw, clean = (text["raw"], text["clean"]) if text else ("", "")
    rows = connection.execute(
        "SELECT * FROM documents WHERE file_sha256 = ? ORDER BY ordinal", (sha256,)
    ).fetchall()
    return HeldFile(
        sha256,
        raw,
        clean,
        tuple(_document(connection, row, raw, clean) for row in rows),
        connection.execute(
            "SELECT * FROM corrections WHERE file_sha256 = ? ORDER BY rank", (sha256,)
        ).fetchall(),
        connection.execute("SELECT * FROM findings WHERE file_sha256 = ?", (sha256,)).fetchall(),
    )


def _document(connection: sqlite3.Connection, row: Row, raw: str, clean: str) -> HeldDocument:
    def of(table: str, order: str = "start, end") -> list[Row]:
        sql = f"SELECT * FROM {table} WHERE document_id = ? ORDER BY {order}"
        return connection.execute(sql, (row["document_id"],)).fetchall()

    citations = connection.execute(
        "SELECT c.*, t.document_number AS target_number, t.title AS target_title,"
        " t.role AS target_role FROM citations c"
        " LEFT JOIN documents t ON t.document_id = c.target_document_id"
        " WHERE c.document_id = ? ORDER BY c.start, c.end",
        (row["document_id"],),
    ).fetchall()
    return HeldDocument(
        row, raw, clean, of("parties", "role, rank"), of("attachments", "rank"),
        of("segments", "number"), of("obligations"), of("quantities"), of("deadlines"),
        citations, of("forwarding_requests"),
    )  # fmt: skip


def pair_documents(
    expected: Sequence[GoldDocument], held: Sequence[HeldDocument]
) -> dict[int, HeldDocument]:
    """Position in the truth -> document held: by number, then title, then role in order."""
    pairs: dict[int, HeldDocument] = {}
    for likeness in (_same_number, _same_title, _same_role, _any):
        for at, wanted in enumerate(expected):
            free = [d for d in held if all(d is not taken for taken in pairs.values())]
            match = next((d for d in free if at not in pairs and likeness(wanted, d)), None)
            if match is not None:
                pairs[at] = match
    return pairs


def _same_number(wanted: GoldDocument, held: HeldDocument) -> bool:
    number = held.row["document_number"]
    if not wanted.document_number or not number:
        return False
    return squeeze(wanted.document_number) == squeeze(number)


def _same_title(wanted: GoldDocument, held: HeldDocument) -> bool:
    return bool(wanted.title) and squeeze(wanted.title) == squeeze(held.row["title"])


def _same_role(wanted: GoldDocument, held: HeldDocument) -> bool:
    return same_text(wanted.role, held.row["role"])


def _any(wanted: GoldDocument, held: HeldDocument) -> bool:
    return True


def _labelled(by_id: dict[str, Row], row: Row) -> str:
    while row["kind"] in UNLISTED or not row["path"]:
        parent = by_id.get(row["parent_id"])
        if parent is None:
            return ""
        row = parent
    return str(row["path"])
