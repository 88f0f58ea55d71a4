"""The command line: exit codes, Chinese one-line errors, JSON, help with an example."""

import csv
import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest

from hongtou import __version__
from hongtou.cli.main import hongtou, main
from tests.query.shelf import make_shelf


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shelf(tmp_path_factory.mktemp("cli") / "hongtou.db")


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as leaving:
        main([str(argument) for argument in arguments])
    assert isinstance(leaving.value.code, int)
    return leaving.value.code


COMMANDS = [
    "ingest", "search", "obligations", "institutions", "authorities", "compare", "chain", "diff",
    "reuse", "verify", "show", "keywords", "review", "page", "export", "score", "doctor",
]  # fmt: skip


def test_commands() -> None:
    assert list(hongtou.commands) == COMMANDS


def leaves() -> list[str]:
    """Commands that do something, those of a group by their full names: ``review list``."""
    found: list[str] = []
    for name, command in hongtou.commands.items():
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        found += [f"{name} {part}".strip() for part in inner]
    return found


@pytest.mark.parametrize("command", leaves())
def test_help_is_chinese_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*command.split(), "--help") == 0
    said = capsys.readouterr().out
    assert f"示例：hongtou {command}" in said
    assert {"--db", "--json"} <= set(said.split())
    for english in ("Usage", "Options", "Show this", "OPTIONS"):
        assert english not in said
    assert max(len(line) for line in said.splitlines()) < 110


def test_group_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    said = capsys.readouterr().out
    assert "示例：" in said and all(f"\n  {name} " in said for name in COMMANDS)
    assert run("--version") == 0
    assert capsys.readouterr().out == f"hongtou {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 1, None),
        (("serach", "x"), 1, "可能想用 search"),
        (("frobnicate",), 1, "没有命令 frobnicate"),
        (("search",), 1, "缺少参数 文字"),
        (("search", "x", "--yaer", "2021"), 1, "没有选项 --yaer；可能想用 --year"),
        (("search", "x", "--year", "abc"), 1, "选项 --year 的值不合要求：需要整数"),
        (("search", "x", "--year", "9" * 20), 1, "需要整数，不小于 1，不大于 9999"),
        (("obligations", "--year", "0"), 1, "不小于 1"),
        (("search", "x", "--min", "abc"), 1, "需要数字"),
        (("search", "x", "--min", "nan"), 1, "选项 --min 的值不合要求：需要数字"),
        (("obligations", "--max", "-inf"), 1, "选项 --max 的值不合要求：需要数字"),
        (("search", "x", "--limit", "9" * 20), 1, "不大于 1000000000"),
        (("search", "x", "--limit", "0"), 1, "不小于 1"),
        (("search", "x", "--year"), 1, "选项 --year 需要一个值"),
        (("show", "x", "y"), 1, "多余的参数"),
        (("search", "x", "--force", "maybe"), 1, "只能是 must、must_not"),
        (("search", "x", "--due-before", "2021-13-01"), 1, "需要日期"),
        (("obligations", "--csv", "--json"), 1, "只能用一个"),
        (("chain", "x", "--format", "png"), 1, "只能是 text、json"),
        (("search", "x", "--db", "none.db"), 3, "知识库还不存在"),
        (("obligations", "--db", "."), 3, "这是一个目录"),
        (("score", "none.json"), 3, "读不到标准答案"),
    ],
)
def test_errors_are_one_chinese_line(
    arguments: tuple[str, ...], code: int, said: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == code
    caught = capsys.readouterr()
    if said is not None:
        assert caught.out == ""
        assert caught.err.startswith("错误：") and said in caught.err
        assert caught.err.count("\n") == 1


def test_a_file_that_is_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(b"junk" * 1000)
    assert run("search", "x", "--db", file) == 3
    assert "不是 SQLite 数据库" in capsys.readouterr().err


def test_search(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "按月报送", "--db", db) == 0
    caught = capsys.readouterr()
    assert "1. 信银发〔2021〕2号  一  2021-03-29  第 2 页" in caught.out
    assert "   └ 各村镇银行 · 应当" in caught.out
    assert run("search", "展期", "--force", "应当", "--json", "--db", db) == 0
    hits = json.loads(capsys.readouterr().out)
    assert {"kind", "quote", "document", "path", "page", "box"} <= set(hits[0])
    assert {hit["kind"] for hit in hits} == {"obligation"}


def test_search_without_a_hit_suggests(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "贷款贴息光伏", "--db", db, "--json") == 0
    caught = capsys.readouterr()
    assert json.loads(caught.out) == []
    assert "试试：" in caught.err and "贴息" in caught.err


def test_obligations(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("obligations", "--for", "村镇银行", "--db", db) == 0
    caught = capsys.readouterr()
    assert "责任清单：3 条" in caught.out
    assert run("obligations", "--db", db, "--csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert len(rows) == 4
    assert rows[0]["责任主体"] == "股份制银行" and rows[3]["期限日期"] == "2021-12-31"
    assert run("obligations", "没有的话", "--db", db) == 0
    assert "没有符合条件的义务" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("bearer", "cell"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "' =1"),
        # look-alikes
        ("各村镇银行=1", "各村镇银行=1"),
        ("—1", "—1"),
        ("＝1", "＝1"),
    ],
)
def test_csv_cells_are_no_formulas(
    bearer: str, cell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_shelf(tmp_path / "hongtou.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE obligations SET bearer = ?", (bearer,))
    assert run("obligations", "--db", path, "--csv") == 0
    said = capsys.readouterr().out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(said, newline="")))
    assert {row["责任主体"] for row in rows} == {cell}


