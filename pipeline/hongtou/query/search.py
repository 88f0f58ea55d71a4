"""Full-text search: FTS5 over character bigrams finds, the stored text decides and is quoted."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from hongtou.model import Span
from hongtou.query.documents import COLUMNS, SOURCE, ref_of
from hongtou.query.duties import duties_of
from hongtou.query.filters import Filters, Where, contains, fold, plain
from hongtou.query.places import Places
from hongtou.query.results import Duty, Hit
from hongtou.store import bigram_query

__all__ = ["find_hits", "matching_segments"]

# bm25 costs 1.8 µs a hit, 0.6 s at 278,000 of a million articles: only short lists are ranked,
# longer ones show what came in last.
RANKED: Final = 20_000

# FTS5 refuses expressions of more than 256 levels; all words are looked for in the text anyway.
MOST_WORDS: Final = 32

# Articles whose obligations are read at once, until enough are found.
AT_ONCE: Final = 200

# Sentence ends, and the newline between paragraphs: a quote is one sentence.
SENTENCE_END: Final = re.compile(r"[。！？；\n]")
# A quote longer than this many characters is cut around the word.
QUOTE: Final = 160

SELECT: Final = f"""
SELECT s.segment_id, s.path, s.heading, coalesce(s.heading_end, s.start) - s.start AS heading_end,
  s.start, s.own_end,
  substr(s.text, 1, s.own_end - s.start) AS own, {COLUMNS}
