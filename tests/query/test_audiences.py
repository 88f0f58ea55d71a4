"""Whom a paper reaches: recipients of its own, and of the papers that pass it on."""

from collections.abc import Iterator

import pytest

import hongtou
from hongtou.query import KnowledgeBase
from hongtou.run import ingest

CENTRE = """甲省发〔2022〕5号

关于做好备用贷款工作的通知

各市分局：

一、要按月核对备用贷款台账。
二、备用贷款单户余额不得超过8万元。
三、商业银行应当公开收费标准。

甲省监管局
2022年3月1日
"""
CITY = """乙市发〔2022〕9号

转发《关于做好备用贷款工作的通知》的通知

各村镇银行：

现将《关于做好备用贷款工作的通知》（甲省发〔2022〕5号）转发给你们，请认真执行。

乙市监管分局
2022年3月20日
"""
COUNTY = """丙县发〔2022〕3号

转发乙市监管分局转发《关于做好备用贷款工作的通知》的通知

县农村信用联社：

现将《转发〈关于做好备用贷款工作的通知〉的通知》（乙市发〔2022〕9号）转发给你社，请认真执行。

丙县监管组
2022年4月2日
"""

REQUEST = """丁市发〔2022〕7号

关于做好零钱兑换工作的通知

人民银行各县支行：

一、单次兑换零钱不得少于500元。
二、人民银行各县支行应当公布兑换网点。
请人民银行各县支行将本通知转发至辖区内各农村商业银行、村镇银行。

丁市中心支行
2022年5月6日
"""


def _ways(kb: KnowledgeBase, institution: str) -> dict[str, tuple[str, str | None]]:
    """What binds an institution: the beginning of the quote -> class named, how."""
    duties = kb.obligations(for_=institution, authority="甲省发")
    return {duty.quote[:6]: (duty.via or "", duty.bound_as) for duty in duties}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    home = tmp_path_factory.mktemp("audiences")
    for name, text in (
        ("centre", CENTRE),
        ("city", CITY),
        ("county", COUNTY),
        ("request", REQUEST),
    ):
        (home / f"{name}.txt").write_text(text, encoding="utf-8")
    papers = sorted(home.glob("*.txt"))
    ingest(papers, db=home / "kb.db", extracted=home / "extracted")
    with hongtou.open(home / "kb.db") as opened:
        yield opened


def test_what_recipients_owe_goes_on_to_those_it_is_forwarded_to(kb: KnowledgeBase) -> None:
    ways = _ways(kb, "村镇银行")
    assert ways["要按月核对备"] == ("村镇银行", "经乙市发〔2022〕9号转发")
    assert ways["备用贷款单户"] == ("村镇银行", "未写明主体、经乙市发〔2022〕9号转发")
    assert ways["商业银行应当"] == ("商业银行", None)  # named by the paper itself


def test_a_paper_goes_on_through_every_carrier(kb: KnowledgeBase) -> None:
    ways = _ways(kb, "农村信用社")
    assert ways["要按月核对备"][1] is not None
    assert "丙县发〔2022〕3号" in ways["要按月核对备"][1]
    assert "商业银行应当" not in ways  # its bearer is named, and forwarding changes no bearer


def test_whom_a_paper_asks_to_be_passed_on_to_is_bound(kb: KnowledgeBase) -> None:
    duties = kb.obligations(for_="村镇银行", authority="丁市发")
    assert [(duty.quote[:4], duty.bound_as) for duty in duties] == [
        ("单次兑换", "未写明主体、文中要求转发")
    ]
    assert not kb.obligations(for_="城市商业银行", authority="丁市发")


def test_recipients_of_nothing_are_bound_by_nothing(kb: KnowledgeBase) -> None:
    assert _ways(kb, "保险公司") == {}


def test_counting_agrees_with_the_register(kb: KnowledgeBase) -> None:
    for institution in ("村镇银行", "农村信用社", "银保监分局", "保险公司"):
        assert kb.count_binding(institution) == len(kb.obligations(for_=institution))
