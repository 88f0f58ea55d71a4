import sqlite3
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.store.bigrams import bigram_query, bigrams, bigrams_to_index

TEXTS = st.text(alphabet="再贷款贴息不得《》，。10%％ aLPR０\"*-'", max_size=30)


@pytest.fixture
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5(body, content='',"
        " tokenize='unicode61 remove_diacritics 0')"
    )
    yield connection
    connection.close()


def hits(connection: sqlite3.Connection, query: str) -> list[int]:
    return [r[0] for r in connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (query,))]


PERCENT, OPEN, SHUT, QUOTE, STAR = (chr(0xE000 + ord(mark) % 6400) for mark in '%《》"*')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("再贷款", "再贷 贷款"),
        ("10％", f"10 0{PERCENT}"),  # full width is folded, marks become private characters
        ("贷 款", "贷   款"),  # a space stays a gap: no word reaches across
        ("LPR", "lp pr"),
        ("款", "款"),
        ("", ""),
    ],
)
def test_bigrams(text: str, expected: str) -> None:
    assert bigrams(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("再贷款", '"再贷 贷款"'),
        ("再贷款 贴息", '"再贷 贷款" AND "贴息"'),
        ("《再贷款》", f'"{OPEN}再 再贷 贷款 款{SHUT}"'),
        ("贷", '"贷" *'),
        ("10%", f'"10 0{PERCENT}"'),
        ("％", f'"{PERCENT}" *'),
        ('a"b', f'"a{QUOTE} {QUOTE}b"'),
        ("《》 *", f'"{OPEN}{SHUT}" AND "{STAR}" *'),
        (" \u3000\n", None),
        ("贷\ud800", None),
        ("", None),
    ],
)
def test_query(text: str, expected: str | None) -> None:
    assert bigram_query(text) == expected


@pytest.mark.parametrize(
    "asked",
    [
        "贴息",
        "银发〔2021〕63号",
        "1.5亿元",
        "1．5亿元",
        "lpr",
        "不得",
        "款",
        "《通知》",
        "贴息 LPR",
    ],
)
def test_found(index: sqlite3.Connection, asked: str) -> None:
    text = "按银发〔2021〕63号《通知》，不得高于LPR，给予1.5亿元贴息贷款"
    index.execute("INSERT INTO t(rowid, body) VALUES (1, ?)", (bigrams_to_index(text),))
    query = bigram_query(asked)
    assert query is not None
    assert hits(index, query) == [1]


def test_look_alike_is_not_found(index: sqlite3.Connection) -> None:
    index.execute("INSERT INTO t(rowid, body) VALUES (1, ?)", (bigrams_to_index("贷款，展期"),))
    index.execute("INSERT INTO t(rowid, body) VALUES (2, ?)", (bigrams_to_index("到2010年末"),))
    for asked in ("款展", "10%", "展期*款"):
        query = bigram_query(asked)
        assert query is not None
        assert hits(index, query) == []


@given(st.text(max_size=40))
def test_any_text_is_a_safe_query(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='unicode61')")
    query = bigram_query(text)
    if query is not None:
        hits(connection, query)
    connection.close()


@given(TEXTS, st.data())
def test_every_part_of_a_text_finds_it(text: str, draw: st.DataObject) -> None:
    start = draw.draw(st.integers(0, len(text)))
    part = text[start : draw.draw(st.integers(start, len(text)))]
    query = bigram_query(part)
    if query is None:
        return
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='unicode61')")
    connection.execute("INSERT INTO t(rowid, body) VALUES (1, ?)", (bigrams_to_index(text),))
    found = hits(connection, query)
    connection.close()
    assert found == [1], unicodedata.normalize("NFKC", part)
