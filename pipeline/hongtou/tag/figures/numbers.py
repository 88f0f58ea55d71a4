"""Numbers in running text: amounts and ranges with 以上, 以内 and （含） behind them.

What only looks like an amount is left out: dates, years, ordinals (第3), document numbers, phone
numbers, names of rates (1年期LPR).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from hongtou.model import Operator, Span
from hongtou.notation.amounts import amount_of, amount_pattern, units

_LONGEST: Final = 24  # characters of a number; longer ones are account numbers or noise

# 5万元（含）, 5万元（不含）, 以下（含5万元）
_INCLUSION: Final = r"(?: ?[（(](?P<{0}>不?含)[^（）()\n]{{0,60}}[）)])?"
# 《民法典》第1259条: 以上, 以下, 以内 include the number, 以外 does not.
# 5张（枚）以上: a second unit in brackets.
_BEHIND: Final = re.compile(
    r"(?: ?[（(](?!不?含)[^（）()\d\n]{1,3}[）)](?=以[上下内外]))?"
    + _INCLUSION.format("before")
    + r"(?P<word>[（(]?[及或和]?(?:者)?(?:以上|以下|以内|以外)[）)]?|之内|之外|之间|左右"
    + r"|上下(?![文游级班浮联])"
    + r"|(?<=[日天月年时周钟秒])内(?![部容设地])|起步|封顶|为限|为上限|为下限|为最高限额)?"
    + _INCLUSION.format("after")
)
_OPERATORS: Final[dict[str, Operator]] = {
    "以上": ">=", "以下": "<=", "以内": "<=", "之内": "<=", "内": "<=", "以外": ">", "之外": ">",
    "起步": ">=", "封顶": "<=", "为限": "<=", "为上限": "<=", "为最高限额": "<=", "为下限": ">=",
}  # fmt: skip
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_BETWEEN: Final = re.compile(r" ?(?:[—–\-－~～]{1,2}|至|到) ?")

# 约30%, 近5000户, 大约占三成; 近3年 looks back and is exact.
_ABOUT: Final = re.compile(
    r"(?:约|大概|大致|将近|接近|(?<![最附邻临相就贴亲切靠])近)(?:为|占|达|有)? ?$"
)
_UP_TO_EQUAL: Final = "等值以下"  # 处违法金额30%以上等值以下的罚款: up to all of it
_WHOLE: Final = Decimal(100)
_PADDED: Final = re.compile(r"0\d")  # 000000000000, 0214: codes
_ROUGHLY: Final = ("左右", "上下")
_SAME_OR: Final = re.compile(r" ?(?:或者?|及) ?")  # 2家或2家以上
_COORDINATE: Final = re.compile(r"或者?(?:等值|外币|人民币){0,3}")

# 1年期LPR, 5年期以上LPR, 10年期国债收益率, 3个月整存整取: the name of a rate is no term.
_RATE_NAME: Final = re.compile(
    r"(?:（?含）?|及?以[上内])?(?:期)?的?(?:贷款市场报价利率|LPR|国债|定期|定存|存款基准|贷款基准|MLF"
    r"|Shibor|SHIBOR|上海银行间同业拆放利率|整存整取|存款利率|贷款利率|逆回购利率|中期借贷便利)"
)
# 每月10日, 次月5日, 12月31日, 1日至5日: a day of a month and not a number of days.
_DAY_BEFORE: Final = re.compile(
    r"(?:月末?(?:份)?的?[前后初]?|日[至到、和及或—\-～~]|[每当次]月) ?$"
)
_DAY_AFTER: Final = re.compile(r"[、和及]\d{1,2}日(?![内以])")  # 14日、15日为工作日
# T+1日, A-3级, 第2-3年, 9时30分, 2 0 2 1年: steps of a plan, grades, hours, blanks.
_STEP: Final = re.compile(r"[A-Za-z\u2160-\u216b] ?[+＋\-－\u2212—] ?$|[A-Za-z×]$")
_HOUR: Final = re.compile(r"(?:\d|[一二三四五六七八九十])(?:时|点|:|：)$")
_SPACED: Final = re.compile(r"\d [\d ]*$|_ ?$")
_STEPPED: Final = ("time", "rank", "count")
_LONG_YEAR: Final = re.compile(r"\d{4}年? ?[\-－—–～~至]{1,2} ?$")
# 第1-3项, 第二至四条
_ITEMS: Final = re.compile(r"第[\d一二三四五六七八九十]{1,4}[项条款章节]?[-－—–~～至到]$")
_NO_ONE: Final = ("一", "还本", "还清", "偿还", "付清", "缴清", "足额")
_NEIGHBOUR: Final = tuple("上下次前后某同另当首本")  # 上一日, 次一工作日: which one, not how many
# 有效期届满60日前, 提前15日: days counted back; any other 15日前 is a day of a month.
_COUNTED_BACK: Final = re.compile(r"(?:届满|期满|到期日?|之日|提前|召开|开始|生效|实施|至少)前? ?$")
_REFERRED: Final = ("项", "条")  # 前款一至五项: numbers of items, not a number of them
_YEARS: Final = range(1900, 2100)
_AHEAD_OF_FRACTION: Final = tuple("的于到过足达满超占为经息贴补担按以取由")
# 80元/亩, 200元/人·月, 扣0.5分/次
_EACH_UNITS: Final = (
    "月", "季", "季度", "村", "车", "生", "镇", "乡", "县", "单", "学期", "班", "天",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """An amount or a range, in base units, with the words behind it.

    ``operator`` is what these words say (以上 is ``>=``), ``None`` without any. ``lower`` and
    ``upper`` tell whether the ends of a range belong to it; for a single number ``included`` is
    what （含） or （不含） says.
    """

    span: Span  # from the first digit to 以上 or （含）
    value: Decimal
    unit: str | None
    dimension: str | None
    arabic: bool
    value_upper: Decimal | None = None
    operator: Operator | None = None
    word: str = ""
    included: bool | None = None
    lower: bool | None = None
    upper: bool | None = None
    per: str | None = None  # 亩 in 80元/亩
    approximate: bool = False  # 约30%, 30%左右


@dataclass(frozen=True, slots=True)
class _Raw:
    """One match of the amount pattern with what stands directly behind it."""

    number: Number
    core_end: int  # where number and unit end
    open_ended: bool  # a numeral without unit: only good as the low end of a range
    literal: Decimal  # before its multiplier, as 5 in 5万元
    scale: Decimal


@lru_cache
def _each_pattern() -> re.Pattern[str]:
    """What a number is counted for, behind a stroke: ``/亩``, ``/人·月``."""
    counted = {u.unit for u in units().values() if u.dimension in ("count", "measure", "time")}
    han = sorted({*_EACH_UNITS, *filter(_HAN.match, counted)}, key=len, reverse=True)
    unit = "|".join(map(re.escape, han))
    return re.compile(rf"[/／](?P<per>(?:{unit})(?:[·/／.]?(?:{unit}))?)")


def find_numbers(text: str, start: int, end: int, masked: tuple[Span, ...]) -> list[Number]:
    """The amounts and ranges of ``text[start:end]`` outside ``masked``, in order.

    Args:
        text: The clean text.
        start: Where to begin.
        end: Where to stop.
        masked: Sorted and disjoint spans in which nothing counts.
    """
    raws = list(_raw_numbers(text, start, end, masked))
    found: list[Number] = []
    at = 0
    while at < len(raws):
        here = raws[at]
        after = raws[at + 1] if at + 1 < len(raws) else None
        joined = _joined(text, here, after) if after is not None else None
        if joined is not None:
            found.append(joined)
            at += 2
            continue
        if not here.open_ended and not _is_no_amount(text, here):
            found.append(here.number)
        at += 1
    return _shared_endings(text, found)


def _shared_endings(text: str, found: list[Number]) -> list[Number]:
    """Give 以上 to both numbers of 人民币5000元或者外币等值1000美元以上."""
    result = list(found)
    for at in range(len(found) - 2, -1, -1):
        one, two = result[at], result[at + 1]
        alike = one.operator is None and one.included is None and one.dimension == two.dimension
        alike = alike and one.value != two.value  # 两个或者两个以上 is one number
        ended = two.operator in (">=", "<=") and two.value_upper is None
        if alike and ended and _COORDINATE.fullmatch(text, one.span.end, two.span.start):
            result[at] = replace(one, operator=two.operator, word=two.word)
    return result


def _raw_numbers(text: str, start: int, end: int, masked: tuple[Span, ...]) -> Iterator[_Raw]:
    mask = iter(masked)
    current, last = next(mask, None), start
    for match in amount_pattern().finditer(text, start, end):
        while current is not None and current.end <= match.start():
            current = next(mask, None)
        if current is not None and current.start < match.end():
            continue
        if match.start() < last or match.end() - match.start() > _LONGEST:
            continue
        if (raw := _raw(text, match, end)) is not None:
            last = raw.number.span.end  # 5万元以下（含5万元） is one number
            yield raw


def _raw(text: str, match: re.Match[str], end: int) -> _Raw | None:
    amount = amount_of(match)
    if amount is None or _PADDED.match(match[0]):
        return None
    each = _each_pattern().match(text, match.end(), end) if amount.unit else None
    majority = match["half_of"] == "过半数"
    behind = _BEHIND.match(text, match.end() if each is None else each.end(), end)
    word = (behind["word"] or "").strip("（()）及或和者") if behind else ""
    inclusion = (behind["before"] or behind["after"]) if behind else None
    stop = match.end() if each is None else each.end()
    stop = behind.end() if behind and (word or inclusion) else stop
    equal = amount.dimension == "share" and text.startswith(_UP_TO_EQUAL, stop)
    stop += len(_UP_TO_EQUAL) if equal else 0
    printed = match["arabic"] or ""
    scale = Decimal(1)
    for sign in printed:
        scale *= {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}.get(sign, 1)
    number = Number(
        Span(match.start(), stop),
        amount.value,
        amount.unit,
        amount.dimension,
        arabic=bool(printed),
        operator=">" if majority else _OPERATORS.get(word),
        word=word,
        included=None if inclusion is None else inclusion == "含",
        per=None if each is None else each["per"],
        approximate=bool(match["odd"] or match["han_odd"])
        or word in _ROUGHLY
        or _is_about(text, match.start(), amount.dimension),
    )
    if equal:
        number = _range(number, replace(number, value=_WHOLE), number.value, True, True)
    bare = amount.unit is None and amount.dimension is None and not printed
    return _Raw(number, match.end(), bare, amount.value / scale, scale)


def _is_about(text: str, start: int, dimension: str | None) -> bool:
    """Whether 约, 近 or 大约 stands before the number; 近3年 is a look back."""
    about = _ABOUT.search(text, max(0, start - 4), start)
    return about is not None and not (dimension == "time" and about[0][0] == "近")


def _joined(text: str, low: _Raw, high: _Raw) -> Number | None:
    """1-7级, 18周岁(含)—65周岁(含)之间, 1年期至3年期（含）, 1万元以上3万元以下; else ``None``."""
    one, two = low.number, high.number
    if two.unit is None and two.dimension is None:
        return None
    if _is_day_or_year(text, high) or text[one.span.start - 1 : one.span.start] == "第":
        return None
    if one.operator == ">=" and two.operator == "<=" and one.unit == two.unit:
        if text[one.span.end : two.span.start].strip("、，至到 ") == "":
            return _range(one, two, one.value, one.included is not False, two.included is not False)
        return None
    same = one.value == two.value and one.unit == two.unit and one.operator is None
    if same and _SAME_OR.fullmatch(text, one.span.end, two.span.start):
        return replace(two, span=Span(one.span.start, two.span.end))  # 2家或2家以上
    between = _BETWEEN.fullmatch(text, one.span.end, two.span.start)
    if between is None or one.operator is not None or one.unit not in (None, two.unit):
        return None
    value = one.value
    if one.unit is None and low.scale == 1 and low.literal <= high.literal:
        value *= high.scale  # 5-10万元
    if value > two.value or (not two.arabic and two.unit in _REFERRED):
        return None
    # （含） at one end only leaves the other out (1年期至3年期（含）), （不含） only its own
    # (20万元至30万元（不含）); without any both belong.
    lower = one.included if one.included is not None else two.included is not True
    upper = two.included if two.included is not None else one.included is not True
    upper = upper or (two.included is None and two.operator == "<=")
    return _range(one, two, value, lower, upper)


def _range(one: Number, two: Number, value: Decimal, lower: bool, upper: bool) -> Number:
    return replace(
        two,
        span=Span(one.span.start, two.span.end),
        value=value,
        value_upper=two.value,
        operator="range",
        lower=lower,
        upper=upper,
        included=None,
    )


def _is_no_amount(text: str, raw: _Raw) -> bool:
    """Whether the number names a day, a year, an ordinal, a rate or a part of a code."""
    number, start = raw.number, raw.number.span.start
    before = text[start - 1] if start else "\n"
    # 第3家, 每3个月 (that is the per of another number), 〔2021〕, №12
    if before in "第每〔№" or _ITEMS.search(text, max(0, start - 8), start):
        return True
    if before == "个" and text.startswith("百分之", start):
        return True  # 四个百分之百
    after = text[raw.core_end : raw.core_end + 1]
    if number.dimension == "fraction" and "/" in text[start : raw.core_end]:
        # 总数的1/3, 2/3以上; any other 1/3 is a page or a part of a code.
        return before not in _AHEAD_OF_FRACTION and number.operator is None
    if number.unit is None and number.dimension is None:
        # A number without unit counts only alone (不低于1.5), never as part of a code or label.
        return (
            (before.isascii() and (before.isalnum() or before in "/-_.:#"))
            or (after.isascii() and (after.isalnum() or after in "/-_.:)"))
            or after in tuple("号年月日时条款章节项编届、）〕〉》’”")
        )
    if number.dimension == "time" and _RATE_NAME.match(text, raw.core_end):
        return True
    return _is_step(text, raw) or _is_day_or_year(text, raw)


def _is_step(text: str, raw: _Raw) -> bool:
    """Whether the number is a step of a plan, a grade, a time of day, or a neighbour (上一日)."""
    number, start = raw.number, raw.number.span.start
    floor = max(0, start - 4)
    if number.dimension in _STEPPED and _STEP.search(text, floor, start):
        return True
    if number.unit == "分" and _HOUR.search(text, floor, start):
        return True
    if number.unit == "年" and _SPACED.search(text, floor, start):
        return True
    if number.value == 1 and not number.arabic and text.startswith(_NO_ONE, raw.core_end):
        return True  # 一户一档, 一次还本付息
    if number.unit == "期" and not number.arabic and text.startswith("近", start - 1):
        return True  # 最近一期净资产
    neighbour = number.value == 1 and not number.arabic and number.dimension == "time"
    return neighbour and text.startswith(_NEIGHBOUR, start - 1)


def _is_day_or_year(text: str, raw: _Raw) -> bool:
    number, start = raw.number, raw.number.span.start
    if number.unit == "年" and raw.scale == 1:
        long = _LONG_YEAR.search(text, max(0, start - 8), start)
        return int(number.value) in _YEARS or long is not None
    if number.unit == "日":
        if text[raw.core_end : raw.core_end + 1] == "前":
            return _COUNTED_BACK.search(text, max(0, start - 6), start) is None
        if number.operator is None and _DAY_AFTER.match(text, raw.core_end):
            return True
        return _DAY_BEFORE.search(text, max(0, start - 6), start) is not None
    return False
