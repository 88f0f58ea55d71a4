"""The catalogue form: own numbers and citations of what is held."""

import json
import sqlite3
from pathlib import Path

import pytest

from hongtou.score import Report, score
from hongtou.score.circulars import same_number
from hongtou.score.normal import accepted_in, locate, same_bearer, same_text
from tests.query.shelf import make_shelf


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("银发〔1999〕407号", "银发〔1999〕407号", True),
        ("银发〔1999〕407号", "银办发〔1999〕407号", False),
        ("令/人民银行〔2024〕6号", "中国人民银行令〔2024〕第6号", True),
        ("令/人民银行〔2024〕6号", "中国人民银行公告〔2024〕第6号", False),
        ("令/人民银行〔2024〕6号", "中国人民银行令〔2024〕第16号", False),
        ("公告/?〔2020〕5号", "中国人民银行中国银行保险监督管理委员会公告〔2020〕第5号", True),
        ("公告/?〔2020〕5号", "中国人民银行令〔2020〕第5号", False),
        ("公告/?〔2020〕5号", None, False),
        ("不成文号", "不成文号", True),
        ("不成文号", None, False),
    ],
)
def test_same_number(expected: str, found: str | None, same: bool) -> None:
    assert same_number(expected, found) is same


def catalogue(tmp_path: Path, *changes: str) -> Report:
    db = make_shelf(tmp_path / "k.db")
    connection = sqlite3.connect(db)
    for change in changes:
        assert connection.execute(change).rowcount
    connection.commit()
    connection.close()
    gold = [
        {"file": "a.txt", "title_on_site": "…", "document_number": "信银发〔2021〕2号",
         "cites_held_here": []},
        {"file": "b.txt", "document_number": None,
         "cites_held_here": [["省银发〔2021〕6号", "a.txt"]]},
        {"file": "c.txt", "document_number": "令/人民银行〔2003〕5号", "cites_held_here": []},
    ]  # fmt: skip
    file = tmp_path / "gold.json"
    file.write_text(json.dumps(gold), encoding="utf-8")
    return score(file, db)


def test_a_right_catalogue(tmp_path: Path) -> None:
    report = catalogue(tmp_path)
    assert report.misses == ()
    assert [(s.field, s.hits) for s in report.scores] == [
        ("own_number", 2), ("citations_by_number", 1), ("citations_by_target", 1),
    ]  # fmt: skip
    assert report.notes == ("目录未给文号、而本库读出文号的有 1 份（不计分）",)


@pytest.mark.parametrize(
    ("change", "field", "verdict"),
    [
        ("UPDATE documents SET document_number = '信银发〔2021〕3号' WHERE serial = 2",
         "own_number", "wrong"),
        ("UPDATE documents SET document_number = NULL WHERE serial = 2", "own_number", "miss"),
        ("DELETE FROM citations WHERE document_id LIKE 'b%'", "citations_by_number", "miss"),
        ("UPDATE citations SET target_document_id = 'ghost-1' WHERE document_id LIKE 'b%'",
         "citations_by_target", "miss"),
        ("UPDATE citations SET target_document_id = 'cccccccccccc-0',"
         " document_number = '省银发〔2021〕6号' WHERE document_id LIKE 'b%'",
         "citations_by_target", "wrong"),
        ("UPDATE files SET name = 'd.txt' WHERE name = 'c.txt'", "own_number", "miss"),
    ],
)  # fmt: skip
def test_every_defect_shows(tmp_path: Path, change: str, field: str, verdict: str) -> None:
    report = catalogue(tmp_path, change)
    assert (field, verdict) in {(c.field, c.verdict) for c in report.misses}


@pytest.mark.parametrize(
    ("note", "values"),
    [
        ("'implements' is accepted too", {"implements"}),
        ("the part above; '>=' is accepted", {">="}),
        ("the paper lacks 号; 'implements' is accepted too", {"implements"}),
        ("'a' and 'b' are accepted", {"a", "b"}),
        ("'x' is wrong", set()),
        (None, set()),
    ],
)
def test_notes(note: str | None, values: set[str]) -> None:
    assert accepted_in(note) == values


def test_what_is_equal() -> None:
    assert same_text("３个 百分点", "3个百分点")
    assert not same_text("3", None)
    assert same_text(None, None)
    assert same_bearer("各银行", "银行")
    assert not same_bearer("各银行", "各银行分行")
    assert locate("甲 乙\n丙甲乙", "甲乙", 0, 99) == [(0, 3), (5, 7)]
    assert locate("甲乙", "", 0, 9) == []
