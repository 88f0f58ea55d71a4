"""What came and went since links were made last: kept in the tables, so a killed run loses none.

What came is read from the tables when links are made; of what goes, its keys are noted before its
rows do: a citation that named it by number or title is to be answered again.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Final, Literal

from hongtou.store import passages

Kind = Literal["file", "number", "title", "cited-number", "cited-title", "ghost", "sharer", "code"]

# Keys of the documents of a file, and of what its citations named and did not find.
_GOING: Final = """
    INSERT OR IGNORE INTO link_changes(kind, key)
    SELECT 'number', number_key FROM documents WHERE file_sha256 = ?1 AND number_key IS NOT NULL
    UNION SELECT 'title', title_key FROM documents
      WHERE file_sha256 = ?1 AND title_key IS NOT NULL
    UNION SELECT 'title', t.title_key FROM documents d
      CROSS JOIN carried_titles t USING (document_id) WHERE d.file_sha256 = ?1
    UNION SELECT 'cited-number', c.number_key FROM documents d
      CROSS JOIN citations c USING (document_id)
      WHERE d.file_sha256 = ?1 AND c.status = 'ghost' AND c.number_key IS NOT NULL
    UNION SELECT 'cited-title', c.title_key FROM documents d
      CROSS JOIN citations c USING (document_id)
      WHERE d.file_sha256 = ?1 AND c.status = 'ghost' AND c.title_key IS NOT NULL
    UNION SELECT 'ghost', c.target_document_id FROM documents d CROSS JOIN citations c
      USING (document_id) WHERE d.file_sha256 = ?1 AND c.status = 'ghost'
    UNION SELECT 'code', authority_code FROM documents
      WHERE file_sha256 = ?1 AND authority_code IS NOT NULL
"""


def note_coming(connection: sqlite3.Connection, sha256: str) -> None:
    """Note that a file was written."""
    _note(connection, "file", (sha256,))


def note_going(connection: sqlite3.Connection, sha256: str, text: str | None) -> None:
    """Note a file before its rows go, with its text of the first stage if it has one."""
    _note(connection, "file", (sha256,))
    connection.execute(_GOING, (sha256,))
    if text is not None:
        keys = sharers_told(connection, sha256, passages.prints_of(text))
        _note(connection, "sharer", map(file_prefix, keys))
    connection.execute("INSERT OR REPLACE INTO meta(name, value) VALUES ('links_stale', '1')")


def noted(connection: sqlite3.Connection, kind: Kind) -> list[str]:
    """All keys of one kind, in order."""
    query = "SELECT key FROM link_changes WHERE kind = ? ORDER BY key"
    return [row[0] for row in connection.execute(query, (kind,))]


def clear(connection: sqlite3.Connection, version: str | None) -> None:
    """Links are made; ``version`` says by which rules, ``None`` that nobody can tell."""
    connection.execute("DELETE FROM link_changes")
    connection.execute("DELETE FROM meta WHERE name IN ('links_stale', 'links_version')")
    if version is not None:
        connection.execute(
            "INSERT INTO meta(name, value) VALUES ('links_version', ?)", (_version(version),)
        )


def is_current(connection: sqlite3.Connection, version: str) -> bool:
    """Whether links were made, whatever changed since, by these rules of linking."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'links_version'").fetchone()
    return found is not None and found[0] == _version(version)


def is_stale(connection: sqlite3.Connection) -> bool:
    """Whether something was written since links were made."""
    query = "SELECT 1 FROM meta WHERE name = 'links_stale'"
    return connection.execute(query).fetchone() is not None


def sharers_told(
    connection: sqlite3.Connection, sha256: str, prints: Iterable[int]
) -> tuple[int, ...]:
    """The files whose list of sharers a file changes by coming or going, as keys.

    Of a passage that very many hold, only the first few count as sharers (``SHARERS``).
    """
    key, most = passages.key_of(sha256), passages.SHARERS
    ahead = "SELECT count(*) FROM (SELECT 1 FROM passages WHERE print = ? AND file < ? LIMIT ?)"
    near = [
        p for p in prints if connection.execute(ahead, (p, key, most + 1)).fetchone()[0] <= most
    ]
    rows = connection.execute(
        "SELECT DISTINCT p.file FROM json_each(?) j CROSS JOIN passages p ON p.print = j.value"
        " WHERE p.file <> ?",
        (json.dumps(near), key),
    )
    return tuple(row[0] for row in rows)


def file_prefix(key: int) -> str:
    """How ids of documents of a file begin: ``0cd002fc9630-``."""
    return f"{key:012x}-"


def _note(connection: sqlite3.Connection, kind: Kind, keys: Iterable[str]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO link_changes(kind, key) VALUES (?, ?)", [(kind, k) for k in keys]
    )


def _version(version: str) -> str:
    # Which files share passages depends on how fingerprints are made.
    return f"{version}/passages-{passages.FORMAT}"
