"""Automatic numbering as paper shows it: 一、 （一） 1. 第一条 (ECMA-376 part 1, 17.9).

Word stores "paragraph of level 1 in list 3"; what is printed follows from all numbered paragraphs
before it. Notices are cited by these labels, so they must be in the text.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hongtou.read.office.number_formats import LARGEST, write_ordinal
from hongtou.read.office.styles import Styles, level_of, switch, value_of
from hongtou.read.office.symbols import plain_symbols
from hongtou.read.xml_parts import attribute, child, children

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PLACE: Final = re.compile(r"%([1-9])")
_LEVELS: Final = 9
_INTEGER: Final = re.compile(r"-?\d{1,9}")
# "1." and "1年期" would read as 1.1; "1.1" and "总则" run together without the gap of paper.
_FIGURE_END: Final = re.compile(r"[0-9A-Za-z０-\uff19][.．]?$")
_FIGURE_START: Final = re.compile(r"[0-9A-Za-z０-\uff19]")
# Labels that close themselves (一、 （一） 1. 一是) need no gap; 第一条, 附件一 and 1.1 do.
_OPEN_END: Final = re.compile(
    r"(?:[0-9A-Za-z０-\uff19〇一二三四五六七八九十百千甲乙丙丁戊己庚辛壬癸]|^第.{1,12}[编章节条款项])$"
)


@dataclass(frozen=True, slots=True)
class Level:
    """``w:lvl``: how one level of a list counts and prints."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""  # "第%1条": %n stands for the number of level n
    suffix: str = "tab"  # tab, space or nothing
    restart: int | None = None  # 0: never; n: only after a paragraph of level n (from 1)
    legal: bool = False  # all numbers in figures, whatever their levels say
    style: str | None = None
    font: str = ""


