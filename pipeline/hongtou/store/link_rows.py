"""Cards for linking out of the tables, and its answers back into them."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from hongtou.model import CitationCard, DocumentCard, Ghost, Link, LinkSet
from hongtou.notation.document_numbers import read_document_number
from hongtou.store import authority_rows, link_log
from hongtou.store.rows import finding_row, number_columns

DOCUMENTS: Final = """
    SELECT d.document_id, d.file_sha256, d.role, d.parent_id, d.document_number, d.title,
           coalesce(d.document_date, d.print_date)
    FROM {} WHERE d.role <> 'ghost' ORDER BY d.document_id
"""

CITATIONS: Final = """
    SELECT c.citation_id, c.document_id, c.relation, c.title, c.document_number, c.text,
           c.antecedent_id
    FROM {} ORDER BY c.document_id, c.start, c.end, c.citation_id
"""

AUTHORITIES: Final = """
    SELECT p.document_id, p.organisation FROM {}
    WHERE p.role = 'issuing_authority' ORDER BY p.document_id, p.rank
"""


def document_cards(connection: sqlite3.Connection) -> tuple[DocumentCard, ...]:
    """All documents that are held, in order of their keys; ghosts are linking's own product."""
    return _document_cards(connection, "documents d", "parties p")


def cards_of(connection: sqlite3.Connection, table: str) -> tuple[DocumentCard, ...]:
    """Those documents that a table lists; its column is ``document_id``."""
    documents = f"{table} n CROSS JOIN documents d ON d.document_id = n.document_id"
    parties = f"{table} n CROSS JOIN parties p ON p.document_id = n.document_id"
    return _document_cards(connection, documents, parties)


def _document_cards(
    connection: sqlite3.Connection, documents: str, parties: str
) -> tuple[DocumentCard, ...]:
    authorities: dict[str, list[str]] = defaultdict(list)
    for document_id, organisation in connection.execute(AUTHORITIES.format(parties)):
        authorities[document_id].append(organisation)
    return tuple(
        DocumentCard(key, sha256, role, parent, number, title, day, tuple(authorities[key]))
        for key, sha256, role, parent, number, title, day in connection.execute(
            DOCUMENTS.format(documents)
        )
    )


def citation_cards(connection: sqlite3.Connection) -> tuple[CitationCard, ...]:
    """All citations, in order of document and place; what the text says is left out."""
    return tuple(CitationCard(*r) for r in connection.execute(CITATIONS.format("citations c")))


def citations_of(connection: sqlite3.Connection, table: str) -> tuple[CitationCard, ...]:
    """Those citations that a table lists; its column is ``citation_id``."""
    listed = f"{table} a CROSS JOIN citations c ON c.citation_id = a.citation_id"
    return tuple(CitationCard(*row) for row in connection.execute(CITATIONS.format(listed)))


def write_links(connection: sqlite3.Connection, links: LinkSet, version: str | None = None) -> None:
    """Put a whole LinkSet in place of the one before; to be called inside a transaction.

    The result depends on ``links`` alone, not on what an earlier linking had said. ``version``
    says by which rules they were made.
    """
    connection.execute(
        "UPDATE citations SET target_document_id = NULL, status = NULL, confidence = NULL,"
        " evidence = NULL WHERE citation_id NOT IN (SELECT value FROM json_each(?))",
        (json.dumps([link.citation_id for link in links.links]),),
    )
    connection.execute("DELETE FROM findings WHERE room = 'link'")
    connection.execute("DELETE FROM circles")
    ghosts = connection.execute("SELECT document_id FROM documents WHERE role = 'ghost'")
    write_answers(connection, links, [row[0] for row in ghosts.fetchall()])
    authority_rows.write_authority_codes(connection)
    link_log.clear(connection, version)


