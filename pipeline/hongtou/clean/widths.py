"""Widths and look-alikes of digits, brackets and marks.

GB/T 9704 prints Arabic digits half-width and Chinese punctuation full-width; recognisers and
keyboards mix them. Digits keep their value, so this is a change of form only.
"""

import re
from collections.abc import Iterator
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.notation.characters import HAN, MARKS
from hongtou.notation.document_numbers import find_loose_brackets

# Digits, letters, % + = < > / & @ # in their full-width forms; a full-width point between digits.
_FULL: Final = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05\uff0b\uff1d\uff1c\uff1e\uff0f\uff06\uff20\uff03]+"
    r"|(?<=\d)\uff0e(?=\d)"
)
_TO_HALF: Final = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}

_SIDE = f"[{HAN}{MARKS}]"
# A mark between digits is a decimal, a time or a thousand: 1,000 and 10:30 keep theirs.
_HALF_MARK: Final = re.compile(rf"(?<={_SIDE})[ \t　]*([,;:?!∶])|([,;:?!∶])(?=[ \t　]*{_SIDE})")
# ∶ is the ratio sign, which recognisers take for a colon.
_MARKS: Final = str.maketrans(",;:?!()∶", "，；：？！（）：")
_HAN_YEAR: Final = re.compile(
    r"(?<![一二三四五六七八九0-9])[一二][0oO○◯〇零一二三四五六七八九]{3}(?=年[一二三四五六七八九十]{1,3}月)"
)
_DIGIT_LETTER: Final = re.compile(r"(?<=\d)[OolI](?=\d|[%‰％]|[万亿]?[元户家个次人年月日])")
# "18周岁（含）一65周岁": between figures of one unit no 一 stands, in 2.2 MB of circulars never.
_RANGE_DASH: Final = re.compile(
    r"\d(?P<unit>[^\d\s，。；：、（()一]{0,4})(?:[（(]含[）)])?(?P<dash>一)(?=\d+(?:\.\d+)?(?P=unit))"
)
_PAIR: Final = re.compile(r"\(([^()\n]{1,80})\)")
_LONE: Final = re.compile(rf"(?<=[{HAN}])[()]|[()](?=[{HAN}])")
_HAN_SIDE: Final = re.compile(_SIDE)

# "现通知如下‥" at the end of a line: the lead-in of a list takes a colon (GB/T 15834—2011, 4.7).
_LEAD_IN: Final = re.compile(r"(?<=如下)[ \t]*([:∶‥…;；.,，·、]{1,3})[ \t]*$", re.M)

# 一、 is read as a dash by recognisers when it heads a line (-、总体要求).
_DASH_LABEL: Final = re.compile(r"^([-－—–―ー_~]{1,2})[ \t]*(?=、[^\n])", re.M)
_LETTER_LABEL: Final = re.compile(rf"^[ \t　]*([lIi|!])(?=[.．、，,][ \t　]*[{HAN}])", re.M)
_SECOND_DIGIT: Final = re.compile(r"^[ \t　]*2[.．、，,]", re.M)
_SECOND: Final = re.compile(r"^[ \t　]*二[、.．]", re.M)


def narrow_digits(text: str) -> Iterator[Edit]:
    """Full-width digits, letters and per cent signs become half-width."""
    for match in _FULL.finditer(text):
        after = match[0].translate(_TO_HALF)
        yield Edit(match.start(), match.end(), after, "full-width", "全角数字、字母改半角")


def widen_marks(text: str) -> Iterator[Edit]:
    """Half-width marks beside 汉字 become full-width: ``要求,以`` -> ``要求，以``."""
    places: set[int] = set()
    for match in _HALF_MARK.finditer(text):
        index = match.end() - 1
        inside = text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()
        if not inside:
            places.add(index)
    for pair in _PAIR.finditer(text):
        # "(1) 数据报送": a space between bracket and word is a typist's.
        behind = text[pair.end() : pair.end() + 2].lstrip(" ")[:1]
        outer = text[pair.start() - 1 : pair.start()], behind
        if any(_HAN_SIDE.match(c) for c in (*outer, pair[1][0], pair[1][-1]) if c):
            places |= {pair.start(), pair.end() - 1}
    places |= {match.start() for match in _LONE.finditer(text)}
    for index in sorted(places):
        after = text[index].translate(_MARKS)
        yield Edit(index, index + 1, after, "half-width-mark", "半角标点改全角")


