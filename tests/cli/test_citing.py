"""What ``hongtou show`` says of citations: a line a paper, and why a link is in doubt."""

import json
from pathlib import Path

import pytest

from hongtou.run import ingest
from tests.cli.test_cli import run
from tests.query.verifying.conftest import FUNDS, OLD, RELOAN, notice

OWN = "并银发〔2021〕90号"
BODY = (
    f"根据《{OLD}》（并银发〔2020〕45号）第三条，各行应当按月报送《{OLD}》（并银发〔2020〕45号）"
    f"第五条所列报表。\n《{FUNDS}》（并银发〔2021〕31号）所列资金除外，具体见《支付清算办法》。"
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("citing")
    papers = {
        "并银发〔2021〕31号": (RELOAN, "各行应当核对台账。"),
        "并银发〔2021〕13号": (FUNDS, "各行应当专款专用。"),
        OWN: ("关于做好检查工作的通知", BODY),
    }
    for at, (number, (title, body)) in enumerate(papers.items()):
        (folder / f"{at}.txt").write_text(notice(number, title, body), "utf-8")
    path = folder / "k.db"
    assert ingest(sorted(folder.glob("*.txt")), db=path, extracted=None).exit_code == 0
    return path


def test_a_paper_that_is_cited_twice_is_one_line(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # a narrow table folds the title
    assert run("show", OWN, "--db", db) == 0
    said = capsys.readouterr().out
    (line,) = [line for line in said.splitlines() if OLD in line and "引用" in line]
    assert "并银发〔2020〕45号" in line and "未入库" in line and line.rstrip().endswith("2")
    assert "第三条、第五条" in line and "引用（4）" in said
    (bare,) = [line for line in said.splitlines() if "支付清算办法" in line]
    assert bare.count("支付清算办法") == 1  # a title is no number


def test_who_says_what_of_a_link_in_doubt(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", OWN, "--db", db) == 0
    said = capsys.readouterr().out
    assert "存疑的引用（1），不作为事实：" in said and "有出入：" in said
    assert f"文号指向 并银发〔2021〕31号《中国人民银行太原中心支行{RELOAN}》" in said
    assert f"标题指向 并银发〔2021〕13号《中国人民银行太原中心支行{FUNDS}》" in said
    assert run("show", OWN, "--db", db, "--json") == 0
    (doubtful,) = [
        c for c in json.loads(capsys.readouterr().out)["citations"] if c["status"] == "disputed"
    ]
    assert doubtful["named_by"] == "title-and-number" and doubtful["evidence"]
    assert [(s["kind"], s["document"]["number"]) for s in doubtful["signals"]] == [
        ("number", "并银发〔2021〕31号"), ("title", "并银发〔2021〕13号"),
    ]  # fmt: skip


def test_what_is_cited_by_title_alone_is_quoted_by_its_title(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("search", "并银发[2020]45号", "--db", db, "--json") == 0
    hits = json.loads(capsys.readouterr().out)
    assert all(OLD in hit["quote"] for hit in hits) and len(hits) > 1
