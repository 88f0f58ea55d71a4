"""Recurrences: how often a duty comes back, as RFC 5545 rules (按月通报 -> FREQ=MONTHLY).

No recurrences: trends (逐年提高), what is counted for a time (每日累计不得超过2000元).
"""

import re
from functools import lru_cache
from typing import Final

from hongtou.errors import NotationError
from hongtou.lexicon import read_table
from hongtou.model import Span
from hongtou.notation.numerals import HAN_DIGITS, read_number
from hongtou.tag.times.recurrence_days import with_days, with_days_apart

# 每两年, 每3个月, 每隔六个月; 每一年 stands in the list of phrases.
_COUNTED: Final = (
    rf"每隔?(?P<count>[{HAN_DIGITS}]|\d{{1,3}}) ?(?P<unit>年|个月|个季度|季度|周|[日天])"
)
# 一年一次, 半年一次, 两年1次. 近一年一次 looks back.
_TIMES: Final = (
    rf"(?<![每近满第{HAN_DIGITS}十\d])(?P<times>[{HAN_DIGITS}]|\d{{1,2}}|半)"
    r"(?P<times_unit>年|个月|月|个季度|季度|季|周|[日天])(?=[一1两2]次)"
)
# 月报由月后8日提前, 季报于季后15日内报送, 月报制度, 月例会, 周调度、月通报.
_REPORTS: Final = (
    rf"(?<![每按逐当本上下次去今明前后同全半双{HAN_DIGITS}十\d])(?P<report>[周旬月季年])"
    r"(?:报(?=制|[、和及或]?[月季年]报|[由于自应须]|数据|报送|上报|填报|：|表于|表应)"
    r"|(?:度?例会|度?调度|通报|督导|会商|考核|排名)(?=制|机制|、[周旬月季年][^，。、]))"
)
# 于月后5个工作日内, 季后15日内: without 每. 一个月后, 3月后 count from an event.
_AFTER: Final = (
    rf"(?<![每按逐当本上下次去今明前后同个{HAN_DIGITS}十\d])"
    r"(?P<after>[旬月]|季度?|半年度?|年度)(?:后|终了后|结束后)"
    rf"(?=(?:的?第?\d{{1,2}}|的?第?[{HAN_DIGITS}十]{{1,3}})(?:日|个工作日|个月内))"
)
# 应于次月10日前报送上月数据: each month, if the months before it are what it is about.
_NEXT: Final = rf"(?P<next>次月)(?= ?的?(?:\d{{1,2}}|[{HAN_DIGITS}十]{{1,3}}) ?(?:日|个工作日))"
_MONTHLY: Final = re.compile("[上当本每按]月|月[报度]")
_FREQUENCIES: Final = {
    "年": ("YEARLY", 1), "个月": ("MONTHLY", 1), "月": ("MONTHLY", 1), "个季度": ("MONTHLY", 3),
    "季度": ("MONTHLY", 3), "季": ("MONTHLY", 3), "周": ("WEEKLY", 1), "日": ("DAILY", 1),
    "天": ("DAILY", 1),
}  # fmt: skip
_TEN_DAYS: Final = "FREQ=MONTHLY;BYMONTHDAY=10,20,-1"
_WORDS: Final = {
    "周": "FREQ=WEEKLY", "旬": _TEN_DAYS, "月": "FREQ=MONTHLY", "季": "FREQ=MONTHLY;INTERVAL=3",
    "年": "FREQ=YEARLY", "半": "FREQ=MONTHLY;INTERVAL=6", "次": "FREQ=MONTHLY",
}  # fmt: skip

# 每日累计不得超过2000元, 每年不少于2亿元, 每人每天5万元: an amount of each day, no duty.
_AMOUNT: Final = re.compile(
    r"(?:最高)?(?:累计|合计|总计|共计|最高|最多|至多|支付|交易|取现|取款|转账|存取|提现|消费){0,3}"
    r"(?:限额|额度|金额|限制|总额|笔数|次数"
    r"|(?:[^，。；：\n]{0,10}?(?:不得?超过?|不[得应]?[高大少低多]于|最高|限|为|超过|以|≤))?"
    r" ?(?:人民币|等值)? ?[\d.,]+ ?[十百千万亿]{0,2}(?:元|美元|欧元|港元|港币))"
)
_EACH: Final = re.compile(r"(?:每[^，。；：、每\n]{1,4}|单[人户卡日笔]|同一[^，。；：、\n]{1,6})$")
_VERB: Final = re.compile(r"安排|投入|投放|新增|发放|支持|列支|给予|拨付|缴存")


