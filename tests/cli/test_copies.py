"""Copies of a paper are shown once, what a paper says twice is shown twice."""

from pathlib import Path

import pytest

from hongtou.run import ingest
from tests.cli.test_cli import run

PAPER = (
    "甲银发〔2021〕7号\n甲市银行关于做好报表工作的通知\n各县支行：\n"
    "一、各支行应当按月报送报表。各支行应当按月报送报表。\n"
    "二、各支行不得拖延。\n甲市银行\n2021年5月6日\n"
)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "b.txt").write_text(PAPER + "抄送：甲市财政局\n", encoding="utf-8")
    assert ingest([tmp_path / "a.txt", tmp_path / "b.txt"], db=tmp_path / "k.db",
                  extracted=None).exit_code == 0  # fmt: skip
    return tmp_path / "k.db"


def test_obligations_of_copies(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("obligations", "报表", "--db", db) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "责任清单：2条" in said and said.count("另有1份副本") == 2


def test_hits_of_copies(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "拖延", "--db", db) == 0
    said = capsys.readouterr().out
    assert said.count("各支行不得拖延") == 1 and "同文另见：" in said


def test_copies_are_suggested_once(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "甲市银行关于做好报表的通知", "--db", db) == 3
    assert capsys.readouterr().err.count("甲银发〔2021〕7号") == 1


def test_machines_see_every_copy(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "拖延", "--db", db, "--json") == 0
    assert capsys.readouterr().out.count('"quote": "二、各支行不得拖延') == 2


def ingested(folder: Path, *papers: str) -> Path:
    paths = [folder / f"{at}.txt" for at in range(len(papers))]
    for path, paper in zip(paths, papers, strict=True):
        path.write_text(paper, encoding="utf-8")
    assert ingest(paths, db=folder / "k.db", extracted=None).exit_code == 0
    return folder / "k.db"


BARE = PAPER.partition("\n")[2]  # as a web page prints it, without its number


def test_a_copy_without_number_is_known_by_title_and_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("obligations", "报表", "--db", ingested(tmp_path, PAPER, BARE)) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "责任清单：2条" in said and said.count("另有1份副本") == 2


@pytest.mark.parametrize("other", [
    PAPER.replace("7号", "8号"), BARE.replace("5月6日", "5月7日"), BARE.replace("做好", "加强"),
])  # fmt: skip
def test_another_number_day_or_title_is_another_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], other: str
) -> None:
    assert run("obligations", "报表", "--db", ingested(tmp_path, PAPER, other)) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "责任清单：4条" in said and "副本" not in said


def test_a_copy_that_may_be_of_either_of_two_papers_stands_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = ingested(tmp_path, PAPER, PAPER.replace("7号", "8号"), BARE)
    assert run("obligations", "报表", "--db", db) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "责任清单：6条" in said and "副本" not in said
