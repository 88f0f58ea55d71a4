"""Keys of documents and citations by which linking finds them: columns of their tables."""

import sqlite3

from hongtou.notation.carried_titles import carried_title_keys
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key

Keys = dict[str, str | int | float | None]


def key_columns(number: str | None, title: str | None) -> Keys:
    """The columns ``number_key`` and ``title_key`` of what bears this number and title."""
    return {
        "number_key": (number_key(number) if number else "") or None,
        "title_key": (title_key(title) if title else "") or None,
    }


def carried_rows(document_id: str, title: str | None) -> list[Keys]:
    """The rows of ``carried_titles`` for a document."""
    keys = carried_title_keys(title) if title else ()
    return [{"title_key": key, "document_id": document_id} for key in keys]


def fill(connection: sqlite3.Connection) -> None:
    """Make all keys anew, for rows of an older Hongtou or other rules of spelling."""
    for table, key in (("documents", "document_id"), ("citations", "citation_id")):
        held = "WHERE role <> 'ghost'" if table == "documents" else ""
        cursor = connection.execute(f"SELECT {key}, document_number, title FROM {table} {held}")
        changed = [
            (*key_columns(number, title).values(), name) for name, number, title in cursor
        ]  # fmt: skip
        connection.executemany(
            f"UPDATE {table} SET number_key = ?1, title_key = ?2"
            f" WHERE {key} = ?3 AND (number_key IS NOT ?1 OR title_key IS NOT ?2)",
            changed,
        )
    connection.execute("DELETE FROM carried_titles")
    titles = connection.execute("SELECT document_id, title FROM documents WHERE role <> 'ghost'")
    connection.executemany(
        "INSERT INTO carried_titles(title_key, document_id) VALUES (:title_key, :document_id)",
        [row for key, title in titles.fetchall() for row in carried_rows(key, title)],
    )
