"""Cards for linking out of the tables, and its answers back into them."""

import sqlite3
from collections import defaultdict
from typing import Final

from hongtou.model import CitationCard, DocumentCard, Ghost, LinkSet
from hongtou.notation.document_numbers import read_document_number
from hongtou.store.rows import finding_row, number_columns

DOCUMENTS: Final = """
    SELECT document_id, file_sha256, role, parent_id, document_number, title,
           coalesce(document_date, print_date)
    FROM documents WHERE role <> 'ghost' ORDER BY document_id
"""

CITATIONS: Final = """
    SELECT citation_id, document_id, relation, title, document_number, text
    FROM citations ORDER BY document_id, start, end, citation_id
"""

AUTHORITIES: Final = """
    SELECT document_id, organisation FROM parties
    WHERE role = 'issuing_authority' ORDER BY document_id, rank
"""


def document_cards(connection: sqlite3.Connection) -> tuple[DocumentCard, ...]:
    """All documents that are held, in order of their keys; ghosts are linking's own product."""
    authorities: dict[str, list[str]] = defaultdict(list)
    for document_id, organisation in connection.execute(AUTHORITIES):
        authorities[document_id].append(organisation)
    return tuple(
        DocumentCard(key, sha256, role, parent, number, title, day, tuple(authorities[key]))
        for key, sha256, role, parent, number, title, day in connection.execute(DOCUMENTS)
    )


def citation_cards(connection: sqlite3.Connection) -> tuple[CitationCard, ...]:
    """All citations, in order of document and place."""
    return tuple(CitationCard(*row) for row in connection.execute(CITATIONS))


def write_links(connection: sqlite3.Connection, links: LinkSet) -> None:
    """Put a whole LinkSet in place of the one before; to be called inside a transaction.

    The result depends on ``links`` alone, not on what an earlier linking had said.
    """
    for ghost in links.ghosts:
        _write_ghost(connection, ghost)
    connection.execute(
        "UPDATE citations SET target_document_id = NULL, status = NULL, confidence = NULL,"
        " evidence = NULL"
    )
    connection.executemany(
        "UPDATE citations SET target_document_id = ?, status = ?, confidence = ?, evidence = ?"
        " WHERE citation_id = ?",
        [
            (k.target_document_id, k.status, k.confidence, k.evidence, k.citation_id)
            for k in links.links
        ],
    )
    _write_signals(connection, links)
    _drop_other_ghosts(connection, links)
    _write_findings(connection, links)
    connection.execute("DELETE FROM meta WHERE name = 'links_stale'")


def _write_ghost(connection: sqlite3.Connection, ghost: Ghost) -> None:
    number = read_document_number(ghost.number) if ghost.number else None
    columns = {**number_columns(number), "document_number": ghost.number}
    connection.execute(
        "INSERT INTO documents(document_id, role, title, document_number, authority_code, year,"
        " serial) VALUES (?, 'ghost', ?, ?, ?, ?, ?) ON CONFLICT(document_id) DO UPDATE SET"
        " title = excluded.title, document_number = excluded.document_number,"
        " authority_code = excluded.authority_code, year = excluded.year,"
        " serial = excluded.serial",
        (ghost.document_id, ghost.title, *columns.values()),
    )


def _write_signals(connection: sqlite3.Connection, links: LinkSet) -> None:
    connection.execute("DELETE FROM citation_signals")
    connection.executemany(
        "INSERT INTO citation_signals(citation_id, kind, document_id, score, evidence)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (k.citation_id, s.kind, s.document_id, s.score, s.evidence)
            for k in links.links
            for s in k.signals
        ],
    )


def _drop_other_ghosts(connection: sqlite3.Connection, links: LinkSet) -> None:
    kept = {ghost.document_id for ghost in links.ghosts}
    held = connection.execute("SELECT document_id FROM documents WHERE role = 'ghost'").fetchall()
    gone = [row for row in held if row[0] not in kept]
    connection.executemany("DELETE FROM documents WHERE document_id = ?", gone)


def _write_findings(connection: sqlite3.Connection, links: LinkSet) -> None:
    connection.execute("DELETE FROM findings WHERE room = 'link'")
    for document_id, finding in links.findings:
        found = connection.execute(
            "SELECT d.file_sha256, t.clean FROM documents d"
            " LEFT JOIN texts t USING (file_sha256) WHERE d.document_id = ?",
            (document_id,),
        ).fetchone()
        sha256, text = found or (None, None)
        row = finding_row(sha256, document_id if found else None, "link", finding, text)
        columns = ", ".join(row)
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO findings({columns}) VALUES ({marks})", tuple(row.values()))
