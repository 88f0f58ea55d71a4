"""The brackets behind a name: （银发〔2021〕63号）, （银发〔2001〕1号、银发〔2002〕2号）."""

import re
from typing import Final

from hongtou.model import DocumentNumber, Span

_OPENERS: Final = "（(〔["
_CLOSERS: Final = "）)〕]"
_BRACKETS: Final = re.compile(r"[（(〔\[）)〕\]\n]")
# A bracket behind a title names its number at once: （中国人民银行 海关总署令〔2015〕第1号发布）.
_MAX_BRACKET: Final = 200
_NUMBER_WITHIN: Final = 90
_OTHER_PAPER: Final = re.compile(r"根据|按照|依据|参照|《|见")
# Joint papers carry a number of each authority: （银发〔2004〕12号、证监发〔2004〕3号）.
_AND: Final = re.compile(r"(?:号)?(?:文件?)?[、，,；; ]?(?:和|及)?[ \u3000]?")


def bracket_behind(text: str, at: int, end: int) -> Span | None:
    """The bracket that opens right behind a title, its ends included."""
    if text[at : at + 1] == " ":
        at += 1
    if at >= end or text[at] not in _OPENERS:
        return None
    depth = 0
    for mark in _BRACKETS.finditer(text, at, min(end, at + _MAX_BRACKET)):
        if mark[0] in _OPENERS:
            depth += 1
        elif mark[0] in _CLOSERS:
            depth -= 1
        if mark[0] == "\n":
            return None
        if depth == 0:
            return Span(at, mark.end())
    return None


def names_at_once(text: str, bracket: Span, number: Span) -> bool:
    """Whether a bracket names a number before it says anything else."""
    if number.end > bracket.end or number.start - bracket.start > _NUMBER_WITHIN:
        return False
    return not _OTHER_PAPER.search(text, bracket.start, number.start)


def further_numbers(
    text: str, first: DocumentNumber, numbers: list[DocumentNumber], at: int, bracket: Span
) -> list[DocumentNumber]:
    """The numbers that stand beside the first in the same bracket, only a mark between them.

    （银发〔2001〕1号、银发〔2002〕2号） names two; the second of …令〔2021〕第3号发布，…令〔2025〕
    第10号修订 is another paper, which amends this one.
    """
    found: list[DocumentNumber] = []
    last = first
    for number in numbers[at + 1 : at + 10]:
        if number.span.end > bracket.end or not _AND.fullmatch(
            text, last.span.end, number.span.start
        ):
            break
        found.append(number)
        last = number
    return found
