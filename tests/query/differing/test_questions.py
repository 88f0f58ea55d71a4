"""Which papers are compared, and the forms in which the answer leaves."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

import hongtou
from hongtou import KnowledgeBase
from hongtou.cli.main import hongtou as command
from hongtou.errors import AmbiguousError, LookupFailedError
from tests.query.differing.papers import notice, shelve

CENTRE = ("单户扶贫小额信用贷款余额不得超过5万元，由风险补偿金分担损失。",
          "各支行应当按季报送再贷款使用台账，<script>alert(1)</script>附电子版。",
          "现金押运实行双人双枪，途中不得无故停留。")  # fmt: skip
OWN = ("单户扶贫小额信用贷款余额不得超过3万元，由风险补偿金分担损失。",
       "省联社要牵头搭建全省统一的涉农信用信息平台，打通部门数据壁垒。")  # fmt: skip
CITED = "《中国人民银行太原中心支行关于做好小额贷款和账户管理有关工作的通知》（并银发〔2021〕31号）"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    parent = notice(CENTRE, office="中国人民银行太原中心支行", number="并银发〔2021〕31号",
                    day="2021年3月2日")  # fmt: skip
    other = notice((CENTRE[2],), office="中国人民银行临汾市中心支行", number="临银发〔2021〕8号",
                   day="2021年3月9日", title="关于做好现金押运工作的通知",
                   opening="现就有关事项通知如下：")  # fmt: skip
    forwards = notice(OWN, office="中国人民银行忻州市中心支行", number="忻银发〔2021〕17号",
                      day="2021年3月12日", title="转发太原中心支行有关工作的通知",
                      opening=f"现将{CITED}转发给你们，并提出如下要求：")  # fmt: skip
    bare = notice((), office="中国人民银行晋城市中心支行", number="晋市银发〔2021〕9号",
                  day="2021年3月15日", title="转发太原中心支行有关工作的通知",
                  opening=f"现将{CITED}转发给你们，请遵照执行。")  # fmt: skip
    both = notice(OWN, office="中国人民银行朔州市中心支行", number="朔银发〔2021〕5号",
                  day="2021年3月20日",
                  opening=f"为贯彻落实{CITED}和《中国人民银行临汾市中心支行关于做好现金押运工作的"
                  "通知》（临银发〔2021〕8号），现就有关事项通知如下：")  # fmt: skip
    ghost = notice(OWN, office="中国人民银行阳泉市中心支行", number="阳银发〔2021〕3号",
                   day="2021年3月21日", opening="现将《中国人民银行关于做好部分地区金融支持工作的通"
                   "知》（银发〔2021〕63号）转发给你们，请遵照执行。")  # fmt: skip
    return shelve(tmp_path_factory.mktemp("diff"), parent=parent, other=other, forwards=forwards,
                  bare=bare, both=both, ghost=ghost)  # fmt: skip


@pytest.fixture
def kb(db: Path) -> Iterator[KnowledgeBase]:
    with hongtou.open(db) as opened:
        yield opened


def test_what_is_forwarded_is_passed_on_and_not_dropped(kb: KnowledgeBase) -> None:
    diff = kb.diff("忻银发[2021]17号")
    assert diff.relation == "forwards" and diff.passed_on_whole
    assert {v: n for v, n in diff.counts.items() if n} == {
        "tightened": 1, "added": 1, "passed_on": 2,
    }  # fmt: skip
    assert diff.added[0].text == OWN[1]
    assert 0.2 < diff.share_answered < 0.5 and diff.share_relayed == 0


def test_what_is_listed_alone_leaves_the_shares_as_they_are(kb: KnowledgeBase) -> None:
    diff = kb.diff("忻银发[2021]17号")
    some = diff.only(("loosened", "tightened"))
    assert [row.verdict for row in some.rows] == ["tightened"]
    assert some.share_answered == diff.share_answered > 0
    assert some.notes[-1] == "只列收紧、放宽；全部条款：收紧 1、新增 1、随文转发 2"
    none = diff.only(("loosened",)).to_text()
    assert "没有这样的条款；" in none and f"占 {diff.share_answered:.0%}" in none


def test_a_parent_that_passes_on_another_paper_is_told(tmp_path: Path) -> None:
    parent = notice(CENTRE, office="中国人民银行太原中心支行", number="并银发〔2021〕31号",
                    day="2021年3月2日")  # fmt: skip
    forwards = notice(OWN, office="中国人民银行忻州市中心支行", number="忻银发〔2021〕17号",
                      day="2021年3月12日", title="转发太原中心支行有关工作的通知",
                      opening=f"现将{CITED}转发给你们，并提出如下要求：")  # fmt: skip
    again = notice((OWN[1],), office="中国人民银行定襄县支行", number="定银发〔2021〕2号",
                   day="2021年3月19日", title="转发忻州市中心支行有关工作的通知",
                   opening="现将《转发太原中心支行有关工作的通知》（忻银发〔2021〕17号）"
                   "转发给你们，请遵照执行。")  # fmt: skip
    made = shelve(tmp_path / "again", parent=parent, forwards=forwards, again=again)
    with hongtou.open(made) as opened:
        said = opened.diff("定银发〔2021〕2号").to_text()
        assert "上级文件转发的是并银发〔2021〕31号，以下不含该文的条款" in said
        assert "hongtou diff 定银发〔2021〕2号 并银发〔2021〕31号" in said
        assert "以下不含" not in opened.diff("忻银发〔2021〕17号").to_text()


def test_a_child_without_clauses_says_so(kb: KnowledgeBase) -> None:
    diff = kb.diff("晋市银发〔2021〕9号")
    assert {row.verdict for row in diff.rows} == {"passed_on"}
    assert "没有自己的条款" in diff.notes[0]


def test_several_parents_are_listed(kb: KnowledgeBase) -> None:
    with pytest.raises(AmbiguousError, match=r"(?s)落实 2 份.*31号.*8号"):
        kb.diff("朔银发〔2021〕5号")
    assert kb.diff("朔银发〔2021〕5号", "并银发〔2021〕31号").counts["dropped"] == 2


@pytest.mark.parametrize(("child", "parent"), [
    ("阳银发〔2021〕3号", None), ("阳银发〔2021〕3号", "银发〔2021〕63号"),
    ("银发〔2021〕63号", None),
])  # fmt: skip
def test_ghosts_are_not_held(kb: KnowledgeBase, child: str, parent: str | None) -> None:
    with pytest.raises(LookupFailedError, match=r"63号.*未入库|未入库.*63号"):
        kb.diff(child, parent)


def test_a_paper_that_carries_nothing(kb: KnowledgeBase) -> None:
    with pytest.raises(LookupFailedError, match="写明与哪份文件比较"):
        kb.diff("并银发〔2021〕31号")


def test_json_has_places_and_reasons(kb: KnowledgeBase) -> None:
    form = json.loads(kb.diff("忻银发〔2021〕17号").to_json())
    row = next(row for row in form["rows"] if row["verdict"] == "tightened")
    (change,) = row["changes"]
    assert (change["kind"], change["before"]["text"], change["after"]["text"]) == (
        "number", "单户扶贫小额信用贷款余额不得超过5万元", "单户扶贫小额信用贷款余额不得超过3万元",
    )  # fmt: skip
    assert row["child"][0]["path"] == "一" and row["child"][0]["page"] == 1
    assert ["delete", "5"] in row["marks"] and ["insert", "3"] in row["marks"]
    assert form["counts"]["passed_on"] == 2


class _Page(HTMLParser):
    """Open elements that were never closed, and what is said of language and images."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not {name for name, _ in attrs} & {"src", "onload", "onclick"}
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, words: str) -> None:
        self.text += words


