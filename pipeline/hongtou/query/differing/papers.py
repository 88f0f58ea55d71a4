"""The clauses of a held paper with all that is tagged in them, out of the tables."""

import sqlite3
from collections.abc import Collection, Iterator
from typing import Final

from hongtou.model import RawSpan
from hongtou.query.differing.clauses import Article, clauses_of, with_tags
from hongtou.query.differing.results import Clause, Norm, Tags
from hongtou.query.duties import amount_of, due_date_of
from hongtou.query.places import Places

__all__ = ["family_of", "read_clauses"]

# What a notice issues in its own file is part of what it says: 印发《…办法》的通知 and the 办法.
FAMILY: Final = """
WITH RECURSIVE family(document_id, ordinal) AS (
  SELECT document_id, ordinal FROM documents WHERE document_id = ?
  UNION SELECT d.document_id, d.ordinal FROM family JOIN documents d
    ON d.parent_id = family.document_id
  WHERE EXISTS (SELECT 1 FROM citations c WHERE c.document_id = family.document_id
    AND c.target_document_id = d.document_id AND c.relation = 'issues')
)
SELECT document_id FROM family ORDER BY ordinal, document_id
"""
ARTICLES: Final = """
SELECT s.document_id, s.path, s.label, s.heading, s.heading_start, s.heading_end, s.start,
  substr(s.text, 1, s.own_end - s.start) AS own,
  NOT EXISTS (SELECT 1 FROM segments c WHERE c.parent_id = s.segment_id) AS is_leaf
FROM segments s WHERE s.document_id = ? ORDER BY s.start, s.number
"""
# Proposed corrections, as far as they are of words and figures.
DOUBTS: Final = """
SELECT c.start, c.end FROM corrections c JOIN documents d ON d.file_sha256 = c.file_sha256
WHERE d.document_id = ? AND c.state = 'proposed' ORDER BY c.start
"""


def family_of(
    connection: sqlite3.Connection, document_id: str, without: Collection[str] = ()
) -> tuple[str, ...]:
    """A paper and what it issues in its own file, in the order of print."""
    rows = connection.execute(FAMILY, (document_id,))
    found = [row["document_id"] for row in rows]
    return tuple(key for key in found if key == document_id or key not in without)


def read_clauses(
    connection: sqlite3.Connection, places: Places, documents: Collection[str]
) -> tuple[Clause, ...]:
    """The clauses of papers, one behind the other, numbered from 0."""
    found: list[Clause] = []
    for document_id in documents:
        clauses = clauses_of(tuple(_articles(connection, document_id)),
                             _wishes(connection, document_id))  # fmt: skip
        tagged = with_tags(clauses, _tags(connection, places, document_id))
        found += (
            _numbered(clause, number) for number, clause in enumerate(tagged, start=len(found))
        )
    return tuple(found)


def _numbered(clause: Clause, number: int) -> Clause:
    return Clause(
        number, clause.document_id, clause.path, clause.heading, clause.text, clause.start,
        clause.end, clause.place, clause.tags,
    )  # fmt: skip


def _articles(connection: sqlite3.Connection, document_id: str) -> Iterator[Article]:
    for row in connection.execute(ARTICLES, (document_id,)):
        yield Article(
            row["document_id"], row["path"], row["label"], row["heading"], row["heading_start"],
            row["heading_end"], row["own"], row["start"], bool(row["is_leaf"]),
        )  # fmt: skip


def _wishes(connection: sqlite3.Connection, document_id: str) -> list[tuple[int, int]]:
    """请将本通知转发…: who gets the paper next is no part of what it asks."""
    rows = connection.execute(
        "SELECT start, end FROM forwarding_requests WHERE document_id = ?", (document_id,)
    )
    return [(row["start"], row["end"]) for row in rows]


def _tags(connection: sqlite3.Connection, places: Places, document_id: str) -> Tags:
    def rows(table: str) -> list[sqlite3.Row]:
        return connection.execute(
            f"SELECT * FROM {table} WHERE document_id = ? ORDER BY start, end, rowid",
            (document_id,),
        ).fetchall()

    return Tags(
        tuple(map(_norm, rows("obligations"))),
        tuple((row["start"], row["end"], amount_of(row)) for row in rows("quantities")),
        tuple((row["start"], row["end"], due_date_of(row)) for row in rows("deadlines")),
        tuple(_doubts(connection, places, document_id)),
    )


def _norm(row: sqlite3.Row) -> Norm:
    bearer = row["bearer"] if row["bearer_source"] == "explicit" else None
    return Norm(
        row["start"], row["end"], row["force"], bearer, row["action"], row["condition"],
        row["exception"], row["recurrence"], row["recurrence_text"],
    )  # fmt: skip


def _doubts(
    connection: sqlite3.Connection, places: Places, document_id: str
) -> Iterator[tuple[int, int]]:
    """Where a correction is proposed and waits for a reviewer."""
    file = connection.execute(
        "SELECT file_sha256 FROM documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    for row in connection.execute(DOUBTS, (document_id,)):
        span = places.clean_span(file["file_sha256"], RawSpan(row["start"], row["end"]))
        yield span.start, span.end
