"""Everything that a knowledge base says of a document, as rows of its tables: what is exported."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.query.contacts import ContactMask, FileMasks
from hongtou.query.filters import Filters

__all__ = [
    "TABLES", "Row", "WholeDocument", "columns_of", "document_ids",
    "ghosts_among", "read_document", "read_documents",
]  # fmt: skip

Row = dict[str, str | int | float | None]

# Tables with a document_id, and the order of their rows; obligation_items come by their duty.
TABLES: Final = {
    "metadata": "field, start, end, value",
    "elements": "rank",
    "attachments": "rank",
    "parties": "role, rank",
    "segments": "number",
    "obligations": "start, end, rowid",
    "obligation_items": "obligation_id, rank",
    "quantities": "start, end, rowid",
    "deadlines": "start, end, rowid",
    "citations": "start, end, rowid",
    "forwarding_requests": "start, end, rowid",
    "findings": "start, end, code, message",
}
_ITEMS: Final = (
    "SELECT i.* FROM obligation_items i JOIN obligations o USING (obligation_id)"
    " WHERE o.document_id = ? ORDER BY o.start, o.end, o.rowid, i.rank"
)
# A ghost has no text; a document's imprint may stand apart from it.
_DOCUMENTS: Final = (
    "SELECT d.*, f.name AS file, coalesce(substr(t.clean, d.start + 1, d.end - d.start), '') AS"
    " text, coalesce(substr(t.clean, d.imprint_start + 1, d.imprint_end - d.imprint_start), '')"
    " AS imprint FROM documents d LEFT JOIN files f ON f.sha256 = d.file_sha256"
    " LEFT JOIN texts t ON t.file_sha256 = d.file_sha256"
)


@dataclass(frozen=True, slots=True)
class WholeDocument:
    """A document with all that was found in it; offsets are in the clean text of its file."""

    document: Row  # its row of table documents
    file: str | None
    text: str  # from document["start"] to document["end"]
    tables: dict[str, tuple[Row, ...]]
    imprint: str = ""  # the 版记 where it stands apart, from document["imprint_start"]


def read_documents(
    connection: sqlite3.Connection,
    keys: Sequence[str] = (),
    filters: Filters | None = None,
    *,
    with_contacts: bool = False,
    without: Collection[str] = (),
) -> Iterator[WholeDocument]:
    """The documents in the order of their ids, one at a time.

    Args:
        connection: An open knowledge base.
        keys: Document ids; none means all.
        filters: Authority, year and type of the documents.
        with_contacts: Whether names and numbers of contacts are left in; else each character of
            them is ＊, wherever in any paper of its file it stands.
        without: Ids of documents that are passed over unread.
    """
    masks = None if with_contacts else FileMasks(connection)
    for key in document_ids(connection, keys, filters):
        if key in without:
            continue
        if (whole := read_document(connection, key, masks)) is not None:
            yield whole


def read_document(
    connection: sqlite3.Connection, key: str, masks: FileMasks | None
) -> WholeDocument | None:
    """The document with this id; ``None`` if there is none, as when it was deleted since.

    Args:
        connection: An open knowledge base.
        key: The id.
        masks: What takes contact data out; ``None`` leaves it in.
    """
    row = connection.execute(f"{_DOCUMENTS} WHERE d.document_id = ?", (key,)).fetchone()
    return None if row is None else _read(connection, row, masks)


def ghosts_among(connection: sqlite3.Connection, keys: Collection[str]) -> frozenset[str]:
    """Those of the documents that are known only from what others cite: they have no text."""
    rows = connection.execute("SELECT document_id FROM documents WHERE role = 'ghost'")
    return frozenset(row["document_id"] for row in rows if row["document_id"] in keys)


def columns_of(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The columns of a table, as they were made and added."""
    return tuple(row["name"] for row in connection.execute(f"PRAGMA table_info({table})"))


def document_ids(
    connection: sqlite3.Connection, keys: Sequence[str] = (), filters: Filters | None = None
) -> list[str]:
    """The ids of the documents that ``read_documents`` gives, in order."""
    where = (filters or Filters()).documents()
    rows = connection.execute(
        f"SELECT d.document_id FROM documents d WHERE {where.sql} ORDER BY d.document_id",
        where.values,
    )
    wanted = set(keys)
    return [row["document_id"] for row in rows if not wanted or row["document_id"] in wanted]


def _read(
    connection: sqlite3.Connection, row: sqlite3.Row, masks: FileMasks | None
) -> WholeDocument:
    document: Row = dict(row)
    file, text, imprint = (document.pop(name) for name in ("file", "text", "imprint"))
    tables = {name: tuple(_rows(connection, name, row)) for name in TABLES}
    name = None if file is None else str(file)
    whole = WholeDocument(document, name, str(text), tables, str(imprint))
    mask = None if masks is None else masks.of(row["file_sha256"])
    return _blotted(whole, mask) if mask else whole


def _rows(connection: sqlite3.Connection, table: str, document: sqlite3.Row) -> Iterator[Row]:
    key, values = "document_id = ?", [document["document_id"]]
    if table == "findings" and document["ordinal"] == 0:  # those of the whole file, once
        key, values = f"({key} OR document_id IS NULL AND file_sha256 = ?)", [
            *values, document["file_sha256"],
        ]  # fmt: skip
    sql = f"SELECT * FROM {table} WHERE {key} ORDER BY {TABLES[table]}"
    return map(dict, connection.execute(_ITEMS if table == "obligation_items" else sql, values))


def _blotted(whole: WholeDocument, mask: ContactMask) -> WholeDocument:
    def blot(row: Row) -> Row:
        return {
            name: mask.of(value)
            if isinstance(value, str) and not name.endswith(("_id", "sha256", "date"))
            else value
            for name, value in row.items()
        }

    tables = {name: tuple(map(blot, rows)) for name, rows in whole.tables.items()}
    text, imprint = mask.of(whole.text), mask.of(whole.imprint)
    file = None if whole.file is None else mask.of(whole.file)
    return WholeDocument(blot(whole.document), file, text, tables, imprint)
