"""Obligations: force, bearer, span; the look-alikes of force words; laws."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import Obligation, Outline, Party, Segment
from hongtou.tag.duties.obligations import find_obligations
from tests.support import outline_of


def _article(text: str) -> Outline:
    """One line, one labelled segment, as in the body of a notice."""
    plain = outline_of(text)
    segments = tuple(
        Segment("item", None, str(i), 1, "一、", i, None, s.span)
        for i, s in enumerate(plain.segments, start=1)
    )
    return Outline(plain.bundle, plain.document, (), segments)


def _found(text: str) -> list[tuple[str, str | None, str]]:
    outline = _article(text)
    return [(o.force, o.bearer, o.span.of(text)) for o in find_obligations(outline, ())]


@pytest.mark.parametrize(
    ("text", "force", "bearer"),
    [
        ("各机构应当按月报送报表。", "must", "各机构"),
        ("各地方法人金融机构要用足用好再贷款政策。", "must", "各地方法人金融机构"),
        ("银行不得收取手续费。", "must_not", "银行"),
        ("支付机构严禁挪用备付金。", "must_not", "支付机构"),
        ("借款人年龄原则上应在18周岁以上。", "should", None),
        ("力争2021年末限额使用率达到85%以上。", "strive", None),
        ("鼓励银行机构开发授信模型。", "encourage", "银行机构"),
        ("支持在脱贫地区培育支柱产业。", "encourage", None),
        ("存款人可以申请销户。", "may", "存款人"),
        ("已还清贷款的脱贫人口可多次申请贷款。", "may", "已还清贷款的脱贫人口"),
        ("政策性银行开展转贷业务时，不得高于平均水平。", "must_not", "政策性银行"),
        ("全国性商业银行分支机构在内部定价时，要执行到位。", "must", "全国性商业银行分支机构"),
        ("省联社、各村镇银行发起行要建立机制。", "must", "省联社、各村镇银行发起行"),
        ("金融机构有违规行为的，人民银行可以约谈。", "may", "人民银行"),
        ("对评级较低的金融机构，要采取质押方式。", "must", None),
        ("商业银行的内部审计应当独立。", "must", "商业银行"),
        ("各银行要努力满足贷款需求。", "strive", "各银行"),
        ("推动建立风险补偿机制。", "must", None),
    ],
)
def test_force_and_bearer(text: str, force: str, bearer: str | None) -> None:
    assert [(f, b) for f, b, _ in _found(text)] == [(force, bearer)]


@pytest.mark.parametrize(
    "text",
    [
        "这项工作十分重要，需要长期投入。",
        "应收账款和应付款项的主要来源是贸易。",
        "本办法所称银行，是指应当取得许可证的机构。",
        "扶贫小额信贷是精准扶贫的重要抓手，发挥了积极作用。",
        "为切实贯彻落实上级要求，现将有关事项通知如下：",
        "本办法由中国人民银行负责解释。",
        "可行性报告与可疑交易报告各一份。",
        "机构获得了信贷支持和政策引导。",
        "依法应当注销的其他情形；",
        "贷款利率为1年期（应以合同为准）。",
    ],
)
def test_look_alikes_are_no_obligations(text: str) -> None:
    assert _found(text) == []


def test_a_sentence_is_cut_where_force_or_bearer_changes() -> None:
    text = "各银行保险机构要在合理成本的基础上，规范收费行为，严禁盲目抽贷、断贷，避免多段收费。"
    assert [(f, s) for f, _, s in _found(text)] == [
        ("must", "各银行保险机构要在合理成本的基础上，规范收费行为"),
        ("must_not", "严禁盲目抽贷、断贷"),
        ("must", "避免多段收费"),
    ]
    assert {b for _, b, _ in _found(text)} == {"各银行保险机构"}


def test_a_prohibition_inside_a_duty_ends_with_its_clause() -> None:
    text = "各银行业机构要坚持对小微企业贷款不设存款指标，不折不扣地落实监管要求。"
    assert [f for f, _, _ in _found(text)] == ["must_not", "must"]


def test_bearers_are_inherited_then_taken_from_the_recipients() -> None:
    text = "要建立台账。山西银行要理顺关系，于5月底前办理业务。推动完善机制。"
    recipients = (Party("main_recipient", 1, "各支行", "各支行"),)
    found = find_obligations(_article(text), recipients)
    assert [(o.bearer, o.bearer_source) for o in found] == [
        ("各支行", "recipients"), ("山西银行", "explicit"), ("山西银行", "inherited"),
    ]  # fmt: skip


def test_what_an_authority_will_do_every_month_is_a_duty_of_its_own() -> None:
    text = "人民银行某市中心支行将对限额使用情况按月通报，并作为考核内容。"
    (found,) = find_obligations(_article(text), ())
    assert (found.force, found.bearer) == ("must", "人民银行某市中心支行")
    assert found.recurrence == "FREQ=MONTHLY"
    assert found.recurrence_span is not None and found.recurrence_span.of(text) == "按月"


def test_condition_and_action_stand_beside_the_bearer() -> None:
    text = "政策性银行开展转贷业务时，不得高于平均水平。"
    (found,) = find_obligations(_article(text), ())
    assert (found.condition, found.action) == ("开展转贷业务时", "高于平均水平")


_PIECES = st.sampled_from(
    ["各银行", "应当", "不得", "要", "可", "。", "，", "；", "\n", "的", "为", "对", "鼓励", "（",
     "）", "“", "”", "《", "》", "落实", "每月", "重要", "是指", "，人民银行", "将", "报送"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_spans_are_ordered_disjoint_and_quote(text: str) -> None:
    found: tuple[Obligation, ...] = find_obligations(_article(text), ())
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start
    for obligation in found:
        assert obligation.span.length > 0
        if obligation.bearer_span is not None:
            assert obligation.bearer == obligation.bearer_span.of(text).strip()


@pytest.mark.parametrize(
    "piece", ["《", "应", "〔", "银行", "应当，", "（", "要的", "机构、", "推广，", "对的，"]
)
def test_hostile_repetition_stays_fast(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    find_obligations(_article(text), ())
    assert time.process_time() - start < 4
