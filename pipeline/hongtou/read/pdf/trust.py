"""Whether the text layer of a page can be trusted, or the page has to be recognised; and why.

A text layer lies where its font maps glyphs to wrong characters, where it covers only the page
number of a scan, or where somebody's poor recognition was laid invisibly under the picture.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from hongtou.lexicon import read_table
from hongtou.read.encodings import PLAUSIBLE, plausibility
from hongtou.read.layout.characters import Characters
from hongtou.read.page import OcrWish
from hongtou.read.pdf.ink import Ink
from hongtou.read.pictured import FEW, PICTURED, SCAN

# Share of characters without a usable code point above which the layer is broken, and below which
# a few are what they are: bullets from symbol fonts.
_BROKEN: Final = 0.05
# Fewer characters tell nothing about a language.
_TOO_FEW: Final = 12

# Of two 汉字 side by side, 19 to 45 % are among the 2,000 pairs most frequent inside words (1 and
# 99 % quantiles of 1,618 stretches of 500 characters from 213 notices; never less than 10 %). Of
# 汉字 in random order it is 1 %, of those with a fifth misread 21 %.
_PAIRS: Final = 0.08
_PAIRS_SEEN: Final = 30
_USUAL_PAIRS: Final = 0.16
_PAIRS_OCR: Final = 0.15
_TRADITIONAL: Final = 0.1
_PLAUSIBLE_OCR: Final = 0.95
_DIFFERENT: Final = 0.05  # a recogniser of today differs from clean print by 1 or 2 %
_SYMBOLS_OCR: Final = 0.04

_MARGIN: Final = 0.1  # of the height, at top and bottom

# Shares of a page's ink in the boxes of the text layer, and of boxes that hold ink.
_INK_COVERED: Final = 0.4
_BOXES_INKED: Final = 0.7

# Characters on their own line: with fewer a band than this the layer has no lines.
_PER_LINE: Final = 1.5
_MANY_LINES: Final = 20

# Latin letters as wide as 汉字 are 汉字 under wrong codes.
_WIDE: Final = 0.9
_WIDE_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a page is to be read and why; ``readable``: its layer is better than nothing."""

    method: Literal["text", "ocr", "none"]
    reason: str
    readable: bool = True

    @property
    def lies(self) -> bool:
        """Whether the page has a layer whose characters are not those on paper."""
        return self.method == "ocr" and self.reason.startswith(_LIES)


_LIES: Final = "文字层"


@dataclass(frozen=True)
class Evidence:
    """What is known of a page; what takes long is asked only in doubt.

    ``ink`` draws the page. ``difference`` reads some lines of a scan again and tells the share of
    characters (0 to 1) that differ from its text layer, ``None`` where nothing can read them.
    """

    characters: Characters
    covered: float  # share of the page under pictures, 0 to 1
    paths: int
    height: float  # points
    ink: Callable[[], Ink]
    difference: Callable[[], float | None]
    distrusted: bool = False  # whether a page before it has a layer that lies


def judge(evidence: Evidence, wish: OcrWish) -> Verdict:
    """Text layer or recogniser: ``Verdict("ocr", "没有文字层，整页是图像")``."""
    verdict = _judge_layer(evidence)
    if wish == "always" and verdict.method != "none":
        return Verdict("ocr", f"按要求识别（{verdict.reason}）", verdict.readable)
    return verdict


def _judge_layer(evidence: Evidence) -> Verdict:
    texts = [text for text in evidence.characters.texts if not text.isspace()]
    if not texts:
        return _judge_without_text(evidence)
    flaw = _flaw_of_codes(texts) or _flaw_of_widths(evidence.characters)
    if flaw is None and (flaw := _flaw_of_words("".join(texts), evidence.distrusted)) is not None:
        # Lists of names read like nothing as well: some lines, read again, tell.
        different = evidence.difference()
        if different is not None and different <= _DIFFERENT:
            return Verdict("text", "有文字层，用字少见，经抽查可用")
    if flaw is not None:
        return Verdict("ocr", flaw, readable=False)
    if evidence.covered >= SCAN:
        return _judge_scan(evidence, texts)
    flaw = _flaw_of_lines(evidence, texts)
    if flaw is not None:
        return Verdict("ocr", flaw)
    return Verdict("text", "有文字层")


def _judge_without_text(evidence: Evidence) -> Verdict:
    if evidence.covered < PICTURED and not evidence.paths:
        return Verdict("none", "空白页")
    if evidence.ink().blank:
        return Verdict("none", "空白页")
    if evidence.covered >= SCAN:
        return Verdict("ocr", "没有文字层，整页是图像", readable=False)
    if evidence.covered >= PICTURED:
        return Verdict("ocr", "没有文字层，只有图像", readable=False)
    return Verdict("ocr", "没有文字层，文字已转成图形", readable=False)


def _flaw_of_codes(texts: Sequence[str]) -> str | None:
    """What is wrong with the code points of a layer, if anything."""
    counted = Counter(texts)
    broken = sum(n for text, n in counted.items() if is_broken(text)) / len(texts)
    if broken >= _BROKEN:
        return f"文字层乱码：{broken:.0%} 的字没有可用的编码"
    text = "".join(texts)
    foreign = sum(character > "\x7f" for character in text)
    if foreign >= _TOO_FEW and (share := plausibility(text)) < PLAUSIBLE:
        return f"文字层读不通：常用汉字和标点只占 {share:.0%}"
    return None