def write_answers(connection: sqlite3.Connection, links: LinkSet, ghosts: Iterable[str]) -> None:
    """Write the answers to some citations; ``ghosts`` that nobody cites any more go.

    Rows that say already what is to be said are left alone.
    """
    for ghost in links.ghosts:
        _write_ghost(connection, ghost)
    _write_targets(connection, links.links)
    for absent, ghost_id in links.moved:
        connection.execute(
            "UPDATE citations SET target_document_id = ? WHERE status = 'ghost'"
            " AND target_document_id = ? AND title IS ? AND document_number IS ?",
            (ghost_id, absent.ghost_id, absent.title, absent.number),
        )
    kept = {ghost.document_id for ghost in links.ghosts}
    connection.executemany(
        "DELETE FROM documents WHERE document_id = ? AND role = 'ghost'",
        [(ghost_id,) for ghost_id in ghosts if ghost_id not in kept],
    )
    _write_findings(connection, links)


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
    connection.execute(
        "INSERT OR REPLACE INTO ghosts(document_id, authority, level, region) VALUES (?, ?, ?, ?)",
        (ghost.document_id, ghost.authority, ghost.level, ghost.region),
    )


def _write_targets(connection: sqlite3.Connection, links: Collection[Link]) -> None:
    connection.executemany(
        "UPDATE citations SET target_document_id = ?1, status = ?2, confidence = ?3, evidence = ?4"
        " WHERE citation_id = ?5 AND (target_document_id IS NOT ?1 OR status IS NOT ?2"
        " OR confidence IS NOT ?3 OR evidence IS NOT ?4)",
        [(k.target_document_id, k.status, k.confidence, k.evidence, k.citation_id) for k in links],
    )
    _write_signals(connection, links, json.dumps([link.citation_id for link in links]))


def _write_signals(connection: sqlite3.Connection, links: Iterable[Link], ids: str) -> None:
    held = {
        tuple(row)
        for row in connection.execute(
            "SELECT s.citation_id, s.kind, s.document_id, s.score, s.evidence FROM json_each(?) j"
            " CROSS JOIN citation_signals s ON s.citation_id = j.value",
            (ids,),
        )
    }
    said = {
        (k.citation_id, s.kind, s.document_id, s.score, s.evidence)
        for k in links
        for s in k.signals
    }
    connection.executemany(
        "DELETE FROM citation_signals WHERE citation_id = ? AND kind = ? AND document_id = ?",
        [row[:3] for row in held - said],
    )
    connection.executemany(
        "INSERT INTO citation_signals(citation_id, kind, document_id, score, evidence)"
        " VALUES (?, ?, ?, ?, ?)",
        sorted(said - held),
    )


def _write_findings(connection: sqlite3.Connection, links: LinkSet) -> None:
    """Doubts about the citations asked about, and circles through what was searched.

    Where not all citations of a document were asked about, none of its doubts has gone.
    """
    asked = json.dumps([link.citation_id for link in links.links])
    connection.execute(
        "DELETE FROM findings WHERE room = 'link' AND code <> 'link.circle' AND document_id IN"
        " (SELECT c.document_id FROM json_each(?) j CROSS JOIN citations c"
        " ON c.citation_id = j.value GROUP BY c.document_id HAVING count(*) ="
        " (SELECT count(*) FROM citations o WHERE o.document_id = c.document_id))",
        (asked,),
    )
    searched = json.dumps(sorted(links.searched))
    circles = "SELECT r.circle FROM json_each(?) j CROSS JOIN circles r ON r.document_id = j.value"
    connection.execute(
        "DELETE FROM findings WHERE room = 'link' AND code = 'link.circle'"
        f" AND document_id IN ({circles})",
        (searched,),
    )
    connection.execute(f"DELETE FROM circles WHERE circle IN ({circles})", (searched,))
    connection.executemany(
        "INSERT INTO circles(document_id, circle) VALUES (?, ?)",
        [(member, circle[0]) for circle in links.circles for member in circle],
    )
    files = dict(
        connection.execute(
            "SELECT d.document_id, d.file_sha256 FROM json_each(?) j CROSS JOIN documents d"
            " ON d.document_id = j.value",
            (json.dumps(sorted({document_id for document_id, _ in links.findings})),),
        ).fetchall()
    )
    rows = [
        finding_row(files.get(name), name if name in files else None, "link", finding, None)
        for name, finding in links.findings
    ]
    if rows:
        columns, marks = ", ".join(rows[0]), ", ".join(f":{name}" for name in rows[0])
        connection.executemany(
            f"INSERT INTO findings({columns}) SELECT {marks} WHERE NOT EXISTS"
            " (SELECT 1 FROM findings WHERE finding_id = :finding_id)",
            rows,
        )
