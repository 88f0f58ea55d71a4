"""Linking one file by its neighbours gives what linking everything from scratch gives."""

import os
import random
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hongtou.link import link
from hongtou.model import NOTHING_ELSEWHERE, CitationCard, DocumentCard, Elsewhere, LinkSet
from hongtou.store import Store, content_of, open_store, passages, relinking, sharers
from hongtou.store.content import Content
from hongtou.store.neighbourhood import read_neighbourhood
from tests.store.linked_files import Cited, File, Paper, source_of, write_file

# A night's run: LINK_EXAMPLES=2000.
EXAMPLES = int(os.environ.get("LINK_EXAMPLES", "25"))
NUMBERS = (
    None, "银发〔2021〕1号", "银发〔2021〕2号", "银发〔2022〕1号", "并银发〔2021〕1号",
    "中国人民银行令〔2020〕第1号",
)  # fmt: skip
TITLES = (
    None, "关于做好甲项工作的通知", "中国人民银行关于做好甲项工作的通知",
    "太原中心支行转发《关于做好甲项工作的通知》的通知", "乙种业务管理办法",
    "关于印发《乙种业务管理办法》和《丙种业务指引》的通知", "丙种业务指引",
    "乙种业务管理办法（试行）", "关于做好甲顶工作的通知", "中国人民银行令",
    "中国人民银行太原中心支行关于做好甲项工作的通知",
)  # fmt: skip
RELATIONS = ("forwards", "relays", "issues", "implements", "repeals", "attaches", "cites")
DAYS = (None, "2021-01-05", "2021-06-01", "2022-03-01")
AUTHORITIES = (None, "中国人民银行", "中国人民银行太原中心支行")

CITATIONS = st.tuples(
    st.sampled_from(RELATIONS), st.sampled_from(NUMBERS), st.sampled_from(TITLES), st.booleans()
)
PAPERS = st.builds(
    Paper, number=st.sampled_from(NUMBERS), title=st.sampled_from(TITLES),
    day=st.sampled_from(DAYS), issuing_authority=st.sampled_from(AUTHORITIES),
    embedded=st.booleans(), cites=st.lists(CITATIONS, max_size=3).map(tuple),
)  # fmt: skip
FILES = st.builds(
    File, papers=st.lists(PAPERS, min_size=1, max_size=2).map(tuple),
    passages=st.lists(st.integers(0, 2), max_size=2, unique=True).map(tuple),
)  # fmt: skip
# Which file, what it holds from now on (None: it is gone), whether links are made after it.
STEPS = st.lists(
    st.tuples(st.integers(0, 5), st.none() | FILES | FILES, st.booleans()), min_size=1, max_size=9
)


Steps = list[tuple[int, File | None, bool]]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base in which links have been made: of nothing."""
    path = tmp_path_factory.mktemp("empty") / "k.db"
    with open_store(path) as store:
        store.link_anew(link, "1")
    return path


@pytest.fixture
def few() -> Iterator[None]:
    """Popular passages begin with two papers, so that small bases have some."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passages, "SHARERS", 2)
        patch.setattr(sharers, "MOST_SHARERS", 2)
        patch.setattr(sharers, "MOST_COMPARED", 3)
        yield


def apply(store: Store, slot: int, file: File | None) -> None:
    if file is not None:
        write_file(store, slot, file)
    elif store.known(source_of(slot).sha256) is not None:
        store.write_failure(source_of(slot), "failed", "坏", version="1")


def from_scratch(path: Path, held: Mapping[int, File | None], seed: int) -> Content:
    order = list(held.items())
    random.Random(seed).shuffle(order)
    with open_store(path) as store:
        for slot, file in order:
            if file is None:
                store.write_failure(source_of(slot), "failed", "坏", version="1")
            else:
                write_file(store, slot, file)
        store.link_anew(link, "1")
        return content_of(store.db.conn)


def never_whole(
    documents: tuple[DocumentCard, ...],
    citations: tuple[CitationCard, ...],
    elsewhere: Elsewhere = NOTHING_ELSEWHERE,
) -> LinkSet:
    assert elsewhere is not NOTHING_ELSEWHERE, "everything was linked anew"
    return link(documents, citations, elsewhere)


