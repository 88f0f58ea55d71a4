"""``hongtou obligations`` and ``hongtou compare``: forms of output, files, errors."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from tests.cli.test_cli import run
from tests.query.register.shelf import make_full_shelf


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_full_shelf(tmp_path_factory.mktemp("cli-register") / "hongtou.db")


@pytest.fixture(scope="module")
def caps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers that cap the same thing, and one of them another thing."""
    path = make_full_shelf(tmp_path_factory.mktemp("cli-compare") / "hongtou.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        for key, cap in (("aaaaaaaaaaaa-0", 10), ("bbbbbbbbbbbb-0", 20)):
            quote, number = f"农户联保贷款单户不得超过{cap}万元", f"不得超过{cap}万元"
            (segment,) = connection.execute(
                "SELECT min(segment_id) FROM segments WHERE document_id = ?", (key,)
            ).fetchone()
            connection.execute(
                "INSERT INTO obligations (obligation_id, document_id, segment_id, bearer_source,"
                " force, action, text, start, end) VALUES (?, ?, ?, 'unknown', 'must_not', ?, ?,"
                " 0, 9)",
                (f"{key}#cap", key, segment, quote, quote),
            )
            connection.execute(
                "INSERT INTO quantities (quantity_id, document_id, segment_id, obligation_id, text,"
                " start, end, role, operator, value, unit, base_value, base_unit)"
                " VALUES (?, ?, ?, ?, ?, 0, 9, 'limit', '<=', ?, '元', ?, '元')",
                (f"{key}#cap", key, segment, f"{key}#cap", number, cap * 10000, cap * 10000),
            )
    return path


@pytest.mark.parametrize(
    ("options", "bearers"),
    [
        (("--due-after", "2021-12"), ["地方法人金融机构"]),
        (("--due-after", "2022"), []),
        (("--recurring",), ["各村镇银行"]),
        (("--not-recurring", "--force", "可以"), ["股份制银行"]),
        (("--unit", "年", "--max", "0.5"), ["地方法人金融机构"]),
        (("--unit", "%", "--max", "1"), ["地方法人金融机构"]),
        (("--sort", "due", "--limit", "1"), ["地方法人金融机构"]),
        (("--unit", "元", "--max", "200000", "--force", "不得"), ["各村镇银行"]),
    ],
)
def test_filters(
    options: tuple[str, ...], bearers: list[str], db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("obligations", *options, "--json", "--db", db) == 0
    assert [duty["bearer"] for duty in json.loads(capsys.readouterr().out)] == bearers
    if "--sort" not in options:
        assert run("search", "", *options, "--json", "--db", db) == 0
        assert bool(json.loads(capsys.readouterr().out)) == bool(bearers)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("obligations", "--sort", "size"), "只能是 newest、oldest、due、bearer"),
        (("obligations", "--due-after", "2021-13"), "需要日期"),
        (("search", "x", "--due-after", "明天"), "需要日期"),
        (("obligations", "--xlsx"), "选项 --xlsx 需要一个值"),
        (("compare", "--limit", "0"), "不小于 1"),
        (("compare", "--sort", "due"), "没有选项 --sort"),
    ],
)
def test_usage(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 1
    assert said in capsys.readouterr().err


def test_table_shows_rules_of_recurrence(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("obligations", "--recurring", "--db", db) == 0
    assert "每月" in capsys.readouterr().out


def test_long_tables_are_cut_unless_asked_for(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hongtou.cli.register.SHOWN", 3)
    for options, shown in (((), False), (("--limit", "4"), True)):
        assert run("obligations", *options, "--db", db) == 0
        caught = capsys.readouterr()
        assert "责任清单：4 条" in caught.out
        assert ("2021-12-31" in caught.out) is shown
        assert ("只显示前 3 条" in caught.err) is not shown


def test_table_says_what_no_longer_binds(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("obligations", "--on", "2030-01-01", "--not-in-force", "--db", db) == 0
    assert "已失效" in "".join(capsys.readouterr().out.split())


def test_files_are_written_together(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, ics = tmp_path / "清单.xlsx", tmp_path / "期限.ics"
    assert run("obligations", "--xlsx", book, "--ics", ics, "--csv", "--db", db) == 0
    caught = capsys.readouterr()
    assert len(list(csv.DictReader(io.StringIO(caught.out.removeprefix("\ufeff"))))) == 4
    assert openpyxl.load_workbook(book)["责任清单"].max_row == 5
    assert len(Calendar.from_ical(ics.read_bytes()).walk("VEVENT")) == 2
    assert f"已写入 {book}" in caught.err
    assert f"已写入 {ics}：2 条；另有 1 处期限从某事起算，算不出日期，未列入" in caught.err


def test_a_file_alone_leaves_the_screen_alone(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("obligations", "--xlsx", tmp_path / "x.xlsx", "--db", db) == 0
    assert capsys.readouterr().out == ""


def test_no_file_for_no_obligation(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.xlsx"
    assert run("obligations", "没有的话", "--xlsx", path, "--db", db) == 0
    assert "没有写文件" in capsys.readouterr().err
    assert not path.exists()


@pytest.mark.parametrize("option", ["--xlsx", "--ics"])
def test_paths_that_cannot_be_written(
    option: str, db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path, tmp_path / "没有的目录" / "x"):
        assert run("obligations", option, path, "--db", db) == 3
        caught = capsys.readouterr()
        assert caught.err.startswith(f"错误：{path}：") and caught.err.count("\n") == 1


def test_compare(caps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", "--db", caps) == 0
    said = capsys.readouterr().out
    assert "对比：1 对（放宽 1）" in said
    assert "1. 放宽：不超过 20 万元 ← 不超过 10 万元" in said
    assert said.index("岳银发〔2021〕7号") < said.index("信银发〔2021〕2号")
    assert run("compare", "联保", "--json", "--db", caps) == 0
    (pair,) = json.loads(capsys.readouterr().out)
    assert {"verdict", "measure", "newer", "older", "newer_amount", "older_amount", "reason",
            "dated"} == set(pair)  # fmt: skip
    assert pair["newer"]["quote"] == "农户联保贷款单户不得超过20万元"


@pytest.mark.parametrize(
    "options", [("--force", "must"), ("没有的话",), ("--year", "2020"), ("--unit", "户")]
)
def test_both_sides_pass_the_filters(
    options: tuple[str, ...], caps: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("compare", *options, "--json", "--db", caps) == 0
    caught = capsys.readouterr()
    assert json.loads(caught.out) == [] and "没有可比较的数量要求" in caught.err


def test_compare_leaves_out_what_is_the_same(
    caps: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hongtou.db"
    path.write_bytes(caps.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE quantities SET base_value = 1 WHERE quantity_id LIKE '%cap'")
    assert run("compare", "--db", path) == 0
    assert "1. 相同：" in capsys.readouterr().out
    assert run("compare", "--differing", "--db", path) == 0
    assert "没有可比较的数量要求" in capsys.readouterr().err


@pytest.mark.parametrize("command", [
    ("obligations", "--xlsx"), ("obligations", "--ics"), ("export", "--format", "jsonl", "--out"),
    ("export", "--format", "csv", "--out"),
])  # fmt: skip
def test_the_knowledge_base_is_not_written_over(
    tmp_path: Path, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_full_shelf(tmp_path / "k.db")
    before = path.read_bytes()
    for target in (path, tmp_path / "." / "k.db", tmp_path / "k.db-wal"):
        assert run(*command, str(target), "--db", str(path)) == 3
        assert "这是知识库本身" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_places_that_take_no_file_are_told_in_chinese(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for target, said in ((tmp_path, "这是一个目录"), (tmp_path / "无" / "a.ics", "不存在")):
        for form in ("--xlsx", "--ics"):
            assert run("obligations", form, str(target), "--db", str(db)) == 3
            assert said in capsys.readouterr().err
    same = str(tmp_path / "a")
    assert run("obligations", "--xlsx", same, "--ics", same, "--db", str(db)) == 1
    assert "同一个文件" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["2021年12月31日", "2021年12月", "2021年", "\uff12\uff1021-12-31"])
def test_days_as_notices_write_them(db: Path, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("obligations", "--due-before", day, "--json", "--db", str(db)) == 0
    said = json.loads(capsys.readouterr().out)
    assert run("obligations", "--due-before", "2021-12-31", "--json", "--db", str(db)) == 0
    assert said and said == json.loads(capsys.readouterr().out)
    for wrong in ("2021年13月", "年", "2021年6月31日", "2021年6月底"):
        assert run("obligations", "--due-before", wrong, "--db", str(db)) == 1
        assert "需要日期" in capsys.readouterr().err
