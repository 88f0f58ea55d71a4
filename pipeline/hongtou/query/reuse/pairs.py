"""The strongest pairs of the whole knowledge base: lineage that no citation tells of."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from hongtou.query.places import Places
from hongtou.query.results import DocumentRef
from hongtou.query.reuse.index import Index
from hongtou.query.reuse.main_text import MainText
from hongtou.query.reuse.results import Reuse
from hongtou.query.reuse.reuse import documents_in, held_text, measure, told
from hongtou.store import passages

__all__ = ["read_pairs"]

# A fingerprint of more files tells little of any two of them: with twelve there are 66 pairs.
SHARED_BY: Final = 12
# Fingerprints that two files share before they are compared: about 40 汉字 in a row, or more apart.
PRINTS: Final = 2
# One fingerprint stands for so many 汉字 on average: of every 24 shingles in a row the least.
SPACING: Final = (passages.WINDOW + 1) / 2
# 汉字 that a pair shares at least: an announcement of three lines is half formula.
LEAST: Final = 100
# Pairs that are compared for one that is shown: the others are copies, or cite one another.
TRIES: Final = 20


def read_pairs(
    connection: sqlite3.Connection, places: Places, *, min_share: float, limit: int, linked: bool
) -> tuple[Reuse, ...]:
    """Pairs of papers that share most and, unless ``linked``, do not cite one another.

    All fingerprints are read once, about a second for ten thousand papers. Copies of one paper
    and papers in one file are left out.
    """
    index = Index(connection)
    found: list[Reuse] = []
    for tried, (one, other) in enumerate(_candidates(connection, index)):
        if len(found) >= limit or tried >= TRIES * limit:
            break
        found += _reuses(connection, places, index, one, other, min_share, linked)
    found.sort(key=lambda reuse: (-reuse.share, reuse.one.document_id, reuse.other.document_id))
    return tuple(_once(found))[:limit]


def _candidates(connection: sqlite3.Connection, index: Index) -> Iterator[tuple[str, str]]:
    """Pairs of files, those first of whose shorter text most seems to be shared."""
    shared: Counter[tuple[int, int]] = Counter()
    rows = connection.execute(
        "SELECT group_concat(file) FROM passages GROUP BY print HAVING count(*) BETWEEN 2 AND ?",
        (SHARED_BY,),
    )
    for (files,) in rows:
        shared.update(combinations(sorted(map(int, files.split(","))), 2))
    sizes = {
        passages.key_of(sha256): size
        for sha256, size in connection.execute("SELECT file_sha256, length(clean) FROM texts")
    }
    ranked = sorted(
        (-count * SPACING / max(SPACING, min(sizes.get(one, 0), sizes.get(other, 0))), one, other)
        for (one, other), count in shared.items()
        if count >= PRINTS
    )
    for _, one, other in ranked:
        first, second = index.file_of(one), index.file_of(other)
        if first is not None and second is not None:
            yield first, second


def _reuses(
    connection: sqlite3.Connection, places: Places, index: Index, one: str, other: str,
    min_share: float, linked: bool,
) -> Iterator[Reuse]:  # fmt: skip
    ours, theirs = _texts(connection, one), _texts(connection, other)
    for first, first_text in ours:
        for second, second_text in theirs:
            pair = measure(index, (first, second), (first_text, second_text))
            if min(pair.shared) < LEAST or max(pair.shares) < min_share or pair.is_copy:
                continue
            younger_first = (first.date or "") > (second.date or "") and second.date
            reuse = told(connection, places, pair.turned if younger_first else pair)
            if linked or not reuse.links:
                yield reuse


def _texts(connection: sqlite3.Connection, sha256: str) -> list[tuple[DocumentRef, MainText]]:
    return [(ref, held_text(connection, ref)) for ref in documents_in(connection, (sha256,))]


def _once(found: list[Reuse]) -> Iterator[Reuse]:
    """Each pair of papers once, whatever copies of them are held."""
    seen: set[frozenset[str]] = set()
    for reuse in found:
        names = frozenset(
            ref.number or "".join((ref.title or ref.document_id).split())
            for ref in (reuse.one, reuse.other)
        )
        if names not in seen:
            seen.add(names)
            yield reuse
