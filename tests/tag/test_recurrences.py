import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.tag.recurrences import find_recurrence


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
])  # fmt: skip
def test_find_recurrence(text: str, rule: str, words: str) -> None:
    found = find_recurrence(text, 0, len(text))
    assert found is not None
    assert (found[0], found[1].of(text)) == (rule, words)


@pytest.mark.parametrize(
    "text", ["按年龄分组", "按日期排列", "按周期评估", "按季节调整", "每周岁", "逐步推进", "每0年"]
)
def test_look_alikes_do_not_recur(text: str) -> None:
    assert find_recurrence(text, 0, len(text)) is None


def test_only_the_given_range_counts() -> None:
    text = "按月通报，及时报告。"
    assert find_recurrence(text, 5, len(text)) is None


@given(st.text(alphabet="每按逐年月季度周日天一两3个半末底初0", max_size=40))
def test_spans_stay_inside(text: str) -> None:
    found = find_recurrence(text, 0, len(text))
    assert found is None or (found[0].startswith("FREQ=") and found[1].of(text))
