"""Numbers, dates and rules in Chinese words, as they stand in cells: 不超过 10 万元，每户."""

import re
from decimal import Decimal
from typing import Final

from hongtou.model.labels import OPERATORS
from hongtou.query.results import Amount, DueDate, Duty, DutyItem
from hongtou.query.standing import STATUSES

__all__ = [
    "amount_words",
    "bearer_words",
    "due_words",
    "item_words",
    "number_words",
    "rule_words",
    "standing_words",
]

FREQUENCIES: Final = {"DAILY": "日", "WEEKLY": "周", "MONTHLY": "月", "YEARLY": "年"}
WEEKDAYS: Final = {
    "MO": "一",
    "TU": "二",
    "WE": "三",
    "TH": "四",
    "FR": "五",
    "SA": "六",
    "SU": "日",
}
WORKDAYS: Final = "MO,TU,WE,TH,FR"
# Months that people call by a name of their own: FREQ=MONTHLY;INTERVAL=3 is 每季度.
SPANS: Final = {("MONTHLY", 3): "每季度", ("MONTHLY", 6): "每半年", ("MONTHLY", 12): "每年"}
# 每季度结束后15个工作日: counted, and so no day that a rule can name. 每个工作日 is one.
COUNTED_WORKDAYS: Final = re.compile(r"[\d一二两三四五六七八九十] ?个?(?:工作|交易)日")
CHANGES: Final = {"rise": "上升", "fall": "下降"}
MYRIADS: Final = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


def number_words(value: float | None) -> str:
    """A number as people write it: 50000 -> ``5 万``, 1234 -> ``1234``, 0.5 -> ``0.5``."""
    if value is None:
        return ""
    exact = Decimal(str(value))
    for size, name in MYRIADS:
        # 12345 stays: 1.2345 万 is harder to read.
        if exact >= size and exact % (size / 100) == 0:
            return f"{_plain(exact / size)} {name}"
    return _plain(exact)


def _plain(exact: Decimal) -> str:
    return f"{exact.normalize():f}"


def amount_words(amount: Amount) -> str:
    """One quantity: 不超过 10 万元，每户; 不低于 各项贷款平均增速."""
    number = _with_unit(number_words(amount.value), amount.unit or "")
    if amount.value_upper is not None:
        upper = _with_unit(number_words(amount.value_upper), amount.unit or "")
        number = f"{number_words(amount.value)} 至 {upper}"
    told = OPERATORS.get(amount.operator, amount.operator)
    told = "" if told in ("等于", "区间") else told
    against = amount.baseline or ""
    if against and number:
        # 资本净额的3%, but 较上年末不超过 3 个百分点.
        ahead = amount.dimension == "points" or amount.change is not None
        told, against = (f"较{against}{told}", "") if ahead else (told, f"{against}的")
    moved = CHANGES.get(amount.change or "", "")
    about = "约" if amount.approximate else ""
    rest = f"{against}{about}{number}"
    gap = " " if rest[:1].isdigit() else ""  # 不超过 10 万元, but 不低于上年同期
    words = f"{moved}{told}{gap}{rest}".strip()
    return f"{words}，每{amount.per}" if amount.per else words


def _with_unit(number: str, unit: str) -> str:
    """10 万元, 2000 元, 5%, 3 个百分点."""
    if not number or unit in ("%", "‰", "‱") or number.endswith(("万", "亿")):
        return number + unit * bool(number)
    return f"{number} {unit}".rstrip()


def due_words(due: DueDate) -> str:
    """One deadline: its date, or the rule: 收到申请起 20 日."""
    if due.date:
        return due.date
    if due.count is not None:
        return f"{due.event + '起 ' if due.event else ''}{due.count} {due.count_unit or ''}".strip()
    return due.text


def bearer_words(duty: Duty) -> str:
    """Who bears the duty; a long list of recipients is named by its first."""
    if duty.bearer is None:
        return "（未写明主体）"
    names = duty.bearer.split("、")
    if duty.bearer_source == "recipients" and len(names) > 2:
        return f"{names[0]} 等 {len(names)} 家收文单位"
    return duty.bearer


def standing_words(duty: Duty) -> str:
    """Whether the paper is in force: 未见废止或失效, 已废止."""
    return {str(status): words for status, words in STATUSES.items()}.get(duty.standing or "", "")


def item_words(items: tuple[DutyItem, ...]) -> str:
    """Items one below the other, with their labels."""
    return "\n".join(f"{item.label}{item.text}" for item in items)


def rule_words(duty: Duty) -> str:
    """The rule of RFC 5545 in Chinese: ``FREQ=MONTHLY;INTERVAL=3`` -> 每季度.

    A day that stands for working days says so: 每月5日（按自然日提前提醒，原文为每月初5个工作日）.
    """
    rule, said = duty.recurrence or "", "".join((duty.recurrence_text or "").split())
    words = _plain_rule_words(rule)
    if "DAY=" in rule and COUNTED_WORKDAYS.search(said):
        words += f"（按自然日提前提醒，原文为{said}）"
    return words


def _plain_rule_words(rule: str) -> str:
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    every, count = parts.get("FREQ", ""), int(parts.get("INTERVAL", "1"))
    unit = FREQUENCIES.get(every)
    if unit is None:
        return rule
    words = SPANS.get((every, count)) or (f"每{unit}" if count == 1 else f"每{count}{_long(unit)}")
    if months := parts.get("BYMONTH"):
        words += "、".join(months.split(",")) + "月"
    if parts.get("BYDAY") == WORKDAYS:
        return "每个工作日"
    if days := parts.get("BYDAY"):
        words += "、".join(WEEKDAYS.get(day, day) for day in days.split(","))
    if year_days := parts.get("BYYEARDAY"):
        words += f"第{'、'.join(year_days.split(','))}天"
    if month_days := parts.get("BYMONTHDAY"):
        words += "、".join(_day(day) for day in month_days.split(","))
    return words


def _long(unit: str) -> str:
    return {"月": "个月", "日": "天"}.get(unit, unit)


def _day(day: str) -> str:
    """-1 is the last day of the month."""
    number = int(day)
    if number > 0:
        return f"{number}日"
    return "月末" if number == -1 else f"月末前{-number - 1}日"