@pytest.mark.usefixtures("few")
@settings(
    max_examples=EXAMPLES, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(STEPS, st.integers(0, 99))
def test_step_by_step_is_from_scratch(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, steps: Steps, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("law")
    shutil.copy(empty, folder / "k.db")
    held: dict[int, File | None] = {}
    with open_store(folder / "k.db") as store:
        for slot, file, linked in steps:
            apply(store, slot, file)
            if file is not None or slot in held:
                held[slot] = file
            if linked:
                store.link_anew(never_whole, "1")
        store.link_anew(never_whole, "1")
        found = content_of(store.db.conn)
        assert store.db.conn.execute("SELECT count(*) FROM link_changes").fetchone()[0] == 0
    assert found == from_scratch(folder / "scratch.db", held, seed)
    shutil.rmtree(folder)


def test_other_rules_link_everything_once(empty: Path, tmp_path: Path) -> None:
    paper = Paper(
        "银发〔2021〕1号", TITLES[1], None, None, False, (("cites", NUMBERS[2], None, False),)
    )
    asked = []

    def watching(
        documents: tuple[DocumentCard, ...],
        citations: tuple[CitationCard, ...],
        elsewhere: Elsewhere = NOTHING_ELSEWHERE,
    ) -> LinkSet:
        asked.append(elsewhere is NOTHING_ELSEWHERE)
        return link(documents, citations, elsewhere)

    shutil.copy(empty, tmp_path / "k.db")
    with open_store(tmp_path / "k.db") as store:
        write_file(store, 1, File((paper,), ()))
        for version in ("1", "1", "2", "2"):
            store.link_anew(watching, version)
        with store.transaction():
            store.db.execute("UPDATE citations SET number_key = NULL, title_key = 'x'")
            store.db.execute("UPDATE documents SET number_key = NULL")
        store.link_anew(watching, "3")
        keys = "SELECT number_key FROM documents WHERE role = 'main'"
        assert store.db.execute(keys).fetchall() == [("银发|2021|1",)]
        assert store.db.execute("SELECT title_key FROM citations").fetchall() == [(None,)]
    assert asked == [False, True, True]


def test_many_new_files_are_linked_all_at_once(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relinking, "MANY", 2)
    shutil.copy(empty, tmp_path / "k.db")
    seen = []

    def watching(
        documents: tuple[DocumentCard, ...],
        citations: tuple[CitationCard, ...],
        elsewhere: Elsewhere = NOTHING_ELSEWHERE,
    ) -> LinkSet:
        seen.append(elsewhere is NOTHING_ELSEWHERE)
        return link(documents, citations, elsewhere)

    with open_store(tmp_path / "k.db") as store:
        for slots in (range(4), range(4, 6)):
            for slot in slots:
                write_file(store, slot, File((Paper(None, "甲", None, None, False, ()),), ()))
            store.link_anew(watching, "1")
    assert seen == [True, False]


def test_a_ghost_tells_who_cites_it_and_since_when(empty: Path, tmp_path: Path) -> None:
    shutil.copy(empty, tmp_path / "k.db")
    law: Cited = ("cites", None, "中华人民共和国中国人民银行法", False)
    order: Cited = ("implements", "中国人民银行令〔2020〕第1号", "甲办法", False)
    alone: Cited = ("cites", None, "甲办法", False)
    with open_store(tmp_path / "k.db") as store:
        for slot, day in enumerate(("2021-06-01", "2020-05-01", None)):
            paper = Paper(
                None, f"第{slot}项", day, None, False, (law, law, (order, alone)[slot % 2])
            )
            write_file(store, slot, File((paper,), ()))
            store.link_anew(never_whole, "1")
        known = (
            "SELECT title, document_number, authority, level, cited_by, existed_by"
            " FROM cited_papers ORDER BY title"
        )
        assert store.db.execute(known).fetchall() == [
            ("中华人民共和国中国人民银行法", None, None, None, 3, "2020-05-01"),
            ("甲办法", "中国人民银行令〔2020〕第1号", "中国人民银行", "national", 3, "2020-05-01"),
        ]
        paper = Paper("中国人民银行令〔2020〕第1号", "中国人民银行令", None, None, False, ())
        write_file(store, 7, File((paper, Paper(None, "甲办法", None, None, True, ())), ()))
        store.link_anew(never_whole, "1")
        assert len(store.db.execute(known).fetchall()) == 1
        resolved = "SELECT DISTINCT document_id FROM citations WHERE status = 'resolved'"
        assert len(store.db.execute(resolved).fetchall()) == 3


def test_a_famous_ghost_is_counted_and_not_read(empty: Path, tmp_path: Path) -> None:
    shutil.copy(empty, tmp_path / "k.db")
    asked: list[int] = []

    def watching(
        documents: tuple[DocumentCard, ...],
        citations: tuple[CitationCard, ...],
        elsewhere: Elsewhere = NOTHING_ELSEWHERE,
    ) -> LinkSet:
        asked.append(len(citations))
        return link(documents, citations, elsewhere)

    law: Cited = ("cites", None, "中华人民共和国中国人民银行法", False)
    with open_store(tmp_path / "k.db") as store:
        for slot in range(12):
            paper = Paper(f"银发〔2021〕{slot + 1}号", f"第{slot}项", None, None, False, (law,))
            write_file(store, slot, File((paper,), ()))
            store.link_anew(watching, "1")
        assert asked == [1] * 12
        paper = Paper(None, "中华人民共和国中国人民银行法", None, None, False, ())
        write_file(store, 12, File((paper,), ()))
        store.link_anew(watching, "1")
        assert asked[-1] == 12


def test_what_only_the_text_tells_follows_the_text(empty: Path, tmp_path: Path) -> None:
    shutil.copy(empty, tmp_path / "k.db")
    misread: Cited = ("forwards", None, "关于做好甲顶工作的通知", False)
    citing = Paper("并银发〔2021〕1号", "转发一件通知", "2021-06-01", None, False, (misread,))
    original = Paper("银发〔2021〕1号", TITLES[1], "2021-01-05", None, False, ())
    with open_store(tmp_path / "k.db") as store:
        write_file(store, 0, File((citing,), (0, 1)))
        seen = []
        for file in (
            File((original,), (0, 1)),  # arrives
            File((original,), (2,)),  # with other words
            File((original,), (1, 0)),
            File((Paper(None, "无关的决定", None, None, False, ()),), (1, 0)),  # another title
            File((original,), (0,)),
            None,  # gone
        ):
            apply(store, 1, file)
            store.link_anew(never_whole, "1")
            seen.append(store.db.execute("SELECT status FROM citations").fetchone()[0])
    assert seen == ["resolved", "ghost", "resolved", "ghost", "resolved", "ghost"]


def test_doubts_go_with_what_raised_them_and_the_others_stay(empty: Path, tmp_path: Path) -> None:
    """Whether a doubt goes or stays, the paper's other citations are not asked about."""
    own = "转发一件通知"
    cites: tuple[Cited, ...] = (
        ("cites", "银发〔2022〕1号", None, False), ("cites", "银发〔2022〕2号", None, False),
        ("forwards", None, own, False), ("cites", "银发〔2022〕3号", None, False),
    )  # fmt: skip
    shutil.copy(empty, tmp_path / "k.db")
    day, younger = "2021-01-05", [f"银发〔2022〕{at}号" for at in (1, 2, 3)]
    held = {
        0: File((Paper(None, own, day, "中国人民银行", False, cites),), ()),
        **{
            at: File((Paper(number, f"第{at}项", "2022-03-01", None, False, ()),), ())
            for at, number in enumerate(younger, 1)
        },
        4: File((Paper("银发〔2020〕9号", own, "2020-03-01", None, False, ()),), ()),
    }
    seen, now = [], dict[int, File | None]()
    with open_store(tmp_path / "k.db") as store:
        for slot, file in ((0, held[0]), (1, held[1]), (2, held[2]), (1, None), (3, held[3]),
                           (4, held[4]), (4, None), (2, None), (3, None)):  # fmt: skip
            apply(store, slot, file)
            now[slot] = file
            store.link_anew(never_whole, "1")
            query = "SELECT code, message FROM findings WHERE room = 'link' ORDER BY code, message"
            found = store.db.execute(query).fetchall()
            seen.append(
                "".join(m[5:].split("号")[0][-1] if c[5] == "p" else "自" for c, m in found)
            )
            assert content_of(store.db.conn) == from_scratch(
                tmp_path / f"{len(seen)}.db", now, len(seen)
            )
    assert seen == ["自", "自1", "自12", "自2", "自23", "23", "自23", "自3", "自"]


def test_statistics_of_a_large_base_lead_to_no_scan(empty: Path, tmp_path: Path) -> None:
    """After ``ANALYZE`` a filter over all citations would be built for each list of a few."""
    shutil.copy(empty, tmp_path / "k.db")
    law: Cited = ("cites", None, "中华人民共和国中国人民银行法", False)
    plans: list[str] = []
    with open_store(tmp_path / "k.db") as store:
        write_file(store, 0, File((Paper(None, "甲", None, None, False, (law,)),), ()))
        store.link_anew(never_whole, "1")
        store.db.execute("ANALYZE")
        large = "UPDATE sqlite_stat1 SET stat = '240000' || substr(stat, instr(stat, ' '))"
        store.db.execute(f"{large} WHERE tbl IN ('citations', 'documents', 'parties')")
        store.db.conn.commit()
    with open_store(tmp_path / "k.db") as store:
        write_file(store, 1, File((Paper(None, "乙", None, None, False, (law,)),), ()))
        asked: list[str] = []
        store.db.conn.set_trace_callback(asked.append)
        read_neighbourhood(store.db.conn)
        store.db.conn.set_trace_callback(None)
        for query in asked:
            if query.lstrip().startswith(("SELECT", "INSERT", "WITH")):
                plans += [row[3] for row in store.db.conn.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert any("citations_by_title_key" in plan for plan in plans)
    assert [p for p in plans if p.startswith(("BLOOM", "SCAN c", "SCAN p"))] == []
