"""How much a knowledge base holds, in one row of numbers."""

import sqlite3

from hongtou.lexicon import kind_of_rule
from hongtou.query.chains.chain import CARRYING, MARKS
from hongtou.query.results import Summary

__all__ = ["read_summary"]

# Code of the findings of ``clean`` that tell of torn lines and missing text.
DAMAGED = "clean.damaged"


def read_summary(connection: sqlite3.Connection) -> Summary:
    """Count files, documents, chains, obligations and doubts."""
    oldest, newest = connection.execute(
        "SELECT min(date), max(date) FROM (SELECT coalesce(document_date, print_date) AS date"
        " FROM documents WHERE role <> 'ghost')"
    ).fetchone()
    made, words = _made(connection)
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
        corrections=words,
        corrections_of_form=made - words,
        corrections_proposed=_count(connection, "corrections WHERE state = 'proposed'"),
        findings=_count(connection, "findings"),
        findings_open=_count(connection, "open_findings"),
        damaged=_count(connection, f"open_findings WHERE code = '{DAMAGED}'"),
        conflicts=_count(connection, "decision_conflicts"),
        oldest=oldest,
        newest=newest,
    )


def _made(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many corrections the clean texts show, and how many of them change words."""
    counted = connection.execute(
        "SELECT rule, count(*) FROM corrections WHERE state IN ('applied', 'accepted')"
        " GROUP BY rule"
    ).fetchall()
    words = sum(count for rule, count in counted if kind_of_rule(rule) == "words")
    return sum(count for _, count in counted), words


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
