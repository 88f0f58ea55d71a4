"""How a number and the words around it make a limit: operator, baseline, beginning.

不高于各项贷款不良率3个百分点以内 is ``<=``, from 不高于 on, against 各项贷款不良率.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.model import Operator, Span
from hongtou.tag.figures.baselines import read_rate
from hongtou.tag.figures.comparators import Comparator
from hongtou.tag.figures.numbers import Number

# Dimensions of numbers that are taken of something.
RELATIVE: Final = ("share", "points", "ratio", "fraction")
_REACH: Final = 64  # characters between a comparator and its number

# Between a comparator and its number: 不超过人民币5万元, 至少支持200户, 最高可贷10万元.
_DIRECT: Final = re.compile(
    r" ?(?:人民币|等值|折合|合计|总计|共计|累计|为|其|约|年化|年利率|年化利率|月利率|日利率)? ?"
    r"(?:人民币|等值)?"
)
# 不低于每头60元, 不得少于每个网点3人
_EACH: Final = re.compile(r"每[^，。；：每“”\d\n]{1,10}")
# 最高可贷10万元, 最高偿付限额为50万元
_NEAR: Final = re.compile(
    r"(?:可|为|达|给|奖|补|限|贷|不|加|扣|减|计|得|按|上浮|下浮|支持|期限|额度|金额)[^，。；、“”]{0,10}"
    r"|[^，。；、“”的]{0,8}(?:额|额度|比例|标准|期限|年限|次数|人数|分值)(?:为|是|达)?(?:人民币|等值)?"
    r"|[^，。；、“”的]{1,10}(?:为|是|达)(?:人民币|等值)?"
)
# 至少支持200户; 至少每半年对…开展一次
_VERB: Final = re.compile(r"[^，。；、“”的]{0,10}|每[^，。；“”]{1,50}")
# 不超过规定比例的机构处以5%的罚款: a number behind a verb of its own is not governed.
_OWN_VERB: Final = re.compile(
    r"处以|按照|收取|支付(?!机构|账户)|缴纳|给予|处罚|(?<!合)并|且|应当|“|”|（|《"
)
_SIGN: Final = re.compile(r"(?:加上?|减去?|[＋+－-])$")
# 银行机构各项贷款不良率: whose rate it is does not belong to the rate.
_OWNER: Final = re.compile(r"[^的]{0,8}(?:机构|银行|公司|企业|单位)(?=各项|上年|上月|同期|去年)")
# 可续贷或展期1次, 只能支取一次: a permission has an upper bound. 可能 and 可行 permit nothing.
_PERMISSION: Final = re.compile(
    r"(?:(?<![许认])可(?!以?[能靠信行持采])以?|[只仅](?!有)能?)[^，。；：可能]{0,12}$"
)

# 中间价上下2%的幅度内浮动: at most so far from it.
_AROUND: Final = re.compile(
    r"(?P<base>[^，。；：、（）\n]{0,24}?)(?:上下|[±]|增减|浮动)(?:浮动|各)?(?:不超过)?$"
)
# 最迟不得超过支付指令生效之日起30个自然日
_RUNS_FROM: Final = re.compile(r"(?:日|时|期)(?:起|后|前)(?:的|算|计)?$")
# 可在购卡3个月后办理赎回, 满6个月后方可再次申请: not before.
_NOT_BEFORE: Final = re.compile(r"后[，的]?[^，。；]{0,4}(?:方可|才能|方能|可以)")
# 可向下浮动5个百分点
_MAY_MOVE: Final = re.compile(r"可(?!能)[^，。；：可]{0,6}(?:浮动|浮|调|提高|降低|延长|缩短|减)$")
_FIRST: Final = re.compile(r"(?:排名|排列|列|位居|居|综合|最大)前$")  # 排名前10位
_AROUND_BEHIND: Final = re.compile(r"的?(?:幅度|范围|区间)(?:之?内|以内)")
_AROUND_LEAD: Final = re.compile(r"公布的|可在|应在|在(?!岸)|围绕")

# 可从上述三种途径中选择, 可以由其中一人申报
_SUPERLATIVES: Final = ("最大", "最小")
_HAPPENS: Final = re.compile("[尚仍已]")  # 超过有效期尚有资金余额
_POINTING: Final = ("上述", "下列", "以下", "前述", "其中", "同", "任", "这", "那")

_CLOSED: Final[dict[Operator, Operator]] = {">": ">=", "<": "<="}
_OPENED: Final[dict[Operator, Operator]] = {">=": ">", "<=": "<"}

_DATE_BASELINE: Final = r"\d{4}年(?:度|末|底|同期|全年)?"


@dataclass(frozen=True, slots=True)
class Limit:
    """What the words around one number say."""

    operator: Operator
    start: int  # where the construction begins: comparator, 可, or the number itself
    index: int | None = None  # of the comparator
    baseline: str | None = None
    sign: int = 1  # -1 where the number is taken off the baseline: LPR减10个基点
    permitted: bool = False  # 可展期1次


def read_limit(text: str, number: Number, comparators: Sequence[Comparator], left: int) -> Limit:
    """Read the words around ``number``: ``5万元（含）以下`` is ``<=`` without a comparator.

    Args:
        text: The clean text.
        number: The number with the words behind it.
        comparators: All comparators of the text, in order.
        left: Where the clause begins or the number before ends.
    """
    start = number.span.start
    rate = read_rate(text, left, start) if number.dimension == "points" else None
    index = _governor(text, number, comparators, left, number.span.start)
    if index is None and rate is not None:
        index = _governor(text, number, comparators, left, rate.start)
    if index is not None:
        comparator = comparators[index]
        baseline, sign = _baseline(text, number, comparator)
        if baseline is None and rate is not None:
            baseline, sign = rate.words, rate.sign
        begin = comparator.span.start
        # 至少提前5个工作日, 最长不超过6个月: two comparators in a row are one construction.
        if index and left <= comparators[index - 1].span.start:
            before = comparators[index - 1]
            begin = before.span.start if before.span.end == begin else begin
        return Limit(_operator(text, number, comparator.operator), begin, index, baseline, sign)
    if number.operator is None and (permitted := _permitted(text, number, left)) is not None:
        return permitted
    if (around := _around(text, number, left)) is not None:
        return around
    if number.operator is None and _FIRST.search(text, max(left, start - 4), start):
        return Limit("<=", start - 1)
    operator = _operator(text, number, "=")
    if rate is not None:
        return Limit(operator, rate.start, baseline=rate.words, sign=rate.sign)
    return Limit(operator, number.span.start)


def _permitted(text: str, number: Number, left: int) -> Limit | None:
    """What a permission limits: 可展期1次, 可向下浮动5个百分点, 可在购卡3个月后赎回."""
    start, end = number.span.start, number.span.end
    permission = _PERMISSION.search(text, left, start)
    after = number.dimension == "time" and text.startswith("后", end)
    if after and (permission is not None or _NOT_BEFORE.match(text, end)):
        return Limit(">=", start, permitted=True)
    moved = number.dimension in ("points", "share") and _MAY_MOVE.search(text, left, start)
    if moved:
        return Limit("<=", start, permitted=True)
    counted = number.dimension in ("count", "time") and not text.startswith("或", end)
    counted = counted and not text.endswith(_POINTING, 0, start)
    if counted and permission is not None:
        return Limit("<=", permission.start(), permitted=True)
    return None


def _around(text: str, number: Number, left: int) -> Limit | None:
    """±2% of something: 在中间价上下2%的幅度内浮动 is ``<=`` 2 % of 中间价."""
    if number.operator is not None or not _AROUND_BEHIND.match(text, number.span.end):
        return None
    match = _AROUND.search(text, max(left, number.span.start - _REACH), number.span.start)
    if match is None:
        return None
    base = _AROUND_LEAD.split(match["base"])[-1]
    return Limit("<=", number.span.start, baseline=base or None, permitted=True)


def read_bare_baseline(text: str, comparator: Comparator) -> Span | None:
    """The baseline behind a comparator without a number: 高于去年同期水平, 不超过1年期LPR.

    It must end with a head noun of ``baseline_heads.csv`` or be a year, since 超过 and 低于 also
    stand before much that is no measure.
    """
    if not comparator.comparing:
        return None
    match = _baseline_pattern().match(text, comparator.span.end)
    if match is None or len(match["np"].strip()) < 2 or _HAPPENS.search(match["np"]):
        return None
    return Span(*match.span("np"))


def _governor(
    text: str, number: Number, comparators: Sequence[Comparator], left: int, start: int
) -> int | None:
    """Index of the comparator that governs the number: the nearest one whose gap fits.

    ``start`` is where the number begins, or the rate that it is added to.
    """
    index = bisect_right(comparators, start, key=lambda c: c.span.end) - 1
    while index >= 0 and comparators[index].span.start >= max(left, start - _REACH):
        if _fits(text[comparators[index].span.end : start], comparators[index], number):
            return index
        index -= 1
    return None


def _fits(gap: str, comparator: Comparator, number: Number) -> bool:
    if not gap and number.dimension == "count" and comparator.word in _SUPERLATIVES:
        return False  # 最大十家客户
    if _DIRECT.fullmatch(gap) or _EACH.fullmatch(gap):
        return True
    if comparator.gap == "reach":
        return _VERB.fullmatch(gap) is not None
    if comparator.gap == "near" and gap.endswith(("由", "从")):
        return False  # 最高额度由15万元提高至20万元
    if comparator.gap == "near":
        return _NEAR.fullmatch(gap) is not None
    if comparator.gap == "relation" and not _OWN_VERB.search(gap):
        if number.dimension == "time":
            return comparator.negated and _RUNS_FROM.search(gap) is not None
        return number.dimension in RELATIVE or gap.rstrip("的 ").endswith(_heads())
    return False


def _baseline(text: str, number: Number, comparator: Comparator) -> tuple[str | None, int]:
    """What the limit is measured against, and the sign of the distance from it."""
    gap = text[comparator.span.end : number.span.start].strip()
    if (
        number.dimension == "time"
        or comparator.gap != "relation"
        or _DIRECT.fullmatch(gap)
        or _EACH.fullmatch(gap)
    ):
        return None, 1
    signed = _SIGN.search(gap)
    sign = -1 if signed is not None and signed[0][0] in "减－-" else 1
    return _OWNER.sub("", _SIGN.sub("", gap), count=1).rstrip("的 ") or None, sign


def _operator(text: str, number: Number, governing: Operator) -> Operator:
    """The words behind the number win over those ahead; （含） and （不含） decide the end."""
    operator = number.operator if number.operator is not None else governing
    if number.included is True:
        return _CLOSED.get(operator, operator)
    # 5万元以上部分: the part above begins behind the number.
    behind = text[number.span.end : number.span.end + 3].removeprefix("的")
    above = operator == ">=" and number.word == "以上" and behind.startswith("部分")
    if number.included is False or above:
        return _OPENED.get(operator, operator)
    return operator


@lru_cache
def _heads() -> tuple[str, ...]:
    return tuple(sorted((r["head"] for r in read_table("baseline_heads")), key=len, reverse=True))


@lru_cache
def _baseline_pattern() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, _heads()))
    stop = r"(?=$|[，。；：、！？）”\n]|[的时后和并且或为（以之应]|部分|范围)"
    noun = r"[^，。；：、！？“”（）《》\n]{0,30}?"
    return re.compile(rf" ?(?P<np>{noun}(?:{heads}|{_DATE_BASELINE})){stop}")
