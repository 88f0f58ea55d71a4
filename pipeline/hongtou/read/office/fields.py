"""Fields of Word: what they show stays, what they were told to show does not (17.16)."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hongtou.read.office.number_formats import write_ordinal
from hongtou.read.office.styles import switch
from hongtou.read.xml_parts import attribute, child, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Page numbers are furniture of paper, in a footer as in a table of contents.
_PAGE_FIELDS: Final = frozenset({"PAGE", "NUMPAGES", "PAGEREF", "SECTIONPAGES", "SECTION"})
_KIND: Final = re.compile(r"\s*\\?\s*([A-Za-z]+)")
# EQ \\o\\ac(○,5) draws ⑤, EQ \\o\\ad(\\s\\up 9(wèi),尉) a character with its reading above.
_OVERLAY: Final = re.compile(r"\\o\s*\\a[a-z]\s*\(([^,，]*)[,，]\s*([^()\\]{1,40})\)")
_READING: Final = re.compile(r"\\o\s*(?:\\a[a-z])?\s*\(.{0,200}?\)\s*[,，]\s*([^()\\]{1,40})\)")
_CIRCLES: Final = frozenset("○〇◯O")
_LARGEST_CIRCLE: Final = 50


@dataclass
class _Field:
    instruction: list[str] = field(default_factory=list)
    showing: bool = False  # past w:fldChar "separate"
    checkbox: str = ""

    @property
    def kind(self) -> str:
        match = _KIND.match("".join(self.instruction))
        return match[1].upper() if match else ""


class Fields:
    """The fields that are open at a place; they may reach over paragraphs."""

    def __init__(self, *, trusted: bool) -> None:
        """``trusted``: begins and ends match; otherwise nothing is taken for an instruction."""
        self._open: list[_Field] = []
        self._trusted = trusted

    @property
    def visible(self) -> bool:
        """Whether text here is shown, and is no page number."""
        return all(f.showing and f.kind not in _PAGE_FIELDS for f in self._open)

    def instruct(self, text: str) -> None:
        """A piece of ``w:instrText``."""
        if self._open and not self._open[-1].showing:
            self._open[-1].instruction.append(text)

    def mark(self, element: "Element") -> str:
        """Take a ``w:fldChar``; what a field without a result draws, such as ⑤."""
        if not self._trusted:
            return ""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._open.append(_Field(checkbox=_checkbox(child(element, "ffData"))))
        elif kind == "separate" and self._open:
            self._open[-1].showing = True
        elif kind == "end" and self._open:
            ended = self._open.pop()
            if self.visible and (ended.checkbox or not ended.showing):
                return ended.checkbox or drawn("".join(ended.instruction))
        return ""


def is_page_field(instruction: str) -> bool:
    """Whether a ``w:fldSimple`` shows the number of a page."""
    match = _KIND.match(instruction)
    return match is not None and match[1].upper() in _PAGE_FIELDS


def drawn(instruction: str) -> str:
    r"""What an EQ field shows: ``EQ \o\ac(○,5)`` -> ⑤; "" for other instructions."""
    match = _KIND.match(instruction)
    if match is None or match[1].upper() != "EQ":
        return ""
    overlay = _OVERLAY.search(instruction)
    if overlay is None:
        reading = _READING.search(instruction)
        return reading[1].strip() if reading else ""
    under, over = overlay[1].strip(), overlay[2].strip()
    if under in _CIRCLES and over.isdecimal() and int(over) <= _LARGEST_CIRCLE:
        return write_ordinal(int(over), "decimalEnclosedCircle")
    return over


def balanced(root: "Element") -> bool:
    """Whether every field of a story that begins also ends.

    A field without end would make an instruction of the rest of the paper.
    """
    depth = 0
    for element in root.iter("{*}fldChar"):
        if any(local_name(above) in {"del", "moveFrom"} for above in element.iterancestors()):
            continue
        kind = attribute(element, "fldCharType")
        depth += (kind == "begin") - (kind == "end")
        if depth < 0:
            return False
    return depth == 0


def _checkbox(form: "Element | None") -> str:
    """☑ or □ of a legacy form field."""
    box = child(form, "checkBox")
    if box is None:
        return ""
    checked = switch(box, "checked")
    return "☑" if (switch(box, "default") if checked is None else checked) else "□"
