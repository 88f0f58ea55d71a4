"""Dates of notices: 2021年5月28日, 二〇二一年五月二十五日, and the last day of 5月底 or 2021年末.

Sources: GB/T 9704—2012, 7.3.5.4 (Arabic numerals, no padding zeros); the Measures of 2000, which
the older notices follow, print dates in Chinese numerals.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from hongtou.errors import NotationError
from hongtou.model.spans import Span
from hongtou.notation.numerals import read_han_integer

LastDayPrecision = Literal["day", "month", "quarter", "half-year", "year"]

# 二〇二一, 二○二一, 二O二一, 二零二一: the zero of a year has many shapes.
_YEAR: Final = r"(?:\d{4}|[一二][〇零○◯O一二三四五六七八九]{3})"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"

# A full date, spaces tolerated: 2021 年 5 月 28 日. No digit may stand before the year: 12021年.
_FULL: Final = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR}) ?年 ?(?P<month>{_MONTH}) ?月 ?(?P<day>{_DAY}) ?日"
)
# Sites print 2021-05-28, 2021/5/28 and 2021.5.28.
_NUMERIC: Final = re.compile(r"(?<![\d.])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.])")

# A time that has a last day: a year, month, quarter, half, or the end of one.
PERIOD: Final = (
    rf"(?:(?<!\d)(?P<year>{_YEAR}) ?年度?"
    r"|(?P<near>今年|本年度?|当年|明年|次年度?|翌年|下一?年度?|去年|上年))?"
    rf"(?: ?(?<!\d)(?P<month>{_MONTH}) ?月份?"
    rf"(?: ?(?P<day>{_DAY}) ?日|(?P<third>[上中下]旬)|(?P<month_end>月?[底末]))?"
    r"|(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<year_end>年?[底末终])|(?P<inside>(?<![\d一二三四五六七八九十两半近数几多])年内)"
    r"|(?P<next_month>下个?月)(?:底|末|份?(?P<next_day>(?:[12]\d|3[01]|[1-9])) ?日)"
    r"|(?P<this_month>(?<![下上次个])本?月[底末])|(?P<this_quarter>(?<![下上每])本?季度?[底末]))?"
    r"[底末]?"
)
_PERIOD: Final = re.compile(PERIOD)
_NEAR: Final = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "翌": 1, "下": 1, "去": -1, "上": -1}
_THIRDS: Final = {"上": 10, "中": 20}


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a time, and how finely the words name it."""

    date: date | None  # None where the words need a year that nothing gives
    precision: LastDayPrecision


def read_date(text: str) -> date:
    """Return the day that ``text`` names: ``二〇二一年五月二十五日`` -> 2021-05-25.

    Args:
        text: Year, month and day, in Arabic or Chinese numerals, spaces tolerated; also
            ``2021-05-28``, ``2021/5/28``, ``2021.5.28``.

    Raises:
        NotationError: If ``text`` is no such date or the calendar has no such day.
    """
    compact = text.strip()
    if match := _FULL.fullmatch(compact):
        return _day(match["year"], match["month"], match["day"])
    if match := _NUMERIC.fullmatch(compact):
        return _day(match[1], match[3], match[4])
    raise NotationError(f"不是日期：{compact[:40]!r}（示例：2021年5月28日）")


def write_date(day: date) -> str:
    """Print ``day`` as GB/T 9704—2012, 7.3.5.4 wants it: ``2021年5月28日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def write_han_date(day: date) -> str:
    """Print ``day`` as notices before 2012 did: ``二〇二一年五月二十五日``."""
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in f"{day.year:04}")
    return f"{year}年{_write_small(day.month)}月{_write_small(day.day)}日"


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Span, date]]:
    """Each full date of ``text[start:end]`` in 年, 月, 日, in order; impossible days skipped."""
    for match in _FULL.finditer(text, start, len(text) if end is None else end):
        try:
            yield Span(*match.span()), read_date(match[0])
        except NotationError:
            continue


def read_last_day(text: str, *, reference: date | None = None) -> LastDay:
    """Return the last day of the time that ``text`` names: ``2021年末`` -> 2021-12-31.

    Args:
        text: 2021年12月31日, 2023年6月底, 5月底, 2021年, 年底, 上半年, 第一季度末, 5月中旬, 月末,
            下月10日, 年内; without 前 or 至.
        reference: The day of the paper. It gives the year (the month for 月末) where the words do
            not; a time without a year never lies before it, so 3月底 in a paper of November means
            March of the next year.

    Raises:
        NotationError: If ``text`` names no such time, or a day that the calendar does not have.
    """
    compact = text.strip()
    match = _PERIOD.fullmatch(compact)
    if not compact or match is None:
        raise NotationError(f"不是期限：{compact[:40]!r}（示例：2021年12月31日、5月底、2021年末）")
    precision = _precision(match)
    year = _year(match, reference)
    if year is not None:
        return LastDay(_last_day(match, year, reference), precision)
    if reference is None:
        return LastDay(None, precision)
    this_year = _last_day(match, reference.year, reference)
    if this_year is not None and this_year < reference:
        return LastDay(_last_day(match, reference.year + 1, reference), precision)
    return LastDay(this_year, precision)


def end_of_month(year: int, month: int) -> date:
    """The last day of a month (from 1 to 12)."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The day with the same number ``months`` later, or the last of that month (民法典第202条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = end_of_month(year, month + 1)
    return min(last, last.replace(day=min(day.day, last.day)))


def _precision(match: re.Match[str]) -> LastDayPrecision:
    if match["day"] or match["third"] or match["next_day"]:
        return "day"
    if match["month"] or match["this_month"] or match["next_month"]:
        return "month"
    if match["quarter"] or match["this_quarter"]:
        return "quarter"
    return "half-year" if match["half"] else "year"


def _year(match: re.Match[str], reference: date | None) -> int | None:
    if match["year"]:
        return _number(match["year"])
    if match["near"] and reference is not None:
        return reference.year + _NEAR[match["near"][0]]
    return None


def _last_day(match: re.Match[str], year: int, reference: date | None) -> date | None:
    if match["day"]:
        return _day(str(year), match["month"], match["day"])
    if match["third"] and match["third"][0] in _THIRDS:
        return date(year, _number(match["month"]), _THIRDS[match["third"][0]])
    if match["month"]:
        return end_of_month(year, _number(match["month"]))
    if match["half"]:
        return end_of_month(year, 6 if match["half"][0] == "上" else 12)
    if match["quarter"]:
        return end_of_month(year, 3 * _number(match["quarter"]))
    if match["this_month"] or match["this_quarter"] or match["next_month"]:
        if reference is None:
            return None
        if match["next_month"]:
            following = add_months(reference.replace(day=1), 1)
            if match["next_day"]:
                return _day(str(following.year), str(following.month), match["next_day"])
            return end_of_month(following.year, following.month)
        month = reference.month
        return end_of_month(year, month if match["this_month"] else (month + 2) // 3 * 3)
    return date(year, 12, 31)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else read_han_integer(text)


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(_number(year), _number(month), _number(day))
    except ValueError as error:
        raise NotationError(f"日历上没有这一天：{year}年{month}月{day}日") from error


def _write_small(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else "零一二三"[tens] + "十"
    return head + ("" if ones == 0 else "零一二三四五六七八九"[ones])
