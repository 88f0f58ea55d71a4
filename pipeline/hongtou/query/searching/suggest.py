"""What to try when nothing was found.

Words of the question that do hit, near spellings, terms that stand beside them, near titles.
"""

import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from hongtou.lexicon import read_table
from hongtou.query.searching.keywords import cut, is_known, occurs, weighed
from hongtou.store import bigram_query, bigrams, fold

__all__ = ["near_titles", "related", "suggest"]

MOST: Final = 5
NEAR: Final = 3

# A word that is longer is a sentence, and its parts are looked at.
LONGEST: Final = 12
# Parts of a question in which one character may be wrong: 再袋款, 不凉容忍度.
PARTS: Final = (5, 4, 3)
# Characters that are tried in one place; the commonest neighbours go first.
TRIED: Final = 400

# Articles whose words are weighed for related terms.
READ: Final = 40


def suggest(connection: sqlite3.Connection, text: str) -> tuple[str, ...]:
    """Words of ``text`` that do occur, the longest first, at most five; then near spellings.

    ``再贷款贴息展期办法`` finds nothing as a whole, but 再贷款, 贴息 and 展期 may; for ``再袋款``
    there is 再贷款.
    """
    words = [word for word in dict.fromkeys(cut(text[:200])) if len(word) > 1 and word.isalnum()]
    found: list[str] = []
    for word in sorted(words, key=lambda word: (-len(word), text.find(word))):
        if len(found) == MOST:
            break
        if not any(word in longer for longer in found) and occurs(connection, word):
            found.append(word)
    return tuple(dict.fromkeys((*found, *_near_spellings(connection, text))))


def related(connection: sqlite3.Connection, words: Sequence[str]) -> tuple[str, ...]:
    """Terms that stand in the articles which hold one of ``words``, at most five.

    For 贴息: 财政资金, 风险补偿, 全额.
    """
    texts: dict[str, None] = {}
    for word in words:
        found = connection.execute(
            "SELECT substr(s.text, 1, s.own_end - s.start) FROM search"
            " JOIN search_rows r ON r.rowid = search.rowid"
            " JOIN segments s ON s.segment_id = r.segment_id"
            " WHERE search MATCH ? ORDER BY search.rowid DESC LIMIT ?",
            (bigram_query(word) or '""', READ),
        )
        texts |= dict.fromkeys(row[0] for row in found)
    return weighed(connection, texts, MOST, without=words)


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
    # Copies bear one name.
    best = dict.fromkeys(name for _, name in sorted(scored, key=lambda p: (-p[0], p[1])))
    return tuple(best)[:3]


def _near_spellings(connection: sqlite3.Connection, text: str) -> tuple[str, ...]:
    """Words that occur and differ from one of the question in one character, at most three."""
    _with_vocabulary(connection)
    found: dict[str, None] = {}
    for word in fold(text[:200]).split():
        if not word.isalnum() or occurs(connection, word):
            continue
        doubtful = _doubtful(word)
        whole = _one_off(connection, word, doubtful) if len(word) <= LONGEST else ()
        near = list(islice(whole, NEAR)) or _near_parts(connection, word, doubtful)
        found |= dict.fromkeys(near)
    return tuple(found)[:NEAR]


def _doubtful(word: str) -> frozenset[int]:
    """Positions that are left alone when jieba cuts ``word``: 再, 袋, 款 of 再袋款贴息."""
    doubtful, at = [], 0
    for token in cut(word):
        if len(token) == 1:
            doubtful.append(at)
        at += len(token)
    return frozenset(doubtful)


def _near_parts(connection: sqlite3.Connection, word: str, doubtful: frozenset[int]) -> list[str]:
    """Words of the trade or of the dictionary that part of ``word`` is near to."""
    found: list[str] = []
    for size in PARTS:
        for at in range(len(word) - size + 1):
            inside = frozenset(i - at for i in doubtful if at <= i < at + size)
            near = _one_off(connection, word[at : at + size], inside)
            found += islice((one for one in near if is_known(one)), NEAR)
    return found


def _one_off(connection: sqlite3.Connection, word: str, doubtful: frozenset[int]) -> Iterator[str]:
    """Words of the index with another character in one of the doubtful places, look-alikes first.

    Of two characters one says too little, 再袋 is near to every word with 再: look-alikes only.
    """
    tried = []
    for at in sorted(doubtful):
        alike = _look_alikes(word[at])
        others = _neighbours(connection, word, at) if len(word) > 2 else tuple(sorted(alike))
        for place, other in enumerate(others):
            tried.append((other not in alike, place, word[:at] + other + word[at + 1 :]))
    for _, _, near in sorted(tried)[:TRIED]:
        if near != word and occurs(connection, near):
            yield near


def _neighbours(connection: sqlite3.Connection, word: str, at: int) -> tuple[str, ...]:
    """Characters that stand beside the other character in the index, the commonest first."""
    if at > 0:
        first = bigrams(word[at - 1])
        rows = connection.execute(
            "SELECT substr(term, 2, 1) FROM temp.words WHERE term > ? AND term < ?"
            " ORDER BY doc DESC, term LIMIT ?",
            (first, first + "\U0010ffff", TRIED),
        )
    else:
        rows = connection.execute(
            "SELECT substr(term, 1, 1) FROM temp.words WHERE substr(term, 2, 1) = ?"
            " ORDER BY doc DESC, term LIMIT ?",
            (bigrams(word[1]), TRIED),
        )
    return tuple(row[0] for row in rows if row[0].isalnum())


def _with_vocabulary(connection: sqlite3.Connection) -> None:
    """Make the terms of the index readable as ``temp.words``; nothing is written to the file."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, search, row)"
    )


@lru_cache(maxsize=1)
def _glyphs() -> dict[str, frozenset[str]]:
    return {row["character"]: frozenset(row["similar"]) for row in read_table("similar_glyphs")}


def _look_alikes(character: str) -> frozenset[str]:
    return _glyphs().get(character, frozenset())


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return frozenset(a + b for a, b in pairwise(plain))


def _likeness(wanted: frozenset[str], held: frozenset[str]) -> float:
    """Share of the pairs of the shorter text that both have, counted against the wanted ones."""
    return len(wanted & held) / len(wanted) if held else 0.0