@dataclass(frozen=True)
class List:
    """``w:num``: the levels of a list; lists with one ``abstract`` go on counting together."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]  # w:startOverride by level


@dataclass
class _Counter:
    numbers: dict[int, int] = field(default_factory=dict)  # by level; absent: begins anew
    started: set[tuple[str, int]] = field(default_factory=set)  # overrides already used


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: "Element | None", styles: Styles) -> None:
        self._styles = styles
        self._lists = _lists(root, styles)
        self._counters: dict[str, _Counter] = {}

    def label(self, properties: "Element | None", text: str) -> str:
        """The label of the next numbered paragraph with the gap behind it; "" if it has none.

        Args:
            properties: Its ``w:pPr``.
            text: Its own text, which decides about the gap.
        """
        place = self._place(properties)
        if place is None:
            return ""
        number_id, index = place
        found = self._lists[number_id]
        counter = self._counters.setdefault(found.abstract, _Counter())
        _count(counter, found, number_id, index)
        label = _printed(found.levels, counter.numbers, index)
        return label + _gap(label, found.levels[index].suffix, text)

    def _place(self, properties: "Element | None") -> tuple[str, int] | None:
        """List and level of a paragraph: its own, or those of its style."""
        own = child(properties, "numPr")
        number_id, level = value_of(own, "numId"), level_of(value_of(own, "ilvl"))
        if number_id is None:
            number_id, level = self._from_style(value_of(properties, "pStyle"), level)
        if number_id is None or number_id not in self._lists:  # "0" takes a style's list away
            return None
        index = level or 0
        return (number_id, index) if index in self._lists[number_id].levels else None

    def _from_style(self, style_id: str | None, level: int | None) -> tuple[str | None, int | None]:
        """A style names the list; the list says by w:pStyle which level the style is."""
        passed = []
        for at, style in self._styles.chain(style_id):
            passed.append(at)
            level = style.level if level is None else level
            if style.number_id is None:
                continue
            levels = self._lists[style.number_id].levels if style.number_id in self._lists else {}
            linked = (i for name in passed for i, entry in levels.items() if entry.style == name)
            return style.number_id, next(linked, level)
        return None, None


def _count(counter: _Counter, found: List, number_id: str, index: int) -> None:
    """One step further at a level; deeper levels begin anew."""
    numbers, level = counter.numbers, found.levels[index]
    override = found.starts.get(index)
    if override is not None and (number_id, index) not in counter.started:
        counter.started.add((number_id, index))
        numbers[index] = override
    else:
        numbers[index] = numbers[index] + 1 if index in numbers else level.start
    for deeper in range(index + 1, _LEVELS):
        restart = found.levels[deeper].restart if deeper in found.levels else None
        if restart is None or (restart and index < restart):
            numbers.pop(deeper, None)


def _printed(levels: dict[int, Level], numbers: dict[int, int], index: int) -> str:
    level = levels[index]
    if level.number_format == "bullet":
        return plain_symbols(level.text, level.font)

    def write(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at not in levels or at > index:
            return ""
        wished = levels[at].number_format
        shown = "decimal" if level.legal and wished != "none" else wished
        return write_ordinal(numbers.get(at, levels[at].start), shown)

    return _PLACE.sub(write, level.text)


def _gap(label: str, suffix: str, text: str) -> str:
    """What stands between label and text: nothing after 、 or ）, which carry their own gap."""
    if not label or not text:
        return ""
    if _FIGURE_END.search(label) and _FIGURE_START.match(text):
        return " "
    return " " if suffix != "nothing" and _OPEN_END.search(label) else ""


def _lists(root: "Element | None", styles: Styles) -> dict[str, List]:
    abstracts = {attribute(e, "abstractNumId"): e for e in children(root, "abstractNum")}
    by_style = {
        name: at for at, e in abstracts.items() if (name := value_of(e, "styleLink")) is not None
    }
    numbers = {attribute(e, "numId"): e for e in children(root, "num")}
    found = {}
    for number_id, element in numbers.items():
        at = value_of(element, "abstractNumId") or ""
        linked = value_of(abstracts.get(at), "numStyleLink")
        if linked is not None:  # a list style: the levels stand where the style is defined
            at = by_style.get(linked) or _through_style(linked, numbers, styles) or at
        levels = dict(map(_level, children(abstracts.get(at), "lvl")))
        if number_id != "0":
            found[number_id] = _with_overrides(at, levels, element)
    return found


def _through_style(name: str, numbers: "dict[str, Element]", styles: Styles) -> str | None:
    for _, style in styles.chain(name, "numbering"):
        if style.number_id in numbers:
            return value_of(numbers[style.number_id], "abstractNumId")
    return None


def _with_overrides(abstract: str, levels: dict[int, Level], element: "Element") -> List:
    levels, starts = dict(levels), {}
    for override in children(element, "lvlOverride"):
        index = level_of(attribute(override, "ilvl"))
        if index is None:
            continue
        own = child(override, "lvl")
        if own is not None:
            levels[index] = _level(own)[1]
        start = value_of(override, "startOverride")
        if start is not None:
            starts[index] = _integer(start, 1)
    return List(abstract, levels, starts)


def _level(element: "Element") -> tuple[int, Level]:
    index = level_of(attribute(element, "ilvl")) or 0
    restart = value_of(element, "lvlRestart")
    number_format = child(element, "numFmt")
    fonts = child(child(element, "rPr"), "rFonts")
    return index, Level(
        start=_integer(value_of(element, "start"), 1),
        number_format=attribute(number_format, "val") if number_format is not None else "decimal",
        text=value_of(element, "lvlText") or "",
        suffix=value_of(element, "suff") or "tab",
        restart=None if restart is None else _integer(restart, 0),
        legal=bool(switch(element, "isLgl")),
        style=value_of(element, "pStyle"),
        font=attribute(fonts, "ascii") if fonts is not None else "",
    )


def _integer(text: str | None, default: int) -> int:
    if text is None or not _INTEGER.fullmatch(text):
        return default
    return max(0, min(int(text), LARGEST))