@lru_cache
def _phrases() -> tuple[dict[str, str], re.Pattern[str]]:
    """Rule by phrase, and one pattern for all phrases, the longest first."""
    rows = sorted(read_table("recurrences"), key=lambda row: -len(row["phrase"]))
    words = (
        re.escape(row["phrase"]) + (f"(?!{row['not_before']})" if row["not_before"] else "")
        for row in rows
    )
    return {row["phrase"]: row["rule"] for row in rows}, re.compile(
        f"(?P<phrase>{'|'.join(words)})|{_COUNTED}|{_TIMES}|{_REPORTS}|{_AFTER}|{_NEXT}"
    )


def find_recurrences(text: str, start: int, end: int) -> list[tuple[str, Span]]:
    """All recurrences in ``text[start:end]``, in order: ``按月通报`` gives ``FREQ=MONTHLY``, 按月.

    A day that follows belongs to it: 每年1月31日前 is ``FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31``,
    每周五 ``FREQ=WEEKLY;BYDAY=FR`` and 每年6月底 has ``BYMONTHDAY=-1``. RFC 5545 knows no
    quarters: 每季度 is every third month.

    Args:
        text: The clean text; the spans of the answer point into it.
        start: Where the clause, sentence or document begins.
        end: Where it ends.

    Source: RFC 5545, 3.3.10.
    """
    return [(rule, span) for _, rule, span in _read(text, start, end)]


def find_recurrence(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """The first of ``find_recurrences``, or ``None``."""
    return next(iter(find_recurrences(text, start, end)), None)


def find_due_recurrence(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """The first recurrence, or what says later on which days of its period: the rule of a duty.

    按季结息，每季度末月二十日为结息日 gives the 20th of the last months, and
    每年结息一次，六月三十日为结息日 June 30th. 按日提取, 旬后五日内报送 are of two periods: the
    first stands.
    """
    found = _read(text, start, end)
    if not found:
        return None
    period, rule, span = found[0]
    if rule != period:
        return rule, span
    for other, exact, where in found[1:]:
        if other == period != exact:
            return exact, where
    # Up to the next recurrence: its days are its own.
    limit = found[1][2].start if len(found) > 1 else end
    rule, until = with_days_apart(rule, text, span.end, limit)
    return rule, Span(span.start, max(span.end, until))


def _read(text: str, start: int, end: int) -> list[tuple[str, str, Span]]:
    """All recurrences: the rule of the period alone, the rule with its days, the words."""
    rules, pattern = _phrases()
    found: list[tuple[str, str, Span]] = []
    for match in pattern.finditer(text, start, end):
        rule = rules[match["phrase"]] if match["phrase"] else _rule(match)
        if match["next"] and not _MONTHLY.search(text, max(start, match.start() - 60), end):
            continue
        if rule is None or _is_amount(text, match, start, end):
            continue
        exact, until = with_days(rule, text, match.end(), end)
        found.append((rule, exact, Span(match.start(), until)))
    return found


def _rule(match: re.Match[str]) -> str | None:
    """The rule of what stands in no list: 每两年, 半年一次, 月报, 季后."""
    word = match["report"] or match["after"] or match["next"]
    if word:
        return _WORDS[word[0]]
    if match["times"] == "半":
        return "FREQ=MONTHLY;INTERVAL=6" if match["times_unit"] == "年" else None
    try:
        count = int(read_number(match["count"] or match["times"]))
    except NotationError:
        return None
    frequency, months = _FREQUENCIES[match["unit"] or match["times_unit"]]
    interval = count * months
    if interval < 1:
        return None
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")


def _is_amount(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether an amount is counted for the time: 每日累计不得超过2000元, 每人每天不超过2万元."""
    amount = _AMOUNT.match(text, match.end(), end)
    if amount is not None:
        return _VERB.search(amount[0]) is None
    return (
        match[0] in ("每日", "每天")
        and _EACH.search(text, max(start, match.start() - 8), match.start()) is not None
    )