def _flaw_of_words(text: str, distrusted: bool) -> str | None:
    """Whether 汉字 stand side by side that never do."""
    share, count = pair_share(text)
    if count < _PAIRS_SEEN:
        return f"{_LIES}字少，前面页的读不通" if distrusted and count else None
    # Few pairs vary more, so the less there is the less is asked.
    least = min(_PAIRS, _USUAL_PAIRS - 1.6 * (_USUAL_PAIRS / count) ** 0.5)
    if share >= least or _traditional_share(text) >= _TRADITIONAL:
        return None
    return f"文字层读不通：相邻两字成词的只占 {share:.0%}，字符对应表可能有误"


def _traditional_share(text: str) -> float:
    """Share of 汉字 outside GB 2312, the simplified set: the pairs are simplified ones."""
    han = "".join(_HAN.findall(text))
    return 1 - len(han.encode("gb2312", "ignore")) / 2 / len(han) if han else 0.0


def is_broken(text: str) -> bool:
    """Whether a character has no meaning of its own: private use, unassigned, replaced."""
    return text == "\ufffd" or any(unicodedata.category(c) in ("Co", "Cn", "Cc") for c in text)


def pair_share(text: str) -> tuple[float, int]:
    """Share of usual pairs among neighbouring 汉字, and how many neighbours there are."""
    usual = _frequent_pairs()
    count = hits = 0
    for run in _HAN.findall(text):
        count += len(run) - 1
        hits += sum([a + b in usual for a, b in pairwise(run)])
    return (hits / count if count else 1.0), count


_HAN: Final = re.compile("[\u4e00-\u9fff]{2,}")


@lru_cache(maxsize=1)
def _frequent_pairs() -> frozenset[str]:
    return frozenset(pair for row in read_table("frequent_pairs") for pair in row["pairs"].split())


def _flaw_of_widths(characters: Characters) -> str | None:
    letters = [at for at, text in enumerate(characters.texts) if "!" <= text <= "~"]
    if len(letters) < max(_TOO_FEW, len(characters.texts) / 2):
        return None
    looks, styles = characters.looks, characters.styles
    places = characters.places
    wide = sum(places[at][2] - places[at][0] >= _WIDE * looks[styles[at]].em for at in letters)
    return (
        "文字层编码有误：全角字形对应的是西文字母" if wide >= _WIDE_SHARE * len(letters) else None
    )


def _judge_scan(evidence: Evidence, texts: Sequence[str]) -> Verdict:
    """A page that is mostly picture, with text over or under it."""
    if _is_header_only(evidence, len(texts)):
        return Verdict("ocr", "正文是图像，文字层只有页眉、页码等少量文字", readable=False)
    covered, inked = evidence.ink().agreement(evidence.characters.places)
    if covered < _INK_COVERED:
        return Verdict("ocr", f"文字层只对应图像上 {covered:.0%} 的笔迹")
    if inked < _BOXES_INKED:
        return Verdict("ocr", f"文字层与图像上的字位置不符（{inked:.0%} 相符）")
    text = "".join(texts)
    poor = _poor_recognition(text)
    if poor is not None:
        return Verdict("ocr", f"扫描件自带的识别文字质量差：{poor}")
    different = evidence.difference()
    if different is None:
        return Verdict("text", "扫描件自带识别文字，质量可用")
    if different > _DIFFERENT:
        return Verdict("ocr", f"扫描件自带的识别文字质量差：抽查有 {different:.0%} 的字不同")
    return Verdict("text", "扫描件自带识别文字，经抽查可用")


def _is_header_only(evidence: Evidence, count: int) -> bool:
    if count < FEW:
        return True
    low, high = _MARGIN * evidence.height, (1 - _MARGIN) * evidence.height
    inside = sum(low < (p[1] + p[3]) / 2 < high for p in evidence.characters.places)
    return inside < FEW / 2


def _poor_recognition(text: str) -> str | None:
    """What shows that a recogniser read badly, if anything does."""
    if (share := plausibility(text)) < _PLAUSIBLE_OCR:
        return f"生僻字占 {1 - share:.0%}"
    symbols = sum(character in _NOISE for character in text) / len(text)
    if symbols > _SYMBOLS_OCR:
        return f"杂乱符号占 {symbols:.0%}"
    share, count = pair_share(text)
    if count >= 2 * _PAIRS_SEEN and share < _PAIRS_OCR:
        return f"相邻两字成词的只占 {share:.0%}"
    return None


# What recognisers make of specks and strokes; notices hardly use it.
_NOISE: Final = frozenset("^|~`_\\{}<>*#@$&=+'\"!?;")


def _flaw_of_lines(evidence: Evidence, texts: Sequence[str]) -> str | None:
    """Whether every character stands on a line of its own while the print does not."""
    if len(texts) < _MANY_LINES:
        return None
    bands = {round(place[1]) for place in evidence.characters.places}
    if len(texts) >= _PER_LINE * len(bands):
        return None
    covered, inked = evidence.ink().agreement(evidence.characters.places)
    if covered < _INK_COVERED or inked < _BOXES_INKED:
        return "文字层每行一个字，与版面不符"
    return None
