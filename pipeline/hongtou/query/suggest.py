"""What to try when nothing was found: words of the question that do hit, and near titles."""

import logging
import re
import sqlite3
import unicodedata
import warnings
from functools import lru_cache
from itertools import pairwise
from typing import Final

from hongtou.store import bigram_query

__all__ = ["near_titles", "suggest"]

# Words of two characters or more that carry meaning; jieba leaves punctuation as tokens.
WORD: Final = re.compile(r"\w{2,}")
MOST: Final = 5


def suggest(connection: sqlite3.Connection, text: str) -> tuple[str, ...]:
    """Words of ``text`` that do occur, the longest first, at most five.

    ``再贷款贴息展期办法`` finds nothing as a whole, but 再贷款, 贴息 and 展期 may.
    """
    words = sorted(set(_words(text)), key=lambda word: (-len(word), text.find(word)))
    found: list[str] = []
    for word in words:
        if len(found) == MOST:
            break
        if not any(word in longer for longer in found) and _occurs(connection, word):
            found.append(word)
    return tuple(found)


def near_titles(connection: sqlite3.Connection, text: str) -> tuple[str, ...]:
    """Numbers or titles of documents that share most with ``text``, at most three."""
    wanted = _pairs(text)
    if not wanted:
        return ()
    rows = connection.execute("SELECT document_number, title FROM documents ORDER BY document_id")
    scored: list[tuple[float, str]] = []
    for number, title in rows:
        likeness = max(_likeness(wanted, _pairs(name or "")) for name in (number, title))
        if likeness >= 0.5:
            scored.append((likeness, f"{number or ''}《{title}》" if title else number))
    return tuple(name for _, name in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:3])


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    # jieba's dictionary takes a second to load, so only a question without an answer pays for it.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its source still has "\." in plain strings
        import jieba
    jieba.setLogLevel(logging.WARNING)
    plain = unicodedata.normalize("NFKC", text[:200])
    return tuple(word for word in jieba.cut_for_search(plain) if WORD.fullmatch(word))


def _occurs(connection: sqlite3.Connection, word: str) -> bool:
    query = bigram_query(word)
    if query is None:
        return False
    sql = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
    return connection.execute(sql, (query,)).fetchone() is not None


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return frozenset(a + b for a, b in pairwise(plain))


def _likeness(wanted: frozenset[str], held: frozenset[str]) -> float:
    """Share of the pairs of the shorter text that both have, counted against the wanted ones."""
    return len(wanted & held) / len(wanted) if held else 0.0
