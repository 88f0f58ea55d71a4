"""Mentions of documents: 《title》（number）, number《title》, and numbers that stand alone."""

import re
from dataclasses import dataclass, replace
from typing import Final

from hongtou.model import DocumentNumber, Span
from hongtou.notation.document_numbers import find_bare_serials, find_document_numbers
from hongtou.notation.titles import bare_title, find_quoted_titles

_OPENERS: Final = "（(〔["
_CLOSERS: Final = "）)〕]"
_BRACKETS: Final = re.compile(r"[（(〔\[）)〕\]\n]")
# 银发〔2021〕63号文件《…的通知》: what may stand between a number and its title.
_LINKING: Final = re.compile(r"(?:号)?(?:文|文件|通知|印发|发布)?的? ?")
# A bracket behind a title names its number at once: （中国人民银行 海关总署令〔2015〕第1号发布）.
_MAX_BRACKET: Final = 200
_NUMBER_WITHIN: Final = 90
_OTHER_PAPER: Final = re.compile(r"根据|按照|依据|参照|《|见")
# 《中国人民银行 商务部公告》（〔2016〕第1号）: the authority stands in the title.
_ORDER_TITLE: Final = re.compile(r"(.{2,40}?)(?:关于.*|为.*)?(令|公告)\Z")


@dataclass(frozen=True, slots=True)
class Mention:
    """A document as the text names it: ``span`` covers title, bracket and number."""

    span: Span
    title: str | None  # without 《》 and spaces
    number: DocumentNumber | None
    title_span: Span | None = None  # with its 《》


def find_mentions(text: str, start: int, end: int) -> list[Mention]:
    """All mentions between ``start`` and ``end``, in order, each number once."""
    numbers = find_document_numbers(text, start, end)
    serials = find_bare_serials(text, start, end)
    mentions: list[Mention] = []
    used: set[Span] = set()
    titles = find_quoted_titles(text, start, end)
    reader = _NumberReader(text, numbers, serials)
    for quoted in titles:
        mention = reader.read(quoted, end)
        if mention.number is not None:
            used.add(mention.number.span)
        if mention.title:
            mentions.append(mention)
    for number in numbers:
        if number.span not in used and not reader.in_title(number.span, titles):
            mentions.append(Mention(number.span, None, number))
    mentions.sort(key=lambda mention: mention.span)
    return _joined(text, mentions)


class _NumberReader:
    """Walks titles and numbers side by side, each once: both are ordered by position."""

    def __init__(
        self,
        text: str,
        numbers: list[DocumentNumber],
        serials: list[tuple[Span, int, int]],
    ) -> None:
        self._text = text
        self._numbers = numbers
        self._serials = serials
        self._next_number = self._next_serial = self._next_title = 0

    def read(self, quoted: Span, end: int) -> Mention:
        """The mention that begins with the title at ``quoted``."""
        title = bare_title(quoted.of(self._text))
        bracket = _bracket_behind(self._text, quoted.end, end)
        number = None
        if bracket is not None:
            number = self._number_in(bracket) or self._serial_in(bracket, title)
        if bracket is None or number is None:
            return Mention(quoted, title, None, quoted)
        return Mention(Span(quoted.start, bracket.end), title, number, quoted)

    def in_title(self, span: Span, titles: list[Span]) -> bool:
        """Whether an ordered number stands inside one of the ordered titles."""
        while self._next_title < len(titles) and titles[self._next_title].end <= span.start:
            self._next_title += 1
        at = self._next_title
        return at < len(titles) and titles[at].start <= span.start

    def _number_in(self, bracket: Span) -> DocumentNumber | None:
        while (
            self._next_number < len(self._numbers)
            and self._numbers[self._next_number].span.start < bracket.start
        ):
            self._next_number += 1
        if self._next_number == len(self._numbers):
            return None
        number = self._numbers[self._next_number]
        return number if _names_at_once(self._text, bracket, number.span) else None

    def _serial_in(self, bracket: Span, title: str) -> DocumentNumber | None:
        while (
            self._next_serial < len(self._serials)
            and self._serials[self._next_serial][0].start < bracket.start
        ):
            self._next_serial += 1
        order = _ORDER_TITLE.match(title)
        if self._next_serial == len(self._serials) or order is None:
            return None
        span, year, serial = self._serials[self._next_serial]
        if not _names_at_once(self._text, bracket, span):
            return None
        return DocumentNumber(span, order[1] + order[2], year, serial)


def _names_at_once(text: str, bracket: Span, number: Span) -> bool:
    if number.end > bracket.end or number.start - bracket.start > _NUMBER_WITHIN:
        return False
    return not _OTHER_PAPER.search(text, bracket.start, number.start)


def _bracket_behind(text: str, at: int, end: int) -> Span | None:
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


def _joined(text: str, mentions: list[Mention]) -> list[Mention]:
    """银发〔2021〕63号文《…》 is one mention, not a number and a title."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.title is None
            and mention.title_span is not None
            and mention.number is None
            and mention.span.start - last.span.end <= 6
            and _LINKING.fullmatch(text, last.span.end, mention.span.start)
        ):
            span = Span(last.span.start, mention.span.end)
            joined[-1] = replace(mention, span=span, number=last.number)
        else:
            joined.append(mention)
    return joined
