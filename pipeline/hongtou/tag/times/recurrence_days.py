"""The days on which a recurrence falls, behind its words: 每年6月底, 每周五, 每季度结束后10日内.

RFC 5545 knows no holidays, so working days are counted as days of the calendar: 每月前15个工作日内
gives the 15th. The fifteenth working day is never before it, so whoever keeps it is in time.
"""

import calendar
import re
from collections.abc import Iterable
from typing import Final

from hongtou.errors import NotationError
from hongtou.notation.numerals import read_number

_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_LINK: Final = r"(?:之?前)?(?:以?前)?[、和及与或]"

# 每年1月31日前, 每年6月底, 每年4月底前和10月底前, 每年1月、7月.
_MONTH_PART: Final = rf"{_MONTH} ?月(?:份| ?{_DAY} ?日|[底末])?"
_YEAR_DAYS: Final = re.compile(
    rf"的? ?{_MONTH_PART}(?:{_LINK}(?:每年|次年|翌年)? ?{_MONTH_PART}){{0,3}}"
)
_ONE_MONTH: Final = re.compile(
    rf"(?P<month>{_MONTH}) ?月(?:份| ?(?P<day>{_DAY}) ?日|(?P<end>[底末]))?"
)
_YEAR_QUARTER: Final = re.compile(r"的?第?(?P<quarter>[一二三四1-4])个?季度(?P<end>[底末])?")
_YEAR_START: Final = re.compile("年?(?:(?P<end>[底末])|初)")
# 每月10日前, 每月1日和15日, 每月底. 每月后5个工作日 counts days and names none.
_MONTH_DAYS: Final = re.compile(
    rf"份?的? ?(?:{_DAY} ?日(?:{_LINK} ?{_DAY} ?日){{0,3}}|月?(?P<end>[底末](?!月)))"
)
_ONE_DAY: Final = re.compile(rf"({_DAY}) ?日")
# 每季度末月15日前, 每季度首月10日前, 每季度后第1个月的20日前, 每季初25日前, 每季度末.
_QUARTER_DAY: Final = re.compile(
    rf"(?:(?:的?(?P<last>末月|最后一个月)|(?:结束|终了)?后?的?(?P<first>首月|第[一1]个月|初))"
    rf"的? ?(?P<day>{_DAY}) ?日(?!内)|(?P<end>[底末](?!月|最后)))"
)
# 每季度结束后10日内, 每月初5个工作日内, 每年度终了后4个月内; of 月后, 季后 the 后 is gone already.
_WITHIN: Final = re.compile(
    r"(?P<when>的?(?:结束|终了|终)?之?(?:日?后|日起|初|前)的?)?第?"
    r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}) ?"
    r"(?P<unit>个?工作日|个?交易日|日|天|个月)"
    "(?=以?内|之内)"
)
# 每季度结束后次月15日前, 每半年度终了后第1个月20日前
_NEXT_MONTH: Final = re.compile(
    r"的?(?:结束|终了)?之?后?的?(?:次月|下月|第[一1]个月)的? ?"
    rf"(?P<day>{_DAY}) ?日(?=之前|以前|前)"
)
# 每年结息一次，六月三十日为结息日; 按季付息，付息日为季末月20日: the day stands in another clause.
_DAY_OF: Final = "(?:[结付计]息|[还扣付缴]款|还本|缴存|对账|[报上]报|报送|考核|调整|结算|盘点)日"
_APART: Final = re.compile(
    rf"[^。；：\n每按]{{0,15}}?[，、（](?:{_DAY_OF}[为是](?:季度?)?"
    rf"|(?:季度?)?(?=[^，。；每按]{{2,14}}?[为是]{_DAY_OF}))(?=[末最一二三四五六七八九十\d])"
)
_HALF_DAY: Final = re.compile(r"(?P<end>[底末])")
# 每周五, 每周一、三、五, 每周一至周五. 每周一次, 每周五天 count.
_WEEK_DAYS: Final = re.compile(
    r"(?:的?(?:周|星期)?(?P<one>[一二三四五六日](?![次个期名家份篇条项户场天小两三四五六七八九十至均]))"
    r"(?P<more>(?:[、和及与](?:每?(?:周|星期))?[一二三四五六日](?![次个家份篇条项户场天])){0,5})"
    r"|(?P<from>[一二三四五六日])[至到](?:周|星期)?(?P<to>[一二三四五六日]))"
)
_DAYS: Final = {
    "一": "MO", "二": "TU", "三": "WE", "四": "TH", "五": "FR", "六": "SA", "日": "SU",
}  # fmt: skip
_QUARTER: Final = "FREQ=MONTHLY;INTERVAL=3"
_HALF_YEAR: Final = "FREQ=MONTHLY;INTERVAL=6"
_THIRDS: Final = "FREQ=MONTHLY;BYMONTHDAY=10,20,-1"
# In which months a period begins, by its rule.
_BEGINS: Final = {_QUARTER: (1, 4, 7, 10), _HALF_YEAR: (1, 7), "FREQ=YEARLY": (1,)}


