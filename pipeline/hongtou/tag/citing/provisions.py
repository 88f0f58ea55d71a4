"""Which part of a paper is meant: 《办法》第八条第二款, 第三条至第五条, 第十一条第（二）项."""

import re
from typing import Final

from hongtou.model import Span

_NUMERAL: Final = r"[一二三四五六七八九十百零〇0-9]{1,7}"
# 第二批, 第3号 are no parts; 第三项目, 第一章程, 第二节约 only begin like one.
_UNIT: Final = r"(?:分?编|章(?!程)|节(?!约|能)|条(?!款|件|例)|款(?!项)|项(?!目)|目(?!标|录|的))"
_ONE: Final = (
    rf"第 ?(?:{_NUMERAL}(?:[、和至]{_NUMERAL}){{0,8}} ?{_UNIT}"
    r"(?:之[一二三四五六七八九十]{1,2})?"
    rf"|[（(]{_NUMERAL}[）)](?:[、和至][（(]{_NUMERAL}[）)]){{0,8}} ?{_UNIT})"
)
_PART: Final = rf"{_ONE}(?:(?:的|中)?{_ONE}){{0,5}}"
_JOIN: Final = r"(?:、|以及|和|及|或者?|与|至|到|—|－|-|～|~)"
# 《办法》（银发〔1999〕1号）的第八条, 《办法》中第三条、第五条.
_PROVISION: Final = re.compile(rf"(?:的|中的?|之)? ?({_PART}(?:{_JOIN}{{1,2}}{_PART}){{0,20}})")


def read_provision(text: str, at: int, end: int) -> Span | None:
    """The provisions named right at ``at``: ``第三十八条、第三十九条``; ``None`` where none is."""
    if text[at : at + 1] not in _FIRST:
        return None
    match = _PROVISION.match(text, at, end)
    return Span(*match.span(1)) if match else None


_FIRST: Final = frozenset("第的中之 ")
