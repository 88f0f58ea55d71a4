"""What styles say about a paragraph: its list, and whether its text is hidden (17.7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hongtou.read.xml_parts import attribute, child, children

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# ECMA-376 part 1, 17.17.4: how a switch that is written with a value is off.
OFF: Final = frozenset({"0", "false", "off", "none"})
_LONGEST_CHAIN: Final = 20  # Word allows eleven styles above one; a circle ends here too


def value_of(element: "Element | None", name: str) -> str | None:
    """``w:val`` of a child: ``(<w:lvl>, "numFmt")`` -> ``"decimal"``; ``None`` without it."""
    found = child(element, name)
    return attribute(found, "val") if found is not None else None


def switch(element: "Element | None", name: str) -> bool | None:
    """Whether a child such as ``w:vanish`` turns something on; ``None`` if it is not there."""
    found = value_of(element, name)
    return None if found is None else found.casefold() not in OFF


@dataclass(frozen=True, slots=True)
class Style:
    """A style as far as text depends on it."""

    name: str  # English for built-in ones, in lower case: "heading 1", "toc 2"
    based_on: str | None
    number_id: str | None
    level: int | None
    hidden: bool | None
    borders: bool | None  # of a table style: whether cells have rules at their sides


class Styles:
    """``styles.xml``; a document without it has none."""

    def __init__(self, root: "Element | None") -> None:
        self._styles: dict[str, Style] = {}
        self._default: dict[str, str] = {}  # by type: paragraph, table
        for element in children(root, "style"):
            style_id = attribute(element, "styleId")
            self._styles[style_id] = _style(element)
            if attribute(element, "default").casefold() not in OFF | {""}:
                self._default[attribute(element, "type")] = style_id

    def chain(self, style_id: str | None, kind: str = "paragraph") -> Iterator[tuple[str, Style]]:
        """The style and those it is based on, with their ids, nearest first."""
        at = style_id if style_id in self._styles else self._default.get(kind)
        for _ in range(_LONGEST_CHAIN):
            if at is None or at not in self._styles:
                return
            yield at, self._styles[at]
            at = self._styles[at].based_on

    def name(self, style_id: str | None) -> str:
        """Name of a paragraph style; "" if it has none."""
        return next((style.name for _, style in self.chain(style_id)), "")

    def hides(self, properties: "Element | None", paragraph_style: str | None) -> bool:
        """Whether ``w:rPr`` makes its text hidden, itself or through styles (17.3.2.41)."""
        direct = switch(properties, "vanish")
        if direct is not None:
            return direct
        run_style = value_of(properties, "rStyle")
        chains = [self.chain(run_style)] if run_style in self._styles else []
        for chain in (*chains, self.chain(paragraph_style)):
            for _, style in chain:
                if style.hidden is not None:
                    return style.hidden
        return False

    def has_borders(self, style_id: str | None) -> bool:
        """Whether a table style rules the sides of cells."""
        found = (style.borders for _, style in self.chain(style_id, "table"))
        return next((borders for borders in found if borders is not None), False)


def level_of(text: str | None) -> int | None:
    """``w:ilvl`` as a number from 0 to 8; ``None`` for anything else."""
    return int(text) if text is not None and text in set("012345678") else None


def has_side_rules(borders: "Element | None") -> bool | None:
    """Whether ``w:tblBorders`` or ``w:tcBorders`` draws vertical rules; ``None`` if silent."""
    sides = list(children(borders, "insideV", "left", "right", "start", "end"))
    if not sides:
        return None
    return any(attribute(side, "val").casefold() not in {"nil", "none", ""} for side in sides)


def _style(element: "Element") -> Style:
    paragraph, table = child(element, "pPr"), child(element, "tblPr")
    numbering = child(paragraph, "numPr")
    return Style(
        name=(value_of(element, "name") or "").casefold(),
        based_on=value_of(element, "basedOn"),
        number_id=value_of(numbering, "numId"),
        level=level_of(value_of(numbering, "ilvl")),
        hidden=switch(child(element, "rPr"), "vanish"),
        borders=has_side_rules(child(table, "tblBorders")),
    )
