"""``hongtou authorities``: a table for people, JSON for machines, exit codes."""

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import run
from tests.query.test_authorities import held

__all__ = ["held"]


def test_codes_held(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("authorities", "--db", held) == 0
    said = capsys.readouterr().out
    assert "库中的机关代字：4 个" in said
    line = next(line for line in said.splitlines() if line.strip().startswith("赣某发"))
    assert line.split() == ["赣某发", "江西省某某局", "省", "江西省", "推断", "1/1"]


def test_one_code(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("authorities", "银发", "--db", held) == 0
    said = capsys.readouterr().out
    assert "中国人民银行" in said and "名录" in said and "2/2" in said and "依据：" in said


def test_several_places_are_named_and_none_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("authorities", "青政发", "--db", tmp_path / "none.db") == 0
    said = capsys.readouterr().out
    assert "青海省人民政府" in said and "青岛市人民政府" in said and "不作判断" in said


def test_json(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("authorities", "忻银发", "--json", "--db", held) == 0
    cards = json.loads(capsys.readouterr().out)
    assert [card["authority"] for card in cards] == [
        "中国人民银行忻州市分行", "中国人民银行忻州市中心支行",
    ]  # fmt: skip
    assert cards[0]["documents"] == 1 and cards[0]["known_by"] == "registry"


def test_nothing_known(held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("authorities", "某市某局", "--db", held) == 3
    assert "都没有“某市某局”" in capsys.readouterr().err
    # Without a name the knowledge base is what is asked.
    assert run("authorities", "--db", tmp_path / "none.db") == 3
    assert run("authorities", "银发", "财金", "--db", held) == 1
