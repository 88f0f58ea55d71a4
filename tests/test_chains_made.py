"""Chains that a press made, through the real pipeline: edges, own numbers, missing children, diff.

A smaller edition of ``python -m benchmarks.made_chains``: the same thresholds.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from benchmarks.large_base import write_base, write_one_by_one

import hongtou
from hongtou import KnowledgeBase
from hongtou.run import ingest
from hongtou.store import open_readonly
from hongtou.store.content import Content, content_of
from hongtou.tag import build_pipeline
from tests.chain_press import Chain, press_chains
from tests.chain_press.judging import Judged, judge
from tests.chain_press.scoring import Names, score_edges, score_gaps, score_numbers

CHAINS = 50
ORDERS = 10


@pytest.fixture(scope="module")
def chains() -> list[Chain]:
    return list(press_chains(CHAINS, seed=3))


@pytest.fixture(scope="module")
def kb(chains: list[Chain], tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("made")
    texts = folder / "texts"
    texts.mkdir()
    for chain in chains:
        chain.write(texts)
    build_pipeline()  # so that the first file is not charged for it
    ingest([texts], db=folder / "made.db", extracted=None)
    with hongtou.open(folder / "made.db") as base:
        yield base


@pytest.fixture(scope="module")
def names(kb: KnowledgeBase, chains: list[Chain]) -> Names:
    return Names(kb, chains)


@pytest.fixture(scope="module")
def judged(kb: KnowledgeBase, names: Names, chains: list[Chain]) -> Judged:
    return judge(kb, names, chains)


def test_the_press_prints_what_it_promises(chains: list[Chain]) -> None:
    """Without variety the figures below would say nothing."""
    relations = {edge.relation for chain in chains for edge in chain.edges}
    assert relations == {"forwards", "relays", "issues", "implements", "amends", "repeals", "cites"}
    assert {edge.status for chain in chains for edge in chain.edges} >= {"resolved", "ghost"}
    edits = {pair.edit for chain in chains for made in chain.comparisons for pair in made.pairs}
    assert edits >= {"same", "marks", "words", "number", "term", "day", "added", "dropped", "split"}
    assert any(len(paper.places) > 1 for chain in chains for paper in chain.papers)
    assert list(press_chains(3, seed=3)) == chains[:3]


def test_own_numbers(names: Names) -> None:
    tally = score_numbers(names)
    assert tally.right > 200
    assert tally.recall >= 0.97, tally.missed
    assert tally.precision >= 0.99, tally.wrong


def test_edges(kb: KnowledgeBase, names: Names, chains: list[Chain]) -> None:
    tallies = score_edges(kb, names, chains)
    for name, tally in tallies.items():
        assert tally.right > 100
        assert tally.precision >= 0.99, (name, tally.wrong)
        assert tally.recall >= 0.97, (name, tally.missed)


def test_missing_children(kb: KnowledgeBase, names: Names, chains: list[Chain]) -> None:
    tally = score_gaps(kb, names, chains)
    assert tally.right > 10
    assert tally.precision >= 0.95, tally.wrong
    assert tally.recall >= 0.95, tally.missed


def test_clauses_find_their_counterparts(judged: Judged) -> None:
    assert judged.alignment.right > 300
    assert judged.alignment.f1 >= 0.95, (judged.alignment.wrong, judged.alignment.missed)
    assert judged.verdicts.precision >= 0.95, judged.verdicts.wrong


def test_numbers_move_in_the_right_direction(judged: Judged) -> None:
    assert judged.directions.right > 50
    assert judged.directions.recall >= 0.97, judged.directions.missed
    assert judged.directions.precision >= 0.97, judged.directions.wrong


def test_any_order_gives_one_graph(chains: list[Chain], tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    small = sorted((c for c in chains if 4 <= len(c.files) <= 8), key=lambda c: c.name)[:2]
    paths = [path for chain in small for path in chain.write(texts)]
    first = _content(tmp_path / "first.db", [paths])
    for order in range(1, ORDERS):
        chance = Random(order)
        shuffled = chance.sample(paths, len(paths))
        cut = chance.randint(0, len(paths) - 1)
        portions = [shuffled[:cut], shuffled[cut:]] if cut else [shuffled]
        again = _content(tmp_path / f"order{order}.db", portions)
        assert again == first, [table for table in first if first[table] != again.get(table)]


def test_the_large_base_is_what_an_ingest_would_write(tmp_path: Path) -> None:
    write_base(tmp_path / "bulk.db", 60)
    write_one_by_one(tmp_path / "single.db", 60)
    bulk, single = (_rows(tmp_path / name) for name in ("bulk.db", "single.db"))
    # What changed since links were made last is noted by an ingest; a base is linked as a whole.
    assert {t: bulk[t] for t in bulk if t != "link_changes"} == {
        t: single[t] for t in single if t != "link_changes"
    }
    assert len(bulk["documents"]) > 60


def _content(db: Path, portions: list[list[Path]]) -> Content:
    for portion in portions:
        ingest(portion, db=db, extracted=None)
    return _rows(db)


def _rows(db: Path) -> Content:
    connection = open_readonly(db)
    content = content_of(connection)
    connection.close()
    return content
