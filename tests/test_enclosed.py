"""Chains inside one file: which papers it holds, their heads, and what passes on what."""

from pathlib import Path

import pytest

from hongtou.run import ingest
from tests.enclosed.scoring import Tally, score_enclosed

HERE = Path(__file__).resolve().parent / "enclosed"


@pytest.fixture(scope="module")
def tally(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    db = tmp_path_factory.mktemp("enclosed") / "hongtou.db"
    assert ingest([HERE / "notices"], db=db, extracted=None).exit_code == 0
    return score_enclosed(HERE / "truth.json", db)


def test_all_facts_together(tally: Tally) -> None:
    assert tally.expected.total() > 500
    assert tally.f1() >= 0.99, tally.misses


@pytest.mark.parametrize("kind", ["paper", "number", "edge"])
def test_papers_and_what_they_pass_on(tally: Tally, kind: str) -> None:
    assert tally.expected[kind] > 40
    assert tally.f1(kind) >= 0.99, tally.misses