def with_days(rule: str, text: str, start: int, end: int) -> tuple[str, int]:
    """The rule with the days that the words from ``start`` name, and where these words end.

    ``FREQ=MONTHLY`` before 10日前 becomes ``FREQ=MONTHLY;BYMONTHDAY=10``. Rules without a day
    behind them come back as they are.
    """
    within = _WITHIN.match(text, start, end)
    if within is not None and (within["when"] or text[start - 1] in "后月"):
        return _days_within(rule, within), within.end()
    if rule in (_QUARTER, _HALF_YEAR) and (match := _NEXT_MONTH.match(text, start, end)):
        return f"FREQ=YEARLY;BYMONTH={_listed(_BEGINS[rule])}{_month_day(match)}", match.end()
    if rule == "FREQ=YEARLY":
        return _in_year(rule, text, start, end)
    if rule == "FREQ=WEEKLY":
        match = _WEEK_DAYS.match(text, start, end)
        return (rule, start) if match is None else (f"{rule};BYDAY={_weekdays(match)}", match.end())
    if rule == "FREQ=MONTHLY" and (match := _MONTH_DAYS.match(text, start, end)):
        days = ["-1"] if match["end"] else _days(match[0])
        return (f"{rule};BYMONTHDAY={','.join(days)}" if days else rule), match.end()
    if rule == _QUARTER and (match := _QUARTER_DAY.match(text, start, end)):
        months = "1,4,7,10" if match["first"] else "3,6,9,12"
        return f"FREQ=YEARLY;BYMONTH={months}{_month_day(match)}", match.end()
    if rule == _HALF_YEAR and (match := _HALF_DAY.match(text, start, end)):
        return f"FREQ=YEARLY;BYMONTH=6,12{_month_day(match)}", match.end()
    return rule, start


def with_days_apart(rule: str, text: str, start: int, end: int) -> tuple[str, int]:
    """The same for days in a clause of their own: 每年结息一次，六月三十日为结息日.

    Only days of the period that ``rule`` names: 按月结息，6月30日为结息日 says nothing of months.
    """
    match = _APART.match(text, start, end)
    if match is None:
        return rule, start
    read, until = with_days(rule, text, match.end(), end)
    return (read, until) if "DAY" in read else (rule, start)


def _in_year(rule: str, text: str, start: int, end: int) -> tuple[str, int]:
    if match := _YEAR_DAYS.match(text, start, end):
        parts = list(_ONE_MONTH.finditer(match[0]))
        months = sorted({_number(part["month"]) for part in parts})
        days = {_month_day(part) for part in parts}
        # 5月10日和9月30日: one rule cannot say which day is of which month, unless all are ends.
        day = days.pop() if len(days) == 1 and all(map(_exists, parts)) else ""
        if not day and days and all(_is_last(part) for part in parts):
            day = ";BYMONTHDAY=-1"
        return f"{rule};BYMONTH={_listed(months)}{day}", match.end()
    if match := _YEAR_QUARTER.match(text, start, end):
        month = 3 * _number(match["quarter"])
        return f"{rule};BYMONTH={month};BYMONTHDAY=-1", match.end()
    if match := _YEAR_START.match(text, start, end):
        # 每年年初 names no day; 每年底 does.
        return f"{rule};BYMONTH=12;BYMONTHDAY=-1" if match["end"] else rule, match.end()
    return rule, start


