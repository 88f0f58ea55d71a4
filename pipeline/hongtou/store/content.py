"""The content of a knowledge base, to compare two of them."""

import sqlite3
from typing import Final

from hongtou.store.schema import SEARCH_TABLES

# Columns that tell when, or where on one machine, not what.
CLOCKS: Final = frozenset({
    ("files", "ingested_at"), ("files", "place"), ("decision_outcomes", "since"),
    ("decision_conflicts", "since"),
})  # fmt: skip

# What the view ``runs`` is made of: the numbers are of one knowledge base only.
BEHIND_VIEWS: Final = frozenset({"file_numbers", "run_rows"})
# What is left to do, which depends on what was there before.
TO_DO: Final = frozenset({"link_changes"})

Content = dict[str, list[tuple[str | int | float | None, ...]]]


def content_of(connection: sqlite3.Connection) -> Content:
    """All rows by table, sorted, without the search index and without times and places.

    Two knowledge bases made of the same files have equal content, whatever the order in which
    the files came and however often a run was interrupted.
    """
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    ).fetchall()
    return {
        name: _rows(connection, name)
        for (name,) in names
        if name not in SEARCH_TABLES | BEHIND_VIEWS | TO_DO and not name.startswith("sqlite_")
    }


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[str | int | float | None, ...]]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    shown = ", ".join(f'"{c}"' for c in columns if (table, c) not in CLOCKS)
    rows = connection.execute(f'SELECT {shown} FROM "{table}"')
    # NULL does not compare with text, its spelling does.
    return sorted((tuple(row) for row in rows), key=repr)
