"""Spaces that nobody typed: recognisers put them between 汉字 and around digits."""

import re
from collections.abc import Iterator
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.lexicon import organisation_suffixes
from hongtou.notation.characters import HAN, MARKS

_RUN: Final = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_TIGHT: Final = re.compile(rf"[{HAN}{MARKS}]")
_ASCII: Final = re.compile(r"[A-Za-z0-9%+.\-/@:]")
# "第一条　为了" keeps the space that separates label and text (《立法法》 as printed).
_LABEL_BEFORE: Final = re.compile(r"第[一二三四五六七八九十百零〇\d]+[编章节条]$")
# 主题词 are separated by spaces; 抄 送 behind them is a label of its own.
_WORDS_BEFORE: Final = re.compile(r"主题词[：:]")
_OTHER_LABEL: Final = re.compile(r"[：:]")
_SPREAD_LABELS: Final = frozenset(("抄送", "主送", "分送", "发送", "抄报", "打字", "校对"))
# Look-behinds are bounded, so that a line of a hundred thousand spaces stays linear.
_LONGEST_LABEL: Final = 12
_LONGEST_NAME: Final = 60
_IN_DATE: Final = re.compile(r"[年月][ \t　]?\d[ \t　]\d[ \t　]?[月日]")
# Recognisers tear wide figures: no number begins with 0 (15 00元, 10 0%), and 20 22年 is a year.
_ZEROS: Final = re.compile(r"0\d*(?![\d.．:：])")
_YEAR: Final = re.compile(r"(?<!\d)(?:1 ?9|2 ?0) ?\d ?\d(?= ?年)")
_BELOW_SIGNATORY: Final = 3
_BESIDE_NUMBER: Final = re.compile(
    rf"[ 　]*[{HAN}（）]{{2,20}}[^\n]{{6}}第?\d{{1,5}}号(?=[ \t　]+[{HAN}][{HAN} 　]{{1,12}}$)"
)
_SIGNATORY: Final = re.compile(r"签[ 　]?发[ 　]?人[：:]")
_FIGURE: Final = re.compile(rf"(?<=[{HAN}])[ ]?[1-9]\d{{0,3}}\Z")
_CHUNK: Final = re.compile(rf"[{HAN}（）]+")


def drop_stray_spaces(text: str) -> Iterator[Edit]:
    """Spaces beside 汉字 go, except where they separate: labels, names of authorities, 主题词."""
    signed = 0  # lines below 签发人 that may name more of them beside the number
    for line in re.finditer(r"[^\n]+", text):
        signed = _BELOW_SIGNATORY if _SIGNATORY.search(line[0][:_LONGEST_NAME]) else signed - 1
        beside = _BESIDE_NUMBER.match(line[0]) if signed > 0 else None
        words = _WORDS_BEFORE.search(line[0])
        other = _OTHER_LABEL.search(line[0], words.end()) if words else None
        for run in _RUN.finditer(line[0]):
            inside = words is not None and run.start() >= words.end()
            inside = inside and (other is None or run.start() < other.start())
            inside = inside or (beside is not None and run.start() == beside.end())
            keep = _kept(line[0], run.start(), run.end(), keep_words=inside)
            start, end = line.start() + run.start(), line.start() + run.end()
            if keep and run[0][0] == "\t" and _TIGHT.match(text[start - 1]):
                # names side by side, set apart by a tab
                yield Edit(start, end, " ", "stray-space", "多余空格")
            elif end - start > keep:
                yield Edit(start + keep, end, "", "stray-space", "多余空格")


def _kept(line: str, start: int, end: int, *, keep_words: bool) -> int:
    """How many characters (0 or 1) of the run of spaces stay; all where it is none of ours."""
    if start == 0 or end == len(line):
        return 0
    left, right = line[start - 1], line[end]
    if not (_TIGHT.match(left) or _TIGHT.match(right)):
        if left.isdigit() and _IN_DATE.search(line, max(0, start - 4), end + 4):
            return 0  # 9月1 0日
        if left.isdigit() and right.isdigit() and _splits_figure(line, start, end):
            return 0
        both_ascii = _ASCII.match(left) and _ASCII.match(right)
        return 1 if both_ascii else end - start
    if left + right in _SPREAD_LABELS:
        return 0
    if (
        keep_words
        or _separates_signatories(line, start, end)
        or _LABEL_BEFORE.search(line, max(0, start - _LONGEST_LABEL), start)
        or _separates_names(line, start, end)
    ):
        return 1
    return 0


def _separates_signatories(line: str, start: int, end: int) -> bool:
    """Whether the space stands between two of several 签发人: 张三丰 李　四 (7.2.6).

    A name of two characters is spread to the width of three.
    """
    label = _SIGNATORY.search(line, max(0, start - _LONGEST_NAME), start)
    if label is None or label.end() == start:
        return False
    single = 0  # characters that stand alone, ahead of the space
    for chunk in reversed(_CHUNK.findall(line[label.end() : start])):
        if len(chunk) > 1:
            break
        single += 1
    right = _CHUNK.match(line, end)
    inside = single % 2 == 1 and right is not None and len(right[0]) == 1
    return right is not None and not inside


def _splits_figure(line: str, start: int, end: int) -> bool:
    """Whether one space tears a figure that stands right behind a word."""
    if end - start > 1 or line[start] == "\t":
        return False
    head = _FIGURE.search(line, max(0, start - 6), start)
    if head is not None and _ZEROS.match(line, end):
        return True
    year = _YEAR.search(line, max(0, start - 4), end + 8)
    return year is not None and year.start() < start < year.end()


def _separates_names(line: str, start: int, end: int) -> bool:
    """Whether the space stands between two names of authorities: ``财政部 中国人民银行``."""
    if line[start - 1] not in organisation_suffixes().last_characters:
        return False
    right = _CHUNK.match(line, end)
    if right is None:
        return False
    suffixes = organisation_suffixes()
    left = _CHUNK.findall(line[max(0, start - _LONGEST_NAME) : start])
    return bool(left and suffixes.ends_name(left[-1]) and suffixes.begins_with_name(right[0]))