def repair_han_zeros(text: str) -> Iterator[Edit]:
    """A digit or letter for 〇 in a year of Chinese numerals: ``二0二一年`` -> ``二〇二一年``.

    Evidence: the other digits of the year are 汉字, and 年 with a month follows (GB/T 15835).
    """
    yield from _han_zeros(text, "0oO")


def unify_han_zeros(text: str) -> Iterator[Edit]:
    """Circles that typists take for the zero of a year: ``二○二一年`` -> ``二〇二一年``."""
    yield from _han_zeros(text, "○◯")


def _han_zeros(text: str, signs: str) -> Iterator[Edit]:
    for match in _HAN_YEAR.finditer(text):
        for index in range(match.start(), match.end()):
            if text[index] in signs:
                yield Edit(index, index + 1, "〇", "han-zero", "汉字年份中的零写作“〇”")


def repair_digit_letters(text: str) -> Iterator[Edit]:
    """O and l inside a figure are 0 and 1: ``9O%`` -> ``90%``, ``2l户`` -> ``21户``.

    Evidence: the shape, a digit before it, and a digit, a per cent sign or a unit behind it.
    """
    for match in _DIGIT_LETTER.finditer(text):
        digit = "0" if match[0] in "Oo" else "1"
        yield Edit(match.start(), match.end(), digit, "digit-letter", "数字中的字母是误识的数字")


def repair_range_dash(text: str) -> Iterator[Edit]:
    """The dash of a range that was read as 一: ``18周岁（含）一65周岁`` -> ``18周岁（含）—65周岁``.

    Evidence: the shape, and a figure on each side, both with the same unit.
    """
    for match in _RANGE_DASH.finditer(text):
        start = match.start("dash")
        reason = "两个数字之间的连接号误作“一”"
        yield Edit(start, start + 1, "—", "range-dash", reason)


def repair_number_brackets(text: str) -> Iterator[Edit]:
    """Brackets around the year of a 发文字号 become 〔〕 (GB/T 9704—2012, 7.2.5)."""
    for start, end, after in find_loose_brackets(text):
        yield Edit(start, end, after, "number-bracket", "发文字号年份用六角括号（GB/T 9704 7.2.5）")


def repair_digit_label(text: str) -> Iterator[Edit]:
    """l, I or | for 1 at the head of a line: ``l.各银行机构`` -> ``1.各银行机构``.

    Needs the second label 2. further down: shape and position, as with the dash for 一.
    """
    last = _last_start(_SECOND_DIGIT, text)
    for match in _LETTER_LABEL.finditer(text):
        if last >= match.end():
            reason = "行首“1.”误作字母，后有“2.”"
            yield Edit(match.start(1), match.end(1), "1", "label-letter", reason)


def _last_start(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match begins, -1 if there is none: one walk, however many ask."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def repair_lead_in(text: str) -> Iterator[Edit]:
    """The mark behind 如下 at the end of a line is a colon: ``现通知如下‥`` -> ``现通知如下：``."""
    for match in _LEAD_IN.finditer(text):
        if match[1] != "：":
            yield Edit(match.start(1), match.end(1), "：", "lead-in-colon", "“如下”后用冒号")


def repair_first_label(text: str) -> Iterator[Edit]:
    """A dash for 一 at the head of a line: ``-、总体要求`` -> ``一、总体要求``.

    Needs the second label 二、 further down: two kinds of evidence, shape and position.
    """
    last = _last_start(_SECOND, text)
    for match in _DASH_LABEL.finditer(text):
        if last >= match.end():
            reason = "行首“一、”误作横线，后有“二、”"
            yield Edit(match.start(1), match.end(1), "一", "label-dash", reason)
