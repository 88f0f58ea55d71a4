import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import Obligation, Quantity, Span
from hongtou.tag.figures.quantities import find_quantities
from hongtou.tag.times.deadlines import find_deadlines
from hongtou.tag.times.reference_dates import PaperDays
from tests.support import outline_of


def quantities(text: str) -> tuple[Quantity, ...]:
    return find_quantities(outline_of(text), ())


def single(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, [q.span.of(text) for q in found]
    return found[0]


@pytest.mark.parametrize(("text", "operator", "value", "unit"), [
    ("追加贷款后，贷款余额不得超过10万元。", "<=", "100000", "元"),
    ("内部转移定价优惠力度不低于50个基点。", ">=", "50", "个基点"),
    ("力争再贷款限额使用率达到85%以上，", ">=", "85", "%"),
    ("指标权重占比在10%以上。", ">=", "10", "%"),
    ("贷款金额：原则上5万元（含）以下。", "<=", "50000", "元"),
    ("贷款期限：3年期(含)以内。", "<=", "3", "年"),
    ("扶贫再贷款最多可展期4次，", "<=", "4", "次"),
    ("小额信贷可续贷或展期1次，", "<=", "1", "次"),
    ("指定1家设有网点的银行机构", "=", "1", "家"),
    ("力争实现使用再贷款100%全覆盖。", "=", "100", "%"),
    ("注册资本应当不少于人民币一亿元。", ">=", "100000000", "元"),
    ("单一客户授信余额严禁超过资本净额的百分之十。", "<=", "10", "%"),
    ("配备不少于两名专职人员。", ">=", "2", "名"),
    ("应当至少提前5个工作日报告。", ">=", "5", "个工作日"),
    ("定期存款只能提前支取一次。", "<=", "1", "次"),
    ("最长不超过6个月。", "<=", "6", "个月"),
    ("最高赔付限额为人民币50万元。", "<=", "500000", "元"),
    ("首付款比例要高于30%（不含）。", ">", "30", "%"),
    ("表决须经三分之二以上成员同意。", ">=", "0.6666666667", None),
    ("应在收到材料后10个工作日内答复。", "<=", "10", "个工作日"),
    ("应当至少每半年对下级机构开展一次检查。", ">=", "1", "次"),
    ("信用贷款额度最高可达30万元。", "<=", "300000", "元"),
    ("每项表彰最高加3分。", "<=", "3", "分"),
    ("最高偿付限额人民币50万元。", "<=", "500000", "元"),
    ("抽查户数不少于总数的1/3。", ">=", "0.3333333333", None),
    ("铝残留量应≤100mg/kg。", "<=", "100", "mg/kg"),
    ("每个网点宣传不得少于4场次。", ">=", "4", "场次"),
    ("应设立不少于1个小面额兑换窗口。", ">=", "1", "个"),
    ("至少开发1款专属产品。", ">=", "1", "款"),
    ("补偿以20万元为上限。", "<=", "200000", "元"),
])  # fmt: skip
def test_limits(text: str, operator: str, value: str, unit: str | None) -> None:
    found = single(text)
    assert (found.role, found.operator, found.value, found.unit) == (
        "limit", operator, Decimal(value), unit,
    )  # fmt: skip


@pytest.mark.parametrize(("text", "operator", "value"), [
    ("对于五万元（含）以下的贷款，各地仍全额贴息。", "<=", "50000"),
    ("5万元以上部分贷款不予贴息。", ">", "50000"),
    ("逾期超过30日的，转为不良贷款。", ">", "30"),
    ("对不满3年的机构不予受理。", "<", "3"),
    ("一年内发生两起以上责任事故的，暂停业务。", "<=", "1"),
    ("不良率高于各项贷款不良率目标3个百分点以内的，不作为扣分因素。", "<=", "3"),
    ("对评级结果为8级的金融机构采取质押方式。", "=", "8"),
    ("发现假币5张（枚）以上的，立即报告。", ">=", "5"),
    ("单笔30万元（不含）以上的贷款应当核验。", ">", "300000"),
    ("对单户500万元及以下的业务不得要求反担保。", "<=", "5000000"),
    ("供应商12个月内三次以上投诉查无实据的，", "<=", "12"),
    ("本办法所称小微企业是指单户授信1000万元以下。", "<=", "10000000"),
])  # fmt: skip
def test_scopes(text: str, operator: str, value: str) -> None:
    found = quantities(text)[0]
    assert (found.role, found.operator, found.value) == ("scope", operator, Decimal(value))


@pytest.mark.parametrize("text", [
    "我行下辖12家支行。", "上月共发放贷款3.5亿元。", "已培训200人。",
    "各县支行每半年开展一次暗访。",  # how often: the recurrence of the duty says it
])  # fmt: skip
def test_facts(text: str) -> None:
    found = single(text)
    assert (found.role, found.operator) == ("fact", "=")


@pytest.mark.parametrize("text", [
    "2021年5月28日", "根据银发〔2021〕63号文件要求", "依照第3条和第十二条执行", "第三方机构",
    "联系电话：0791-86766812", "一二三产业融合发展", "十九大精神", "聚焦“三农”", "完成“两增”目标",
    "“一把手”负责", "一是加强领导", "一方面", "落实“四个不摘”", "严格执行GB/T 9704标准",
    "1.2 总体要求",
    "提交上一级机构", "按照前款一至五项规定", "自2021年至2025年", "每年3月31日前报送",
    "不超过法律规定",
    "六个战略支柱产业", "五部委联合发文", "最高人民法院", "不足之处", "于15日前报送",
        "可以采取一次足额发行的方式", "可自主选择一种或多种",
])  # fmt: skip
def test_what_only_looks_like_a_quantity(text: str) -> None:
    assert [q.span.of(text) for q in quantities(text)] == []


@pytest.mark.parametrize(("text", "low", "high", "unit", "lower", "upper"), [
    ("央行评级1-7级地方法人金融机构", "1", "7", "级", True, True),
    ("年龄应在18周岁(含)—65周岁(含)之间。", "18", "65", "周岁", True, True),
    ("1年期至3年期（含）贷款", "1", "3", "年", False, True),
    ("处1万元以上3万元以下罚款", "10000", "30000", "元", True, True),
    ("补助5-10万元", "50000", "100000", "元", True, True),
    ("期限三至六个月", "3", "6", "个月", True, True),
])  # fmt: skip
def test_ranges(text: str, low: str, high: str, unit: str, lower: bool, upper: bool) -> None:
    found = single(text)
    assert (found.operator, found.value, found.value_upper) == (
        "range",
        Decimal(low),
        Decimal(high),
    )
    assert (found.unit, found.lower_inclusive, found.upper_inclusive) == (unit, lower, upper)


@pytest.mark.parametrize(("text", "operator", "baseline", "value"), [
    ("贷款不良率不高于各项贷款不良率3个百分点以内", "<=", "各项贷款不良率", "3"),
    ("确保当年新增贷款高于去年同期水平。", ">", "去年同期水平", None),
    ("努力实现新增“首贷户”数量高于2020年。", ">", "2020年", None),
    ("贷款利率不超过1年期LPR。", "<=", "1年期LPR", None),
    ("贷款利率不超过1年期LPR加50个基点。", "<=", "1年期LPR", "50"),
    ("贷款利率不得低于1年期LPR减20个基点。", ">=", "1年期LPR", "-20"),
    ("不得高于当地同类机构同类贷款的平均水平。", "<=", "当地同类机构同类贷款的平均水平", None),
    ("债券余额不得超过净资产的40%。", "<=", "净资产", "40"),
    ("贷款余额不得超过本行一级资本净额的25%。", "<=", "本行一级资本净额", "25"),
    ("企业户数较上年末增加500户以上；", ">=", "上年末", "500"),
    ("贷款利率较2021年下降0.2个百分点左右。", "=", "2021年", "0.2"),
    ("力争较2021年末翻一番。", "=", "2021年末", "2"),
    ("贷款余额同比增长不低于25%。", ">=", "上年同期", "25"),
    ("利率在去年同期基础上再下降10-30个基点。", "range", "去年同期", "10"),
    ("利率上限为LPR+250BP。", "<=", "LPR", "250"),
    ("LPR-150BP以下部分由借款人承担。", "<=", "LPR", "-150"),
    ("占比提高2个百分点以上。", ">=", None, "2"),  # 比 of 占比 compares nothing
    ("超过年化24%的存量业务", ">", None, "24"),
])  # fmt: skip
def test_baselines(text: str, operator: str, baseline: str | None, value: str | None) -> None:
    found = single(text)
    assert (found.operator, found.baseline) == (operator, baseline)
    assert found.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize(("text", "per"), [
    ("每亿元支农再贷款至少支持200户经营主体", "亿元支农再贷款"),
    ("单户小额信贷不得超过10万元", "户"),
    ("每年不少于2次", "年"),
    ("每个营业网点至少配备一台终端", "营业网点"),
    ("至少每半年开展一次检查", "半年"),
    ("单位存款不得超过10万元", None),  # 单 of 单位 counts nothing
    ("每增加5个百分点", None),
    ("不低于每头60元。", "头"),
    ("每头保额不低于800元。", "头"),
    ("每只补助不超过40元。", "只"),
    ("每亩保额1000元", "亩"),
    ("补贴标准不超过80元/亩。", "亩"),
    ("培训补助不超过200元/人·天。", "人·天"),
    ("口令至少每个季度更换一次。", "季度"),
])  # fmt: skip
def test_per(text: str, per: str | None) -> None:
    assert single(text).per == per


def test_a_scope_ahead_is_the_condition_of_a_limit() -> None:
    text = "1年期（含）以下贷款利率不超过1年期LPR，1年期至3年期（含）贷款利率不超过5年期以上LPR。"
    found = quantities(text)
    assert [q.span.of(text) for q in found] == [
        "1年期（含）以下", "不超过1年期LPR", "1年期至3年期（含）", "不超过5年期以上LPR",
    ]  # fmt: skip
    assert [q.condition for q in found] == [None, 0, None, 2]
    assert [q.measure for q in found][1::2] == ["贷款利率", "贷款利率"]


def test_a_quantity_knows_its_obligation() -> None:
    text = "各行要加强管理。贷款余额不得超过10万元。"
    outline = outline_of(text)
    wide = Obligation(Span(0, 20), 0, "must", "加强管理")
    narrow = Obligation(Span(8, 20), 0, "must_not", "超过10万元")
    (found,) = find_quantities(outline, (wide, narrow))
    assert found.obligation == 1


def test_masked_text_holds_no_quantities() -> None:
    text = "根据《关于发放5万元以下贷款的通知》，余额不得超过10万元。"
    (found,) = find_quantities(outline_of(text), (), masked=(Span(2, 18),))
    assert found.span.of(text) == "不得超过10万元"


PIECES = st.sampled_from(
    ["不得超过", "不低于", "至少", "10万元", "3%", "以上", "（含）",
     "以下", "的", "贷款", "，", "。",
     "1年期", "LPR", "至", "-", "每", "单户", "可", "一", "百分之", "2021年", "5月", "\n",
     "高于", "水平"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_quantities_quote_the_text_in_order(text: str) -> None:
    outline = outline_of(text)
    found = find_quantities(outline, ())
    assert list(found) == sorted(found, key=lambda q: q.span)
    for index, quantity in enumerate(found):
        assert outline.segments[quantity.segment].span.contains(quantity.span)
        assert quantity.value is not None or quantity.baseline
        assert (quantity.operator == "range") == (quantity.value_upper is not None)
        assert quantity.condition is None or quantity.condition < index
    assert find_quantities(outline, ()) == found


@pytest.mark.parametrize("piece", [
    "1", "第", "一", "不", "不超过", "1年", "1至", "5万元以上", "一分之", "1,", "5日内", "每",
    "自", "年",
])  # fmt: skip
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    outline = outline_of(piece * (20_000 // len(piece)))
    start = time.process_time()
    find_quantities(outline, ())
    find_deadlines(outline, (), days=PaperDays(date(2021, 5, 25)))
    assert time.process_time() - start < 4  # a second here; quadratic rules took minutes


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("全市制造业贷款余额达到400亿元。", "limit"),  # a target without a word of duty
        ("贷款比重提高至25%以上。", "limit"),
        ("截至3月末贷款余额达到400亿元。", "scope"),  # what has been reached
        ("系统中断超过3小时，应当报告。", "scope"),  # the case in which a rule holds
        ("不良率达到3%的，应当暂停业务。", "scope"),
    ],
)
def test_targets_and_cases(text: str, role: str) -> None:
    assert single(text).role == role
