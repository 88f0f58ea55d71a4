"""Mentions of documents: 《title》（number）, number《title》, and numbers that stand alone.

Brackets are looked for first: 《 and 〔 tell where a paper is named, and only what stands beside
them is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hongtou.model import DocumentNumber, NamedBy, Span
from hongtou.notation.document_numbers import find_bare_serials, find_document_numbers
from hongtou.notation.running_numbers import find_running_numbers
from hongtou.notation.titles import bare_title, find_quoted_titles
from hongtou.tag.citing.brackets import bracket_behind, further_numbers, names_at_once
from hongtou.tag.citing.namers import authorities_before, plain_title_before
from hongtou.tag.citing.provisions import read_provision

# 银发〔2021〕63号文件《…的通知》: what may stand between a number and its title.
_LINKING: Final = re.compile(r"(?:号)?(?:文|文件|通知|印发|发布)?的? ?")
# 《办法》已于2000年4月30日以中国人民银行令〔2000〕第2号发布.
_PROMULGATED: Final = re.compile(r"(?:已|业|业已)?(?:经|于|在)?[^，。；：《》\n]{0,24}?(?:以|通过)")
_PUBLISHED: Final = re.compile(r"(?:文件?)?(?:发布|公布|颁布|印发|下发)")
# 银发〔2015〕392号文（以下简称392号文）.
_NUMBER_NOUN: Final = re.compile(r"文件?|通知")
# 《中国人民银行 商务部公告》（〔2016〕第1号）: the authority stands in the title.
_ORDER_TITLE: Final = re.compile(r"(.{2,40}?)(?:关于.*|为.*)?(令|公告)\Z")
_BARE_KIND: Final = re.compile(r"(?:公告|令)[ \u3000]?\Z")
# 《办法》（试行）: the bracket belongs to the title, wherever its 》 was set.
_VERSION: Final = re.compile(r" ?（(?:试行|暂行|征求意见稿|[0-9]{4}年?(?:版|本|修订|修订版))）")
_MOST_BRACKETS: Final = 3  # 《办法》（试行）（银发〔1999〕1号）（以下简称《办法》）


@dataclass(frozen=True, slots=True)
class Mention:
    """A document as the text names it.

    ``span`` covers the authorities in front, title, bracket, number and provision: 中国人民银行等
    五部委《通知》（银发〔2021〕63号）第八条. ``tail`` is where what is said of it goes on, behind
    （以下简称《通知》）.
    """

    span: Span
    title: str | None  # without 《》 and spaces
    number: DocumentNumber | None
    title_span: Span | None = None  # with its 《》
    provision: str | None = None  # "第八条第二款"
    tail: int = 0
    named_by: NamedBy | None = None  # where title and number alone do not tell
    antecedent: "Mention | None" = None  # of a short name or an anaphor


def find_mentions(text: str, start: int, end: int) -> list[Mention]:
    """All mentions between ``start`` and ``end``, in order, each number once."""
    numbers = find_document_numbers(text, start, end)
    numbers = sorted([*numbers, *find_running_numbers(text, start, end)], key=_by_place)
    serials = find_bare_serials(text, start, end)
    titles = find_quoted_titles(text, start, end)
    reader = _Reader(text, start, end, numbers, serials)
    mentions: list[Mention] = []
    used: set[int] = set()
    for quoted in titles:
        for mention in reader.read(quoted):
            mentions.append(mention)
            if mention.number is not None:
                used.add(mention.number.span.start)
    for number in sorted([*numbers, *_of_unnamed(text, serials)], key=_by_place):
        if number.span.start not in used and not reader.in_title(number.span, titles):
            mentions.append(reader.read_number(number))
    mentions.sort(key=lambda mention: mention.span)
    return _joined(text, mentions)


def _by_place(number: DocumentNumber) -> Span:
    return number.span


def _of_unnamed(text: str, serials: list[tuple[Span, int, int]]) -> Iterator[DocumentNumber]:
    """公告〔2003〕第6号, 令〔2006〕第5号: orders that do not say whose they are."""
    for span, year, serial in serials:
        kind = _BARE_KIND.search(text, max(0, span.start - 3), span.start)
        if kind is not None:
            code = kind[0].strip()
            yield DocumentNumber(Span(kind.start(), span.end), code, year, serial)


class _Reader:
    """Walks titles and numbers side by side, each once: both are ordered by position."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        numbers: list[DocumentNumber],
        serials: list[tuple[Span, int, int]],
    ) -> None:
        self._text, self._start, self._end = text, start, end
        self._numbers, self._serials = numbers, serials
        self._next_number = self._next_serial = self._next_title = 0

    def read(self, quoted: Span) -> list[Mention]:
        """The mention that begins with the title at ``quoted``; one for each of its numbers."""
        text, title = self._text, bare_title(quoted.of(self._text))
        if not title:
            return []
        version = _VERSION.match(text, quoted.end, self._end)
        close = version.end() if version else quoted.end
        title += "".join(version[0].split()) if version else ""
        number, tail = None, close
        further: list[DocumentNumber] = []
        for _ in range(_MOST_BRACKETS):
            bracket = bracket_behind(text, tail, self._end)
            if bracket is None:
                break
            tail = bracket.end
            found = self._number_in(bracket) or self._serial_in(bracket, title)
            if number is None and found is not None:
                number, close = found, tail
                further = further_numbers(text, number, self._numbers, self._next_number, bracket)
        start = authorities_before(text, quoted.start, self._start)
        mention = Mention(Span(start, close), title, number, quoted, tail=tail)
        mention = self._with_provision(mention)
        return [mention, *(replace(mention, number=other) for other in further)]

    def read_number(self, number: DocumentNumber) -> Mention:
        """The mention of a number that has no 《title》."""
        text, at = self._text, number.span.end
        noun = _NUMBER_NOUN.match(text, at, self._end)
        tail = noun.end() if noun else at
        bracket = bracket_behind(text, tail, self._end)
        if bracket is not None:
            tail = bracket.end
        elif noun is not None:
            tail = at
        plain = plain_title_before(text, number.span, self._start, self._end)
        if plain is not None:
            title, close = plain
            name = bare_title(title.of(text))
            mention = Mention(Span(title.start, close), name, number, tail=close)
            return self._with_provision(replace(mention, named_by="plain-title"))
        return self._with_provision(Mention(number.span, None, number, tail=tail))

    def _with_provision(self, mention: Mention) -> Mention:
        found = read_provision(self._text, mention.tail, self._end)
        if found is None:
            return mention
        text = "".join(found.of(self._text).split())
        span = Span(mention.span.start, found.end)
        return replace(mention, span=span, provision=text, tail=found.end)

    def in_title(self, span: Span, titles: list[Span]) -> bool:
        """Whether an ordered number stands inside one of the ordered titles."""
        while self._next_title < len(titles) and titles[self._next_title].end <= span.start:
            self._next_title += 1
        at = self._next_title
        return at < len(titles) and titles[at].start <= span.start

    def _number_in(self, bracket: Span) -> DocumentNumber | None:
        numbers = self._numbers
        while (
            self._next_number < len(numbers)
            and numbers[self._next_number].span.start < bracket.start
        ):
            self._next_number += 1
        if self._next_number == len(numbers):
            return None
        number = numbers[self._next_number]
        return number if names_at_once(self._text, bracket, number.span) else None

    def _serial_in(self, bracket: Span, title: str) -> DocumentNumber | None:
        while (
            self._next_serial < len(self._serials)
            and self._serials[self._next_serial][0].start < bracket.start
        ):
            self._next_serial += 1
        if self._next_serial == len(self._serials):
            return None
        span, year, serial = self._serials[self._next_serial]
        if not names_at_once(self._text, bracket, span):
            return None
        kind = _BARE_KIND.search(self._text, bracket.start, span.start)
        if kind is not None:  # 《办法》（公告〔2003〕第6号）
            return DocumentNumber(Span(kind.start(), span.end), kind[0].strip(), year, serial)
        order = _ORDER_TITLE.match(title)
        return DocumentNumber(span, order[1] + order[2], year, serial) if order else None


def _joined(text: str, mentions: list[Mention]) -> list[Mention]:
    """银发〔2021〕63号文《…》 is one mention, and so is 《…》已于…以…令〔2000〕第2号发布."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last is not None and _number_first(text, last, mention):
            span = Span(last.span.start, mention.span.end)
            joined[-1] = replace(mention, span=span, number=last.number)
        elif last is not None and _promulgated(text, last, mention):
            span = Span(last.span.start, mention.span.end)
            joined[-1] = replace(last, span=span, number=mention.number, tail=mention.tail)
        else:
            joined.append(mention)
    return joined


def _number_first(text: str, last: Mention, mention: Mention) -> bool:
    return (
        last.title is None
        and mention.title_span is not None
        and mention.number is None
        and mention.title_span.start - last.span.end <= 6
        and _LINKING.fullmatch(text, last.span.end, mention.title_span.start) is not None
    )


def _promulgated(text: str, last: Mention, mention: Mention) -> bool:
    return (
        last.number is None
        and last.title_span is not None
        and mention.title is None
        and 1 < mention.span.start - last.tail <= 32
        and _PROMULGATED.fullmatch(text, last.tail, mention.span.start) is not None
        and _PUBLISHED.match(text, mention.span.end) is not None
    )
