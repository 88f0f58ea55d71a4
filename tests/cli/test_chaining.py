"""``hongtou chain``: forms, files, what narrows the view, errors."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from hongtou.cli.main import main
from tests.query.chain_shelf import make_chains, paper


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        main([str(a) for a in arguments])
    return int(caught.value.code or 0)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_chains(
        tmp_path_factory.mktemp("chaining") / "kb.db",
        [
            paper("law", "国发〔2020〕1号", "2020-01-01"),
            paper("top", "银发〔2020〕1号", "2020-02-01"),
            paper("mid", "甲发〔2020〕2号", "2020-02-20"),
            paper("low", "丙发〔2020〕4号", "2020-03-01"),
            paper("else", "丁发〔2020〕5号", "2020-03-02"),
        ],
        [("top", "law", "implements"), ("mid", "top"), ("low", "mid"), ("else", "mid", "amends")],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), {"law", "top", "mid", "low"}),
        (("--up",), {"law", "top", "mid"}),
        (("--down",), {"mid", "low"}),
        (("--up", "--down"), {"law", "top", "mid", "low"}),
        (("--depth", "1"), {"top", "mid", "low"}),
        (("--also", "无"), {"top", "mid", "low"}),
        (("--also", "none"), {"top", "mid", "low"}),
        (("--also", "修改"), {"top", "mid", "low", "else"}),
        (("--also", "amends", "--also", "implements"), {"law", "top", "mid", "low", "else"}),
    ],
)
def test_narrowing(
    db: Path, options: tuple[str, ...], expected: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("chain", "甲发[2020]2号", "--db", db, "--json", *options) == 0
    nodes = json.loads(capsys.readouterr().out)["nodes"]
    assert {node["document"]["document_id"] for node in nodes} == expected


def test_limit(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("chain", "mid", "--also", "修改", "--limit", 1, "--db", db) == 0
    assert "… 还有 1 份下级文件" in capsys.readouterr().out


def test_a_picture_goes_into_a_file(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "转发链.svg"
    assert run("chain", "mid", "--format", "svg", "--out", out, "--db", db) == 0
    said = capsys.readouterr()
    assert said.out == "" and "4 份文件，3 处关系" in said.err
    assert ET.fromstring(out.read_bytes()).get("role") == "img"
    assert run("chain", "mid", "--format", "svg", "--db", db) == 0
    assert capsys.readouterr().out.strip() == out.read_text("utf-8").strip()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("mid", "--format", "png"), 1, "只能是 text、json"),
        (("mid", "--also", "转发"), 1, "--also"),
        (("mid", "--depth", "-1"), 1, "--depth"),
        (("mid", "--limit", "0"), 1, "--limit"),
        (("没有的文件",), 3, "知识库中没有"),
        ((), 1, "文件"),
    ],
)
def test_errors_are_one_line(
    db: Path, arguments: tuple[str, ...], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("chain", *arguments, "--db", db) == code
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1


def test_a_file_that_cannot_be_written(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("chain", "mid", "--out", tmp_path / "no" / "a.txt", "--db", db) == 3
    assert "a.txt" in capsys.readouterr().err
    assert run("chain", "mid", "--out", db, "--db", db) == 3
    assert "知识库本身" in capsys.readouterr().err


def test_all_wishes_that_nobody_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers = [
        paper("top", "银发〔2020〕1号", "2020-02-01", by=["中国人民银行"]),
        paper("top2", "银发〔2020〕1号", "2020-02-01", by=["中国人民银行"]),  # a copy
        paper("a", "并银发〔2020〕2号", "2020-02-20", by=["中国人民银行太原中心支行"]),
        paper("b", "忻银发〔2020〕3号", "2020-03-20", by=["中国人民银行忻州市中心支行"]),
    ]
    provinces = "上海总部，各省会（首府）城市中心支行"
    made = make_chains(
        tmp_path / "kb.db", papers, [("a", "top"), ("b", "a")],
        wishes=[("top", provinces, "辖内机构"), ("top2", provinces, "辖内机构"),
                ("a", "各市中心支行", None), ("b", "各县支行", None)],
    )  # fmt: skip
    assert run("chain", "--unanswered", "--db", made) == 0
    lines = capsys.readouterr().out.splitlines()
    # The newest first; 各市中心支行 have begun to answer, 上海总部 stands alone.
    assert [line for line in lines if "未见" in line] == [
        "1. 未见：各县支行", "2. 未见：上海总部 → 辖内机构",
    ]  # fmt: skip
    assert lines[1].startswith("   忻银发〔2020〕3号  2020-03-20：“")
    assert run("chain", "--unanswered", "--limit", "1", "--db", made, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert [wish["document"]["number"] for wish in said] == ["忻银发〔2020〕3号"]
    assert (
        run("chain", "--db", made) == 1 and run("chain", "top", "--unanswered", "--db", made) == 1
    )
    assert "不能都给或都不给" in capsys.readouterr().err
