"""The judging bench: the same seed draws the same, and every kind of difference is counted."""

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks import judged

PAPER = """关于台账管理的通知

各支行：

一、各支行应当在5个工作日内报送台账，单户余额不得超过8万元。
二、客户经理可以使用3种表格。

甲市分行
2022年3月1日
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "one.txt").write_text(PAPER, encoding="utf-8")
    return tmp_path / "papers"


def _said(out: Path, name: str, rows: list[dict[str, Any]]) -> None:
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (out / f"{name}_truth.jsonl").write_text(lines, encoding="utf-8")


def test_a_seed_draws_the_same(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        judged.draw(folder, tmp_path / name, seed=7, size=2)
    for kind in ("digits", "modals"):
        one, two = ((tmp_path / name / f"{kind}.jsonl").read_text("utf-8") for name in "ab")
        assert one == two and len(one.splitlines()) == 2
        assert "obligations" not in one  # the reader must not see what the tagger says


def test_differences_are_counted(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    judged.draw(folder, out, seed=7, size=9)
    clauses = judged.rows(out / "digits.jsonl")
    term = next(key for key, row in clauses.items() if "工作日" in row["clause"])
    cap = next(key for key, row in clauses.items() if "8万元" in row["clause"])
    right = {
        "number": "5个工作日", "role": "limit", "operator": "<=", "value": 5, "value_upper": None,
        "unit": "个工作日", "per": None, "baseline": None, "notes": "",
    }  # fmt: skip
    wrong = {**right, "number": "8万元", "value": 70000, "unit": "元", "per": "户"}
    _said(out, "quantities", [
        {"id": term, "quantities": [right]}, {"id": cap, "quantities": [wrong]},
    ])  # fmt: skip
    judged.score(folder, out)
    said = capsys.readouterr().out
    assert "quantities: 2 wanted, 2 found" in said
    assert "detected: precision 1.000" in said and "all slots right: precision 0.500" in said
    assert "wrong slots: {'value': 1}" in said


def test_readings_that_the_reader_allows(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    judged.draw(folder, out, seed=7, size=9)
    (key,) = (
        k for k, row in judged.rows(out / "modals.jsonl").items() if "可以" in row["sentence"]
    )
    duty = {"force": "should", "force_also": "may", "anchor": "可以使用", "bearer": "某人",
            "bearer_also": ["客户经理"]}  # fmt: skip
    missed = {"force": "must", "anchor": "二、客户", "bearer": None}
    _said(out, "obligations", [{"id": key, "obligations": [duty, missed]}])
    judged.score(folder, out)
    said = capsys.readouterr().out
    assert "obligations: 2 wanted, 1 found" in said and f"missed {key}" in said
    assert "all slots right: precision 1.000 recall 0.500" in said
