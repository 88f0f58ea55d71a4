"""``hongtou ingest`` on good and on bad input: outcome rows, summary, exit codes."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from hongtou.cli.ingesting import _progress, _show_outcomes
from hongtou.run import IngestReport, Outcome, Progress, Reading
from tests.cli.test_cli import run

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NOTICE = min(CORPUS.glob("*.txt"))

BAD = {
    "空.txt": b"",
    "乱码.txt": bytes(range(256)) * 40,
    "编码不明.txt": b"\x81\x00\xff\xfe\xfd" * 7,
}


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "收文"
    folder.mkdir()
    shutil.copy(NOTICE, folder)
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    """The notices of the corpus that are text, and the list beside them."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for file in (*CORPUS.glob("*.txt"), *CORPUS.glob("*.csv")):
        shutil.copy(file, folder)
    return folder


def test_many_files_that_are_done_are_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    done = [Outcome(f"{at}.txt", "done", "1 件公文") for at in range(60)]
    _show_outcomes(IngestReport(tuple(done)))
    assert capsys.readouterr().out == "本次 60 份：完成 60\n\n"
    _show_outcomes(IngestReport((*done, Outcome("b.pdf", "failed", "打不开"))))
    said = capsys.readouterr().out
    assert "说明" in said and "打不开" in said and "0.txt" not in said


def test_corpus(notices: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = tmp_path / "extracted" / "hongtou.db"
    assert run("ingest", notices, "--db", db) == 0
    said = capsys.readouterr().out
    for words in (
        "本次 4 份：完成 4",
        "公文    6 份",
        "转发链  2 条",
        "接下来可以试试",
        "hongtou chain",
    ):
        assert words in said
    assert len([p for p in db.parent.iterdir() if p.is_dir()]) == 4  # doorway JSON beside it
    assert run("ingest", notices, "--db", db) == 0
    assert "本次 4 份：未变 4" in capsys.readouterr().out
    assert run("ingest", notices, "--db", db, "--from-room", "tag", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert [o["status"] for o in report["outcomes"]] == ["done"] * 4
    assert report["exit_code"] == 0 and report["summary"]["documents"] == 6
    assert report["skipped"]


def test_bad_files_are_named_and_the_rest_is_done(
    box: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "k.db"
    assert run("ingest", box, "--db", db) == 2
    caught = capsys.readouterr()
    assert "完成 1，失败 3" in caught.out and caught.err == ""
    assert all(name in caught.out for name in BAD)
    assert (tmp_path / "k.extracted").is_dir()


def test_nothing_but_bad_files(box: Path, tmp_path: Path) -> None:
    assert run("ingest", *(box / name for name in BAD), "--db", tmp_path / "k.db") == 3


@pytest.mark.parametrize("kind", ["missing", "empty folder"])
def test_nothing_to_read(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "没有"
    if kind == "empty folder":
        path.mkdir()
    assert run("ingest", path, "--db", tmp_path / "k.db") == 3
    assert "没有" in capsys.readouterr().out


def test_no_path_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ingest") == 1
    assert "缺少参数 路径…" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["a folder", "below a file", "another program's file"])
def test_no_place_for_the_knowledge_base(
    tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "k.db"
    if place == "a folder":
        db.mkdir()
    elif place == "below a file":
        db.write_text("x")
        db = db / "hongtou.db"
    else:
        db.write_bytes(b"no database " * 100)
    assert run("ingest", NOTICE, "--db", db) == 3
    caught = capsys.readouterr()
    assert caught.out == "" and caught.err.startswith("错误：") and "k.db" in caught.err


@pytest.mark.parametrize("place", ["nope/h.db", "nope/extracted/h.db"])
def test_a_mistyped_folder_is_not_made(
    tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ingest", NOTICE, "--db", tmp_path / place) == 3
    caught = capsys.readouterr()
    assert caught.out == "" and "目录不存在" in caught.err and "nope" in caught.err
    assert list(tmp_path.iterdir()) == []


def test_the_default_folder_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HONGTOU_DB", raising=False)
    assert run("ingest", NOTICE) == 0
    assert run("ingest", NOTICE, "--db", "here.db") == 0
    assert {path.name for path in tmp_path.iterdir()} >= {"extracted", "here.db"}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--engine", "tesseract", "只能是 auto、"),
        ("--weights", "没有的目录", "没有目录 没有的目录"),
        ("--ocr", "maybe", "auto、always、never"),
        ("--workers", "0", "不小于 1"),
        ("--on", "moon", "local"),
    ],
)
def test_mistyped_options_stop_before_any_file(
    tmp_path: Path, option: str, value: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ingest", NOTICE, "--db", tmp_path / "k.db", option, value) == 1
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_options_reach_the_readers(tmp_path: Path) -> None:
    (tmp_path / "n.pdf").write_bytes(b"%PDF-1.7 broken")
    db = tmp_path / "k.db"
    arguments = ("--ocr", "always", "--engine", "small", "--workers", "2", "--on", "local")
    assert run("ingest", tmp_path / "n.pdf", "--db", db, *arguments) == 3
    connection = sqlite3.connect(db)
    [(options,)] = connection.execute("SELECT options FROM files").fetchall()
    connection.close()
    assert options == "ocr=always engine=small weights="


def test_the_bar_shows_pages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with _progress(shown=True) as advance:
        assert advance is not None
        advance(Progress(0, 2, None))
        for page in (3, 300):
            advance(Progress(0, 2, None, Reading("收文/扫描.pdf", page, 300)))
        advance(Progress(1, 2, Outcome("收文/扫描.pdf", "done", "1 件公文")))
        advance(Progress(1, 3, None, settled="收文/识别.txt"))
    said = capsys.readouterr().err
    assert "读入" in said and "扫描.pdf" in said
    assert "互校" in said and "识别.txt" in said
