from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import Deadline, Term
from hongtou.tag.times.deadlines import find_deadlines
from hongtou.tag.times.reference_dates import PaperDays
from tests.support import outline_of

ISSUED, HELD = date(2021, 5, 25), date(2021, 7, 1)
DAYS = PaperDays(ISSUED, "成文日期", HELD)


def terms(text: str, days: PaperDays = DAYS) -> tuple[Deadline, ...]:
    return find_deadlines(outline_of(text), (), days=days)


@pytest.mark.parametrize(("text", "words", "term"), [
    ("应当自受理开户申请之日起20日内答复。", "自受理开户申请之日起20日内",
     Term("受理开户申请", 20, "日")),
    ("应自收到关于变更的批复之日起三十日内办理。", "自收到关于变更的批复之日起三十日内",
     Term("收到关于变更的批复", 30, "日")),  # 于 inside the event does not cut it
    ("各行应在协议签署后5个工作日（含）内报送。", "在协议签署后5个工作日（含）内",
     Term("协议签署", 5, "个工作日")),
    ("村镇银行须在3个工作日内反馈。", "3个工作日内", Term(None, 3, "个工作日")),
    ("自接到投诉之日起，应在两周内办结。", "自接到投诉之日起，应在两周内",
     Term("接到投诉", 2, "周")),
    ("应当自验收合格之日起半年内开业。", "自验收合格之日起半年内", Term("验收合格", 6, "个月")),
    ("应在账户开立起5个工作日内、撤销起2个工作日内备案。", "撤销起2个工作日内",
     Term("撤销", 2, "个工作日")),
    ("应当至少提前10个工作日报告。", "至少提前10个工作日", Term("提前", 10, "个工作日")),
    ("应当于任期届满30日前提出。", "任期届满30日前", Term("任期届满前", 30, "日")),
    ("应在新产品上线前5个工作日内报备。", "新产品上线前5个工作日内",
     Term("新产品上线前", 5, "个工作日")),
    ("并在召开座谈会七日前通知。", "召开座谈会七日前", Term("召开座谈会前", 7, "日")),
    ("最迟在交易开始前1个工作日公布。", "交易开始前1个工作日",
     Term("交易开始前", 1, "个工作日")),
    ("在每期证券发行前5个工作日，受托人应当备案。", "每期证券发行前5个工作日",
     Term("每期证券发行前", 5, "个工作日")),
    ("应在发行结束之后2个月内申请。", "在发行结束之后2个月内", Term("发行结束", 2, "个月")),
    ("应当自行政处罚决定作出之日起七日内公开。", "自行政处罚决定作出之日起七日内",
     Term("行政处罚决定作出", 7, "日")),
    ("公告不得晚于受理起始日前10日。", "受理起始日前10日", Term("受理起始日前", 10, "日")),
    ("应当于听证的5个工作日前公布。", "听证的5个工作日前", Term("听证前", 5, "个工作日")),
    ("应当在个人征信机构经营业务许可证有效期届满60日前报告。",
     "个人征信机构经营业务许可证有效期届满60日前",
     Term("个人征信机构经营业务许可证有效期届满前", 60, "日")),
    ("保存期限为业务结束之日起5年。", "业务结束之日起5年", Term("业务结束", 5, "年")),
    ("应于交易完成后的次一工作日报送。", "于交易完成后的次一工作日",
     Term("交易完成", 1, "个工作日")),
    ("应在收到申请的2个工作日内核实。", "在收到申请的2个工作日内",
     Term("收到申请", 2, "个工作日")),
    ("发现差错后24小时内报告。", "发现差错后24小时内", Term("发现差错", 24, "小时")),
])  # fmt: skip
def test_terms_from_events(text: str, words: str, term: Term) -> None:
    found = terms(text)[-1]
    assert (text[found.span.start : found.span.end], found.term) == (words, term)
    assert (found.date, found.reason) == (None, None)


