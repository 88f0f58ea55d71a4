"""Limits, scopes and facts: printed forms, common slips, look-alikes."""

from decimal import Decimal

import pytest

from hongtou.clean import clean
from hongtou.model import Quantity
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag.figures.list_heads import head_finder
from hongtou.tag.figures.quantities import find_quantities
from tests.support import outline_of, transcript_of


def last(text: str) -> Quantity:
    return find_quantities(outline_of(text), ())[-1]


@pytest.mark.parametrize("text", [
    "准备金按照日均余额的5%计算。",  # a rate that is set
    "过渡期为自本规定施行之日起2年。",
    "跨省经营每增加1个地市的，资本金增加200万元。",  # what follows from a case
    "发现窝点的，奖励3万元。",
    "企业应当连续公示名单15日。",
    "应当由2名以上检查人员共同实施。",
    "应当从事审计工作5年以上，或者从事会计工作6年以上。",  # the duty goes on
    "到2026年底，惠及农户超过2.5万户。",  # the goal of a sentence
    "各县要举办培训，覆盖七成以上的行政村。",
    "不良率应较年初下降0.2个百分点以上，拨备覆盖率提升8个百分点。",
    "应当允许用户附注80字以内的说明。",
    "单日累计2000元。", "第3年贴息1/3。", "取消其申报资格2年。",
    "回访率100%。",
    "按不高于同期LPR+80BP的利率发放贷款。",
    "应当至少提前15日公告。",
])  # fmt: skip
def test_limits(text: str) -> None:
    assert last(text).role == "limit"


@pytest.mark.parametrize("text", [
    "近2年无重大失信记录。", "最近三年连续盈利。",  # a look back
    "机构未能在60日内办完变更的，应当说明原因。",  # the clause ends with 的
    "自停用之日起6个月内，没有再次违规的，可以恢复。",  # and so does the next
    "交易金额为单笔2万元以上，或者月度累计20万元以上的，应当核实。",
    "对拥有2套住房且贷款未结清的家庭，暂停发放贷款。",
    "受过处罚未逾4年。",  # 未逾 forbids nothing
    "如金额为2万元以上，经办人应当双人复核。",
    "每增加5个百分点，应当报告一次。",
    "逾期1-30天、31-60天。", "对4年内两次违约的企业，暂停受理。",
    "执行3至5年期（含5年）法定贷款利率。",
    "发放单笔3万元以上、外币等值5000美元以上的贷款。",
])  # fmt: skip
def test_scopes(text: str) -> None:
    assert find_quantities(outline_of(text), ())[0].role == "scope"


@pytest.mark.parametrize("text", [
    "一季度贷款加权利率为4.1%，同比下降0.2个百分点。",  # statistics, no rate that is set
    "截至5月末，全辖存款余额80亿元，比年初增加6亿元。",
    "该指标权重为6%。", "流通面额100元纸币。", "试点由3个市扩大到全省。",
    "设24小时服务热线。",
])  # fmt: skip
def test_facts(text: str) -> None:
    assert {q.role for q in find_quantities(outline_of(text), ())} == {"fact"}


def test_heads_of_lists() -> None:
    raw = (
        "某行关于做好准入工作的通知\n各分行：\n"
        "第一条　申请机构应当具备下列条件：\n（一）资产规模5亿元以上；\n（二）开业满2年。\n"
        "第二条　有下列情形之一的，不予受理：\n（一）系统中断超过3小时；\n（二）停业2年以上。\n"
    )
    bundle = split(clean(transcript_of(raw)))
    outline = segment(bundle, bundle.documents[0])
    found = find_quantities(outline, ())
    assert [q.role for q in found] == ["limit", "limit", "scope", "scope"]
    setting = head_finder(outline)
    assert [setting(q.segment) for q in found] == ["required", "required", "case", "case"]


@pytest.mark.parametrize(("text", "baseline"), [
    ("处涉案金额20%以下的罚款。", "涉案金额"),
    ("为最大十家客户授信总额与资本之比，不应高于45%。", None),
    ("并处违法所得2倍以上6倍以下罚款。", "违法所得"),
    ("出资额占公司股本总额8%以上的股东。", "公司股本总额"),
    ("应将备用金余额的15%用于购买国债。", "备用金余额"),
    ("按照票面金额的万分之三收取。", "票面金额"),
    ("贷款利率下限为贷款基准利率的0.8倍。", "贷款基准利率"),
    ("须经全体监事三分之二以上同意。", "全体监事"),
    ("不良率应控制在各项贷款不良率2个百分点以内。", "各项贷款不良率"),
    ("将成本控制在去年水平以内。", "去年水平"),
    ("交易价可在当日中间价上下3%的幅度内浮动。", "当日中间价"),
    ("放款余额不得超过其最近一期净资产的25%。", "其最近一期净资产"),
    ("首付款比例不低于20%。", None),  # the ratio itself is measured, not compared with
    ("计提比例为10%。", None),
])  # fmt: skip
def test_what_a_share_is_taken_of(text: str, baseline: str | None) -> None:
    assert last(text).baseline == baseline


