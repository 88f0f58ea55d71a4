"""``hongtou authorities``: a table for people, JSON for machines, exit codes."""

import json
import os
import subprocess
import sys
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
    assert line.split() == ["赣某发", "江西省某某局", "省级", "江西省", "推断", "1/1"]


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


def asked_with_own_lists(folder: Path, code: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "hongtou", "authorities", code, "--db", str(folder / "k.db")]
    env = {**os.environ, "HONGTOU_LEXICON": str(folder), "PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=env, check=False)


def test_codes_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "authority_codes.csv"
    own.write_text(
        "code,name,since,until,source\n赣某发,江西省某某局,,,甲\n某发,某某,,,乙\n", "utf-8"
    )
    found = asked_with_own_lists(tmp_path, "赣某发")
    assert found.returncode == 0 and "江西省某某局" in found.stdout and "依据：甲" in found.stdout
    unknown = asked_with_own_lists(tmp_path, "某发")
    assert unknown.returncode == 3
    assert "机关“某某”看不出层级" in unknown.stderr and "authority_registry.csv" in unknown.stderr
