"""发文字号 (GB/T 9704—2012, 7.2.5): authority code + 〔year〕 + serial, as in 国办发〔2024〕10号.

The bracketed year is looked for first and the authority code then leftwards from it: 70 times
faster than looking for codes. Orders and announcements (令, 公告) carry the names of their
authorities and 第. Orders without a year (国务院令第768号) are in ``running_numbers``.
"""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import Final

from hongtou.model import DocumentNumber, Span
from hongtou.notation.authorities import first_authority
from hongtou.notation.authority_codes import ORDER_ENDINGS, code_before
from hongtou.notation.characters import HAN
from hongtou.notation.running_numbers import read_running_number

__all__ = [
    "find_bare_serials",
    "find_document_numbers",
    "find_loose_brackets",
    "number_key",
    "read_document_number",
]

# 1949 to 2099: an official year of the People's Republic.
_YEAR = r"(?:19(?:49|[5-9][0-9])|20[0-9]{2})"
_SERIAL = r"(?:第 ?)?0{0,5}([1-9][0-9]{0,4})(?![0-9])"
_NUMBER: Final = re.compile(rf"〔({_YEAR})〕 ?{_SERIAL} ?(号)?")
# 中国银监会令2018年第1号, 国家税务总局公告（2018年第13号): the year without its brackets.
_YEARLY: Final = re.compile(rf"[令告][ （(]?({_YEAR})年 ?第 ?0{{0,5}}([1-9][0-9]{{0,4}}) ?号[）)]?")
# （1989）财预字第68号, [97]汇管函字第123号: the year before the code, as until the 1990s.
_OLD: Final = re.compile(
    rf"[（(〔\[［](19[5-9][0-9]|[5-9][0-9])[）)〕\]］] ?([{HAN}]{{1,8}}[字发函]) ?第 ?"
    r"([1-9][0-9]{0,3}) ?号"
)
# Without 号 only where nothing else can follow: （银发〔2021〕81）; and behind the code of a letter
# or circular at a mark: 根据银发〔2021〕81，…, 银发〔2021〕81文.
_CLOSED: Final = frozenset("）)〉》】〕>\n")
_PAUSES: Final = frozenset("，。、；：文")


def find_document_numbers(
    text: str, start: int = 0, end: int | None = None
) -> list[DocumentNumber]:
    """Document numbers between ``start`` and ``end``, in order, spans absolute in ``text``.

    Only the brackets 〔〕 count: ``国办发[2024]10号`` is a missing repair of the clean text.
    """
    end = len(text) if end is None else end
    found = []
    for match in _NUMBER.finditer(text, start, end):
        paused = not _complete(text, match, end)
        if not paused or text[match.end()] in _PAUSES:
            number = _with_code(text, match.start(), match, start)
            if number is not None and (not paused or _heads_bracket(text, number)):
                found.append(number)
    for match in _OLD.finditer(text, start, end):
        year = int(match[1]) if len(match[1]) == 4 else 1900 + int(match[1])
        found.append(DocumentNumber(Span(*match.span()), match[2], year, int(match[3])))
    for match in _YEARLY.finditer(text, start, end):
        number = _with_code(text, match.start() + 1, match, start)
        if number is not None:
            found.append(number)
    return sorted(found, key=lambda number: number.span)


def find_bare_serials(
    text: str, start: int = 0, end: int | None = None
) -> list[tuple[Span, int, int]]:
    """Numbers that stand without authority code: ``(span, year, serial)`` of 〔2015〕第3号.

    Behind the title of an announcement the authority stands in the title: 《中国人民银行
    海关总署公告》（〔2014〕第31号); in a header it stands on the line above.
    """
    end = len(text) if end is None else end
    return [
        (Span(match.start(), match.end()), int(match[1]), int(match[2]))
        for match in _NUMBER.finditer(text, start, end)
        if _complete(text, match, end) and code_before(text, match.start(), start) is None
    ]


def _heads_bracket(text: str, number: DocumentNumber) -> bool:
    """Whether a number without 号 is one: 银发〔2021〕81，…; 《A》（冀财农〔2023〕195，…."""
    before = text[max(0, number.span.start - 2) : number.span.start]
    return number.authority_code[-1] in _CODE_LAST or before in ("》（", "》(")


def _complete(text: str, match: re.Match[str], end: int) -> bool:
    return bool(match[3]) or match.end() >= end or text[match.end()] in _CLOSED


def _with_code(text: str, at: int, match: re.Match[str], start: int) -> DocumentNumber | None:
    code = code_before(text, at, start)
    if code is None:
        return None
    stop = match.end() if match[0][-1] != "）" or "（" in match[0] else match.end() - 1
    return DocumentNumber(Span(code[0], stop), code[1], int(match[1]), int(match[2]))


_ANY_OPEN = "〔\\[【(（［〖{﹝"
_ANY_CLOSE = "〕\\])】）］〗}﹞"
_TYPED: Final = re.compile(
    rf"([{HAN}/]{{1,60}}?)(?:[〔\[(【〖{{-]?({_YEAR})(?:[〕\])】〗}}-]|年)|({_YEAR})(?=第))"
    r"(?:第)?0{0,7}([1-9][0-9]{0,4})号?[)）]?"
)