@pytest.mark.parametrize(("text", "day", "reason"), [
    ("自本通知印发之日起30个工作日内上报。", date(2021, 7, 7),
     "自成文日期2021年5月25日起30个工作日，依国务院办公厅2021年放假安排"),
    ("文到之日起10日内报送。", date(2021, 6, 4),
     "文到之日未载，自成文日期2021年5月25日起10日，首日不计"),
    ("本办法发布后1个月内完成。", date(2021, 6, 25),
     "自成文日期2021年5月25日起1个月，首日不计"),
    ("应于本办法施行之日起6个月内调整。", date(2022, 1, 1),
     "自施行日期2021年7月1日起6个月，首日不计；末日休假，依民法典第二百零三条顺延至2022年1月4日"),
    ("调整的过渡期为自本通知实施之日起2年。", date(2023, 7, 1),
     "自施行日期2021年7月1日起2年，首日不计；末日休假，依民法典第二百零三条顺延至2023年7月3日"),
])  # fmt: skip
def test_terms_that_begin_with_the_paper(text: str, day: date, reason: str) -> None:
    (found,) = terms(text)
    assert (found.date, found.reason) == (day, reason)


@pytest.mark.parametrize(("text", "days", "reason"), [
    ("自本通知印发之日起5个工作日内上报。", PaperDays(date(1999, 5, 1)),
     "自成文日期1999年5月1日起5个工作日；所涉年份的国务院办公厅放假安排未知，无法推算"),
    ("自本通知印发之日起5个工作日内上报。", PaperDays(None), "文件日期未载明，无法推算"),
    ("自本办法施行之日起3个月内完成。", PaperDays(ISSUED), "施行日期未载明，无法推算"),
])  # fmt: skip
def test_what_cannot_be_counted_says_why(text: str, days: PaperDays, reason: str) -> None:
    (found,) = terms(text, days)
    assert (found.date, found.reason) == (None, reason)


@pytest.mark.parametrize("text", [
    "近两年内未受处罚", "3个月内累计三次", "自退出之日起2年内不得申请", "每月前10个工作日内报送",
    "应于旬后五日内报送", "每季度结束后10日内报送", "人民法院受理申请前一年内的行为",
    "自缴款之日起12个月内没有违规的", "期限在5年内的贷款", "预计2个工作日内可恢复",
    "自签收之日起生效", "从招标日前4个工作日开始", "自知道之日起一年内不行使的",
    "应反映本行年内业务开展情况", "应于次月5个工作日内报送", "《印发之日起30日内办结规定》",
])  # fmt: skip
def test_what_is_no_term(text: str) -> None:
    assert [text[d.span.start : d.span.end] for d in terms(text)] == []


@pytest.mark.parametrize(("text", "days"), [
    ("2022年3月底前和6月底前分别报送。", [date(2022, 3, 31), date(2022, 6, 30)]),
    ("2022年9月30日前自查，2月底前整改。", [date(2022, 9, 30), date(2023, 2, 28)]),
    ("2020年6月底前和9月底前报送。", [date(2021, 9, 30)]),  # the first is past
])  # fmt: skip
def test_a_second_day_has_the_year_of_the_first(text: str, days: list[date]) -> None:
    assert [d.date for d in terms(text)] == days


def test_days_are_working_days_where_the_paper_says_so() -> None:
    text = "应自本办法发布之日起30日内报告。\n本办法规定的期限均以工作日计算。"
    (found,) = terms(text)
    assert found.term == Term("本办法发布", 30, "个工作日")
    assert found.date == date(2021, 7, 7)
    (found,) = terms("应在10日内报告。\n本细则中的“日”均为工作日。")
    assert found.term == Term(None, 10, "个工作日")


def test_a_day_just_past_may_be_of_either_year() -> None:
    (found,) = terms("5月10日前上报。")
    assert (found.date, found.reason) == (None, "该日刚过成文日期2021年5月25日，年份不明")


@given(
    st.sampled_from(["本通知印发", "文到", "本办法施行", "发布"]),
    st.integers(1, 400),
    st.sampled_from(["日", "天", "个工作日", "个月", "年", "周"]),
    st.dates(date(2004, 1, 1), date(2022, 1, 1)),
)
def test_a_computed_day_never_lies_before_its_beginning(
    event: str, count: int, unit: str, begin: date
) -> None:
    found = terms(f"应自{event}之日起{count}{unit}内完成。", PaperDays(begin, "成文日期", begin))
    assert len(found) == 1
    assert found[0].term is not None
    assert found[0].term.count == count
    assert found[0].date is None or found[0].date > begin
    assert found[0].reason