def test_page_stands_alone_and_escapes(kb: KnowledgeBase) -> None:
    html = kb.diff("忻银发〔2021〕17号").to_html()
    page = _Page()
    page.feed(html)
    assert not page.open and not page.seen & {"script", "link", "img", "iframe"}
    assert 'lang="zh-CN"' in html and "http" not in html
    assert "<script>" not in html and "<script>alert(1)</script>" in page.text
    for words in ("收紧", "上限下调", "随文转发", "新增"):
        assert words in page.text
    assert re.search(r"<del>5</del>", html) and re.search(r"<ins>3</ins>", html)


@pytest.mark.parametrize(("arguments", "expected", "code"), [
    (["忻银发[2021]17号"], "▲ 收紧", 0),
    (["忻银发[2021]17号", "--only", "新增"], "＋ 新增", 0),
    (["忻银发[2021]17号", "临银发〔2021〕8号", "--json"], '"relation": null', 0),
    (["忻银发[2021]17号", "--format", "html"], "<!DOCTYPE html>", 0),
    (["忻银发[2021]17号", "--only", "更严"], "没有“更严”", 2),
])  # fmt: skip
def test_command(db: Path, arguments: list[str], expected: str, code: int) -> None:
    result = CliRunner().invoke(command, ["diff", *arguments, "--db", str(db)])
    assert (expected in result.output, result.exit_code) == (True, code), result
    if "新增" in arguments:
        assert "▲ 收紧" not in result.output


def test_command_writes_a_file(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "对照.html"
    arguments = ["diff", "忻银发[2021]17号", "--format", "html", "--out", str(out), "--db", str(db)]
    assert CliRunner().invoke(command, arguments).exit_code == 0
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
