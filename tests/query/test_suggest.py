"""Suggestions for a search that found nothing, and the keywords of a paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import hongtou
from hongtou import KnowledgeBase
from hongtou.query.searching.keywords import cut, is_word, keywords_of
from hongtou.query.searching.suggest import related, suggest
from tests.query.test_substrings import write_segments

ARTICLES = (
    "一、用好再贷款。各机构应当用好支农再贷款，再贷款限额使用率达到85%。",
    "二、提高不良容忍度。普惠型小微企业贷款不良容忍度提高3个百分点，落实尽职免责。",
    "三、条码支付。对条码支付交易实行限额管理，报告可疑交易。",
    "四、首贷户。增加首贷户，尽职免责制度应当覆盖首贷户。",
    *(f"{n}、其他事项。本通知自印发之日起施行，请遵照执行。" for n in "五六七八九"),
)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    db: Path = tmp_path_factory.mktemp("suggest") / "k.db"
    write_segments(db, ("", *ARTICLES))
    with hongtou.open(db) as kb:
        yield kb


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("再袋款", "再贷款"),  # a look-alike
        ("支农再袋款政策", "再贷款"),  # inside a longer question
        ("不凉容忍度", "不良容忍度"),
        ("条玛支付", "条码支付"),  # same sound
        ("可疑交昜", "可疑交易"),
        ("首贷护 展期", "首贷户"),
    ],
)
def test_one_wrong_character(held: KnowledgeBase, typed: str, near: str) -> None:
    assert held.search(typed) == ()
    assert near in suggest(held.connection, typed)
    assert held.search(near)


@pytest.mark.parametrize("typed", ["", "*", "，，", "展期", "光伏电站", "\0", "贷" * 5000])
def test_nothing_is_made_up(held: KnowledgeBase, typed: str) -> None:
    assert all(held.search(word) for word in suggest(held.connection, typed))


def test_terms_that_stand_beside(held: KnowledgeBase) -> None:
    assert related(held.connection, ("不良容忍度",))[0] in {"尽职免责", "小微企业", "普惠型"}
    assert "首贷户" in related(held.connection, ("尽职免责",))
    assert related(held.connection, ()) == ()


def test_keywords_are_what_other_papers_do_not_say(held: KnowledgeBase) -> None:
    words = keywords_of(held.connection, "d")
    assert {"再贷款", "首贷户"} <= set(words)
    # Words of every paper, figures, parts of longer words.
    assert not {"应当", "通知", "85", "贷款"} & set(words)
    assert keywords_of(held.connection, "d", most=2) == words[:2]
    assert keywords_of(held.connection, "no such paper") == ()


def test_terms_of_the_trade_stay_whole() -> None:
    assert cut("用好支农再贷款，增加首贷户") == ("用好", "支农", "再贷款", ",", "增加", "首贷户")


@pytest.mark.parametrize(
    ("word", "expected"),
    [("再贷款", True), ("lpr", True), ("贷", False), ("2021", False), ("三十", False),
     ("，", False), ("应当", False), ("江西省", False)],
)  # fmt: skip
def test_is_word(word: str, expected: bool) -> None:
    assert is_word(word) is expected
