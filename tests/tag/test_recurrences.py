from datetime import datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from hongtou.lexicon import read_table
from hongtou.tag.times.recurrences import find_due_recurrence, find_recurrence, find_recurrences


@pytest.mark.parametrize(("text", "rule", "words"), [
    ("对使用情况按月通报", "FREQ=MONTHLY", "按月"),
    ("各地要在每年年初合理安排预算", "FREQ=YEARLY", "每年年初"),
    ("按季考核", "FREQ=MONTHLY;INTERVAL=3", "按季"),  # RFC 5545 knows no quarters
    ("每半年排查一次", "FREQ=MONTHLY;INTERVAL=6", "每半年"),
    ("每两年修订", "FREQ=YEARLY;INTERVAL=2", "每两年"),
    ("每3个月提交", "FREQ=MONTHLY;INTERVAL=3", "每3个月"),
    ("每年1月31日前报送", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31", "每年1月31日"),
    ("每年6月底前", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", "每年6月底"),
    ("每月10日前", "FREQ=MONTHLY;BYMONTHDAY=10", "每月10日"),
    ("每季度末月15日前", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15", "每季度末月15日"),
    ("每个工作日公布", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每个工作日"),
    ("按周报送", "FREQ=WEEKLY", "按周"),
    ("每周五12时前报送", "FREQ=WEEKLY;BYDAY=FR", "每周五"),
    ("每周一、三、五巡查", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "每周一、三、五"),
    ("每周一至周五开放", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每周一至周五"),
    ("每周一次", "FREQ=WEEKLY", "每周"),  # one time, not Monday
    ("每周五天营业", "FREQ=WEEKLY", "每周"),
    ("每月5日、20日前对账", "FREQ=MONTHLY;BYMONTHDAY=5,20", "每月5日、20日"),
    ("每月的二十日结息", "FREQ=MONTHLY;BYMONTHDAY=20", "每月的二十日"),
    ("按旬调度", "FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "按旬"),
    ("每年3月底前和9月底前", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1", "每年3月底前和9月底"),
    ("每年3月31日、9月30日前", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1", "每年3月31日、9月30日"),
    ("每年5月10日、9月30日前", "FREQ=YEARLY;BYMONTH=5,9", "每年5月10日、9月30日"),
    ("每年第一季度末报告", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", "每年第一季度末"),
    ("每季度首月8日前", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=8", "每季度首月8日"),
    ("每季度末最后3个工作日内", "FREQ=MONTHLY;INTERVAL=3", "每季度"),
    ("每季后5个工作日内", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5", "每季后5个工作日"),
    ("季后20个工作日内汇总", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=20", "季后20个工作日"),
    ("每季度结束后15个工作日内", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15",
     "每季度结束后15个工作日"),
    ("每月初5个工作日内", "FREQ=MONTHLY;BYMONTHDAY=5", "每月初5个工作日"),
    ("每月后30个工作日内", "FREQ=MONTHLY;BYMONTHDAY=28", "每月后30个工作日"),  # February
    ("每旬后的三个工作日内", "FREQ=MONTHLY;BYMONTHDAY=3,13,23", "每旬后的三个工作日"),
    ("半年结束后十个工作日内", "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=10", "半年结束后十个工作日"),
    ("每年度结束后20个工作日内", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=20",
     "每年度结束后20个工作日"),
    ("每季度终了后45个工作日内", "FREQ=YEARLY;BYMONTH=2,5,8,11;BYMONTHDAY=14",
     "每季度终了后45个工作日"),
    ("每周结束后2个工作日内", "FREQ=WEEKLY;BYDAY=TU", "每周结束后2个工作日"),
    ("每季度结束后90个工作日内", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=28",
     "每季度结束后90个工作日"),
    ("每两年结束后20个工作日内", "FREQ=YEARLY;INTERVAL=2", "每两年结束后20个工作日"),
    ("应于季后8日内上报", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=8", "季后8日"),
    ("于月后5个工作日内报送", "FREQ=MONTHLY;BYMONTHDAY=5", "月后5个工作日"),
    ("每月前15个工作日内", "FREQ=MONTHLY;BYMONTHDAY=15", "每月前15个工作日"),
    ("每季度结束后的十日内", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10", "每季度结束后的十日"),
    ("每月初3日内", "FREQ=MONTHLY;BYMONTHDAY=3", "每月初3日"),
    ("于旬后3日内", "FREQ=MONTHLY;BYMONTHDAY=3,13,23", "旬后3日"),
    ("每年度终了后4个月内", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1", "每年度终了后4个月"),
    ("自每一会计年度结束之日起3个月内", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1",
     "每一会计年度结束之日起3个月"),
    ("每半年度结束后2个月内", "FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=-1", "每半年度结束后2个月"),
    ("每年结束后45日内", "FREQ=YEARLY;BYYEARDAY=45", "每年结束后45日"),
    ("半年结束后15日内、", "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=15", "半年结束后15日"),
    ("每季结束后次月15日前", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15", "每季结束后次月15日"),
    ("每年6月31日前", "FREQ=YEARLY;BYMONTH=6", "每年6月31日"),  # a misprint: no such day
    ("每年7月20日前和次年1月20日前", "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=20",
     "每年7月20日前和次年1月20日"),
    ("每年第二季度开展", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", "每年第二季度"),
    ("每年年底前", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "每年年底"),
    ("于次月8日前报送上月数据", "FREQ=MONTHLY;BYMONTHDAY=8", "次月8日"),
    ("月报由8日提前至6日", "FREQ=MONTHLY", "月报"),
    ("实行季报制度", "FREQ=MONTHLY;INTERVAL=3", "季报"),
    ("半年一次集中检查", "FREQ=MONTHLY;INTERVAL=6", "半年"),
    ("两年1次轮训", "FREQ=YEARLY;INTERVAL=2", "两年"),
    ("每年新增首贷户不少于60户", "FREQ=YEARLY", "每年"),  # a goal of each year
    ("每年安排不少于800万元", "FREQ=YEARLY", "每年"),
])  # fmt: skip
def test_find_recurrence(text: str, rule: str, words: str) -> None:
    found = find_recurrence(text, 0, len(text))
    assert found is not None
    assert (found[0], found[1].of(text)) == (rule, words)


@pytest.mark.parametrize(
    "text", [
        "按年龄分组", "按日期排列", "按周期评估", "按季节调整", "每周岁", "逐步推进", "每0年",
        "占比逐年提高", "逐月压降", "每日累计不得超过3000元", "每人每天不超过等值2万元",
        "每年不少于3亿元的纳税", "每日限额5万元", "3月后5日内", "一个月后10日内", "近一年一次",
        "2022年考核制度", "按日加收万分之五", "年报已经审计", "定期检查", "随时报告", "每次不少于",
        "每笔不超过", "每户评级", "变更的，应于次月10日前备案",
    ],
)  # fmt: skip
def test_look_alikes_do_not_recur(text: str) -> None:
    assert find_recurrence(text, 0, len(text)) is None


@pytest.mark.parametrize(("text", "rule", "words"), [
    ("内部往来按季计息，每季度末月的二十一日为计息日",
     "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=21", "每季度末月的二十一日"),
    ("股金每年分红一次，六月三十日为结息日",
     "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30", "每年分红一次，六月三十日"),
    ("互助金按年度付息，付息日为12月 20日。",
     "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20", "按年度付息，付息日为12月 20日"),
    ("按季扣收，末月二十日为扣款日", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20",
     "按季扣收，末月二十日"),
    ("按月还本，十五日为还款日", "FREQ=MONTHLY;BYMONTHDAY=15", "按月还本，十五日"),
    ("按季度自查，并于每季度结束后10日内报告", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10",
     "每季度结束后10日"),
    # The first rule stands where the day is of another period, of one event, or none at all.
    ("按日归集，并于旬后三日内上传", "FREQ=DAILY", "按日"),
    ("每月前3个工作日内报表，每年度结束后20日内报告", "FREQ=MONTHLY;BYMONTHDAY=3",
     "每月前3个工作日"),
    ("每年5月开展检查，每年12月20日前报告", "FREQ=YEARLY;BYMONTH=5", "每年5月"),
    ("每年付息一次，2021年6月30日为首个付息日", "FREQ=YEARLY", "每年"),
    ("每年付息一次，6月30日为起息日", "FREQ=YEARLY", "每年"),
    ("每年付息一次，6月31日为付息日", "FREQ=YEARLY", "每年"),  # a misprint: no such day
    ("按月付息，6月30日为付息日", "FREQ=MONTHLY", "按月"),
    ("每年结息一次。六月三十日为结息日", "FREQ=YEARLY", "每年"),
])  # fmt: skip
def test_the_day_of_a_duty_may_stand_behind_how_often(text: str, rule: str, words: str) -> None:
    found = find_due_recurrence(text, 0, len(text))
    assert found is not None
    assert (found[0], found[1].of(text)) == (rule, words)


def test_a_duty_without_a_recurrence() -> None:
    text = "六月三十日为结息日"
    assert find_due_recurrence(text, 0, len(text)) is None


@given(
    st.sampled_from(["每月", "每季度", "每半年度", "每年度", "每旬", "每周"]), st.integers(1, 200)
)
def test_the_day_for_working_days_is_never_late(period: str, count: int) -> None:
    """Without holidays the count-th working day is as early as it can be."""
    text = f"{period}结束后{count}个工作日内"
    ((rule, _),) = find_recurrences(text, 0, len(text))
    if "DAY=" not in rule.removeprefix("FREQ=MONTHLY;BYMONTHDAY=10,20,-1"):
        return
    begins = {"每旬": (1, 11, 21), "每周": ()}.get(period, (1,))
    months = {"每季度": 3, "每半年度": 6, "每年度": 12}.get(period, 1)
    for first in rrulestr("FREQ=DAILY;COUNT=365", dtstart=datetime(2021, 1, 1)):
        starts = first.weekday() == 0 if period == "每周" else (
            first.day in begins and (first.month - 1) % months == 0
        )  # fmt: skip
        if not starts:
            continue
        days = rrulestr("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", dtstart=first)
        last = next(day for number, day in enumerate(days, 1) if number == count)
        assert first <= next(iter(rrulestr(rule, dtstart=first))) <= last, (first, rule)


def test_only_the_given_range_counts() -> None:
    text = "按月通报，及时报告。"
    assert find_recurrence(text, 5, len(text)) is None


def test_all_recurrences_in_order() -> None:
    text = "按旬调度、按月通报，每季度至少召开一次会议。"
    found = find_recurrences(text, 0, len(text))
    assert [span.of(text) for _, span in found] == ["按旬", "按月", "每季度"]
    assert found[0] == find_recurrence(text, 0, len(text))


WORDS = st.sampled_from(
    ["每", "按", "月", "季度", "半年", "年", "旬", "周", "末月", "结束后", "初", "底", "次月", "的",
     "3月31日", "6月", "15日", "10", "两", "个工作日内", "日内", "个月内", "前", "和", "、", "五"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=12).map("".join))
def test_every_rule_is_one_that_calendars_read(text: str) -> None:
    for rule, _ in find_recurrences(text, 0, len(text)):
        days = rrulestr(f"{rule};COUNT=3", dtstart=datetime(2021, 1, 1))
        assert next(iter(days), None) is not None, (text, rule)


def test_rules_of_the_list_are_read_by_calendars() -> None:
    for row in read_table("recurrences"):
        days = list(rrulestr(f"{row['rule']};COUNT=3", dtstart=datetime(2021, 1, 1)))
        assert len(days) == 3, row


@given(st.text(alphabet="每按逐年月季度周日天一两3个半末底初0第首后和、报制元次", max_size=40))
def test_spans_stay_inside(text: str) -> None:
    found = find_recurrence(text, 0, len(text))
    assert found is None or (found[0].startswith("FREQ=") and found[1].of(text))
