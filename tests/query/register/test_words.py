"""Numbers, rules and terms in Chinese words."""

from dataclasses import replace
from typing import Any

import pytest

from hongtou import KnowledgeBase
from hongtou.query.register.words import amount_words, due_words, number_words, rule_words
from hongtou.query.results import Amount, DueDate


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""), (0, "0"), (0.5, "0.5"), (50000, "5 万"), (12345, "12345"), (1234567, "1234567"),
        (123450000, "12345 万"), (150000000, "1.5 亿"), (10**12, "10000 亿"), (-3, "-3"),
        (0.0001, "0.0001"), (1e20, "1000000000000 亿"),
    ],
)  # fmt: skip
def test_numbers(value: float | None, words: str) -> None:
    assert number_words(value) == words


@pytest.mark.parametrize(
    ("operator", "value", "unit", "more", "words"),
    [
        ("<=", 100000, "元", {}, "不超过 10 万元"),
        ("<=", 2000, "元", {"per": "户"}, "不超过 2000 元，每户"),
        ("range", 3, "个月", {"value_upper": 6}, "3 至 6 个月"),
        ("=", 30, "%", {}, "30%"),
        ("<=", 3, "%", {"baseline": "资本净额"}, "不超过资本净额的3%"),
        (">", None, None, {"baseline": "去年同期水平"}, "超过去年同期水平"),
        ("<=", 3, "个百分点", {"baseline": "各项贷款不良率", "dimension": "points"},
         "较各项贷款不良率不超过 3 个百分点"),
        (">=", 5, "%", {"change": "fall"}, "下降不低于 5%"),
        ("=", 100, "户", {"approximate": True}, "约100 户"),
    ],
)  # fmt: skip
def test_amounts(
    operator: str, value: float | None, unit: str | None, more: dict[str, Any], words: str
) -> None:
    amount = Amount("q", "", "limit", operator, value, None, unit, None, None, None)
    assert amount_words(replace(amount, **more)) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (None, ""),
        ("FREQ=MONTHLY", "每月"),
        ("FREQ=MONTHLY;INTERVAL=3", "每季度"),
        ("FREQ=MONTHLY;INTERVAL=2", "每2个月"),
        ("FREQ=YEARLY;INTERVAL=2", "每2年"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每个工作日"),
        ("FREQ=WEEKLY;BYDAY=FR", "每周五"),
        ("FREQ=YEARLY;BYMONTH=4,10;BYMONTHDAY=-1", "每年4、10月月末"),
        ("FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "每月10日、20日、月末"),
        ("FREQ=YEARLY;BYYEARDAY=45", "每年第45天"),
        ("FREQ=HOURLY", "FREQ=HOURLY"),  # unknown: the rule itself
    ],
)
def test_rules(kb: KnowledgeBase, rule: str | None, words: str) -> None:
    assert rule_words(replace(kb.obligations()[0], recurrence=rule)) == words


@pytest.mark.parametrize(
    ("rule", "said", "words"),
    [
        ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15", "每季度结束后 15\n个工作日",
         "每年1、4、7、10月15日（按自然日提前提醒，原文为每季度结束后15个工作日）"),
        ("FREQ=MONTHLY;BYMONTHDAY=3,13,23", "每旬后的三个交易日",
         "每月3日、13日、23日（按自然日提前提醒，原文为每旬后的三个交易日）"),
        # Looks alike: a rule that says the words, a day, and no day at all.
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每个工作日", "每个工作日"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "每月15日", "每月15日"),
        ("FREQ=YEARLY;INTERVAL=2", "每两年结束后20个工作日", "每2年"),
    ],
)  # fmt: skip
def test_days_that_stand_for_working_days_say_so(
    kb: KnowledgeBase, rule: str, said: str, words: str
) -> None:
    duty = replace(kb.obligations()[0], recurrence=rule, recurrence_text=said)
    assert rule_words(duty) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (DueDate("2021年底前", "2021-12-31", "year"), "2021-12-31"),
        (DueDate("", None, "day", "收到申请", 5, "个工作日"), "收到申请起 5 个工作日"),
        (DueDate("应在5日内", None, "day", None, 5, "日"), "5 日"),
        (DueDate("及时", None, "day"), "及时"),
    ],
)
def test_deadlines(due: DueDate, words: str) -> None:
    assert due_words(due) == words
