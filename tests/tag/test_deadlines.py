from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hongtou.model import Deadline, Document, Obligation, Segment, Span
from hongtou.tag.times.deadlines import find_deadlines
from hongtou.tag.times.reference_dates import PaperDays, parent_date
from tests.support import bundle_of, outline_of

PAPER = date(2021, 5, 25)


def deadlines(text: str, reference: date | None = PAPER) -> tuple[Deadline, ...]:
    return find_deadlines(outline_of(text), (), days=PaperDays(reference))


@pytest.mark.parametrize(("text", "words", "day"), [
    ("山西银行要于5月底前实现业务办理。", "5月底前", date(2021, 5, 31)),
    ("力争2021年末再贷款限额使用率达到85%以上。", "2021年末", date(2021, 12, 31)),
    ("还本付息政策延期至2021年12月31日。", "延期至2021年12月31日", date(2021, 12, 31)),
    ("最多可展期4次，使用至2025年，", "使用至2025年", date(2025, 12, 31)),
    ("文件印发之日起至2025年12月31日。", "至2025年12月31日", date(2025, 12, 31)),
    ("请于6月30日前报送总结。", "6月30日前", date(2021, 6, 30)),
    ("3月底前完成整改。", "3月底前", date(2022, 3, 31)),  # next March
    ("年底前完成。", "年底前", date(2021, 12, 31)),
    ("本办法有效期至2026年6月30日。", "有效期至2026年6月30日", date(2026, 6, 30)),
    ("应在2022年上半年前完成。", "2022年上半年前", date(2022, 6, 30)),
    ("自本通知印发之日起30日内完成自查。", "自本通知印发之日起30日内", date(2021, 6, 24)),
    ("自本通知印发之日起3个月内完成整改。", "自本通知印发之日起3个月内", date(2021, 8, 25)),
    ("应于本办法施行之日起6个月内完成调整。", "于本办法施行之日起6个月内", None),
    ("应当自收到之日起5个工作日内答复。", "自收到之日起5个工作日内", None),
    ("自本通知印发之日起5个工作日内报送。", "自本通知印发之日起5个工作日内", date(2021, 6, 1)),
    ("应于次年3月31日前报送年报。", "次年3月31日前", None),
    ("应于下一年度1月20日前报送。", "下一年度1月20日前", date(2022, 1, 20)),
    ("整治阶段（2021年6月1日至7月15日）。", "至7月15日", date(2021, 7, 15)),
    ("整治阶段（2021年11月1日至3月15日）。", "至3月15日", date(2022, 3, 15)),
    ("应在7月15日下午5点前报送电子版。", "7月15日下午5点前", date(2021, 7, 15)),
    ("各行应于6月30日前建立健全考核的机制。", "6月30日前", date(2021, 6, 30)),
    ("6月15日下班前反馈。", "6月15日下班前", date(2021, 6, 15)),
    ("报名截止时间：2021年6月30日。", "截止时间：2021年6月30日", date(2021, 6, 30)),
    ("各行应在7月1日前提交自查报告。", "7月1日前", date(2021, 7, 1)),
    ("应于6月30日前一次性缴清。", "6月30日前", date(2021, 6, 30)),
    ("请于下月底前反馈。", "下月底前", date(2021, 6, 30)),
    ("请于下月10日前反馈。", "下月10日前", date(2021, 6, 10)),
    ("各行应于年内完成改造。", "年内", date(2021, 12, 31)),
    ("应在2021年10月中旬前完成。", "2021年10月中旬前", date(2021, 10, 20)),
    ("2022年末，贷款余额达到30亿元。", "2022年末", date(2022, 12, 31)),
    ("到2022年6月底，完成改造。", "到2022年6月底", date(2022, 6, 30)),
])  # fmt: skip
def test_last_days(text: str, words: str, day: date | None) -> None:
    found = deadlines(text)
    assert [(d.span.of(text), d.date) for d in found] == [(words, day)]


@pytest.mark.parametrize("text", [
    "每年6月底前报送。", "每月10日前报送。", "每年4月底前和10月底前发放。",
    "每季度结束后10日内报送。",
    "本办法自2021年6月1日起施行。", "对2021年之前发放的再贷款可实施展期。",
    "截至2021年6月末，余额达到3亿元。", "2020年末，余额为3亿元。", "余额较2022年末增加2亿元。",
    "2020年12月31日前完成。", "2021年12月31日之前的规范性文件", "前款规定",
    "6月1日至7月1日期间开立的账户", "自然年度（1月1日至12月31日）内",
    "一年内发生两次责任事故的，", "3个月内累计交易金额", "根据《2021年底前工作要点》安排",
    "其上月末余额应当达标。",
    "近三年内未受处罚，应予优先", "年内发行计划变更的，应报告", "次月底统计数据", "上月末余额",
    "2021年6月1日至6月10日期间", "2021年8月1日以前建立了关系，且此后没有新业务的客户",
    "18周岁以上", "央行评级1-9级", "期限在1年以内（含1年）的融资工具",
])  # fmt: skip
def test_what_is_no_deadline(text: str) -> None:
    assert [d.span.of(text) for d in deadlines(text)] == []


