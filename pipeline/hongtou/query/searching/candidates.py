"""Which articles answer to words, best first: the index finds, the stored text decides."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from hongtou.query.documents import COLUMNS, SOURCE
from hongtou.query.filters import Filters, Where
from hongtou.query.searching.ranking import by_worth
from hongtou.store import bigram_query, fold

__all__ = ["find_articles", "rows_of"]

# bm25 costs 1.8 µs a hit, 0.6 s at 278,000 of a million articles: only short lists are ranked,
# longer ones show the newest papers first.
RANKED: Final = 20_000

# So many of the best by bm25 are read and weighed; an answer that is not among them is seldom
# looked at.
WEIGHED: Final = 200

# So many of the last articles tell whether a single character stands in every other article.
SAMPLED: Final = 200

# FTS5 refuses expressions of more than 256 levels; all words are looked for in the text anyway.
MOST_WORDS: Final = 32

# How much more a word in a heading counts for bm25 than one in the body; the column of titles is
# never asked, since titles are hits of their own.
WEIGHTS: Final = "0.0, 4.0, 1.0"

ARTICLES: Final = f"""
SELECT s.segment_id, s.document_id AS of_document, s.path, s.heading,
  coalesce(s.heading_end, s.start) - s.start AS heading_end, s.start, s.own_end,
  substr(s.text, 1, s.own_end - s.start) AS own,
  coalesce(d.document_date, d.print_date, p.document_date, p.print_date) AS known_date, {COLUMNS}
FROM segments s
JOIN {SOURCE.replace("documents d", "documents d ON d.document_id = s.document_id", 1)}
LEFT JOIN documents p ON p.document_id = d.parent_id
"""


def find_articles(
    connection: sqlite3.Connection, words: Sequence[str], filters: Filters
) -> Iterator[sqlite3.Row]:
    """Articles whose own text holds every word and that pass the filters, best first.

    Their order is total, so the first ten of all are the ten of a search for ten.
    """
    if not words:
        return iter(()) if filters.empty else _newest_first(connection, words, filters)
    match = _match(words)
    if _is_everywhere(connection, words) or _count(connection, match) > RANKED:
        return _of_long_list(connection, match, words, filters)
    rows = _ranked(connection, match, words, filters)
    return chain(by_worth(connection, list(islice(rows, WEIGHED)), words), rows)


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
    """The filters on an article ``s`` of a document ``d``."""
    return filters.documents() & _own_conditions(filters)


def _own_conditions(filters: Filters) -> Where:
    """The filters on an article ``s`` itself: its numbers and dates, its duties.

    Where obligations are asked for, one of them must fulfil everything by itself.
    """
    if not filters.about_duties:
        return filters.amounts("segment_id", "s.segment_id")
    inner = duty_conditions(filters)
    return Where(
        f"EXISTS (SELECT 1 FROM obligations o WHERE o.segment_id = s.segment_id AND {inner.sql})",
        inner.values,
    )


def duty_conditions(filters: Filters) -> Where:
    """The filters on an obligation ``o``."""
    return filters.duties() & filters.amounts("obligation_id", "o.obligation_id")


def _match(words: Sequence[str], columns: str = "heading body") -> str:
    """The question to the index: all words, or the longer ones where there are any.

    A single character is the prefix of thousands of entries, which take a second to put
    together; it is looked for in the text of what the others find.
    """
    asked = [word for word in words if len(word) > 1] or words
    return f"{{{columns}}} : ({bigram_query(' '.join(asked[:MOST_WORDS]))})"


def _is_everywhere(connection: sqlite3.Connection, words: Sequence[str]) -> bool:
    """Whether single characters, 的 or ，, stand in so many articles that no index is needed."""
    if max(map(len, words)) > 1:
        return False
    latest = connection.execute(
        "SELECT substr(s.text, 1, s.own_end - s.start) AS own FROM search_rows r"
        " JOIN segments s ON s.segment_id = r.segment_id ORDER BY r.rowid DESC LIMIT ?",
        (SAMPLED,),
    ).fetchall()
    held = sum(_holds(row, words) for row in latest)
    return len(latest) == SAMPLED and held > SAMPLED // 10


def _ranked(
    connection: sqlite3.Connection, match: str, words: Sequence[str], filters: Filters
) -> Iterator[sqlite3.Row]:
    """By bm25, a word in a heading before one in the body."""
    where = conditions(filters)
    # Nothing to filter: the rows of the articles are read for those alone that are shown.
    joined = "" if filters.empty else (
        " JOIN segments s ON s.segment_id = r.segment_id"
        " JOIN documents d ON d.document_id = s.document_id"
    )  # fmt: skip
    ids = connection.execute(
        f"SELECT r.segment_id FROM search JOIN search_rows r ON r.rowid = search.rowid{joined}"
        f" WHERE search MATCH ? AND {where.sql}"
        f" ORDER BY bm25(search, {WEIGHTS}), r.segment_id",
        (match, *where.values),
    ).fetchall()
    return rows_of(connection, (row[0] for row in ids), words, filters)


def _of_long_list(
    connection: sqlite3.Connection, match: str, words: Sequence[str], filters: Filters
) -> Iterator[sqlite3.Row]:
    """Headings that hold the words, ranked if they are few; then papers, the newest first.

    Words that are everywhere are soon met, so the texts are read and not the index.
    """
    shown = set()
    in_headings = _match(words, "heading")
    if max(map(len, words)) > 1 and _count(connection, in_headings) <= RANKED:
        for row in _ranked(connection, in_headings, words, filters):
            shown.add(row["segment_id"])
            yield row
    for row in _newest_first(connection, words, filters):
        if row["segment_id"] not in shown:
            yield row


def _newest_first(
    connection: sqlite3.Connection, words: Sequence[str], filters: Filters
) -> Iterator[sqlite3.Row]:
    """Articles paper by paper; only the papers are sorted.

    A regulation that came with a notice bears no date itself and counts as old as the notice.
    """
    of_paper, where = filters.documents(), _own_conditions(filters)
    wanted = [fold(word) for word in words]
    papers = connection.execute(
        "SELECT d.document_id FROM documents d LEFT JOIN documents p"
        f" ON p.document_id = d.parent_id WHERE d.role <> 'ghost' AND {of_paper.sql}"
        " ORDER BY coalesce(d.document_date, d.print_date, p.document_date, p.print_date) DESC,"
        " d.document_id",
        of_paper.values,
    ).fetchall()
    for (document,) in papers:
        rows = connection.execute(
            f"{ARTICLES} WHERE s.document_id = ? AND {where.sql} ORDER BY s.start, s.segment_id",
            (document, *where.values),
        )
        for row in rows:
            if _holds(row, wanted):
                yield row


def _holds(row: sqlite3.Row, wanted: Sequence[str]) -> bool:
    own = fold(row["own"])
    return all(word in own for word in wanted)


def _count(connection: sqlite3.Connection, match: str) -> int:
    sql = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
    return int(connection.execute(sql, (match, RANKED + 1)).fetchone()[0])