def _days_within(rule: str, match: re.Match[str]) -> str:
    """The rule for the last day of a term behind each period: 每季度结束后10日内."""
    count, unit = _number(match["count"]), match["unit"]
    months = _BEGINS.get(rule)
    if unit == "个月":
        if months is None or not 1 <= count <= 12 // len(months):
            return rule
        return f"FREQ=YEARLY;BYMONTH={_listed(m + count - 1 for m in months)};BYMONTHDAY=-1"
    if not count:
        return rule
    if unit not in ("日", "天"):
        return _working_days_within(rule, count)
    if rule == "FREQ=MONTHLY" and count <= 31:
        return f"{rule};BYMONTHDAY={count}"
    if rule == _THIRDS and count <= 10:
        return f"FREQ=MONTHLY;BYMONTHDAY={_listed((count, count + 10, count + 20))}"
    if months is not None and count <= 31:
        return f"FREQ=YEARLY;BYMONTH={_listed(months)};BYMONTHDAY={count}"
    return f"{rule};BYYEARDAY={count}" if rule == "FREQ=YEARLY" and count <= 365 else rule


def _working_days_within(rule: str, count: int) -> str:
    """A day that no term of ``count`` working days ends before: 每季度结束后15个工作日内.

    It is the ``count``-th day of the calendar, or one shortly before it that every month has.
    """
    if rule == "FREQ=WEEKLY" and count <= len(_DAYS):
        return f"{rule};BYDAY={list(_DAYS.values())[count - 1]}"
    if rule == "FREQ=MONTHLY" and count <= 31:
        return f"{rule};BYMONTHDAY={min(count, 28)}"
    if rule == _THIRDS and count <= 10:
        return f"FREQ=MONTHLY;BYMONTHDAY={_listed(day + min(count, 8) for day in (0, 10, 20))}"
    months = _BEGINS.get(rule)
    later, day = divmod(count - 1, 31)  # no month is longer, so the real day is never before
    if months is None or later >= 12 // len(months):
        return rule
    return (
        f"FREQ=YEARLY;BYMONTH={_listed(month + later for month in months)}"
        f";BYMONTHDAY={min(day + 1, 28)}"
    )


def _exists(part: re.Match[str]) -> bool:
    """Whether some year has the day: 6月31日 is a misprint."""
    month, day = _number(part["month"]), _number(part["day"]) if part["day"] else 0
    return 1 <= month <= 12 and day <= calendar.monthrange(2000, month)[1]


def _is_last(part: re.Match[str]) -> bool:
    """Whether a day is the last of its month in every year: 4月30日, 6月底."""
    month = _number(part["month"])
    last = calendar.monthrange(2001, month)[1] if 1 <= month <= 12 and month != 2 else 0
    return bool(part["end"]) or (part["day"] is not None and _number(part["day"]) == last)


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def _weekdays(match: re.Match[str]) -> str:
    if match["from"]:
        week = list(_DAYS.values())
        first, last = week.index(_DAYS[match["from"]]), week.index(_DAYS[match["to"]])
        return ",".join(week[first : last + 1] or week)
    named = [match["one"], *re.findall("[一二三四五六日]", match["more"])]
    return ",".join(day for sign, day in _DAYS.items() if sign in named)


def _days(words: str) -> list[str]:
    return [str(day) for day in sorted({_number(day) for day in _ONE_DAY.findall(words)})]


def _month_day(match: re.Match[str]) -> str:
    words = match.groupdict()
    if words.get("end"):
        return ";BYMONTHDAY=-1"
    return f";BYMONTHDAY={_number(words['day'])}" if words.get("day") else ""


def _number(text: str) -> int:
    """A day or month; the patterns let only readable numerals through."""
    try:
        return int(read_number(text))
    except NotationError:
        return 0