def test_without_a_reference_the_words_stay() -> None:
    (found,) = deadlines("5月底前完成。", reference=None)
    assert (found.date, found.precision) == (None, "month")


@pytest.mark.parametrize(("text", "day"), [
    ("2021年10月1日起施行，各支行9月25日前自查。", date(2021, 9, 25)),
    ("（2020年11月10日至11月20日）。于11月25日前上报。", date(2020, 11, 25)),
    ("自2021年12月10日起开展，1月15日前上报。", date(2022, 1, 15)),
    ("2021年10月1日起施行。\n各支行9月25日前自查。", None),  # another paragraph says nothing
])  # fmt: skip
def test_a_year_named_before_counts_where_the_paper_has_no_date(
    text: str, day: date | None
) -> None:
    assert deadlines(text, reference=None)[-1].date == day


def test_days_in_a_list_share_their_end() -> None:
    text = "分别于6月15日、12月15日前报送。"
    assert [(d.span.of(text), d.date) for d in deadlines(text)] == [
        ("6月15日", date(2021, 6, 15)), ("12月15日前", date(2021, 12, 15))
    ]  # fmt: skip


def test_next_year_in_standing_rules_depends_on_the_event() -> None:
    text = "第八条 各行应当于次年3月底前报送年报。"
    article = Segment("article", None, "第八条", 1, "第八条", 8, None, Span(0, len(text)))
    outline = replace(outline_of(text), segments=(article,))
    (found,) = find_deadlines(outline, (), days=PaperDays(PAPER))
    assert (found.date, found.span.of(text)) == (None, "次年3月底前")


def test_a_plan_without_date_has_that_of_the_notice_that_issues_it() -> None:
    text = "关于印发方案的通知\n2020年11月6日\n工作方案\n11月20日前完成。\n办公室2020年11月9日印发"
    plan, imprint = text.index("工作方案"), text.index("办公室")
    notice = Document(0, "main", Span(0, plan), imprint=Span(imprint, len(text)))
    carried = Document(1, "embedded", Span(plan, imprint), parent=0)
    bundle = replace(bundle_of(text), documents=(notice, carried))
    outline = replace(outline_of(text), bundle=bundle, document=carried)
    assert parent_date(outline) == date(2020, 11, 6)
    assert parent_date(replace(outline, document=notice)) is None
    undated = replace(notice, span=Span(0, 5))
    bundle = replace(bundle, documents=(undated, carried))
    assert parent_date(replace(outline, bundle=bundle)) == date(2020, 11, 9)  # as printed


def test_a_deadline_beside_a_duty_belongs_to_it() -> None:
    text = "6月30日前，各行要报送。7月15日前完成。"
    duty = Obligation(Span(7, 12), 0, "must", "报送")
    found = find_deadlines(outline_of(text), (duty,), days=PaperDays(PAPER))
    assert [d.obligation for d in found] == [0, None]


def test_a_deadline_knows_its_obligation() -> None:
    text = "各行要加强管理。山西银行要于5月底前完成。"
    duty = Obligation(Span(8, len(text)), 0, "must", "完成")
    (found,) = find_deadlines(outline_of(text), (duty,), days=PaperDays(PAPER))
    assert found.obligation == 0


PIECES = st.sampled_from(
    ["2021年", "12月", "31日", "5月底", "前", "之前", "至", "延期至", "每年", "自",
     "之日起", "5个工作日",
     "3个月", "内", "应", "，", "。", "\n", "末", "上半年", "第一季度", "力争", "本通知印发",
     "截至"]
)  # fmt: skip


@example("延期至\n2021年")  # a line end before a day is no blank
@given(st.lists(PIECES, max_size=25).map("".join))
def test_deadlines_quote_the_text_in_order(text: str) -> None:
    outline = outline_of(text)
    found = find_deadlines(outline, (), days=PaperDays(PAPER))
    assert list(found) == sorted(found, key=lambda d: d.span)
    for deadline in found:
        assert outline.segments[deadline.segment].span.contains(deadline.span)
        assert deadline.date is None or deadline.date >= PAPER
