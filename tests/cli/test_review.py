"""``hongtou review``: what an officer types, what it says, and how it ends."""

import json
import re
import shutil
from pathlib import Path

import pytest

from hongtou.cli.deciding import reviewer_of
from tests.cli.test_cli import run
from tests.run.test_deciding import NOTICE, OTHER, ROOMS
from tests.run.test_ingest import run as ingest

Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    (folder / "in").mkdir()
    (folder / "in" / "甲.txt").write_text(NOTICE, "utf-8")
    (folder / "in" / "乙.txt").write_text(OTHER, "utf-8")
    ingest(folder / "in", into=folder, rooms=ROOMS, extracted=None)
    return folder / "k.db"


@pytest.fixture
def db(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HONGTOU_REVIEWER", "李某")
    monkeypatch.setenv("COLUMNS", "200")  # nothing is folded
    return Path(shutil.copy(made, tmp_path / "k.db"))


def listed(db: Path, capsys: Said, *options: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run("review", "list", "--db", db, "--json", *options) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def id_of(db: Path, capsys: Said, before: str, name: str = "甲.txt") -> str:
    kinds = ("提议", "疑点", "已改")
    found = [i for kind in kinds for i in listed(db, capsys, "--kind", kind)]
    return str(next(i["item_id"] for i in found if i["before"] == before and i["file"] == name))


def test_list(db: Path, capsys: Said) -> None:
    assert run("review", "list", "--db", db) == 0
    said = capsys.readouterr().out
    for words in ("待审 6 处（疑点 3，提议 3）", "【捉→提】升服务的通知", "50%", "形近",
                  "（整份文件）", "hongtou review accept"):  # fmt: skip
        assert words in said, words
    assert run("review", "list", "--db", db, "--limit", 1) == 0
    assert "先列 1 处" in capsys.readouterr().out
    assert {i["file"] for i in listed(db, capsys, "乙银发[2021]2号")} == {"乙.txt"}
    assert {i["kind"] for i in listed(db, capsys, "--kind", "applied")} == {"applied"}
    assert run("review", "list", "--db", db, "--file", "没有") == 0
    assert "没有待审" in capsys.readouterr().out


def test_show(db: Path, capsys: Said) -> None:
    number = id_of(db, capsys, "捉")
    assert run("review", "show", number[:6], "--db", db) == 0
    said = capsys.readouterr().out
    for words in (number, "待定", "【捉→提】升服务的通知", "误识的字", "50%", "形近 +2.0",
                  f"hongtou review reject {number}"):  # fmt: skip
        assert words in said, words
    assert run("review", "show", number, "--db", db, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["before"], shown["after"], shown["image"]) == ("捉", "提", None)


def test_accept_undo_and_once_more(db: Path, capsys: Said) -> None:
    number = id_of(db, capsys, "捉")
    assert run("review", "accept", number[:6], "--reason", "对照原件", "--db", db) == 0
    said = capsys.readouterr().out
    assert "已确认 1 处，1 份文件已重新整理" in said
    assert run("review", "accept", number, "--db", db) == 3
    assert f"hongtou review undo {number}" in capsys.readouterr().err
    assert run("review", "show", number, "--db", db) == 0
    assert "李某" in capsys.readouterr().out
    assert run("review", "decisions", "--db", db) == 0
    said = capsys.readouterr().out
    assert "确认" in said
    assert "【捉→提】" in said
    assert "已照办" in said
    assert run("review", "habits", "--db", db) == 0
    assert "捉" in capsys.readouterr().out
    assert run("review", "undo", number, "--db", db) == 0
    assert "已撤回 1 个决定" in capsys.readouterr().out
    assert run("review", "undo", number, "--db", db) == 3
    assert run("review", "decisions", "--db", db) == 0
    assert "还没有作过决定" in capsys.readouterr().out


def test_all_that_say_the_same_in_one_go(db: Path, capsys: Said) -> None:
    number = id_of(db, capsys, "捉")
    assert run("review", "accept", number, "--like", "--db", db) == 1
    assert "确认 3 处（2 份文件），继续吗？请加 --yes" in capsys.readouterr().err
    assert run("review", "accept", number, "--like", "--yes", "--db", db) == 0
    assert "已确认 3 处，2 份文件" in capsys.readouterr().out


def test_all_of_a_rule(db: Path, capsys: Said) -> None:
    options = ("--all-of", "误识的字", "--file", "乙", "--yes", "--db", db)
    assert run("review", "reject", *options) == 0
    assert "已驳回 1 处，1 份文件" in capsys.readouterr().out
    assert run("review", "reject", "--all-of", "没有这规则", "--yes", "--db", db) == 0
    assert "没有符合的提议" in capsys.readouterr().out


def test_edit(db: Path, capsys: Said) -> None:
    number, whole = id_of(db, capsys, "情况"), id_of(db, capsys, "", "乙.txt")
    assert run("review", "edit", number, "情形", "--db", db) == 0
    assert "已改定 1 处" in capsys.readouterr().out
    assert run("review", "edit", "--in", "甲银发〔2021〕1号", "质量", "质效", "--db", db) == 0
    capsys.readouterr()
    assert (
        run("review", "edit", "--in", "甲银发〔2021〕1号", "各", "每", "--nth", 9, "--db", db) == 1
    )
    assert "只出现 1 次" in capsys.readouterr().err
    assert run("review", "edit", "--in", "甲银发〔2021〕1号", "没有", "每", "--db", db) == 3
    assert run("review", "edit", whole, "无", "--db", db) == 1
    assert run("review", "conflicts", "--db", db) == 0
    assert "没有对不上的决定" in capsys.readouterr().out


def test_some_ids_are_wrong(db: Path, capsys: Said) -> None:
    number = id_of(db, capsys, "捉")
    assert run("review", "accept", number, "00000000", "捉", "--db", db) == 2
    said = capsys.readouterr()
    assert "已确认 1 处" in said.out
    assert "没有编号为 00000000" in said.err
    assert "不是编号" in said.err
    assert run("review", "accept", "--db", db) == 1
    assert run("review", "accept", "--like", "--db", db) == 1


def test_export_and_import(db: Path, made: Path, tmp_path: Path, capsys: Said) -> None:
    run("review", "reject", id_of(db, capsys, "捉"), "--reason", "原件如此", "--db", db)
    file = tmp_path / "决定.jsonl"
    assert run("review", "export", file, "--db", db) == 0
    assert len(file.read_text("utf-8").splitlines()) == 1
    other = Path(shutil.copy(made, tmp_path / "other.db"))
    assert run("review", "import", file, "--db", other) == 0
    assert "已导入 1 个" in capsys.readouterr().out
    assert run("review", "decisions", "--db", other, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["decision"]["reason"], row["outcome"]) == ("原件如此", "made")
    good = file.read_text("utf-8")
    position = re.search(r'"position": [0-9.]+', good)
    assert position is not None
    for bad in ("{}\n", "[1]\n", good.replace(position.group(), '"position": NaN'),
                good.replace(position.group(), '"position": 7'),
                good.replace('"reject"', '"burn"')):  # fmt: skip
        file.write_text(bad, "utf-8")
        assert run("review", "import", file, "--db", other) == 3
        assert "第 1 行" in capsys.readouterr().err


def test_forget_a_habit(db: Path, capsys: Said) -> None:
    run("review", "accept", id_of(db, capsys, "捉"), "--db", db)
    assert run("review", "habits", "--forget", "捉", "提", "--db", db) == 0
    capsys.readouterr()
    assert run("review", "habits", "--db", db) == 0
    assert "已去掉" in capsys.readouterr().out


def test_a_conflict_is_listed_and_can_be_taken_back(
    db: Path, made: Path, tmp_path: Path, capsys: Said
) -> None:
    run("review", "accept", id_of(db, capsys, "捉"), "--db", db)
    file = tmp_path / "决定.jsonl"
    run("review", "export", file, "--db", db)
    decision = json.loads(file.read_text("utf-8"))
    decision["anchor"] |= {"before": "本行文字另有出处", "after": "不在这份文件里"}
    file.write_text(json.dumps(decision, ensure_ascii=False), "utf-8")
    other = Path(shutil.copy(made, tmp_path / "other.db"))
    run("review", "import", file, "--db", other)
    capsys.readouterr()
    assert run("review", "list", "--db", other) == 0
    assert "另有 1 个决定对不上现在的文字" in capsys.readouterr().out
    assert run("review", "conflicts", "--db", other, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert "找不到" in row["why"]
    assert run("review", "undo", row["decision"]["decision_id"][:6], "--db", other) == 0
    capsys.readouterr()
    assert run("review", "conflicts", "--db", other) == 0
    assert "没有对不上的决定" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    ["list", "show", "accept", "reject", "edit", "undo", "decisions", "conflicts", "habits",
     "export", "import"],
)  # fmt: skip
def test_every_help_has_an_example(command: str, capsys: Said) -> None:
    assert run("review", command, "--help") == 0
    assert f"示例：hongtou review {command}" in capsys.readouterr().out


def test_who_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HONGTOU_REVIEWER", "王某")
    assert reviewer_of("李某") == "李某"
    assert reviewer_of(None) == "王某"
    monkeypatch.delenv("HONGTOU_REVIEWER")
    assert reviewer_of(" ")
