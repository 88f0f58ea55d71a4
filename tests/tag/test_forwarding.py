"""Requests to pass a paper on: how they are worded, and what merely speaks of passing on."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import Party
from hongtou.tag.citing.forwarding import find_forwarding_requests
from tests.support import outline_of

RECIPIENTS = (Party("main_recipient", 1, "各支行", "各支行"),)


@pytest.mark.parametrize(
    ("text", "by", "to"),
    [
        # the paper is named
        ("请各分行、营业管理部将本指导意见转发给辖区内评级机构，并结合实际执行。",
         "各分行、营业管理部", "辖区内评级机构"),
        ("请各分行将本通知于收到之日起10个工作日内转发至辖区内支行。", "各分行", "辖区内支行"),
        ("请各分行将本通知转发至辖区内分支机构，各城市商业银行、农村信用社和财务公司，并督促执行。",
         "各分行", "辖区内分支机构，各城市商业银行、农村信用社和财务公司"),
        ("请上海总部，各分行，各副省级城市中心支行；各省银监局、证监局将本通知联合转发至辖内机构。",
         "上海总部，各分行，各副省级城市中心支行；各省银监局、证监局", "辖内机构"),
        ("请各乡镇人民政府收文后将本通知于5个工作日内转发至辖内各村。", "各乡镇人民政府",
         "辖内各村"),
        ("请各分行在收到本通知后，将本通知转发至辖内机构。", "各分行", "辖内机构"),
        # received
        ("各外汇分局接到本通知后，应即转发至辖区内外资银行。", "各外汇分局", "辖区内外资银行"),
        ("各分行、大连、青岛市中心支行收到此文后，请及时转发至辖区内商业银行、信用社。",
         "各分行、大连、青岛市中心支行", "辖区内商业银行、信用社"),
        ("收到后10日内转发辖内各金融机构。", "各支行", "辖内各金融机构"),
        # by whom
        ("此件由人民银行省级分行转发至辖内各法人机构。", "人民银行省级分行", "辖内各法人机构"),
        ("请遵照执行，由各省分行负责转发辖区内支付机构。", "各省分行", "辖区内支付机构"),
        ("请遵照执行，并由省农村信用社联合社翻印至辖内各县联社。", "省农村信用社联合社",
         "辖内各县联社"),
        # nobody is named
        ("请转发至辖区内各村镇银行。", "各支行", "辖区内各村镇银行"),
        ("特此通知，请于5个工作日内转发辖内各机构。", "各支行", "辖内各机构"),
        # and pass on
        ("请认真贯彻执行，并转发辖内各机构。", "各支行", "辖内各机构"),
        ("请各市分行认真组织学习，并及时转发至所辖各网点。", "各市分行", "所辖各网点"),
    ],
)  # fmt: skip
def test_asked(text: str, by: str, to: str) -> None:
    found = find_forwarding_requests(outline_of(text), RECIPIENTS)
    (request,) = found
    assert (request.by, request.to) == (by, to)
    assert request.span.of(text) in text


@pytest.mark.parametrize(
    "text",
    [
        "省分行已转发至辖内各机构。",
        "关于转发某办法的通知",
        "中国人民银行分支机构将书面批复转发申请机构。",
        "省一级分支机构收到总行的书面批复后，应在2个工作日内转发申请机构。",
        "及时转发中国人民银行总行的有关文件。",
        "报文由清算中心负责转发至各参与者。",
        "系统收到报文并转发各参与者前置机。",
        "接入机构未及时转发电子商业汇票信息。",
        "按照某办法（某办发〔2014〕24号文转发）评估。",
        "将《投诉受理单》副本转送被投诉机构。",
    ],
)
def test_not_asked(text: str) -> None:
    assert find_forwarding_requests(outline_of(text), RECIPIENTS) == ()


def test_nobody_is_asked_where_nobody_is_named() -> None:
    assert find_forwarding_requests(outline_of("请转发至辖区内各村镇银行。"), ()) == ()


@given(st.text("请将本通知转发至辖内各分行收到后由并，；。\n", max_size=80))
def test_requests_are_ordered_disjoint_and_quote(text: str) -> None:
    found = find_forwarding_requests(outline_of(text), RECIPIENTS)
    for request in found:
        assert request.by and request.span.of(text)
        assert request.to is None or request.to in text
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start


@pytest.mark.parametrize(
    "piece", ["请", "转发辖内各机构", "收到后", "，并转发各机构", "；各分局", "由各分行", "10日内"]
)
def test_hostile_repetition_stays_fast(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    find_forwarding_requests(outline_of(text), RECIPIENTS)
    assert time.process_time() - start < 3
