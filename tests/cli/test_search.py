"""What an officer sees of a search: the number first, what to try instead, keywords."""

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import run
from tests.query.shelf import make_shelf


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_shelf(tmp_path_factory.mktemp("search") / "k.db"))


@pytest.mark.parametrize("typed", ["信银发[2021]2号", "信银发 2021 2号", "信银发\uff082021\uff092"])
def test_a_number_in_any_spelling(db: str, typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", typed, "--db", db) == 0
    assert capsys.readouterr().out.startswith("1. 信银发〔2021〕2号")


def test_marks_are_given_to_programs(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("search", "展期 Ａ类", "--db", db, "--json")
    (hit,) = json.loads(capsys.readouterr().out)
    assert [hit["quote"][start:end] for start, end in hit["marks"]] == ["Ａ类", "展期"]


def test_what_to_try_instead(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "展期光伏", "--db", db) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "没有找到“展期光伏”；试试：展期" in said.err


def test_filters_may_be_what_hides_it(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "展期", "--year", "1999", "--db", db) == 0
    assert "不加其他条件时有结果" in capsys.readouterr().err


def test_a_number_that_nobody_knows(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("search", "赣银监发[2016]6号", "--db", db)
    assert "试试：赣银监发〔2016〕5号《扶贫工作实施意见》" in capsys.readouterr().err


def test_keywords(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("keywords", "信银发[2021]2号", "--db", db, "--limit", "4") == 0
    words = capsys.readouterr().out.strip().split("、")
    assert len(words) == 4 and "小额贷款" in words
    run("keywords", "--db", db, "--json")
    every = json.loads(capsys.readouterr().out)
    assert [one["document"]["number"] for one in every][:2] == [
        "岳银发〔2021〕7号",
        "信银发〔2021〕2号",
    ]
    run("show", "信银发[2021]2号", "--db", db, "--json")
    assert "展期" in json.loads(capsys.readouterr().out)["keywords"]


def test_keywords_of_what_is_not_held(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("keywords", "赣银监发[2016]5号", "--db", db) == 0
    assert "没有可列的关键词" in capsys.readouterr().err
    assert run("keywords", "没有的文件", "--db", str(Path(db))) == 3


def test_words_need_no_quotes(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("search", "obligations"):
        run(command, "展期 Ａ类", "--db", db, "--json")
        together = capsys.readouterr().out
        assert run(command, "展期", "--year", "2021", "Ａ类", "--db", db, "--json") == 0
        assert capsys.readouterr().out == together
    assert run("compare", "展期", "Ａ类", "--db", db) == 0
