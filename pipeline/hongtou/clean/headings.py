"""Titles and headings that extraction glued to what stands before or behind them.

``某银行账户管理办法第一章 总则``, ``第三章 期限和利率第七条 贷款…``, ``…，研究局账户管理办法``:
a title that is not on a line of its own hides the regulation below it.
"""

import re
from collections.abc import Iterator
from typing import Final

from hongtou.lexicon import document_types
from hongtou.model import Span
from hongtou.notation.characters import HAN
from hongtou.notation.labels import Label, LabelKind, read_label
from hongtou.notation.lines import Line, is_imprint, is_printing, lines_of

_FIRST: Final = re.compile("第一[编章条]|一、")
_NUMBERED: Final = re.compile(r"第[一二三四五六七八九十百零〇]{1,7}[编章节条]")
_NAMED: Final = re.compile(r"《([^《》\n]{4,80}(?:《[^《》\n]{2,60}》[^《》\n]{0,40})?)》")
# 附件：信用评级要素及含义二〇〇六年三月二十九日: the date is still on the line.
_LISTED: Final = re.compile(
    r"^附件?\d{0,2}[:：](?:\d{1,2}[.．、])?《?([^《》\n]{4,80}?)》?"
    r"(?:[一二][〇○O0零一二三四五六七八九]{3}年[^\n]{2,8}日)?$",
    re.M,
)
_ITEM: Final = re.compile(r"^\d{1,2}[.．、]《?([^《》\n]{4,80}?)》?$", re.M)
_LOOSE: Final = re.compile(r"[\s《》〈〉<>（）()“”]")
# The line of 印发日期 is cut off from the title behind it in the same pass.
_PRINTED: Final = re.compile(r"^[^。；：]*日印发(?:（?共印\d+份）?)?")
_HEADING_MARK: Final = re.compile("[。；：，！？]")
_MAX_HEADING: Final = 40  # the longest of 485 headings of chapters has 24 characters
_MIN_TITLE: Final = 6  # 账户管理办法
_MAX_TITLE: Final = 80  # with 印发机关 and 印发日期 before it
_OUTER: Final[tuple[LabelKind, ...]] = ("part", "chapter", "section")


def glued_headings(text: str) -> Iterator[int]:
    """Positions where a title or a heading of a chapter should end its line or begin one."""
    lines = lines_of(text, Span(0, len(text)))
    names = _names(text)
    article = 0
    last: dict[LabelKind, int] = {}
    for index, line in enumerate(lines):
        label = read_label(line.text)
        if label is None:
            yield from _behind_title(line, names)
            yield from _behind_imprint(lines, index, names)
        elif label.kind in _OUTER:
            last[label.kind] = label.ordinal
            yield from _behind_heading(line, label, article)
        article = _last_article(line, label, article)
        yield from _heading_behind_sentence(line, last)


def _names(text: str) -> frozenset[str]:
    """The titles that a text names, in 《》 or behind 附件：, each as its key."""
    found = {_key(match[1]) for match in _NAMED.finditer(text)}
    listed = list(_LISTED.finditer(text))
    found |= {_key(match[1]) for match in listed}
    if listed:
        found |= {_key(match[1]) for match in _ITEM.finditer(text)}
    return frozenset(name for name in found if len(name) >= _MIN_TITLE)


def _behind_title(line: Line, names: frozenset[str]) -> Iterator[int]:
    """``某办法第一章 总则``: the first label stands behind a title, named or with its type."""
    first = _FIRST.search(line.text)
    if first is None or not _MIN_TITLE <= first.start() <= _MAX_TITLE:
        return
    label = read_label(line.text, first.start())
    title = _PRINTED.sub("", line.text[: first.start()])
    if label is None or _HEADING_MARK.search(title) or title.endswith("》"):
        return
    chapter = label.kind in _OUTER and "。" not in line.text[first.end() :]
    typed = chapter and document_types().ends_title(title) and "《" not in title
    if _key(title) in names or typed:
        yield line.span.start + first.start()


def _behind_imprint(lines: list[Line], index: int, names: frozenset[str]) -> Iterator[int]:
    """``内部发送：办公厅，研究局某办法``, with 第一章 below: the title of what is attached."""
    line = lines[index]
    if not (is_imprint(line.text) or is_printing(line.text[: line.text.find("印发") + 2])):
        return
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    if not _FIRST.match(following) or read_label(following) is None:
        return
    size = len(line.text)
    tails = range(max(1, size - _MAX_TITLE), size - _MIN_TITLE)
    yield from [line.span.start + n for n in tails if _key(line.text[n:]) in names][:1]


def _behind_heading(line: Line, heading: Label, article: int) -> Iterator[int]:
    """``第三章 期限和利率第七条 贷款…``: the article behind the heading of its chapter."""
    for match in _NUMBERED.finditer(line.text, heading.length):
        before = line.text[heading.length : match.start()]
        if len(before) > _MAX_HEADING or _HEADING_MARK.search(before):
            return
        label = read_label(line.text, match.start())
        if label is None or re.search(f"[{HAN}）]$", before) is None:
            continue
        nested = label.kind in _OUTER and label.kind != heading.kind and label.ordinal == 1
        if nested or (label.kind == "article" and label.ordinal in (1, article + 1)):
            yield line.span.start + match.start()


def _heading_behind_sentence(line: Line, last: dict[LabelKind, int]) -> Iterator[int]:
    """``…交付企业。第四章 风险管理`` at the end of a line: the heading of the next chapter."""
    at = line.text.rfind("。") + 1
    if at == 0 or not 0 < len(line.text) - at <= _MAX_HEADING:
        return
    label = read_label(line.text, at)
    if label is None or label.kind not in _OUTER:
        return
    rest = line.text[at + label.length :]
    if label.ordinal == last.get(label.kind, 0) + 1 and not _HEADING_MARK.search(rest):
        last[label.kind] = label.ordinal
        yield line.span.start + at


def _last_article(line: Line, label: Label | None, article: int) -> int:
    """The number of the last article label in the line, which may be behind a heading."""
    if label is not None and label.kind == "article":
        return label.ordinal
    if label is not None and label.kind in _OUTER:
        for match in _NUMBERED.finditer(line.text, label.length):
            inner = read_label(line.text, match.start())
            if inner is not None and inner.kind == "article":
                return inner.ordinal
    return article


def _key(title: str) -> str:
    """A title without spaces, brackets and quotation marks, as mentions differ there."""
    return _LOOSE.sub("", title)
