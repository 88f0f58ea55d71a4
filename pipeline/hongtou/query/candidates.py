"""Which articles answer to words, best first: the index finds, the stored text decides."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from hongtou.query.documents import COLUMNS, SOURCE
from hongtou.query.filters import Filters, Where
from hongtou.query.ranking import by_worth
from hongtou.store import bigram_query, fold

__all__ = ["find_articles", "rows_of"]

# bm25 costs 1.8 µs a hit, 0.6 s at 278,000 of a million articles: only short lists are ranked,
# longer ones show the newest papers first.
RANKED: Final = 20_000

# So many of the best by bm25 are read and weighed; an answer that is not among them is seldom
# looked at.
WEIGHED: Final = 200

# FTS5 refuses expressions of more than 256 levels; all words are looked for in the text anyway.
MOST_WORDS: Final = 32

# How much more a word in a heading counts for bm25 than one in the body; the column of titles is
# never asked, since titles are hits of their own.
WEIGHTS: Final = "0.0, 4.0, 1.0"

ARTICLES: Final = f"""
SELECT s.segment_id, s.document_id AS of_document, s.path, s.heading,
  coalesce(s.heading_end, s.start) - s.start AS heading_end, s.start, s.own_end,
  substr(s.text, 1, s.own_end - s.start) AS own, {COLUMNS}
FROM segments s
JOIN {SOURCE.replace("documents d", "documents d ON d.document_id = s.document_id", 1)}
"""


def find_articles(
    connection: sqlite3.Connection, words: Sequence[str], filters: Filters
) -> Iterator[sqlite3.Row]:
    """Articles whose own text holds every word and that pass the filters, best first.

    Their order is total, so the first ten of all are the ten of a search for ten.
    """
    where = conditions(filters)
    query = bigram_query(" ".join(words[:MOST_WORDS]))
    if query is None:
        if not filters.empty:
            yield from _newest_first(connection, where)
        return
    rows, many = _ranked(connection, query, where, words, filters), False
    if _count(connection, f"{{heading body}} : ({query})") > RANKED:
        rows, many = _of_long_list(connection, query, where, words, filters), True
    if not many:
        best = list(islice(rows, WEIGHED))
        rows = chain(by_worth(connection, best, words), rows)
    yield from rows


def rows_of(
    connection: sqlite3.Connection, ids: Iterable[str], words: Sequence[str], filters: Filters
) -> Iterator[sqlite3.Row]:
    """The articles of ``ids``, in that order, if they hold the words and pass the filters."""
    where, wanted = conditions(filters), [fold(word) for word in words]
    each = iter(ids)
    while batch := list(islice(each, WEIGHED)):
        inside = where & Where(f"s.segment_id IN ({','.join('?' * len(batch))})", tuple(batch))
        found = connection.execute(f"{ARTICLES} WHERE {inside.sql}", inside.values)
        by_id = {row["segment_id"]: row for row in found}
        for key in batch:
            row = by_id.get(key)
            # Two marks may stand as one in the index, so the text has the last word.
            if row is not None and _holds(row, wanted):
                yield row


def conditions(filters: Filters) -> Where:
    """The filters on an article ``s`` of a document ``d``: its numbers and dates, its duties.

    Where obligations are asked for, one of them must fulfil everything by itself.
    """
    where = filters.documents()
    if not filters.about_duties:
        return where & filters.amounts("segment_id", "s.segment_id")
    inner = duty_conditions(filters)
    return where & Where(
        f"EXISTS (SELECT 1 FROM obligations o WHERE o.segment_id = s.segment_id AND {inner.sql})",
        inner.values,
    )


def duty_conditions(filters: Filters) -> Where:
    """The filters on an obligation ``o``."""
    return filters.duties() & filters.amounts("obligation_id", "o.obligation_id")


def _ranked(
    connection: sqlite3.Connection,
    query: str,
    where: Where,
    words: Sequence[str],
    filters: Filters,
    column: str = "{heading body}",
) -> Iterator[sqlite3.Row]:
    """By bm25, a word in a heading before one in the body."""
    # Nothing to filter: the rows of the articles are read for those alone that are shown.
    joined = "" if filters.empty else (
        " JOIN segments s ON s.segment_id = r.segment_id"
        " JOIN documents d ON d.document_id = s.document_id"
    )  # fmt: skip
    ids = connection.execute(
        f"SELECT r.segment_id FROM search JOIN search_rows r ON r.rowid = search.rowid{joined}"
        f" WHERE search MATCH ? AND {where.sql}"
        f" ORDER BY bm25(search, {WEIGHTS}), r.segment_id",
        (f"{column} : ({query})", *where.values),
    ).fetchall()
    return rows_of(connection, (row[0] for row in ids), words, filters)


def _of_long_list(
    connection: sqlite3.Connection,
    query: str,
    where: Where,
    words: Sequence[str],
    filters: Filters,
) -> Iterator[sqlite3.Row]:
    """Headings that hold the words, ranked if they are few; then papers, the newest first."""
    shown = set()
    if _count(connection, f"{{heading}} : ({query})") <= RANKED:
        for row in _ranked(connection, query, where, words, filters, "{heading}"):
            shown.add(row["segment_id"])
            yield row
    match = f"{{heading body}} : ({query})"
    found = {
        rowid for (rowid,) in connection.execute(
            "SELECT rowid FROM search WHERE search MATCH ?", (match,)
        )
    }  # fmt: skip
    for row in _newest_first(connection, where, found):
        if row["segment_id"] not in shown and _holds(row, [fold(word) for word in words]):
            yield row


def _newest_first(
    connection: sqlite3.Connection, where: Where, found: set[int] | None = None
) -> Iterator[sqlite3.Row]:
    """Articles paper by paper, of ``found`` in the index; only the papers are sorted."""
    papers = connection.execute(
        "SELECT document_id FROM documents WHERE role <> 'ghost'"
        " ORDER BY coalesce(document_date, print_date) DESC, document_id"
    )
    sql = ARTICLES.replace("SELECT ", "SELECT r.rowid AS number, ", 1).replace(
        "FROM segments s", "FROM segments s JOIN search_rows r ON r.segment_id = s.segment_id"
    )
    for (document,) in papers:
        rows = connection.execute(
            f"{sql} WHERE s.document_id = ? AND {where.sql} ORDER BY s.start, s.segment_id",
            (document, *where.values),
        )
        for row in rows:
            if found is None or row["number"] in found:
                yield row


def _holds(row: sqlite3.Row, wanted: Sequence[str]) -> bool:
    own = fold(row["own"])
    return all(word in own for word in wanted)


def _count(connection: sqlite3.Connection, match: str) -> int:
    sql = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
    return int(connection.execute(sql, (match, RANKED + 1)).fetchone()[0])
