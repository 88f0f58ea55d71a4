"""Keeping the full-text index in step with the segments.

The index is contentless: SQLite 3.40 takes an entry out only if it is told the very words that
went in. They are made again from the stored segment, so nobody but this module writes there.
"""

import sqlite3
import unicodedata
from collections.abc import Iterable
from typing import Final

from hongtou.store.bigrams import bigrams_to_index

# What the words of an entry depend on. Python brings its own Unicode tables, and an entry made
# with other tables could not be taken out again.
INDEX_FORMAT: Final = f"2/unicode-{unicodedata.unidata_version}"

# A segment speaks for itself up to its first child; the child has an entry of its own.
ENTRIES: Final = """
    SELECT s.segment_id, d.title, s.heading, substr(s.text, 1, s.own_end - s.start)
    FROM segments s JOIN documents d USING (document_id)
"""


def add_file(connection: sqlite3.Connection, sha256: str) -> None:
    """Index every segment of a file whose rows have just been written."""
    entries = connection.execute(f"{ENTRIES} WHERE d.file_sha256 = ?", (sha256,)).fetchall()
    _add(connection, entries)


def remove_file(connection: sqlite3.Connection, sha256: str) -> None:
    """Take every segment of a file out of the index, before its rows go."""
    entries = connection.execute(
        f"SELECT r.rowid, e.* FROM ({ENTRIES} WHERE d.file_sha256 = ?) e"
        " JOIN search_rows r USING (segment_id)",
        (sha256,),
    ).fetchall()
    connection.executemany(
        "INSERT INTO search(search, rowid, title, heading, body) VALUES ('delete', ?, ?, ?, ?)",
        [(rowid, *map(bigrams_to_index, words)) for rowid, _, *words in entries],
    )
    connection.executemany("DELETE FROM search_rows WHERE rowid = ?", [e[:1] for e in entries])


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the whole index anew from the segments."""
    connection.execute("INSERT INTO search(search) VALUES ('delete-all')")
    connection.execute("DELETE FROM search_rows")
    # Read one by one while the index is written: a million articles are a gigabyte.
    _add(connection, connection.execute(f"{ENTRIES} ORDER BY s.segment_id"))
    connection.execute(
        "INSERT OR REPLACE INTO meta(name, value) VALUES ('index_format', ?)", (INDEX_FORMAT,)
    )


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the entries of the index were made as this program makes them."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'index_format'").fetchone()
    return found is not None and found[0] == INDEX_FORMAT


def _add(connection: sqlite3.Connection, entries: Iterable[tuple[str, ...]]) -> None:
    for segment_id, *words in entries:
        row = connection.execute("INSERT INTO search_rows(segment_id) VALUES (?)", (segment_id,))
        connection.execute(
            "INSERT INTO search(rowid, title, heading, body) VALUES (?, ?, ?, ?)",
            (row.lastrowid, *map(bigrams_to_index, words)),
        )
