"""The whole way on the corpus, against hand-read truth: what this version must show."""

from pathlib import Path

import pytest

from hongtou.run import ingest
from hongtou.score import Report, score

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    db = tmp_path_factory.mktemp("seeds") / "hongtou.db"
    assert ingest([ROOT / "corpus"], db=db, extracted=None).exit_code == 0
    return score(ROOT / "tests" / "gold" / "seeds.json", db)


def test_everything_but_one_quantity(report: Report) -> None:
    faults = [check for check in report.misses if "." not in check.field]
    assert {check.field for check in faults} <= {"quantities"}
    quantities = next(s for s in report.scores if s.field == "quantities")
    assert quantities.hits >= 24 and quantities.expected == 25 and quantities.surplus == 0


@pytest.mark.parametrize(
    ("field", "expected"),
    [("documents", 6), ("references", 9), ("outline", 70), ("deadlines", 5), ("recurrences", 1),
     ("prohibitions", 2), ("page_break_joins", 2), ("not_forwarding", 1), ("inline_items", 4)],
)  # fmt: skip
def test_the_truth_was_looked_at(report: Report, field: str, expected: int) -> None:
    found = next(s for s in report.scores if s.field == field)
    assert (found.hits, found.expected) == (expected, expected)
    assert report.missing_files == ()
