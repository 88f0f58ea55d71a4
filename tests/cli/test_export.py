"""``hongtou export``: what it prints, where it writes, what it refuses."""

import json
from pathlib import Path

import pytest

from hongtou.cli.main import main
from hongtou.run import ingest
from tests.query.shelf import make_shelf


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shelf(tmp_path_factory.mktemp("export") / "hongtou.db")


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as leaving:
        main([str(argument) for argument in arguments])
    assert isinstance(leaving.value.code, int)
    return leaving.value.code


def test_json_lines_go_to_standard_output(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "--format", "jsonl", "--db", db) == 0
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(documents) > 2 and all("obligations" in document for document in documents)


def test_files_are_written_and_told(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("export", "--format", "csv", "--db", db) == 0
    assert "已写入 hongtou-csv" in capsys.readouterr().out
    assert (tmp_path / "hongtou-csv" / "obligations.csv").exists()
    assert run("export", "--format", "docbin", "--out", "a.spacy", "--json", "--db", db) == 0
    assert json.loads(capsys.readouterr().out)["paths"] == ["a.spacy"]


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (["--format", "xml"], 1, "docbin、jsonl、csv、akn、jsonld、gbt33480、graphml"),
    ([], 1, "--format"),
    (["--format", "jsonl", "--json"], 1, "--out"),
    (["--format", "graphml", "--json"], 1, "--out"),
    (["--format", "jsonld", "--base", "没有冒号"], 3, "--base"),
    (["--format", "jsonl", "没有这份文件"], 3, "没有"),
    (["--format", "jsonl", "--year", "1950"], 3, "没有符合条件"),
    (["--format", "jsonl", "--out", "没有/a.jsonl"], 3, "无法写入"),
])  # fmt: skip
def test_refusals(
    db: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    assert run("export", *arguments, "--db", db) == code
    assert said in capsys.readouterr().err


def test_papers_that_are_only_cited_are_counted_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = (
        "甲银发〔2021〕7号\n甲市银行关于做好报表工作的通知\n各县支行：\n"
        "根据《关于加强统计工作的通知》（乙银发〔2020〕3号），各支行应当按月报送报表。\n"
    )
    (tmp_path / "a.txt").write_text(paper, "utf-8")
    ingest([tmp_path / "a.txt"], db=tmp_path / "k.db", extracted=None)
    out = tmp_path / "a.jsonl"
    assert run("export", "--format", "jsonl", "--out", out, "--db", tmp_path / "k.db") == 0
    assert "1 份文件（另有 1 份只见引用、未入库），2 行" in capsys.readouterr().out
