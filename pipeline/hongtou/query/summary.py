"""How much a knowledge base holds, in one row of numbers."""

import sqlite3

from hongtou.query.chain import CARRYING, MARKS
from hongtou.query.results import Summary

__all__ = ["read_summary"]


def read_summary(connection: sqlite3.Connection) -> Summary:
    """Count files, documents, chains, obligations and doubts."""
    oldest, newest = connection.execute(
        "SELECT min(date), max(date) FROM (SELECT coalesce(document_date, print_date) AS date"
        " FROM documents WHERE role <> 'ghost')"
    ).fetchone()
    return Summary(
        files=_count(connection, "files WHERE status = 'done'"),
        failed=_count(connection, "files WHERE status = 'failed'"),
        quarantined=_count(connection, "files WHERE status = 'quarantined'"),
        documents=_count(connection, "documents WHERE role <> 'ghost'"),
        ghosts=_count(connection, "documents WHERE role = 'ghost'"),
        chains=_chains(connection),
        segments=_count(connection, "segments"),
        obligations=_count(connection, "obligations"),
        quantities=_count(connection, "quantities"),
        deadlines=_count(connection, "deadlines"),
        citations=_count(connection, "citations"),
        citations_resolved=_count(connection, "citations WHERE status = 'resolved'"),
        corrections=_count(connection, f"{_MADE} AND {_WORDS}"),
        corrections_of_form=_count(connection, f"{_MADE} AND NOT {_WORDS}"),
        corrections_proposed=_count(connection, "corrections WHERE state = 'proposed'"),
        findings=_count(connection, "findings"),
        oldest=oldest,
        newest=newest,
    )


_MADE = "corrections WHERE state IN ('applied', 'accepted')"
# Words and figures, not blanks, marks and line breaks.
_WORDS = "(before || after) GLOB '*[0-9A-Za-z一-龥〇]*'"


def _count(connection: sqlite3.Connection, what: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])


def _chains(connection: sqlite3.Connection) -> int:
    """Number of connected groups of papers that pass one another on."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    rows = connection.execute(
        f"SELECT document_id, target_document_id FROM citations WHERE relation IN ({MARKS})"
        " AND target_document_id IS NOT NULL AND target_document_id <> document_id",
        CARRYING,
    )
    for child, parent in rows:
        leader[find(child)] = find(parent)
    return len({find(key) for key in list(leader)})
