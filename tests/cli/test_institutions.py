"""``hongtou institutions``, and ``--for``, ``--region`` and ``--issued-in`` on the command line."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.test_cli import db, run

__all__ = ["db"]


def test_tree_around_a_class(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("institutions", "农村中小银行机构", "--db", db) == 0
    said = capsys.readouterr().out
    above, below = said.split("包括\n")
    assert "库中约束它的  1 条义务" in said
    assert "├── 地方法人金融机构 [" in above and "│   └── 法人金融机构 [" in above
    assert "├── 村镇银行 [" in below and "村镇银行 [" not in above
    assert "[1] 《" in below and "银保监会令2019年第9号" in said


def test_tree_without_a_knowledge_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("institutions", "秀山村镇银行", "--db", tmp_path / "none.db") == 0
    said = capsys.readouterr().out
    assert "村镇银行（秀山村镇银行 属此）" in said and "库中" not in said
    (tmp_path / "none.db").write_text("no database")
    assert run("institutions", "收单机构", "--db", tmp_path / "none.db") == 0
    assert "可任此角色的  银行、非银行支付机构" in capsys.readouterr().out


def test_all_classes_once(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("institutions", "--db", db) == 0
    lines = [line.lstrip("│├└─ ") for line in capsys.readouterr().out.splitlines()]
    classes = lines[: lines.index("角色（一家机构可兼任）")]
    assert len(set(classes)) == len(classes) > 200
    assert "开户银行 ← 银行" in lines


def test_institutions_as_json(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("institutions", "村镇银行", "--json", "--db", db) == 0
    card = json.loads(capsys.readouterr().out)
    assert ["村镇银行", "农村中小银行机构", "地方法人金融机构"] in card["within"]
    assert run("institutions", "--json", "--db", db) == 0
    assert {"村镇银行", "开户银行"} <= {
        card["name"] for card in json.loads(capsys.readouterr().out)
    }


@pytest.mark.parametrize(
    "arguments",
    [("institutions", "村镇行"), ("obligations", "--for", "村镇行"),
     ("obligations", "--for", "村镇行", "--json")],
)  # fmt: skip
def test_unknown_classes_are_answered_with_near_ones(
    arguments: tuple[str, ...], db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "--db", db) == 3
    said = capsys.readouterr().err
    assert said.startswith("错误：没有机构类别“村镇行”；试试：村镇银行") and said.count("\n") == 1


@pytest.mark.parametrize("option", ["--region", "--issued-in"])
def test_unknown_places_are_answered(
    option: str, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("obligations", "search 贷款"):
        assert run(*command.split(), option, "鼓楼区", "--db", db) == 3
        assert "请写明上级地名" in capsys.readouterr().err


def test_the_way_of_inclusion_is_shown(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("obligations", "--for", "村镇银行", "--db", db) == 0
    table = "".join(capsys.readouterr().out.split())
    assert "适用" in table and "村镇银行→" in table and "地方法人金融机构" in table
    assert run("obligations", "--for", "村镇银行", "--region", "信阳", "--csv", "--db", db) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    paths = [row["适用路径"] for row in rows]
    assert paths[-1] == "村镇银行 → 农村中小银行机构 → 地方法人金融机构"
    assert {row["地域"] for row in rows} == {"信阳市"}  # 信银发
    assert run("obligations", "--for", "村镇银行", "--json", "--db", db) == 0
    first, *_ = json.loads(capsys.readouterr().out)
    assert (first["included"], first["bound_as"], first["region"]) == (["村镇银行"], None, [])


def test_without_a_class_the_table_has_no_column_for_it(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("obligations", "--db", db) == 0
    assert "适用" not in capsys.readouterr().out