FROM search JOIN search_rows r ON r.rowid = search.rowid
JOIN segments s ON s.segment_id = r.segment_id
JOIN {SOURCE.replace("documents d", "documents d ON d.document_id = s.document_id", 1)}
"""


def find_hits(
    connection: sqlite3.Connection, places: Places, text: str, filters: Filters, limit: int | None
) -> tuple[Hit, ...]:
    """Titles that hold every word, then articles; each with the sentence that says so.

    With ``bearer`` or ``force`` the hits are obligations and not articles.
    """
    words = tuple(plain(word) for word in unicodedata.normalize("NFKC", text).split())
    titles: list[Hit] = []
    if words and not filters.about_duties and not filters.about_amounts:
        titles = (
            _titles(connection, places, words, filters, limit) if not filters.due_before else []
        )
    rest = None if limit is None else max(0, limit - len(titles))
    rows = _rows(connection, words, filters)
    if filters.about_duties:
        return tuple(islice(_obligations(connection, places, words, filters, rows), rest))
    return (*titles, *_articles(connection, places, words, list(islice(rows, rest))))


def matching_segments(connection: sqlite3.Connection, text: str) -> tuple[str, ...]:
    """Ids of all segments whose own text holds every word of ``text``, sorted."""
    words = tuple(plain(word) for word in unicodedata.normalize("NFKC", text).split())
    return tuple(sorted(row["segment_id"] for row in _rows(connection, words, Filters())))


def _rows(
    connection: sqlite3.Connection, words: Sequence[str], filters: Filters
) -> Iterator[sqlite3.Row]:
    """Articles in order of rank; each word is looked for in the text itself before it counts."""
    where = filters.documents() & _of_segment(filters)
    if not words:
        if filters.empty:
            return
        sql = SELECT.replace("FROM search JOIN search_rows r ON r.rowid = search.rowid\nJOIN",
                             "FROM").replace(" ON s.segment_id = r.segment_id", "")  # fmt: skip
        order = "ORDER BY date DESC, d.document_id, s.start, s.segment_id"
        yield from connection.execute(f"{sql} WHERE {where.sql} {order}", where.values)
        return
    query = bigram_query(" ".join(words[:MOST_WORDS]))
    if query is None:
        return
    query = "{heading body} : (" + query + ")"
    order = "rank, s.segment_id" if _count(connection, query) <= RANKED else "search.rowid DESC"
    rows = connection.execute(
        f"{SELECT} WHERE search MATCH ? AND {where.sql} ORDER BY {order}", (query, *where.values)
    )
    for row in rows:
        # The tokenizer skips punctuation, so 展期。4次 would answer to 展期，4次.
        own = fold(row["own"])
        if all(fold(word) in own for word in words):
            yield row


def _of_segment(filters: Filters) -> Where:
    where = filters.amounts("segment_id", "s.segment_id")
    if filters.about_duties:
        inner = filters.duties()
        where &= Where(
            f"EXISTS (SELECT 1 FROM obligations o WHERE o.segment_id = s.segment_id"
            f" AND {inner.sql})",
            inner.values,
        )
    return where


def _count(connection: sqlite3.Connection, query: str) -> int:
    sql = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
    return int(connection.execute(sql, (query, RANKED + 1)).fetchone()[0])


def _titles(
    connection: sqlite3.Connection,
    places: Places,
    words: Sequence[str],
    filters: Filters,
    limit: int | None,
) -> list[Hit]:
    """Documents, ghosts included, whose title or number holds every word; newest first."""
    names = "coalesce(d.title, '') || ' ' || coalesce(d.document_number, '')"
    where = filters.documents() & contains(names, " ".join(words))
    rows = connection.execute(
        f"SELECT {COLUMNS}, m.start, m.end, m.text FROM {SOURCE} LEFT JOIN metadata m"
        f" ON m.document_id = d.document_id AND m.field = 'title' WHERE {where.sql}"
        " ORDER BY d.role = 'ghost', date DESC, d.document_id LIMIT ?",
        (*where.values, -1 if limit is None else max(0, limit)),
    )
    found = [(row, places.of(row["file_sha256"], row["start"], row["end"])) for row in rows]
    return [
        Hit("title", row["title"] or row["document_number"], ref_of(row), "", place.page,
            place.box, row["start"], row["end"])
        for row, place in found
    ]  # fmt: skip


def _articles(
    connection: sqlite3.Connection,
    places: Places,
    words: Sequence[str],
    rows: Sequence[sqlite3.Row],
) -> Iterator[Hit]:
    """One hit an article: the sentence with the words, and the obligations that hold them."""
    duties = _duties_in(connection, places, rows, Filters())
    for row in rows:
        inner = quote_around(row["own"], words, row["heading_end"])
        span, quote = inner.shifted(row["start"]), inner.of(row["own"])
        place = places.of(row["file_sha256"], span.start, span.end)
        said = tuple(d for d in duties.get(row["segment_id"], ()) if _says(d.quote, words))
        yield Hit(
            "article", quote, ref_of(row), row["path"], place.page, place.box,
            span.start, span.end, row["heading"], row["segment_id"], said,
        )  # fmt: skip


def _obligations(
    connection: sqlite3.Connection,
    places: Places,
    words: Sequence[str],
    filters: Filters,
    rows: Iterator[sqlite3.Row],
) -> Iterator[Hit]:
    """One hit an obligation that holds the words, or stands under a heading that does."""
    while batch := list(islice(rows, AT_ONCE)):
        duties = _duties_in(connection, places, batch, filters)
        for row in batch:
            for duty in duties.get(row["segment_id"], ()):
                if _says(f"{duty.quote} {row['heading'] or ''}", words):
                    yield Hit(
                        "obligation", duty.quote, duty.document, duty.path, duty.page, duty.box,
                        duty.start, duty.end, row["heading"], row["segment_id"], (duty,),
                    )  # fmt: skip


def _duties_in(
    connection: sqlite3.Connection, places: Places, rows: Sequence[sqlite3.Row], filters: Filters
) -> dict[str, tuple[Duty, ...]]:
    if not rows:
        return {}
    ids = tuple(row["segment_id"] for row in rows)
    inside = Where(f"o.segment_id IN ({','.join('?' * len(ids))})", ids)
    return duties_of(connection, places, inside & filters.duties())


def _says(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(fold(word) in folded for word in words)


def quote_around(text: str, words: Sequence[str], body: int = 0) -> Span:
    """The sentence of ``text`` in which the first of ``words`` stands, cut if it is very long.

    A sentence behind ``body``, where the heading ends, says more than the heading itself.
    """
    folded, origin = _fold_with_origin(text)
    first = next((i for i, at in enumerate(origin) if at >= body), 0)
    wanted = [fold(word) for word in words]
    found = [p for start in (first, 0) for w in wanted if (p := folded.find(w, start)) >= 0]
    at = origin[found[0]] if found and found[0] < len(origin) else 0
    ends = [m.end() for m in SENTENCE_END.finditer(text)]
    start = max((e for e in ends if e <= at), default=0)
    end = min((e for e in ends if e > at), default=len(text))
    if end - start > QUOTE:
        start = max(start, at - QUOTE // 2)
        end = min(end, start + QUOTE)
    while end > start and text[end - 1] in "\n ":
        end -= 1
    return Span(start, end)


def _fold_with_origin(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the position it comes from."""
    parts = [fold(character) for character in text]
    origin = [at for at, part in enumerate(parts) for _ in part]
    return "".join(parts), origin
