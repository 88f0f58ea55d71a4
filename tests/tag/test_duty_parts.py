"""The parts of a duty: action, object, condition, exception, items; what is no duty at all."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import Outline
from hongtou.tag.duties.obligations import find_obligations
from tests.tag.duties import duties, item_outline, listed_outline


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("持卡人逾期未还款的，发卡行可以停用卡片。", "持卡人逾期未还款的"),
        ("典当行办理赎当业务时，应当收取原票。", "办理赎当业务时"),
        ("在确保安全的前提下，各网点可以延长营业时间。", "在确保安全的前提下"),
        ("未经总行批准，支行不得增设网点。", "未经总行批准"),
        ("非经县级主管部门核准不得变更用途。", "非经县级主管部门核准"),
        ("如遇系统故障，柜台应当改用手工登记。", "如遇系统故障"),
        ("经总行批准，支行可以调整限额。", "经总行批准"),
        ("发行人公开发行债券，应当披露财务报告。", "公开发行债券"),
        ("储户申请销户，营业网点应当核对身份。", "储户申请销户"),
        ("企业无公章，预留签名的，应当说明理由。", "无公章，预留签名的"),
        ("各行要在风险可控的基础上，增加信用贷款。", "在风险可控的基础上"),
        ("保险公司收到申请后，对资料齐全的，应当当日受理。", "收到申请后，对资料齐全的"),
        ("银行的资本金需要兑换的，应当事先报告。", "银行的资本金需要兑换的"),
        ("同时，各行应当更新台账。", None),
        # Look-alikes: a term, a rule, a purpose, words that only end like a condition.
        ("各支行应当每月10日前报送报表。", None),
        ("根据有关规定，银行应当留存凭证。", None),
        ("为防范风险，各行要核对账目。", None),
        ("银行应当具有明确、合理的目的，并公示收费。", None),
        ("支行应当信息真实、准确、及时，不得隐瞒。", None),
    ],
)
def test_condition(text: str, condition: str | None) -> None:
    assert duties(text)[0].condition == condition


@pytest.mark.parametrize(
    ("text", "exception", "action"),
    [
        ("银行应当在5日内答复，情况复杂的除外。", "情况复杂的除外", "在5日内答复"),
        ("除抢险救灾外，任何单位不得动用储备粮。", "除抢险救灾外", "动用储备粮"),
        ("典当行除收取利息外，不得收取其他费用。", "除收取利息外", "收取其他费用"),
        ("支行应当当日入账，国家另有规定的，从其规定。", "国家另有规定的，从其规定", "当日入账"),
        ("机构不得公开名单；取得本人同意的除外。", "取得本人同意的除外", "公开名单"),
        ("一家机构只能设一个专户，总行另有规定的除外。", "总行另有规定的除外", "只能设一个专户"),
        # An exception is no permission of its own, a bracket may hold one.
        ("双方不得划转款项，但依合同可进行结算时除外。", "但依合同可进行结算时除外", "划转款项"),
        (
            "银行应当审查原件（总行另有规定的除外）。", "总行另有规定的除外",
            "审查原件（总行另有规定的除外）",
        ),
    ],
)  # fmt: skip
def test_exception(text: str, exception: str, action: str) -> None:
    (duty,) = duties(text)
    assert (duty.exception, duty.action) == (exception, action)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("各行要对小微企业贷款不设抵押门槛。", "对小微企业贷款"),
        ("对新增商户，收单机构应当现场核实。", "对新增商户"),
        ("银行应当对大额交易进行监测。", "对大额交易"),
        ("各网点应当建立健全内部控制制度。", "内部控制制度"),
        ("支付机构不得挪用备付金。", "备付金"),
        ("各县应当将统计报表及时报送市局。", "统计报表"),
        ("银行不得将客户信用报告用于其他用途。", "客户信用报告"),
        ("监管额度内的资金，银行不得擅自划扣。", "监管额度内的资金"),
        # Not plain: a pronoun, another verb behind, items that follow, no noun at the end.
        ("银行应当对其进行处理。", None),
        ("各行应当指定专人保管印章。", None),
        ("支行应当采取有效方式核实身份。", None),
        ("申请人应当提交下列材料：", None),
        ("各行要加强与财政部门的沟通。", None),
        ("农商行要推动村级组织完善台账。", None),
    ],
)
def test_object(text: str, found: str | None) -> None:
    assert duties(text)[0].object == found


def test_the_purpose_is_left_out() -> None:
    (duty,) = duties("为保障兑付，发卡机构应当缴存保证金，以防止资金挪用。")
    assert (duty.action, duty.condition, duty.object) == ("缴存保证金", None, "保证金")


def test_for_whom_is_no_purpose() -> None:
    text = "担保公司要完善担保机制，为抵押物不足的企业提供增信。"
    assert duties(text)[0].action == "完善担保机制，为抵押物不足的企业提供增信"


def test_an_amount_announces_no_list() -> None:
    text = "第一条 银行可以合并报送20万元以下的业务。\n（一）定义。\n"
    assert all(not duty.items for duty in find_obligations(listed_outline(text), ()))


def test_items_under_a_head_are_one_duty() -> None:
    text = (
        "第一条 申请人应当具备下列条件：\n（一）有固定场所；\n（二）从业人员不少于5人；\n"
        "（三）申请人应当无不良记录。\n"
    )
    head, own = find_obligations(listed_outline(text), ())
    assert [(i.label, i.segment, i.span.of(text)) for i in head.items] == [
        ("（一）", 1, "有固定场所"), ("（二）", 2, "从业人员不少于5人"),
        ("（三）", 3, "申请人应当无不良记录"),
    ]  # fmt: skip
    assert (head.action, own.segment, own.items) == ("具备下列条件", 3, ())


def test_items_of_a_condition_belong_to_the_duty_too() -> None:
    text = (
        "第一条 机构有下列情形之一的，不得展业：\n（一）应当报告而未报告的；\n（二）被吊销执照的。"
    )
    (duty,) = find_obligations(listed_outline(text), ())
    assert (duty.force, duty.condition, len(duty.items)) == ("must_not", "有下列情形之一的", 2)


def test_counted_items_stand_in_one_paragraph() -> None:
    text = "各行要做到：一是完善台账，二是加强培训；三是严禁代客操作。"
    head, own = duties(text)
    assert [(i.label, i.span.of(text)) for i in head.items] == [
        ("一是", "完善台账"), ("二是", "加强培训"), ("三是", "严禁代客操作")
    ]  # fmt: skip
    assert (head.force, own.force, own.action) == ("must", "must_not", "代客操作")


def test_a_list_of_things_is_no_list_of_duties() -> None:
    text = "第一条 报告应当包括：\n（一）用户可以采取的防护措施；\n（二）应当缴纳的各项费用。"
    (duty,) = find_obligations(listed_outline(text), ())
    assert len(duty.items) == 2


@pytest.mark.parametrize(
    "text",
    [
        "将应进行复核的业务统称为重点业务。",
        "违反规定以外币收付应当以本币收付的款项。",
        "人民银行认为应当报告的其他事项。",
        "协议明确双方应当承担的责任。",
        "本办法所称商户，是指可以受理银行卡的单位。",
        "是否应当登记由登记机关认定。",
        "专户是支行开立的，可以办理收付的存款账户。",
        "债务人不能偿还到期债务，情况属实。",
        "该产品并非必须购买。",
        "应急预案和应收账款清单可见附表。",
        "支行所需要的凭证由总行印制。",
        "其他应报告的事项。",
        "条件允许时由柜台办理。",
    ],
)
def test_attributes_definitions_and_states_are_no_duties(text: str) -> None:
    assert duties(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("开户人无需提交纸质材料。", [("may", "无需提交纸质材料")]),
        ("涉密案件可以不公开审理。", [("may", "不公开审理")]),
        ("预付卡只能用于消费。", [("must", "只能用于消费")]),
        ("备案完成后方可展业。", [("may", "展业")]),
        ("借款人不得不追加担保。", []),
        ("收费标准不得变动，借款人可提前还款。", [("must_not", "变动"), ("may", "提前还款")]),
        ("商户应当采取措施禁止套现。", [("must", "采取措施禁止套现")]),
        ("主管部门可以决定禁止其任职。", [("may", "决定禁止其任职")]),
        ("银行应当要求客户不得出借账户。", [("must", "要求客户不得出借账户")]),
        ("银行应当场出具凭证。", [("must", "当场出具凭证")]),
        ("情节严重的，由市监管局责令停业，并可以通报。", [("must", "责令停业"), ("may", "通报")]),
        ("客户有权查询余额。", [("may", "查询余额")]),
        ("银行应对客户的存款保密。", [("must", "对客户的存款保密")]),
        ("银行原则上不得新设网点。", [("must_not", "新设网点")]),
        ("各项业务均应当留痕。", [("must", "留痕")]),
        ("支行应当更正，避免因信息不准确造成损失。", [("must", "更正，避免因信息不准确造成损失")]),
        ("严禁盲目抽贷并要规范收费。", [("must_not", "盲目抽贷"), ("must", "规范收费")]),
        ("补助资金可用于购买种苗。", [("may", "用于购买种苗")]),
        ("各行可采取多种方式，提高服务水平。", [("may", "采取多种方式，提高服务水平")]),
        (
            "典当行应当登记当物，妥善保管，并按月盘点。",
            [("must", "登记当物，妥善保管，并按月盘点")],
        ),
    ],
)
def test_force_and_action(text: str, found: list[tuple[str, str]]) -> None:
    assert [(d.force, d.action) for d in duties(text)] == found


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("其他机构不得办理此项业务。", "must_not"),
        ("银行不得将名单用于其他目的。", "must_not"),
        ("凭证只能用于核对账目的目的。", "must"),
        ("银行可按规定核验后，将其转为一类户。", "may"),
        ("开户人还需要另行提供担保的，应当撤销旧户后，再行申请。", "must"),
    ],
)
def test_what_looks_like_a_case_binds(text: str, force: str) -> None:
    assert [d.force for d in duties(text)] == [force]


@pytest.mark.parametrize(
    "piece",
    ["除", "并要", "一是：", "下列：", "对应当", "由责令", "可以的", "，从其规定", "将报送"],
)
def test_hostile_repetition_stays_fast(piece: str) -> None:
    begin = time.process_time()
    duties(piece * (100_000 // len(piece)))
    assert time.process_time() - begin < 4


@pytest.mark.parametrize(
    ("text", "found_by"),
    [
        ("各行要报送报表。", "force-word"),
        ("推动建立补偿机制。", "imperative"),
        ("各县财政局每年抽查一次。", "statement"),
        ("2022年1月31日前，各网点将报告报送总行。", "term"),
    ],
)
def test_how_a_duty_was_found(text: str, found_by: str) -> None:
    assert [d.found_by for d in duties(text)] == [found_by]


_PIECES = st.sampled_from(
    ["各银行", "应当", "不得", "可以", "为", "对", "将", "客户", "资金", "的", "时", "后，", "，",
     "。", "；", "：", "除", "外，", "除外", "从其规定", "下列", "\n（一）", "\n（二）", "一是",
     "二是", "（", "）", "报送", "建立", "制度", "有", "情形", "在", "基础上，", "仅限", "无需",
     "由", "责令", "5日内"]
)  # fmt: skip


def _words_of(text: str, words: str | None) -> bool:
    """Whether words are of a text, in order; parts may stand apart."""
    at = 0
    for part in re.split("，", words or ""):
        at = text.find(part, at)
        if at < 0:
            return False
    return True


@given(st.lists(_PIECES, max_size=50).map("".join), st.booleans())
def test_every_part_is_of_the_text(text: str, listed: bool) -> None:
    whole = "第一条 " + text if listed else text
    outline: Outline = (listed_outline if listed else item_outline)(whole)
    last = 0
    for duty in find_obligations(outline, ()):
        assert last <= duty.span.start < duty.span.end <= outline.document.span.end
        last = duty.span.end
        said = duty.span.of(whole)
        for words in (duty.action, duty.object, duty.condition):
            assert _words_of(said, words)
        assert all(part in said for part in re.split("，", duty.exception or ""))
        for item in duty.items:
            inside = outline.segments[item.segment]
            assert inside.span.contains(item.span) and item.span.length > 0
            assert item.segment == duty.segment or item.segment > duty.segment
