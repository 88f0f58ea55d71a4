"""Text boxes and pictures: the red head of many templates stands in a shape."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hongtou.read.xml_parts import attribute, children, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

EMU_A_POINT: Final = 12700  # ECMA-376 part 1, 20.1.2.1
# A box this far below its paragraph (two lines of GB/T 9704), or past the middle of an A4 page,
# comes after the paragraph in reading order.
_FAR_BELOW: Final = 58.0
_MIDDLE: Final = 421.0
_LENGTH: Final = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)\s*(pt|mm|cm|in|px)?")
_POINTS: Final = {"pt": 1.0, "mm": 2.8346, "cm": 28.346, "in": 72.0, "px": 0.75, "": 1.0}
# WordArt along an arc or a circle draws a seal, whose text is no part of the paper: shape types
# of VML (19.1.2.20) and names of DrawingML (20.1.10.76).
_ARCS: Final = frozenset(range(144, 152))
_ARC_NAMES: Final = re.compile(r"text(?:Arch|Circle|Button|Ring)")
_DIGITS: Final = re.compile(r"-?\d{1,10}")


@dataclass(frozen=True)
class TextBox:
    """The text in a shape: paragraphs and tables in ``content``, or ``words`` of WordArt."""

    content: "Element | None" = field(repr=False)
    words: str = ""
    after: bool = False  # stands below the paragraph that it is anchored in
    top: float = 0.0  # points, for the order of several


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the text."""

    relation_id: str
    width: float  # points, 0 if unknown
    height: float


def chosen(alternate: "Element") -> "Element | None":
    """The branch of ``mc:AlternateContent`` that is read, so that nothing is read twice."""
    branches = list(children(alternate, "Choice", "Fallback"))
    told = (branch for branch in branches if _tells(branch))
    return next(told, branches[0] if branches else None)


def text_boxes_in(drawing: "Element") -> list[TextBox]:
    """Its text boxes from top to bottom; none of a drawn seal."""
    if any(map(_is_arc, _walk(drawing))):
        return []
    top, after = _place(drawing)
    found: list[TextBox] = []
    for element in _outermost(drawing):
        if local_name(element) == "txbxContent":
            found.append(TextBox(element, "", after, top))
        elif attribute(element, "string"):
            found.append(TextBox(None, attribute(element, "string"), after, top))
    return found


def pictures_in(drawing: "Element") -> list[Picture]:
    """Its embedded pictures; text boxes speak for themselves."""
    width = height = 0.0
    found = []
    for element in _walk(drawing):
        name = local_name(element)
        if name == "extent":
            width, height = _emu(attribute(element, "cx")), _emu(attribute(element, "cy"))
        elif name == "shape":
            style = _style_of(element)
            width = _points(style.get("width", "")) or width
            height = _points(style.get("height", "")) or height
        elif name == "blip" and attribute(element, "embed"):
            found.append(Picture(attribute(element, "embed"), width, height))
        elif name == "imagedata" and attribute(element, "id"):
            found.append(Picture(attribute(element, "id"), width, height))
    return found


def _tells(branch: "Element") -> bool:
    names = {"{*}t", "{*}txbxContent", "{*}blip", "{*}imagedata", "{*}textpath"}
    return next(branch.iter(*names), None) is not None


def _is_arc(element: "Element") -> bool:
    name = local_name(element)
    if name == "prstTxWarp":
        return _ARC_NAMES.match(attribute(element, "prst")) is not None
    kind = attribute(element, "spt") if name == "shape" else ""
    return _DIGITS.fullmatch(kind) is not None and int(kind) in _ARCS


def _outermost(drawing: "Element") -> "Iterator[Element]":
    for element in _walk(drawing):
        if local_name(element) in {"txbxContent", "textpath"}:
            yield element


def _walk(root: "Element") -> "Iterator[Element]":
    """All elements in order, one branch of alternatives, nothing inside text boxes."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        name = local_name(element)
        if name == "AlternateContent":
            branch = chosen(element)
            if branch is not None:
                waiting.append(branch)
        elif name != "txbxContent":
            waiting += reversed(list(children(element)))


def _place(drawing: "Element") -> tuple[float, bool]:
    """How far down a shape is, in points, and whether it comes after its paragraph."""
    for element in _walk(drawing):
        name = local_name(element)
        if name == "positionV":
            offset = next((_emu(e.text or "") for e in children(element, "posOffset")), 0.0)
            aligned = next((e.text or "" for e in children(element, "align")), "")
            if aligned == "bottom":
                return _MIDDLE * 2, True
            return offset, _is_after(offset, attribute(element, "relativeFrom"))
        if name in {"shape", "rect", "group", "roundrect"}:
            style = _style_of(element)
            offset = _points(style.get("margin-top", style.get("top", "")))
            relative = style.get("mso-position-vertical-relative", "paragraph")
            return offset, _is_after(offset, relative)
    return 0.0, False


def _is_after(offset: float, relative: str) -> bool:
    if relative in {"page", "margin", "topMargin", "top-margin-area"}:
        return offset > _MIDDLE
    return relative in {"bottomMargin", "bottom-margin-area"} or offset > _FAR_BELOW


def _style_of(element: "Element") -> dict[str, str]:
    """``style="margin-top:3pt;width:…"`` of VML as a mapping."""
    pairs = (entry.partition(":") for entry in attribute(element, "style").split(";"))
    return {name.strip().casefold(): value.strip() for name, _, value in pairs}


def _points(text: str) -> float:
    match = _LENGTH.match(text)
    return float(match[1]) * _POINTS[match[2] or ""] if match else 0.0


def _emu(text: str) -> float:
    match = _DIGITS.fullmatch(text.strip())
    return int(match[0]) / EMU_A_POINT if match else 0.0
