"""关键词: the words that tell a paper from the others, TF-IDF against the knowledge base.

jieba cuts the paper into words, the full-text index says in how many articles each of them
stands. Nothing is stored: what is characteristic changes with every paper that comes in.
"""

import logging
import math
import re
import sqlite3
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from hongtou.lexicon import read_table
from hongtou.store import bigram_query, fold

__all__ = ["cut", "is_known", "is_word", "keywords_of", "occurs", "weighed"]

# Words of two characters or more that carry meaning: 再贷款, LPR, 3A; jieba leaves punctuation,
# figures and single characters as tokens too.
WORD: Final = re.compile(r"(?=.*[^\W\d_])\w{2,}")
FIGURES: Final = re.compile(r"[\d零〇一二三四五六七八九十百千万亿年月日号第条款项]+")

# 省, 市, 县 and the like behind the name of a place.
PLACE_END: Final = re.compile(r"(?:省|市|县|区|旗|盟|自治区|自治州|自治县|特别行政区)$")

# So many words of a paper, the most frequent, are looked up in the index.
LOOKED_UP: Final = 80
# A word that stands in more articles than this tells nothing, however many more there are.
COUNTED: Final = 20_000
# A word of the title counts as often as this in the body.
IN_TITLE: Final = 3


def keywords_of(
    connection: sqlite3.Connection, document_id: str, most: int = 10
) -> tuple[str, ...]:
    """The words that a paper uses more than others do, the most characteristic first.

    贴息, 展期 and 脱贫人口 for 赣银保监发〔2021〕2号; empty for a paper that is only cited.
    """
    rows = connection.execute(
        "SELECT substr(text, 1, own_end - start) FROM segments WHERE document_id = ?"
        " AND kind <> 'element'",
        (document_id,),
    )
    body = "\n".join(row[0] for row in rows)
    row = connection.execute(
        "SELECT title FROM documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    title = row[0] if row and row[0] and body else ""
    return weighed(connection, (body, *(_subject(title),) * IN_TITLE), most)


def _subject(title: str) -> str:
    """What a title is about, without the authorities before 关于."""
    return title.partition("关于")[2] or title


def weighed(
    connection: sqlite3.Connection,
    texts: Iterable[str],
    most: int,
    without: Sequence[str] = (),
) -> tuple[str, ...]:
    """The ``most`` words of ``texts`` of the highest TF-IDF; those in ``without`` are left out.

    Of 再贷款 and 扶贫再贷款 that always stand together only the longer is named.
    """
    counts = Counter(
        word for text in texts for word in cut(text)
        if is_word(word) and not any(word in known for known in without)
    )  # fmt: skip
    (articles,) = connection.execute("SELECT count(*) FROM search_rows").fetchone()
    scored = []
    for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:LOOKED_UP]:
        held = _articles_with(connection, word)
        rarity = math.log((articles + 1) / (held + 0.5))
        scored.append((count * rarity, word))
    chosen: list[str] = []
    for _, word in sorted(scored, key=lambda pair: (-pair[0], pair[1])):
        if len(chosen) == most:
            break
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
    return tuple(chosen)


def cut(text: str) -> tuple[str, ...]:
    """The words of a text as jieba sees them, terms of the trade kept whole: 再贷款, 首贷户."""
    return tuple(_tokenizer().cut(fold(text), HMM=False))


def is_word(word: str) -> bool:
    """Whether a token can characterise anything: no figure, no mark, no word of every paper."""
    return (
        WORD.fullmatch(word) is not None
        and FIGURES.fullmatch(word) is None
        and word not in _left_out()
    )


def is_known(word: str) -> bool:
    """Whether ``word`` is in jieba's dictionary or among the terms of the trade."""
    return bool(_tokenizer().FREQ.get(word))


def occurs(connection: sqlite3.Connection, text: str) -> bool:
    """Whether any article or title holds all words of ``text``, by the index."""
    query = bigram_query(text)
    if query is None:
        return False
    sql = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
    return connection.execute(sql, (query,)).fetchone() is not None


def _articles_with(connection: sqlite3.Connection, word: str) -> int:
    query = f"{{heading body}} : ({bigram_query(word)})"
    sql = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
    return int(connection.execute(sql, (query, COUNTED)).fetchone()[0])


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    # jieba's dictionary takes a second to load, so it is loaded by the first who asks for words.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its source still has "\." in plain strings
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    # The commonest word of the dictionary, so that a term is not cut: 再|贷款.
    weight = max(tokenizer.FREQ.values())
    for row in read_table("official_terms"):
        for term in row["terms"].split():
            if len(term) > 1 and not tokenizer.FREQ.get(term):
                tokenizer.add_word(fold(term), weight // 100)
    return tokenizer


@lru_cache(maxsize=1)
def _left_out() -> frozenset[str]:
    """Words of every paper, and names of places: they say where, not what."""
    return frozenset(row["word"] for row in read_table("stop_words")) | _places()


def _places() -> frozenset[str]:
    """江西省 and 江西: two characters at least, or 市辖区 would leave out 市."""
    names = {row["name"] for row in read_table("places")}
    return frozenset(names | {PLACE_END.sub("", name) for name in names if len(name) > 2})
