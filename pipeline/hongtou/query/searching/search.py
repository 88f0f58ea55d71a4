"""Full-text search: FTS5 over character bigrams finds, the stored text decides and is quoted.

What is typed is cut at white space into words, and every word must occur: in the own text of an
article (what it says before its first sub-article), or in the title of a paper. Words are compared
as ``fold`` makes them, NFKC without case, and are otherwise taken literally: a word finds exactly
what ``LIKE '%word%'`` would find, punctuation included.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from hongtou.query.documents import COLUMNS, SOURCE, number_in, ref_of
from hongtou.query.duties import duties_of
from hongtou.query.filters import Filters, Where, plain
from hongtou.query.places import Places
from hongtou.query.results import Duty, Hit
from hongtou.query.searching.candidates import duty_conditions, find_articles, rows_of
from hongtou.query.searching.numbered import Numbered, find_numbered
from hongtou.query.searching.snippets import marks_in, quote_around
from hongtou.store import fold

__all__ = ["find_hits", "matching_segments"]

# Titles that go before the articles; where more hold the words, the rest comes behind.
TITLES_FIRST: Final = 5

# Stands between titles that are folded together: U+001E, the separator of records.
END: Final = "\x1e"

# Articles whose obligations are read at once, until enough are found.
AT_ONCE: Final = 50


def find_hits(
    connection: sqlite3.Connection, places: Places, text: str, filters: Filters, limit: int | None
) -> tuple[Hit, ...]:
    """Titles that hold every word, then articles; each with the sentence that says so.

    Where obligations are asked for (``bearer``, ``force``) the hits are obligations. A document
    number in any spelling finds the paper itself, then the articles that cite it.
    """
    found = number_in(text)
    numbered = find_numbered(connection, found[0], found[1]) if found else None
    words = numbered.words if numbered else words_of(text)
    asked = numbered.shown if numbered else words
    rows = _rows(connection, words, filters, numbered)
    hits: Iterator[Hit]
    if filters.about_duties:
        hits = _obligations(connection, places, words, filters, rows)
    else:
        titles = _titles(connection, places, words, filters, numbered)
        first = list(islice(titles, TITLES_FIRST))
        hits = chain(first, _articles(connection, places, asked, rows), titles)
    return tuple(islice(hits, None if limit is None else max(0, limit)))


def matching_segments(connection: sqlite3.Connection, text: str) -> tuple[str, ...]:
    """Ids of all segments whose own text holds every word of ``text``, sorted."""
    rows = find_articles(connection, words_of(text), Filters())
    return tuple(sorted(row["segment_id"] for row in rows))


def words_of(text: str) -> tuple[str, ...]:
    """The words between white space, folded; what SQLite cannot bind is dropped."""
    return tuple(filter(None, map(plain, fold(text).split())))


def _rows(
    connection: sqlite3.Connection,
    words: Sequence[str],
    filters: Filters,
    numbered: Numbered | None,
) -> Iterator[sqlite3.Row]:
    if numbered is None:
        return find_articles(connection, words, filters)
    own = numbered.own if words or not filters.empty else ()
    return rows_of(connection, dict.fromkeys((*own, *numbered.citing)), words, filters)


def _titles(
    connection: sqlite3.Connection,
    places: Places,
    words: Sequence[str],
    filters: Filters,
    numbered: Numbered | None,
) -> Iterator[Hit]:
    """Papers whose title or number holds every word, or that bear the number; the best first."""
    if filters.about_amounts or filters.about_dates or not (words or numbered):
        return
    shown = numbered.shown if numbered else words
    for document in _titled(connection, words, filters, numbered):
        row = connection.execute(
            f"SELECT {COLUMNS}, m.start, m.end FROM {SOURCE} LEFT JOIN metadata m"
            " ON m.document_id = d.document_id AND m.field = 'title' WHERE d.document_id = ?",
            (document,),
        ).fetchone()
        place = places.of(row["file_sha256"], row["start"], row["end"])
        quote = row["title"] or row["document_number"]
        yield Hit(
            "title", quote, ref_of(row), "", place.page, place.box, row["start"], row["end"],
            marks=marks_in(quote, shown),
        )  # fmt: skip


def _titled(
    connection: sqlite3.Connection,
    words: Sequence[str],
    filters: Filters,
    numbered: Numbered | None,
) -> list[str]:
    """Ids of papers, the best title first: the larger the part of it that was typed, the better.

    Held goes before only cited, newer before older. Blanks inside a title are left out.
    """
    where = filters.documents()
    rows = connection.execute(
        "SELECT d.document_id, coalesce(d.title, '') || ' ' || coalesce(d.document_number, ''),"
        f" d.role FROM documents d WHERE {where.sql}"
        " ORDER BY d.role = 'ghost', coalesce(d.document_date, d.print_date) DESC, d.document_id",
        where.values,
    ).fetchall()
    # Folded all at once: a call for each of ten thousand titles takes ten times as long.
    names = fold(END.join(row[1].replace(END, " ") for row in rows)).split(END)
    typed, found = sum(map(len, words)), []
    for (document, _, role), name in zip(rows, names, strict=False):
        squeezed = name.replace(" ", "")
        if document in numbered.papers if numbered else all(word in squeezed for word in words):
            share = round(4 * typed / max(1, len(squeezed)))
            found.append((share / (2 if role == "ghost" else 1), document))
    return [document for _, document in sorted(found, key=lambda pair: -pair[0])]


def _articles(
    connection: sqlite3.Connection,
    places: Places,
    words: Sequence[str],
    rows: Iterator[sqlite3.Row],
) -> Iterator[Hit]:
    """One hit an article: the sentence with the words, and the obligations that hold them."""
    while batch := list(islice(rows, AT_ONCE)):
        duties = _duties_in(connection, places, batch, Filters())
        for row in batch:
            inner = quote_around(row["own"], words, row["heading_end"])
            span, quote = inner.shifted(row["start"]), inner.of(row["own"])
            place = places.of(row["file_sha256"], span.start, span.end)
            said = tuple(d for d in duties.get(row["segment_id"], ()) if _says(d.quote, words))
            yield Hit(
                "article", quote, ref_of(row), row["path"], place.page, place.box,
                span.start, span.end, row["heading"], row["segment_id"], said,
                marks_in(quote, words),
            )  # fmt: skip


def _obligations(
    connection: sqlite3.Connection,
    places: Places,
    words: Sequence[str],
    filters: Filters,
    rows: Iterator[sqlite3.Row],
) -> Iterator[Hit]:
    """One hit an obligation: those that hold the words, then those under a heading that does."""
    while batch := list(islice(rows, AT_ONCE)):
        duties = _duties_in(connection, places, batch, filters)
        for row in batch:
            own = duties.get(row["segment_id"], ())
            under = (d for d in own if _says(f"{d.quote} {row['heading'] or ''}", words))
            for duty in sorted(under, key=lambda duty: not _says(duty.quote, words)):
                yield Hit(
                    "obligation", duty.quote, duty.document, duty.path, duty.page, duty.box,
                    duty.start, duty.end, row["heading"], row["segment_id"], (duty,),
                    marks_in(duty.quote, words),
                )  # fmt: skip


def _duties_in(
    connection: sqlite3.Connection, places: Places, rows: Iterable[sqlite3.Row], filters: Filters
) -> dict[str, tuple[Duty, ...]]:
    ids = tuple(row["segment_id"] for row in rows)
    inside = Where(f"o.segment_id IN ({','.join('?' * len(ids))})", ids)
    return duties_of(connection, places, inside & duty_conditions(filters))


def _says(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(fold(word) in folded for word in words)
