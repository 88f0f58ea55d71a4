"""Which papers share passages, and what undoubted papers write."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.run import ingest, own_rooms
from hongtou.store import open_store
from hongtou.store.attested import Attested, papers_with
from hongtou.store.passages import (
    SHARERS,
    SHINGLE,
    WINDOW,
    add,
    key_of,
    prints_of,
    remove,
    sharers_of,
)  # fmt: skip

ENOUGH = SHINGLE + WINDOW - 1  # 汉字 in a row that two papers must share
COMMON = "的一国在人了有中是年和大业不为发会工经上地市要出行作生家以成到"
HAN = st.text(alphabet=COMMON, max_size=120)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with open_store(tmp_path / "k.db") as store:
        yield store.db.conn


def sha_of(number: int) -> str:
    return f"{number:012x}".ljust(64, "0")


@settings(deadline=None)
@given(HAN, HAN, st.text(alphabet=COMMON, min_size=ENOUGH, max_size=120))
def test_a_shared_passage_shares_a_fingerprint(before: str, behind: str, shared: str) -> None:
    assert set(prints_of(before + shared)) & set(prints_of(f"{shared}。\n{behind}"))


@settings(deadline=None)
@given(HAN)
def test_only_characters_count(text: str) -> None:
    spaced = "，\n".join(text)
    assert prints_of(spaced) == prints_of(text)
    assert list(prints_of(text)) == sorted(set(prints_of(text)))


def test_fingerprints_are_the_same_everywhere() -> None:
    """Python's own hashes differ from run to run; these are kept in files."""
    text = "各银行业金融机构要加大对小微企业的信贷支持力度，切实降低融资成本。"
    assert prints_of(text) == (11710294175535,)
    assert prints_of("短文") == ()


def test_those_that_share_most_come_first(base: sqlite3.Connection) -> None:
    common = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"
    more = "日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"
    add(base, sha_of(1), common)
    add(base, sha_of(2), common + more)
    add(base, sha_of(3), "与他人无关的文字" * 20)
    assert sharers_of(base, sha_of(9), common + more, most=9) == [2, 1]
    remove(base, sha_of(2), common + more)
    assert sharers_of(base, sha_of(9), common + more, most=9) == [1]
    assert sharers_of(base, sha_of(1), common, most=9) == []


def test_of_a_formula_the_first_by_key_count(base: sqlite3.Connection) -> None:
    formula = (
        "以习近平新时代中国特色社会主义思想为指导深入贯彻落实党的二十大精神全面落实各项决策部署"
    )
    for number in reversed(range(2 * SHARERS)):
        add(base, sha_of(number), formula)
    found = sharers_of(base, sha_of(10**6), formula, most=10**6)
    assert sorted(found) == list(range(SHARERS))


@settings(max_examples=40, deadline=None)
@given(st.lists(HAN, min_size=1, max_size=5))
def test_what_goes_leaves_nothing(texts: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE passages(print, file, PRIMARY KEY(print, file)) WITHOUT ROWID;"
        "CREATE TABLE first_readings(file, stale);"
    )
    for number, text in enumerate(texts):
        add(connection, sha_of(number), text)
    for number, text in enumerate(texts):
        remove(connection, sha_of(number), text)
    assert connection.execute("SELECT * FROM passages").fetchall() == []
    connection.close()


def test_keys_are_those_of_documents() -> None:
    assert f"{key_of('0cd002fc9630' + '0' * 52):012x}" == "0cd002fc9630"


def test_words_are_looked_up_in_papers_that_nobody_doubts(tmp_path: Path) -> None:
    for number in range(4):
        text = f"关于贷款的通知\n各银行：\n一、落实“敢贷愿贷”机制。第{number}次强调，要重视。\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    # In doubt: 间题 for 问题.
    doubted = "关于贷款的通知\n各银行：\n一、解决门槛高的间题，落实“应贷尽贷”。\n"
    (tmp_path / "x.txt").write_text(doubted, encoding="utf-8")
    files = sorted(tmp_path.glob("*.txt"))
    ingest(files, db=tmp_path / "k.db", extracted=None, rooms=own_rooms())
    with open_store(tmp_path / "k.db") as store:
        connection = store.db.conn
        assert connection.execute("SELECT count(*) FROM first_readings").fetchone() == (1,)
        assert papers_with(connection, "敢贷愿贷") == 3  # of four: 0, 1, 3 or 10 at least
        assert papers_with(connection, "第2次强") == 1
        assert papers_with(connection, "应贷尽贷") == 0
        for strange in ("", " ", '"', "NEAR(", "贷 款", "》", "\x00", "\ud800"):
            assert papers_with(connection, strange) == 0
        attested = Attested(connection)
        assert attested["敢贷愿贷"] == attested.get("敢贷愿贷") == 3
        assert dict(attested) == {"敢贷愿贷": 3}
