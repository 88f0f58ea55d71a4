"""What stands in front of 《 or of a number: authorities, and titles without their 《》.

落实|中国人民银行等五部委《关于…的通知》; 现将|某部关于做好工作的通知（某发〔2021〕6号）转发给你们.
"""

import re
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.model import Span
from hongtou.notation.characters import HAN

_LONGEST_NAMES: Final = 70
_NAMES: Final = re.compile(rf"[{HAN}、 \u3000]+\Z")
# 中国人民银行等五部委, 某局等六个部门, 财政部等.
_AND_OTHERS: Final = re.compile(
    r"等(?:[0-9]{1,2}|[一二三四五六七八九十两]{1,3})?(?:个)?(?:部委局?|部门|单位|家单位|机关)?\Z"
)
_HAN: Final = re.compile(rf"[{HAN}]")
_GAP: Final = re.compile(r"[、 \u3000]+")
_AUTHORITY_END: Final = re.compile(
    r"(?:银行|总行|分行|支行|委员会|监会|[部局署厅委]|国务院|法院|检察院|办公室|政府|中心|总部|联社)\Z"
)
# What cannot stand inside the name of an authority ends the words before it.
_LEADS: Final = re.compile(
    r".*(?:根据|按照|依据|依照|参照|遵照|比照|对照|执行|落实|贯彻|遵守|遵循|违反|符合|适用|转发|批转"
    r"|印发|下发|发布|公布|颁布|制定|修订|修改|废止|收到|同意|关于|以及|精神|要求|规定|按|将|把|的|了|于|由"
    r"|并|据|见|或|原|向)"
)
_FIRST_WORD: Final = re.compile(r"^(?:和|及|与|对|为|经|在|以|从)")
_SHORTEST: Final = 3  # 财政部; 我行 and 本部 are no names
# A title without 《》 begins behind a mark or behind the verb that governs it.
_CLAUSE: Final = re.compile(r"[，。；、：:！？\n\t《》（）()“”]")
_VERBS: Final = re.compile(
    r"^(?:(?:为|认真|切实|严格|进一步|贯彻|落实|执行|根据|按照|依据|依照|参照|遵照|现将|现转发|转发|将|对"
    r"|原|和|以及|及|与|并|同时|废止|\d{1,3}[.．] ?)+)"
)
_CLOSE: Final = re.compile(r"(?:文件?)?(?:印发|发布|公布|转发)?[）)]")
_MAX_PLAIN: Final = 100
_MIN_PLAIN: Final = 8


def authorities_before(text: str, at: int, start: int) -> int:
    """Where the authorities begin that stand right before ``at``; ``at`` where none do.

    ``落实中国人民银行等五部委《`` gives the position of 中; a list of names counts as one.
    """
    if at <= start or not _HAN.match(text, at - 1):
        return at
    run = _NAMES.search(text, max(start, at - _LONGEST_NAMES), at)
    if run is None:
        return at
    others = _AND_OTHERS.search(text, run.start(), at)
    stop = others.start() if others else at
    best = at
    for name in reversed(list(_parts(text, run.start(), stop))):
        cut = _lead_length(name.of(text))
        word = text[name.start + cut : name.end]
        if len(word) < _SHORTEST or not _AUTHORITY_END.search(word):
            break
        best = name.start + cut
        if cut:
            break
    return best


def _parts(text: str, start: int, stop: int) -> list[Span]:
    """The names between 、 and spaces."""
    parts, at = [], start
    for gap in _GAP.finditer(text, start, stop):
        if gap.start() > at:
            parts.append(Span(at, gap.start()))
        at = gap.end()
    if at < stop:
        parts.append(Span(at, stop))
    return parts


def _lead_length(name: str) -> int:
    lead = _LEADS.match(name)
    cut = lead.end() if lead else 0
    first = _FIRST_WORD.match(name[cut:])
    return cut + (first.end() if first else 0)


@lru_cache(maxsize=1)
def document_endings() -> tuple[str, ...]:
    """The words with which titles of papers end: 通知, 办法, 指引."""
    return tuple(row["word"] for row in read_table("title_endings") if row["kind"] == "document")


def plain_title_before(text: str, number: Span, start: int, end: int) -> tuple[Span, int] | None:
    """The title without 《》 to which a number in brackets belongs, and the end of its bracket.

    ``、债券交易流通审核政策调整事项公告（中国人民银行公告〔2009〕第1号）`` and ``现将某部关于做好
    工作的通知（某发〔2021〕6号）转发`` have one; ``执行通知（银发〔2021〕1号）`` has none.
    """
    stop = number.start - 1
    floor = max(start, stop - _MAX_PLAIN)
    if stop <= floor or text[stop] not in "（(":
        return None
    if not text.endswith(document_endings(), floor, stop):
        return None
    begin = max((mark.end() for mark in _CLAUSE.finditer(text, floor, stop)), default=floor)
    if begin == floor > start:  # too long for a title
        return None
    listed = begin > start and text[begin - 1] in "、\n"
    verbs = _VERBS.match(text[begin:stop])
    begin += verbs.end() if verbs else 0
    words = text[begin:stop]
    if len(words) < _MIN_PLAIN or not (listed or "关于" in words):
        return None
    close = _CLOSE.match(text, number.end, end)
    return (Span(begin, stop), close.end()) if close else None
