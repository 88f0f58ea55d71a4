"""Register, resolving, chains, sheet, summary."""

import json
import xml.etree.ElementTree as ET

import pytest

from hongtou import KnowledgeBase
from hongtou.errors import AmbiguousError, LookupFailedError


def test_register_is_newest_first_and_complete(kb: KnowledgeBase) -> None:
    duties = kb.obligations()
    assert [d.obligation_id for d in duties] == [
        "bbbbbbbbbbbb-0#o1", "aaaaaaaaaaaa-0#o1", "aaaaaaaaaaaa-0#o2", "aaaaaaaaaaaa-0#o3",
    ]  # fmt: skip
    assert duties[2].quantities[0].value == 100000
    assert duties[3].due_dates[0].date == "2021-12-31"
    assert duties[1].page == 2
    assert kb.obligations(limit=2) == duties[:2]


@pytest.mark.parametrize(
    ("text", "filters", "ids"),
    [
        ("贴息", {}, ["o3"]),  # in the heading over it
        ("A类", {}, ["o3"]),
        ("", {"force": "must_not"}, ["o2"]),
        ("", {"unit": "万元", "min": 10}, ["o2"]),
        ("", {"due_before": "2022-01-01"}, ["o3"]),
        ("没有的话", {}, []),
    ],
)
def test_register_filters(
    kb: KnowledgeBase, text: str, filters: dict[str, object], ids: list[str]
) -> None:
    found = kb.obligations(text, **filters)  # type: ignore[arg-type]
    assert [d.obligation_id.split("#")[1] for d in found] == ids


@pytest.mark.parametrize(
    "spelling",
    ["信银发〔2021〕2号", "信银发[2021]2号", "信银发〔2021〕2", "信银发（2021）第02号",
     " 信银发 2021 年 2 号", "aaaaaaaaaaaa-0", "转发《关于做好"],
)  # fmt: skip
def test_resolve(kb: KnowledgeBase, spelling: str) -> None:
    assert kb.resolve(spelling).document_id == "aaaaaaaaaaaa-0"


def test_resolve_orders_and_exact_titles(kb: KnowledgeBase) -> None:
    assert kb.resolve("人民银行令〔2003〕5号").document_id == "cccccccccccc-0"
    assert kb.resolve("小额贷款管理办法").document_id == "cccccccccccc-0"
    assert kb.resolve("《小额贷款 管理办法》").document_id == "cccccccccccc-0"
    assert kb.resolve("赣银监发[2016]5号").role == "ghost"


@pytest.mark.parametrize(
    "wanted", ["信银发〔2021〕22号", "信银发〔2022〕2号", "没有的文件", "", "%", "《》"]
)
def test_resolve_fails(kb: KnowledgeBase, wanted: str) -> None:
    with pytest.raises(LookupFailedError):
        kb.resolve(wanted)


def test_resolve_is_ambiguous(kb: KnowledgeBase) -> None:
    with pytest.raises(AmbiguousError, match="对应 4 份文件"):
        kb.resolve("小额贷款")


def test_failure_names_what_is_near(kb: KnowledgeBase) -> None:
    with pytest.raises(LookupFailedError, match="信银发〔2021〕2号"):
        kb.resolve("信银发〔2021〕3号")


def test_chain_has_both_branches_lags_and_the_unanswered_wish(kb: KnowledgeBase) -> None:
    chain = kb.chain("信银发〔2021〕2号")
    assert [(n.document.number, n.depth) for n in chain.nodes] == [
        ("省银发〔2021〕6号", -1), ("信银发〔2021〕2号", 0), ("岳银发〔2021〕7号", 0),
    ]  # fmt: skip
    assert [(link.child, link.lag_days) for link in chain.links] == [
        ("aaaaaaaaaaaa-0", 19), ("bbbbbbbbbbbb-0", 20),
    ]  # fmt: skip
    assert [(w.by, w.to) for w in chain.unanswered] == [("各县支行", "辖内机构")]


def test_chain_from_above_is_the_same(kb: KnowledgeBase) -> None:
    above, below = kb.chain("省银发〔2021〕6号"), kb.chain("岳银发〔2021〕7号")
    assert above.links == below.links
    assert {n.document for n in above.nodes} == {n.document for n in below.nodes}


def test_chain_forms(kb: KnowledgeBase) -> None:
    chain = kb.chain("信银发〔2021〕2号")
    text = chain.to_text()
    assert "转发（19 天后）：▶ 信银发〔2021〕2号" in text
    assert "要求转发而未见下级文件：各县支行 → 辖内机构" in text
    assert chain.to_mermaid().startswith("flowchart TD\n")
    assert "n0 -->|转发 19 天| n1" in chain.to_mermaid()
    assert '"aaaaaaaaaaaa-1" -> "aaaaaaaaaaaa-0" [label="转发 19 天"];' in chain.to_dot()
    form = json.loads(chain.to_json())
    assert set(form) == {"root", "nodes", "links", "asked", "unanswered", "circles"}
    tree = ET.fromstring(chain.to_graphml())
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(tree.findall(f".//{space}node")) == 3
    assert len(tree.findall(f".//{space}edge")) == 2


def test_lonely_chain(kb: KnowledgeBase) -> None:
    assert "没有上下游" in kb.chain("人民银行令〔2003〕5号").to_text()


def test_sheet(kb: KnowledgeBase) -> None:
    sheet = kb.show("信银发〔2021〕2号")
    assert sheet.metadata["document_date"] == "2021-03-29"
    assert [a.path for a in sheet.outline] == ["一", "二", ""]
    assert [d.obligation_id[-2:] for d in sheet.duties] == ["o1", "o2", "o3"]
    assert sheet.citations[0].target == "省银发〔2021〕6号"
    assert sheet.findings[0].code == "tag.doubt"
    assert kb.show("aaaaaaaaaaaa-1").cited_by[0].number == "信银发〔2021〕2号"
    assert kb.show("ghost-1").document.role == "ghost"


def test_summary(kb: KnowledgeBase) -> None:
    summary = kb.summary()
    assert (summary.files, summary.documents, summary.ghosts, summary.chains) == (3, 4, 1, 1)
    assert (summary.obligations, summary.findings) == (4, 1)
    assert (summary.oldest, summary.newest) == ("2021-03-10", "2021-03-30")
