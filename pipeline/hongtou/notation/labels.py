"""Labels that head the parts of a notice: 第三条, 一、, （一）, 1., （1）, ①, 一是.

GB/T 9704—2012, 7.3.3 prints the tree of a notice as 一、→（一）→ 1. →（1）; regulations put
编, 章, 节 and 条 above it (《立法法》第六十五条).
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from hongtou.errors import NotationError
from hongtou.notation.numerals import read_han_integer, write_han_integer

LabelKind = Literal[
    "part", "chapter", "section", "article", "han", "han_paren", "arabic", "arabic_paren",
    "circled", "inline",
]  # fmt: skip

# Outer kinds first: a label opens inside every open label of a smaller rank.
RANKS: Final[dict[LabelKind, int]] = {
    "part": 0, "chapter": 1, "section": 2, "article": 3, "han": 4, "han_paren": 5, "arabic": 6,
    "arabic_paren": 7, "circled": 8, "inline": 9,
}  # fmt: skip

_HAN = "一二三四五六七八九十百零〇"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_UNITS: Final[dict[str, LabelKind]] = {
    "编": "part", "章": "chapter", "节": "section", "条": "article",
}  # fmt: skip

# 第二十三条第一款, 第三条规定的…, 第五章的…: a reference at the head of a line, not a label.
_REFERENCE = r"(?![第款项规之的中、，。；和至或及与所])"
_LABEL: Final = re.compile(
    rf"第[ 　]?(?P<numbered>[{_HAN}]{{1,7}}|\d{{1,3}})[ 　]?(?P<unit>[编章节条]){_REFERENCE}"
    # 一、二、三产业 is a list of words, 一、加强学习 a label.
    rf"|(?P<han>[{_HAN}]{{1,4}})(?:、(?![{_HAN}]+、)|[.．](?!\d))"
    rf"|[（(](?P<han_paren>[{_HAN}]{{1,4}})[）)]、?"
    r"|(?P<arabic>\d{1,2})(?:[.．](?!\d)|、(?!\d+[、.．]))"
    r"|[（(](?P<arabic_paren>\d{1,2})[）)](?!号)|(?P<half_paren>\d{1,2})[）)]"
    rf"|(?P<circled>[{_CIRCLED}])"
)
# 一是…二是…, 一要…二要…; 一要求 and 二要素 are words.
_INLINE: Final = re.compile(rf"(?P<inline>[{_HAN}]{{1,3}})(?:是(?!否)|要(?=[^求点闻素紧害职领道]))")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as read: kind, number and how many characters of the line it takes."""

    kind: LabelKind
    ordinal: int  # from 1
    length: int

    @property
    def printed(self) -> str:
        """As the standard prints it: ``"（一）"`` for ``(一)``, ``"1."`` for ``1、``."""
        return write_label(self.kind, self.ordinal)

    @property
    def path_part(self) -> str:
        """The label as a step of a path: ``"一"``, ``"（一）"``, ``"1"``, ``"第三条"``."""
        return self.printed.rstrip("、.")


def read_label(text: str, at: int = 0) -> Label | None:
    """The label that begins exactly at ``at``, or ``None``: ``"（二）加强"`` -> ``（二）``.

    An inline 一是 is not a label of a line; ``read_inline_label`` reads it.
    """
    match = _LABEL.match(text, at)
    if match is None or match.lastgroup is None:
        return None
    length = match.end() - at
    if match["unit"]:
        return _label(_UNITS[match["unit"]], match["numbered"], length)
    if match["circled"]:
        return Label("circled", _CIRCLED.index(match["circled"]) + 1, length)
    if match["half_paren"]:
        return _label("arabic_paren", match["half_paren"], length)
    kind: LabelKind
    for kind in ("han", "han_paren", "arabic", "arabic_paren"):
        if match[kind]:
            return _label(kind, match[kind], length)
    return None


def read_inline_label(text: str, at: int) -> Label | None:
    """The inline label 一是, 二是, … or 一要, 二要, … that begins exactly at ``at``."""
    match = _INLINE.match(text, at)
    if match is None:
        return None
    return _label("inline", match["inline"], match.end() - at)


def write_label(kind: LabelKind, ordinal: int) -> str:
    """The label as GB/T 9704—2012, 7.3.3 prints it; the inverse of ``read_label``.

    Raises:
        NotationError: If ``ordinal`` is below 1, or above 20 for a circled number.
    """
    if ordinal < 1 or (kind == "circled" and ordinal > len(_CIRCLED)):
        raise NotationError(f"序号 {ordinal} 不能写成 {kind} 形式的层次序数")
    match kind:
        case "arabic":
            return f"{ordinal}."
        case "arabic_paren":
            return f"（{ordinal}）"
        case "circled":
            return _CIRCLED[ordinal - 1]
    han = write_han_integer(ordinal)
    match kind:
        case "han":
            return f"{han}、"
        case "han_paren":
            return f"（{han}）"
        case "inline":
            return f"{han}是"
    unit = next(unit for unit, unit_kind in _UNITS.items() if unit_kind == kind)
    return f"第{han}{unit}"


def _label(kind: LabelKind, numeral: str, length: int) -> Label | None:
    try:
        ordinal = int(numeral) if numeral.isdecimal() else read_han_integer(numeral)
    except NotationError:
        return None
    return Label(kind, ordinal, length) if ordinal >= 1 else None
