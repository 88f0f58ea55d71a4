"""The papers of the corpus, and chains of the press."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import hongtou
from hongtou import KnowledgeBase
from hongtou.run import ingest
from tests.chain_press import press_chains
from tests.chain_press.scoring import Names
from tests.query.differing.press_scoring import score_differences

CORPUS = Path(__file__).parents[3] / "corpus"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    db = tmp_path_factory.mktemp("seeds") / "hongtou.db"
    ingest(sorted(CORPUS.glob("*.txt")), db=db, extracted=None)
    with hongtou.open(db) as kb:
        yield kb


def test_a_city_passes_on_the_province_and_says_three_things_of_its_own(
    seeds: KnowledgeBase,
) -> None:
    diff = seeds.diff("忻银发〔2021〕49号")
    assert [p.number for p in diff.parents] == ["并银发〔2021〕75号"] and diff.passed_on_whole
    assert "附于同一文件" in diff.notes[0]
    own = [row for row in diff.rows if row.child]
    assert [(row.verdict, [c.path for c in row.parent], row.child[0].path) for row in own] == [
        ("reworded", ["三/（一）", "三/（一）"], "一"),
        ("reworded", ["三/（二）"], "二"),
        ("reworded", ["三/（二）"], "三"),
    ]
    assert {row.verdict for row in diff.rows if not row.child} == {"passed_on"}


def test_a_province_adds_to_the_centre(seeds: KnowledgeBase) -> None:
    diff = seeds.diff("赣银保监发〔2021〕2号")
    assert [p.number for p in diff.parents] == [
        "银保监发〔2021〕6号"
    ] and diff.relation == "forwards"
    assert {"added", "passed_on", "reworded"} >= {row.verdict for row in diff.rows}
    said = "".join(clause.text for clause in diff.added)
    assert "最多可展期4次" in said and "五万元（含）以下的贷款，原则上各地仍维持全额贴息" in said


def test_a_damaged_copy_without_a_citation(seeds: KnowledgeBase) -> None:
    diff = seeds.diff("优化小微企业服务", "高质量服务小微企业的指导意见》的通知")
    relayed = [row for row in diff.rows if row.verdict == "relayed"]
    assert len(relayed) >= 6 and diff.share_answered > 0.25
    assert not {"tightened", "loosened", "mixed"} & {row.verdict for row in diff.rows}
    torn = next(row for row in diff.rows if len(row.child) > 3)
    assert "合理设置贷款到期期限" in torn.parent[0].text
    assert any("缺字或断行" in note for note in diff.notes)


def test_chains_of_the_press(tmp_path: Path) -> None:
    """Measured on 120 chains each of two other seeds: pairs 1.00, verdicts and numbers 0.995."""
    chains = list(press_chains(16, seed=7, asides=False))
    papers = tmp_path / "papers"
    papers.mkdir()
    for chain in chains:
        chain.write(papers)
    db = tmp_path / "hongtou.db"
    ingest([papers], db=db, extracted=None)
    with hongtou.open(db) as kb:
        scores = score_differences(kb, Names(kb, chains), chains)
    assert scores.pairs.right > 60 and scores.pairs.f1 >= 0.97, scores.pairs.missed
    assert scores.verdicts.f1 >= 0.97, scores.verdicts.wrong
    assert scores.numbers.right > 12 and scores.numbers.recall >= 0.95, scores.numbers.missed
