"""Which files share passages with one that passes a paper on: what the text says of a citation."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from hongtou.model import PASSING, CitationCard, Sharer
from hongtou.store import passages

# A title that more files bear says little, and their texts are not compared.
MOST_COMPARED: Final = 32
# Of files that neither number nor title names, those that share most are looked at.
MOST_SHARERS: Final = 8

_NAMED: Final = """
    SELECT DISTINCT file_sha256 FROM (
      SELECT file_sha256 FROM documents WHERE number_key = ?1
      UNION SELECT file_sha256 FROM documents WHERE title_key = ?2
      UNION SELECT file_sha256 FROM carried_titles t JOIN documents USING (document_id)
        WHERE t.title_key = ?2
    ) WHERE substr(file_sha256, 1, 12) <> ?3 LIMIT ?4
"""
_SHARED: Final = (
    "SELECT count(*) FROM passages a CROSS JOIN passages b ON b.print = a.print AND b.file = ?2"
    " WHERE a.file = ?1"
)


def with_sharers(
    connection: sqlite3.Connection, cards: Sequence[CitationCard]
) -> tuple[CitationCard, ...]:
    """``cards`` with the files that share passages, for papers that are passed on."""
    found = {}
    passing = [card for card in cards if card.relation in PASSING and (card.title or card.number)]
    for prefix, group in groupby(sorted(passing, key=_id), key=lambda c: c.document_id[:12]):
        widely: tuple[Sharer, ...] | None = None
        for card in group:
            named = _named(connection, card, prefix)
            if named:
                found[card.citation_id] = tuple(_compared(connection, prefix, named))
            elif card.title:
                if widely is None:
                    widely = _sharers_of(connection, prefix)
                found[card.citation_id] = widely
    return tuple(
        replace(card, sharers=found[card.citation_id]) if found.get(card.citation_id) else card
        for card in cards
    )


def _id(card: CitationCard) -> str:
    return card.citation_id


def _named(connection: sqlite3.Connection, card: CitationCard, prefix: str) -> list[str]:
    keys = connection.execute(
        "SELECT number_key, title_key FROM citations WHERE citation_id = ?", (card.citation_id,)
    ).fetchone()
    rows = connection.execute(_NAMED, (*keys, prefix, MOST_COMPARED + 1))
    return [row[0] for row in rows]


def _compared(
    connection: sqlite3.Connection, prefix: str, files: Sequence[str]
) -> Iterator[Sharer]:
    if len(files) > MOST_COMPARED:
        return
    for sha256 in sorted(files):
        keys = (int(prefix, 16), passages.key_of(sha256))
        shared = connection.execute(_SHARED, keys).fetchone()[0]
        if shared:
            yield Sharer(sha256, shared)


def _sharers_of(connection: sqlite3.Connection, prefix: str) -> tuple[Sharer, ...]:
    """The files that share most passages with one, those with equal counts in order of keys."""
    own, shared = int(prefix, 16), Counter[int]()
    sample = "SELECT file FROM passages WHERE print = ? AND file <> ? ORDER BY file LIMIT ?"
    prints = connection.execute("SELECT print FROM passages WHERE file = ?", (own,)).fetchall()
    for (p,) in prints:
        rows = connection.execute(sample, (p, own, passages.SHARERS))
        shared.update(row[0] for row in rows)
    most = sorted(shared, key=lambda key: (-shared[key], key))[:MOST_SHARERS]
    return tuple(_as_sharers(connection, ((key, shared[key]) for key in most)))


def _as_sharers(
    connection: sqlite3.Connection, counted: Iterable[tuple[int, int]]
) -> Iterator[Sharer]:
    for key, count in counted:
        first = f"{key:012x}"
        row = connection.execute(
            "SELECT sha256 FROM files WHERE sha256 >= ? AND sha256 < ?", (first, f"{first}g")
        ).fetchone()
        if row is not None:
            yield Sharer(row[0], count)
