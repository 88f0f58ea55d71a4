"""Numerals: 一百二十三, 二〇二一, 1.5亿, 十二万五千, 1,000, 百分之三十, 三分之二.

Source: GB/T 15835—2011 (numerals in publications).
"""

import re
from decimal import Decimal
from typing import Final

from hongtou.errors import NotationError

# 〇 is the standard zero of years; ○ (U+25CB), ◯ and the letter O are what typists use instead.
_DIGITS: Final = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    **{character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0, "○": 0, "◯": 0, "O": 0, "两": 2,
}  # fmt: skip
_TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MULTIPLIERS: Final = {**_TENS, "万": 10**4, "亿": 10**8}

# Bodies of regular-expression sets: digits that spell a number, and digits with their units.
HAN_DIGITS: Final = "零〇○一二三四五六七八九两"
HAN_NUMERALS: Final = HAN_DIGITS + "十百千万亿"
# 大写: 壹拾万元 in contracts and on bills (《支付结算办法》附一).
CAPITAL_NUMERALS: Final = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿"

_ARABIC: Final = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?) ?([十百千万亿]{0,2})")
_FRACTION: Final = re.compile(r"([^分]{1,12})分之([^分]{1,12})")
_PLACES: Final = Decimal("0.0000000001")  # thirds have no end: ten places are kept
_LONGEST: Final = 40  # no notice writes a longer number; the bound keeps hostile input cheap


def read_han_integer(text: str) -> int:
    """Return the integer that Chinese numerals spell: ``一百二十三`` -> 123, ``二〇二一`` -> 2021.

    Args:
        text: One or more of 零〇○一…九两十百千万亿 or 壹贰叁…; no sign, no spaces.

    Raises:
        NotationError: If ``text`` is empty, holds any other character or is no number (百十).

    Source: GB/T 15835—2011.
    """
    if not 0 < len(text) <= _LONGEST:
        raise NotationError(f"不是汉字数字：{text[:_LONGEST]!r}（应为一至{_LONGEST}个汉字）")
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    value = _read_group(text, (("亿", 10**8), ("万", 10**4)))
    if value is None:
        raise NotationError(f"不是汉字数字：{text!r}（示例：一百二十三、二〇二一）")
    return value


def write_han_integer(number: int) -> str:
    """Spell ``number`` in Chinese numerals: 123 -> ``一百二十三``, 10 -> ``十``.

    Args:
        number: From 0 to 9999999999999999.

    Raises:
        NotationError: If ``number`` is out of range.
    """
    if not 0 <= number < 10**16:
        raise NotationError(f"汉字数字只写 0 至 9999999999999999：{number}")
    if number == 0:
        return "零"
    text = _write_group(number)
    return text[1:] if text.startswith("一十") else text


def read_number(text: str) -> Decimal:
    """Return the number that ``text`` spells: ``1.5亿`` -> 150000000, ``百分之三十`` -> 0.30.

    Args:
        text: Arabic (thousands separators, a decimal point, 万 or 亿 behind), Chinese, or a
            fraction X分之Y. Thirds and the like are rounded to ten places.

    Raises:
        NotationError: If ``text`` is none of these.
    """
    compact = text.strip()
    if not 0 < len(compact) <= _LONGEST:
        raise NotationError(f"不是数字：{compact[:_LONGEST]!r}")
    if match := _ARABIC.fullmatch(compact):
        value = Decimal(match[1].replace(",", ""))
        for unit in match[2]:
            value *= _MULTIPLIERS[unit]
        return _plain(value)
    if match := _FRACTION.fullmatch(compact):
        below = 100 if match[1] == "百" else 1000 if match[1] == "千" else read_number(match[1])
        if below == 0:
            raise NotationError(f"分母不能为零：{compact!r}")
        return _plain((read_number(match[2]) / Decimal(below)).quantize(_PLACES))
    whole, point, part = compact.partition("点")
    if point and part and all(character in _DIGITS for character in part):
        places = "".join(str(_DIGITS[character]) for character in part)
        return Decimal(f"{read_han_integer(whole)}.{places}")
    return Decimal(read_han_integer(compact))


def _plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: 1.50 -> 1.5."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _read_group(text: str, scales: tuple[tuple[str, int], ...]) -> int | None:
    """Read ``text`` by splitting at its largest scale; ``None`` if it is no number."""
    if not scales:
        return _read_section(text)
    (sign, scale), rest = scales[0], scales[1:]
    above, found, below = text.rpartition(sign)
    if not found:
        return _read_group(text, rest)
    # 亿 may be multiplied by 万 (一万亿), 万 only by a section.
    left = _read_group(above, rest)
    if left is None or left == 0:
        return None
    if not below:
        return left * scale
    if len(below) == 1 and below in _DIGITS and _DIGITS[below]:
        return left * scale + _DIGITS[below] * scale // 10  # 一万五 is 15000
    right = _read_group(below, rest)
    return None if right is None or right >= scale else left * scale + right


def _read_section(text: str) -> int | None:
    """Read a number below 10000: 三千零五, 十二, 一百二 (120); ``None`` if it is none."""
    total, last_unit, at = 0, 10**4, 0
    while at < len(text):
        zero = text[at] in _DIGITS and _DIGITS[text[at]] == 0
        if zero:
            at += 1
            if at == len(text):
                return None
        digit = _DIGITS.get(text[at])
        if digit is not None:
            at += 1
        elif at > 0 and not (zero and _TENS.get(text[at]) == 10):
            return None  # 百十: a unit without a digit stands only at the head, or as in 零十
        if at == len(text):
            if digit is None or digit == 0:
                return None
            colloquial = last_unit if not zero and 10 < last_unit < 10**4 else 10
            return total + digit * colloquial // 10
        unit = _TENS.get(text[at])
        if unit is None or unit >= last_unit or digit == 0:
            return None
        total, last_unit, at = total + (1 if digit is None else digit) * unit, unit, at + 1
    return total if text else None


def _write_group(number: int) -> str:
    for sign, scale in (("亿", 10**8), ("万", 10**4)):
        if number >= scale:
            above, below = divmod(number, scale)
            if below == 0:
                return _write_group(above) + sign
            # 零 fills a gap of the places between: 一万零一十.
            gap = "零" if below < scale // 10 else ""
            return _write_group(above) + sign + gap + _write_group(below)
    return _write_section(number)


def _write_section(number: int) -> str:
    parts: list[str] = []
    gap = False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            parts.append(("零" if gap and parts else "") + "零一二三四五六七八九"[digit] + sign)
            gap = False
        else:
            gap = True
    return "".join(parts)
