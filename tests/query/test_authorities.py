"""``kb.authorities``: codes held, codes asked for, names, and what nobody knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import hongtou
from hongtou import KnowledgeBase
from hongtou.errors import LookupFailedError
from hongtou.query.authorities import find_authorities
from hongtou.query.filters import Filters
from hongtou.store import open_store
from hongtou.store.authority_rows import write_authority_codes
from tests.store.test_authority_rows import put


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("authorities") / "k.db"
    with open_store(path) as store, store.transaction():
        put(
            store.db.conn,
            [
                ("银发", 2021, ("中国人民银行",)),
                ("银发", 2022, ("中国人民银行",)),
                ("忻银发", 2024, ("中国人民银行忻州市分行",)),
                ("赣某发", 2021, ("江西省某某局",)),
                ("宁政发", 2021, ("南京市人民政府",)),
            ],
        )
        write_authority_codes(store.db.conn)
    return path


@pytest.fixture
def kb(held: Path) -> Iterator[KnowledgeBase]:
    with hongtou.open(held) as opened:
        yield opened


def test_all_codes_held_the_most_frequent_first(kb: KnowledgeBase) -> None:
    cards = kb.authorities()
    assert {card.code for card in cards} == {"银发", "忻银发", "赣某发", "宁政发"}
    assert (cards[0].code, cards[0].documents, cards[0].agreeing) == ("银发", 2, 2)
    assert kb.authorities("  ") == cards


def test_a_listed_code(kb: KnowledgeBase) -> None:
    (card,) = kb.authorities("银 发")
    assert (card.authority, card.level, card.region) == ("中国人民银行", "national", None)
    assert (card.known_by, card.composed, card.documents) == ("registry", False, 2)


def test_a_code_that_was_handed_on_the_held_body_first(kb: KnowledgeBase) -> None:
    new, old = kb.authorities("忻银发")
    assert (new.authority, new.since, new.until) == ("中国人民银行忻州市分行", 2023, None)
    assert (old.authority, old.until, old.successor) == (
        "中国人民银行忻州市中心支行", 2023, "中国人民银行忻州市分行",
    )  # fmt: skip
    assert (new.documents, old.documents) == (1, 0)
    assert new.composed and old.composed and not new.shared
    assert kb.authorities("忻银发〔2024〕1号") == (new, old)


def test_an_inferred_code_says_so(kb: KnowledgeBase) -> None:
    (card,) = kb.authorities("赣某发")
    assert (card.authority, card.known_by, card.level) == ("江西省某某局", "inferred", "provincial")
    assert card.source == "库中文件的发文机关"
    # Asked by its name, a body that only the papers know answers too.
    assert kb.authorities("江西省某某局") == (card,)


def test_a_name_gives_its_codes_and_its_heir(kb: KnowledgeBase) -> None:
    cards = kb.authorities("银保监会")
    assert {"银保监发", "银保监规"} <= {card.code for card in cards}
    assert {card.successor for card in cards} == {"国家金融监督管理总局"}
    assert {(card.since, card.until) for card in cards} == {(2018, 2023)}
    assert [card.code for card in kb.authorities("江西银保监局")] == ["赣银保监发"]
    assert [card.code for card in kb.authorities("财政部")] == ["财*"]  # no code of the kind 财*
    assert [card.code for card in kb.authorities("信丰县人民政府")] == [None]


def test_papers_tell_which_of_several_places(kb: KnowledgeBase) -> None:
    first, *others = kb.authorities("宁政发")
    assert (first.authority, first.documents, first.shared) == ("南京市人民政府", 1, False)
    assert {card.authority for card in others} >= {"宁夏回族自治区人民政府"}


def test_without_papers_all_are_named_and_none_is_chosen() -> None:
    cards = find_authorities(None, "宁政发")
    assert len(cards) == 3 and all(card.shared for card in cards)
    assert not any(card.shared for card in find_authorities(None, "忻银发"))


def test_unknown_names_get_near_ones(kb: KnowledgeBase) -> None:
    with pytest.raises(LookupFailedError, match=r"相近：.*国家税务总局"):
        kb.authorities("国家税物总局")
    with pytest.raises(LookupFailedError, match="机关名录和库中文件都没有“某市某局”"):
        kb.authorities("某市某局")
    with pytest.raises(LookupFailedError):
        kb.authorities("'; DROP TABLE authority_codes; --")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("中国银保监会江西监管局", {"江西银保监局"}),  # another form of the printed name
        ("江西银保监局", {"江西银保监局"}),
        ("江西证监局", set()),
        ("银保监", {"江西银保监局"}),  # a part of a name, as before
    ],
)
def test_papers_of_an_authority_by_any_of_its_names(
    tmp_path: Path, asked: str, found: set[str]
) -> None:
    with open_store(tmp_path / "k.db") as store, store.transaction():
        put(store.db.conn, [("赣银保监发", 2021, ("江西银保监局",)), ("某发", 2021, ("某局",))])
        store.db.conn.execute(
            "UPDATE parties SET organisation = '中国银行保险监督管理委员会江西监管局'"
            " WHERE name = '江西银保监局'"
        )
    where = Filters(authority=asked).documents()
    with hongtou.open(tmp_path / "k.db") as kb:
        rows = kb.connection.execute(
            "SELECT p.name FROM documents d JOIN parties p USING (document_id) WHERE " + where.sql,
            where.values,
        )
        assert {row[0] for row in rows} == found