@pytest.mark.parametrize(("text", "per"), [
    ("日累计不超过800元、月累计不超过6000元。", "月"),
    ("每人每年补助600元。", "人·年"),
    ("单日累计支付不得超过900元。", "日"),
    ("单张预付卡余额不超过700元。", "张"),
    ("按日万分之四计收罚息。", "日"),
    ("每村试点农户不少于30户。", "村"),
    ("每月前8个工作日内报送。", "月"),
    ("每季度结束后8个工作日内报送。", None),  # nothing is counted for a quarter
    ("单笔3万元以上或者外币等值5000美元以上的交易。", "笔"),  # listed together
    ("年均增长12%以上。", None),
    ("当年累计不得超过3万元。", None),
])  # fmt: skip
def test_per(text: str, per: str | None) -> None:
    assert last(text).per == per


@pytest.mark.parametrize(("text", "change", "approximate"), [
    ("利率下调0.25个百分点。", "fall", False),
    ("同比增长约12%。", "rise", True),
    ("较年初压降3亿元左右。", "fall", True),
    ("比例提高到20%。", None, False),  # where it then stands
    ("准备金率降至8%。", None, False),
    ("增速为9%。", None, False),
    ("近4000户企业受益。", None, True),
    ("员工300多人。", None, True),
    ("较2020年翻一番。", "rise", False),
])  # fmt: skip
def test_changes(text: str, change: str | None, approximate: bool) -> None:
    found = last(text)
    assert (found.change, found.approximate) == (change, approximate)
    assert found.dimension is not None


@pytest.mark.parametrize(("text", "operator", "value", "upper", "lower", "closed"), [
    ("余额超过300亿元至900亿元的部分", "range", "30000000000", "90000000000", False, True),
    ("幅度为20万元至30万元（不含本数）。", "range", "200000", "300000", True, False),
    ("处涉案金额20%以上等值以下的罚款。", "range", "20", "100", True, True),
    ("在同业中排名前30的银行", "<=", "30", None, None, True),
    ("最小交易单位为10克。", ">=", "10", None, True, None),
    ("公告满30日后方可变更。", ">=", "30", None, True, None),
    ("贷款期限为1-3年。", "range", "1", "3", True, True),
    ("处二千元以上一万元以下罚款。", "range", "2000", "10000", True, True),
    ("剩余二分之一（含）至四分之三以下的", "range", "0.5", "0.75", True, True),
    ("持股不得达到或超过25%。", "<", "25", None, None, False),
    ("面积小于等于20平方米的", "<=", "20", None, None, True),
    ("2家或2家以上银行", ">=", "2", None, True, None),
    ("签发3次（含3次，同一日签发多张的，合并计算，下同）以内的", "<=", "3", None, None, True),
    ("排名前10位的机构", "<=", "10", None, None, True),
    ("可在购买3个月后办理退回。", ">=", "3", None, True, None),
    ("各地可向下浮动5个百分点。", "<=", "5", None, None, True),
    ("幅度应在1个（含）百分点以内。", "<=", "1", None, None, True),
    ("经全体董事过半数通过。", ">", "0.5", None, False, None),
])  # fmt: skip
def test_operators_and_ends(
    text: str, operator: str, value: str, upper: str | None, lower: bool | None, closed: bool | None
) -> None:
    found = last(text)
    assert (found.operator, found.value) == (operator, Decimal(value))
    assert found.value_upper == (None if upper is None else Decimal(upper))
    assert (found.lower_inclusive, found.upper_inclusive) == (lower, closed)


@pytest.mark.parametrize("text", [
    "于T+1日报送。", "在T－3日前完成。", "上午9时30分开始。", "2 0 2 1 年", "20__年__月",
    "14日、15日为工作日", "信用等级A\u22123级", "次一工作日", "其上一日净资产",
    "通过CMT301报文", "规范1.3版", "代码000000000000", "实行一户一档", "到期一次还本付息",
    "3个月整存整取存款利率", "可从上述三种方式中选用", "送达之后", "队伍分片包干",
])  # fmt: skip
def test_what_only_looks_like_a_quantity(text: str) -> None:
    assert [q.span.of(text) for q in find_quantities(outline_of(text), ()) if q.value] == []
