"""流水号 of orders without a year: 国务院令第768号, 主席令第四十六号, 证监会令第113号.

They are numbered on and on over the years, so they have no bracket to look for. Orders of the
president begin anew with every National People's Congress: 主席令（十届第41号）.
"""

import re
from collections.abc import Iterator
from typing import Final

from hongtou.errors import NotationError
from hongtou.model import DocumentNumber, Span
from hongtou.notation.authority_codes import code_before
from hongtou.notation.numerals import read_han_integer

__all__ = ["find_running_numbers", "read_running_number"]

_HAN: Final = "一二三四五六七八九十百零〇"
_SERIAL: Final = rf"([1-9][0-9]{{0,3}}|[{_HAN}]{{1,7}})"
# 令第768号, 令 第660号, 令（十届第41号）, 令(第3号).
_BEHIND: Final = re.compile(
    rf"令[ \u3000]{{0,2}}\n?([（(〔])?(?:第?([{_HAN}]{{1,3}})届 ?)?第 ?{_SERIAL} ?号(?:[）)〕])?"
)
# 国务院第768号令.
_BEFORE: Final = re.compile(rf"第 ?{_SERIAL} ?号令")
_STATE: Final = "中华人民共和国"
# Who gives orders: 责令第三号窗口 is no order.
_AUTHORITY: Final = re.compile(r"(?:主席|[会部局署行院委厅社]|政府)令\Z")


def find_running_numbers(text: str, start: int = 0, end: int | None = None) -> list[DocumentNumber]:
    """Numbers of orders without a year, in order; ``year`` is ``None``.

    ``中华人民共和国国务院令第768号`` has the code ``国务院令``; 主席令（十届第41号） has the code
    ``十届主席令``, since its number alone names an order of every congress.
    """
    end = len(text) if end is None else end
    found = (number for number in _running(text, start, end) if number.serial)
    return sorted(found, key=lambda number: number.span)


def _running(text: str, start: int, end: int) -> Iterator[DocumentNumber]:
    for match in _BEHIND.finditer(text, start, end):
        stop = match.end() - (not match[1] and match[0][-1] in "）)〕")
        code = code_before(text, match.start() + 1, start)
        if code is not None and _AUTHORITY.search(code[1]):
            term = f"{match[2]}届" if match[2] else ""
            yield _number(Span(code[0], stop), term, code[1], match[3])
    for match in _BEFORE.finditer(text, start, end):
        left = max(start, match.start() - 60)
        code = code_before(text[left : match.start()] + "令", match.start() - left + 1)
        if code is not None and _AUTHORITY.search(code[1]):
            yield _number(Span(left + code[0], match.end()), "", code[1], match[1])


def _number(span: Span, term: str, code: str, serial: str) -> DocumentNumber:
    return DocumentNumber(span, term + code.removeprefix(_STATE), None, _serial(serial))


def _serial(serial: str) -> int:
    try:
        return int(serial) if serial.isdigit() else read_han_integer(serial)
    except NotationError:
        return 0  # 百十: no number that anyone writes


def read_running_number(text: str) -> DocumentNumber | None:
    """The number that is the whole of ``text``: ``国务院令第768号``, ``国务院第768号令``."""
    found = find_running_numbers(text)
    return found[0] if len(found) == 1 and found[0].span == Span(0, len(text)) else None