def read_document_number(text: str) -> DocumentNumber | None:
    """The number that ``text`` spells, in any spelling that people type; ``None`` if it is none.

    ``赣银保监发[2021]2号``, ``赣银保监发（2021）第02号``, ``赣银保监发〔2021〕2`` and
    ``赣银保监发 2021 年2号`` are all 赣银保监发〔2021〕2号. The span covers ``text``.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:200]))
    running = read_running_number(plain)
    if running is not None:
        return replace(running, span=Span(0, len(text)))
    match = _TYPED.fullmatch(plain.replace("﹝", "〔").replace("﹞", "〕"))
    if match is None:
        return None
    code = _slashed(match[1])
    return DocumentNumber(Span(0, len(text)), code, int(match[2] or match[3]), int(match[4]))


def _slashed(code: str) -> str:
    """``令/人民银行`` -> ``人民银行令``: the kind set before the authority, as in catalogues."""
    kind, slash, authority = code.partition("/")
    return authority + kind if slash and kind in ORDER_ENDINGS else code.replace("/", "")


# \d and int() take full-width digits too, which raw text still has.
_LOOSE: Final = re.compile(
    rf"([{_ANY_OPEN}])[ \u00a0\u3000]?(\d{{4}})[ \u00a0\u3000]?([{_ANY_CLOSE}])[ \u00a0\u3000]?"
    r"(第?)[ \u00a0\u3000]?\d{1,6}(?!\d)[ \u00a0\u3000]{0,2}(号?)"
)
# (2021)3号楼, (2021)12号线: ordinary counting words, not serials.
_NOT_SERIAL: Final = frozenset("楼院线机房铺车库门店桌间井地船")
_CODE_LAST: Final = frozenset("发函令字办规告电税")
_BEFORE_BARE: Final = frozenset("》（(〔「[【")


def find_loose_brackets(text: str) -> list[tuple[int, int, str]]:
    """Brackets that should be 〔 or 〕: ``(start, end, replacement)`` each, in order.

    Fires on a year in brackets between an authority code and a serial, in raw text: full-width
    digits and inner spaces may stand. ``国办发[2024]10号`` gives both brackets; 贷款（2021）10户
    none.
    """
    found: list[tuple[int, int, str]] = []
    for match in _LOOSE.finditer(text):
        if (match[1] == "〔" and match[3] == "〕") or not 1949 <= int(match[2]) <= 2099:
            continue
        if not _serial_follows(text, match) or not _code_precedes(text, match):
            continue
        for group, bracket in ((1, "〔"), (3, "〕")):
            if match[group] != bracket:
                found.append((match.start(group), match.end(group), bracket))
    return found


def _serial_follows(text: str, match: re.Match[str]) -> bool:
    follower = text[match.end() : match.end() + 1]
    if match[5]:
        return follower not in _NOT_SERIAL or not follower
    before = text[max(0, match.start() - 3) : match.start()].rstrip(" \u00a0\u3000")
    closed = not follower or follower in _CLOSED or follower in "\r]"
    return closed and before[-1:] in _CODE_LAST if before else False


def _code_precedes(text: str, match: re.Match[str]) -> bool:
    window = text[max(0, match.start() - 60) : match.start()]
    stem = window.rstrip()
    gap = window[len(stem) :]
    if "\n" in gap or not window:
        line_end = text.find("\n", match.end())
        rest = text[match.end() : line_end if line_end >= 0 else len(text)].strip()
        return bool(match[4] and match[5]) and (not rest or stem.endswith(ORDER_ENDINGS))
    if stem[-1:] in _BEFORE_BARE:
        return bool(match[4] and match[5])
    return code_before(stem, len(stem)) is not None


# The normal form needs no folding: what the knowledge base holds is read ten times faster so.
_PRINTED: Final = re.compile(rf"([{HAN}]{{1,60}})〔({_YEAR})〕第?([1-9][0-9]{{0,4}})号")


def number_key(number: DocumentNumber | str) -> str:
    """The key under which all spellings of one number are equal; ``""`` if ``number`` is none.

    Joint orders count under their first authority and short names under the full one:
    中国人民银行 中国银行业监督管理委员会令〔2017〕第2号 and 人民银行令〔2017〕2号 are the same.
    """
    if isinstance(number, str):
        return _key_of_text(number)
    return _key(number.authority_code, number.year, number.serial)


@lru_cache(maxsize=65536)
def _key_of_text(text: str) -> str:
    printed = _PRINTED.fullmatch(text)
    if printed is not None:
        return _key(printed[1], int(printed[2]), int(printed[3]))
    read = read_document_number(text)
    return _key(read.authority_code, read.year, read.serial) if read else ""


def _key(code: str, year: int | None, serial: int) -> str:
    for ending in ORDER_ENDINGS:
        if code.endswith(ending) and len(code) > len(ending):
            code = first_authority(code.removesuffix(ending)) + ending
    return f"{code}|{year or ''}|{serial}"
