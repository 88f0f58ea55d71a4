from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import Deadline, Obligation, Span
from hongtou.tag.deadlines import find_deadlines
from tests.support import outline_of

PAPER = date(2021, 5, 25)


def deadlines(text: str, reference: date | None = PAPER) -> tuple[Deadline, ...]:
    return find_deadlines(outline_of(text), (), reference=reference)


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
    ("自本通知印发之日起5个工作日内报送。", "自本通知印发之日起5个工作日内", None),
    ("应于次年3月31日前报送年报。", "3月31日前", None),  # of which year, the event decides
])  # fmt: skip
def test_last_days(text: str, words: str, day: date | None) -> None:
    found = deadlines(text)
    assert [(d.span.of(text), d.date) for d in found] == [(words, day)]


@pytest.mark.parametrize("text", [
    "每年6月底前报送。", "每月10日前报送。", "每年4月底前和10月底前发放。",
    "每季度结束后10日内报送。",
    "本办法自2021年6月1日起施行。", "对2021年之前发放的再贷款可实施展期。",
    "截至2021年6月末，余额达到3亿元。",
    "2020年12月31日前完成。", "2021年12月31日之前的规范性文件", "前款规定",
    "6月1日至7月1日期间开立的账户",
    "一年内发生两次责任事故的，", "3个月内累计交易金额", "根据《2021年底前工作要点》安排",
    "其上月末余额应当达标。",
    "18周岁以上", "央行评级1-9级", "期限在1年以内（含1年）的融资工具",
])  # fmt: skip
def test_what_is_no_deadline(text: str) -> None:
    assert [d.span.of(text) for d in deadlines(text)] == []


def test_without_a_reference_the_words_stay() -> None:
    (found,) = deadlines("5月底前完成。", reference=None)
    assert (found.date, found.precision) == (None, "month")


def test_a_deadline_knows_its_obligation() -> None:
    text = "各行要加强管理。山西银行要于5月底前完成。"
    duty = Obligation(Span(8, len(text)), 0, "must", "完成")
    (found,) = find_deadlines(outline_of(text), (duty,), reference=PAPER)
    assert found.obligation == 0


PIECES = st.sampled_from(
    ["2021年", "12月", "31日", "5月底", "前", "之前", "至", "延期至", "每年", "自",
     "之日起", "5个工作日",
     "3个月", "内", "应", "，", "。", "\n", "末", "上半年", "第一季度", "力争", "本通知印发",
     "截至"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_deadlines_quote_the_text_in_order(text: str) -> None:
    outline = outline_of(text)
    found = find_deadlines(outline, (), reference=PAPER)
    assert list(found) == sorted(found, key=lambda d: d.span)
    for deadline in found:
        assert outline.segments[deadline.segment].span.contains(deadline.span)
        assert deadline.date is None or deadline.date >= PAPER
