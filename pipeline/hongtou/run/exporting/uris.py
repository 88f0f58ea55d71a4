"""Identifiers of papers (FRBR, AKN naming convention 1.0): ``/akn/cn/doc/银发/2021/63``.

A paper is the same work wherever it stands, so its identifier follows from its number alone;
copies share it, and a ghost already has the one that the paper will have. Without a number it is
the type, the day and, after ``nn`` (no number), the document_id.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote

from hongtou.errors import NotationError
from hongtou.lexicon.document_types import document_types
from hongtou.notation.document_numbers import read_document_number
from hongtou.notation.numerals import read_han_integer
from hongtou.query.whole import Row

__all__ = ["UNKNOWN_DATE", "Work", "portion_of", "safe", "type_of", "work_of"]

# Akoma Ntoso wants a date of every work; this one is named "unknown" wherever it stands.
UNKNOWN_DATE: Final = "0001-01-01"

# What is an act and no notice: 《立法法》, 《行政法规制定程序条例》第五条 (条例、规定、办法),
# 《规章制定程序条例》第七条 (规定、办法), orders that promulgate them, and their 细则 and 规则.
_ACTS: Final = ("法", "条例", "规定", "办法", "细则", "规则", "令", "命令")

# What has a meaning of its own in an identifier, or none: it is written as %20.
# The rest of the set no identifier may hold at all.
_RESERVED: Final = re.compile(
    r"[\x00-\x20\x7f-\xa0/?#%<>\"{}|\\^`\[\]@:!~\u2028\u2029\ufffe\uffff\ufdd0-\ufdef\ufff0-\uffff]"
)
# 第八条第二款第（三）项: the first provision that is named, from the article on.
_PROVISION: Final = re.compile(
    r"第(?P<art>[一二三四五六七八九十百零〇\d]+)条"
    r"(?:第(?P<para>[一二三四五六七八九十百零〇\d]+)款)?"
    r"(?:第[（(]?(?P<point>[一二三四五六七八九十百零〇\d]+)[）)]?项)?"
)


@dataclass(frozen=True, slots=True)
class Work:
    """A paper as a work, apart from its files: 银发〔2021〕63号."""

    kind: Literal["act", "doc"]
    uri: str  # "/akn/cn/doc/银发/2021/63"
    date: str  # ISO; UNKNOWN_DATE where none is known
    document_type: str | None  # 通知

    @property
    def expression(self) -> str:
        """The paper as it was made on its day, in Chinese: ``…/63/zho@2021-03-29``."""
        return f"{self.uri}/zho@{'' if self.date == UNKNOWN_DATE else self.date}"


def work_of(document: Row) -> Work:
    """The work that a row of table ``documents`` is."""
    number = read_document_number(str(document["document_number"] or ""))
    kind_of_paper = type_of(document)
    date = str(document["document_date"] or document["print_date"] or UNKNOWN_DATE)
    code = number.authority_code if number else ""
    is_act = kind_of_paper in _ACTS or code.endswith("令")
    kind: Literal["act", "doc"] = "act" if is_act else "doc"
    if number is not None:
        year = number.year or "0001"  # 国务院令第768号: orders may count through the years
        uri = f"/akn/cn/{kind}/{safe(code)}/{year}/{number.serial}"
    else:
        # The naming convention wants a date; a ghost without one has its year 0001.
        day = "0001" if date == UNKNOWN_DATE else date
        ending = safe(str(document["document_id"]))
        uri = f"/akn/cn/{kind}/{safe(kind_of_paper or '') or 'nn'}/{day}/nn-{ending}"
    return Work(kind, uri, date, kind_of_paper)


def type_of(document: Row) -> str | None:
    """文种 of a paper: as it was read or, of a ghost, as its title ends: ``…办法``."""
    if document["document_type"]:
        return str(document["document_type"])
    found = document_types().read_type(str(document["title"] or ""))
    return found[0] if found else None


def portion_of(provision: str | None) -> str | None:
    """The part of a paper in the words of AKN: ``第八条第二款`` -> ``art_8__para_2``."""
    match = _PROVISION.search(provision or "")
    if match is None:
        return None
    try:
        steps = [f"{name}_{_integer(value)}" for name, value in match.groupdict().items() if value]
    except NotationError:
        return None
    return "__".join(steps)


def _integer(text: str) -> int:
    return int(text) if text.isdecimal() else read_han_integer(text)


def safe(text: str) -> str:
    """``text`` as one step of an identifier; 汉字 stay as they are, for these are IRIs."""
    return _RESERVED.sub(lambda match: quote(match[0], safe=""), text)
