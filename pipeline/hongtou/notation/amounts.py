"""Amounts: a number with its unit, in base units (5万元 -> 50000 元, 百分之三十 -> 30 %)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from hongtou.errors import LexiconError, NotationError
from hongtou.lexicon import read_table
from hongtou.notation.numerals import CAPITAL_NUMERALS, HAN_DIGITS, HAN_NUMERALS, read_number

# 百分之三十 is 30 %, 千分之五 5 ‰; any other fraction (三分之二) is a plain number.
_PARTS: Final = {"百": "%", "千": "‰", "万": "‱"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of ``units.csv``: 年期 is 年, 成 is 10 %."""

    unit: str
    canonical: str
    dimension: str  # "money", "share", "points", "ratio", "time", "age", "rank", "count", …
    factor: Decimal
    not_before: str  # characters that make another word of it: 年 in 3年度, 家 in 一家具


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in base units; ``unit`` is ``None`` for a plain number."""

    value: Decimal
    unit: str | None
    dimension: str | None


@lru_cache
def units() -> dict[str, Unit]:
    """Every unit of ``units.csv`` by its printed form.

    Raises:
        LexiconError: If a factor is no number.
    """
    found = {}
    for row in read_table("units"):
        try:
            factor = Decimal(row["factor"])
        except ArithmeticError as error:
            raise LexiconError(f"词表 units.csv 中 {row['unit']} 的 factor 不是数字") from error
        found[row["unit"]] = Unit(
            row["unit"], row["canonical"], row["dimension"], factor, row["not_before"]
        )
    return found


@lru_cache
def amount_pattern() -> re.Pattern[str]:
    """One pattern for numbers with or without unit, to be read by ``amount_of``.

    A Chinese number needs a unit (一 alone is mostly no number), an Arabic one does not. Group
    ``low`` is the low end of a range that shares the unit of the high end (三至六个月).
    """
    ordered = sorted(units().values(), key=lambda unit: -len(unit.unit))
    unit = "|".join(
        re.escape(u.unit) + (f"(?![{re.escape(u.not_before)}])" if u.not_before else "")
        for u in ordered
    )
    # 壹拾万元: capital numerals write money; 队伍分 and 大陆分 are other words.
    money = "|".join(re.escape(u.unit) for u in ordered if u.dimension == "money")
    arabic = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?: ?[十百千万亿]{1,2})?"
    # A numeral begins where no numeral stands before it and is short: one try for each run.
    begin = rf"(?<![{HAN_NUMERALS}])"
    han = rf"{begin}[{HAN_NUMERALS}]{{1,20}}(?:点[{HAN_DIGITS}]+)?"
    share = rf"[{HAN_NUMERALS}]{{1,6}}(?:点[{HAN_DIGITS}]+)?|\d+(?:\.\d+)?"
    parts = rf"{begin}[{HAN_NUMERALS}]{{1,3}}分之(?:{share})"
    return re.compile(
        rf"(?=[\d翻半过{HAN_NUMERALS}{CAPITAL_NUMERALS[1:]}])(?:"  # no need to try elsewhere
        rf"(?P<parts>{parts})"
        r"|(?<![\d./])(?P<over>[1-9]\d?/[1-9]\d?)(?![\d./])"
        r"|(?P<fold>翻(?P<times>[一二两三四1-4])?番)"
        rf"|(?P<arabic>{arabic})(?: ?(?P<odd>[余多])?(?P<unit>{unit}))?"
        rf"|(?P<han>{han})(?P<han_odd>[余多])?(?P<han_unit>{unit})"
        r"|(?P<half>(?<![上下每两个整])半)(?P<half_unit>年(?!度)|个月|小时)"
        rf"|(?P<low>{begin}[{HAN_NUMERALS}]{{1,6}})(?=[至到—～-][{HAN_NUMERALS}])"
        rf"|(?P<capital>(?<![{CAPITAL_NUMERALS}队大])[{CAPITAL_NUMERALS[1:]}][{CAPITAL_NUMERALS}]{{0,16}})"
        rf"(?P<capital_unit>{money})"
        r"|(?P<half_of>过?半数))"
    )


def amount_of(match: re.Match[str]) -> Amount | None:
    """The amount of a match of ``amount_pattern``; ``None`` where the numeral cannot be read."""
    try:
        if match["parts"]:
            return _share(match["parts"])
        if match["over"]:
            above, _, below = match["over"].partition("/")
            return Amount(read_number(f"{below}分之{above}"), None, "fraction")
        if match["fold"]:
            # 翻一番 is twice as much, 翻两番 four times.
            return Amount(2 ** read_number(match["times"] or "一"), "倍", "ratio")
        if match["half"]:
            return _in_units(Decimal("0.5"), match["half_unit"])
        if match["half_of"]:
            return Amount(Decimal("0.5"), None, "fraction")
        number = read_number(match["arabic"] or match["han"] or match["capital"] or match["low"])
    except NotationError:
        return None
    printed = match["unit"] or match["han_unit"] or match["capital_unit"]
    if not printed:
        return Amount(number, None, None)
    return _in_units(number, printed)


def read_amount(text: str) -> Amount:
    """Return the amount that ``text`` spells: ``5万元`` -> 50000 元, ``三成`` -> 30 %.

    Raises:
        NotationError: If ``text`` is not a number with at most one unit of ``units.csv``.
    """
    compact = text.strip()
    match = amount_pattern().fullmatch(compact)
    amount = None if match is None else amount_of(match)
    if amount is None:
        raise NotationError(f"不是数量：{compact[:40]!r}（示例：5万元、3个百分点、百分之三十）")
    return amount


def comparable(value: Decimal | None, unit: str | None) -> tuple[Decimal, str] | None:
    """A value in the unit in which its kind compares: ``(1, "年")`` -> ``(12, "个月")``.

    Months and days do not compare, nor do working days with days; a unit that
    ``base_units.csv`` does not name is its own base. ``None`` without value or unit.

    Raises:
        LexiconError: If a factor is no number.
    """
    if value is None or unit is None:
        return None
    base, factor = _bases().get(unit, (unit, Decimal(1)))
    return value * factor, base


@lru_cache
def _bases() -> dict[str, tuple[str, Decimal]]:
    try:
        return {
            row["unit"]: (row["base"], Decimal(row["factor"])) for row in read_table("base_units")
        }
    except ArithmeticError as error:
        raise LexiconError("词表 base_units.csv 中有 factor 不是数字") from error


def _in_units(number: Decimal, printed: str) -> Amount:
    unit = units()[printed]
    return Amount(number * unit.factor, unit.canonical, unit.dimension)


def _share(text: str) -> Amount:
    whole, _, part = text.partition("分之")
    if whole in _PARTS:
        return Amount(read_number(part), _PARTS[whole], "share")
    return Amount(read_number(text), None, "fraction")
