"""Recurrences: how often a duty comes back, as RFC 5545 rules (按月通报 -> FREQ=MONTHLY)."""

import re
from functools import lru_cache
from typing import Final

from hongtou.errors import NotationError
from hongtou.lexicon import read_table
from hongtou.model import Span
from hongtou.notation.numerals import HAN_DIGITS, read_number

# 每两年, 每3个月, 每六个月; 每一年 stands in the list of phrases.
_COUNTED: Final = rf"每(?P<count>[{HAN_DIGITS}]|\d{{1,3}}) ?(?P<unit>年|个月|个季度|周|[日天])"
_FREQUENCIES: Final = {
    "年": ("YEARLY", 1), "个月": ("MONTHLY", 1), "个季度": ("MONTHLY", 3), "周": ("WEEKLY", 1),
    "日": ("DAILY", 1), "天": ("DAILY", 1),
}  # fmt: skip

# The day on which it falls, behind the phrase: 每年1月31日前, 每月10日前, 每季度末月15日前,
# 每年6月底, 每月底. 每月后5个工作日 counts days and names none.
_YEAR_DAY: Final = re.compile(
    r"的? ?(?P<month>\d{1,2}) ?月(?: ?(?P<day>\d{1,2}) ?日|(?P<end>[底末]))"
)
_MONTH_DAY: Final = re.compile(r"的? ?(?P<day>\d{1,2}) ?日|(?P<end>[底末](?!月))")
_QUARTER_DAY: Final = re.compile(r"末月 ?(?P<day>\d{1,2}) ?日|(?P<end>[底末](?!月))")
_YEAR_START: Final = re.compile("年?[初底末]")
_QUARTER: Final = "FREQ=MONTHLY;INTERVAL=3"


@lru_cache
def _phrases() -> tuple[dict[str, str], re.Pattern[str]]:
    """Rule by phrase, and one pattern for all phrases, the longest first."""
    rows = sorted(read_table("recurrences"), key=lambda row: -len(row["phrase"]))
    words = (
        re.escape(row["phrase"]) + (f"(?![{row['not_before']}])" if row["not_before"] else "")
        for row in rows
    )
    return {row["phrase"]: row["rule"] for row in rows}, re.compile(
        f"(?P<phrase>{'|'.join(words)})|{_COUNTED}"
    )


def find_recurrence(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """The first recurrence in ``text[start:end]``: ``按月通报`` gives ``FREQ=MONTHLY`` for 按月.

    A day that follows belongs to it: 每年1月31日前 is ``FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31`` and
    每年6月底 has ``BYMONTHDAY=-1``. RFC 5545 knows no quarters: 每季度 is every third month.

    Args:
        text: The clean text; the span of the answer points into it.
        start: Where the clause begins.
        end: Where it ends.

    Source: RFC 5545, 3.3.10.
    """
    rules, pattern = _phrases()
    match = pattern.search(text, start, end)
    if match is None:
        return None
    if match["phrase"]:
        rule = rules[match["phrase"]]
    elif (counted := _counted_rule(match)) is not None:
        rule = counted
    else:
        return None
    rule, until = _with_day(rule, text, match.end(), end)
    return rule, Span(match.start(), until)


def _counted_rule(match: re.Match[str]) -> str | None:
    try:
        count = int(read_number(match["count"]))
    except NotationError:
        return None
    frequency, months = _FREQUENCIES[match["unit"]]
    interval = count * months
    if interval < 1:
        return None
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")


def _with_day(rule: str, text: str, start: int, end: int) -> tuple[str, int]:
    """The rule with the day that the words behind the phrase name, and where these words end."""
    if rule == "FREQ=YEARLY":
        if (match := _YEAR_DAY.match(text, start, end)) and 1 <= int(match["month"]) <= 12:
            return f"{rule};BYMONTH={int(match['month'])}{_month_day(match)}", match.end()
        if match := _YEAR_START.match(text, start, end):
            return rule, match.end()
    elif rule == "FREQ=MONTHLY":
        if match := _MONTH_DAY.match(text, start, end):
            return rule + _month_day(match), match.end()
    elif rule == _QUARTER and (match := _QUARTER_DAY.match(text, start, end)):
        return f"FREQ=YEARLY;BYMONTH=3,6,9,12{_month_day(match)}", match.end()
    return rule, start


def _month_day(match: re.Match[str]) -> str:
    if match["end"]:
        return ";BYMONTHDAY=-1"
    day = int(match["day"])
    return f";BYMONTHDAY={day}" if 1 <= day <= 31 else ""