@pytest.mark.parametrize(
    ("form", "begins"),
    [("text", "省银发"), ("json", "{"), ("mermaid", "flowchart"), ("dot", "digraph"),
     ("graphml", "<?xml"), ("svg", "<svg")],
)  # fmt: skip
def test_chain(db: Path, form: str, begins: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("chain", "信银发[2021]2号", "--format", form, "--db", db) == 0
    assert capsys.readouterr().out.startswith(begins)


def test_chain_of_nothing(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("chain", "银发〔2020〕1号", "--db", db) == 3
    assert "知识库中没有银发〔2020〕1号" in capsys.readouterr().err


def test_show(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "信银发〔2021〕2号", "--db", db) == 0
    said = capsys.readouterr().out
    for words in ("发文字号", "条款", "义务（3）", "数量（1）", "引用（1）", "待核（1）"):
        assert words in said
    assert run("show", "信银发〔2021〕2号", "--db", db, "--json") == 0
    assert json.loads(capsys.readouterr().out)["metadata"]["title"]
    assert run("show", "赣银监发〔2016〕5号", "--db", db) == 0
    assert "尚未入库" in capsys.readouterr().out


def test_score(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = {"key": "k", "role": "main", "document_number": "信银发〔2021〕2号", "year": 2020}
    gold = tmp_path / "gold.json"
    gold.write_text(json.dumps({"files": {"a.txt": {"documents": [document]}}}), "utf-8")
    assert run("score", gold, "--db", db) == 0
    said = capsys.readouterr().out
    assert "合计" in said and "不符（2）" in said  # the year, and a document too many
    assert run("score", gold, "--db", db, "--json") == 0
    assert json.loads(capsys.readouterr().out)["total"]["wrong"] == 1
    lost = {"a.txt": {"documents": [document]}, "z.txt": {"documents": [{"key": "z"}]}}
    gold.write_text(json.dumps({"files": lost}), "utf-8")
    assert run("score", gold, "--db", db) == 2
    assert "库中没有：z.txt" in capsys.readouterr().out
    gold.write_text(json.dumps({"files": {"z.txt": lost["z.txt"]}}), "utf-8")
    assert run("score", gold, "--db", db) == 3


def test_doctor_never_fails(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor", "--db", db) == 0
    said = capsys.readouterr().out
    assert "全文检索 FTS5" in said and "pip install 'hongtou[web]'" in said and "正常" in said
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"junk" * 1000)
    for path in (junk, tmp_path / "none.db", tmp_path):
        assert run("doctor", "--db", path) == 0
    capsys.readouterr()
    assert run("doctor", "--db", db, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["packages"]["click"] and found["sqlite"]["fts5"] is True


def test_doctor_tells_what_can_be_read(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("doctor", "--db", db) == 0
    said = "".join(capsys.readouterr().out.split())  # long cells are folded
    assert "auto取用" in said and "OFD版式文件" in said and "只读入纯文本" not in said
    assert run("doctor", "--db", db, "--json") == 0
    state = json.loads(capsys.readouterr().out)["reading"]
    assert [e["name"] for e in state["recognition"]["engines"] if e["chosen"]] == [
        state["recognition"]["chosen"]
    ]
    assert state["recognition"]["weights"] and state["workers"] >= 1
    assert run("doctor", "--db", db, "--weights", "没有的目录") == 0
    assert "没有的目录" in capsys.readouterr().out
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("hongtou.read.office.libreoffice.USUAL_PLACES", {})
    assert run("doctor", "--db", db) == 0
    assert "请安装 LibreOffice" in capsys.readouterr().out


def test_environment_names_the_database(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HONGTOU_DB", str(db))
    assert run("chain", "信银发〔2021〕2号") == 0
    assert "信银发" in capsys.readouterr().out


def test_a_defect_is_one_line(
    monkeypatch: pytest.MonkeyPatch, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **_more: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("hongtou.query.lineage.read_chain", broken)
    monkeypatch.delenv("HONGTOU_DEBUG", raising=False)
    assert run("chain", "信银发〔2021〕2号", "--db", db) == 3
    assert "程序缺陷（ZeroDivisionError: x）" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes")
def test_a_closed_pipe_is_no_error(db: Path) -> None:
    command = f"'{sys.executable}' -m hongtou obligations --json --db '{db}' | head -c 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == ("[", "", 0)


def test_output_in_a_poor_encoding(db: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hongtou", "chain", "信银发〔2021〕2号", "--db", str(db)],
        capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
