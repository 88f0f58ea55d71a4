"""What a paragraph says: its characters as printed, with changes accepted and fields resolved."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hongtou.read.office.fields import Fields, is_page_field
from hongtou.read.office.shapes import Picture, TextBox, chosen, pictures_in, text_boxes_in
from hongtou.read.office.styles import Styles, value_of
from hongtou.read.office.symbols import plain_symbols, symbol
from hongtou.read.xml_parts import attribute, child, children, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Around text, without meaning of their own; w:ins and w:moveTo are changes that are accepted.
_WRAPPERS: Final = frozenset({
    "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo",
    "ruby", "rubyBase", "fldSimple", "r", "oMath", "oMathPara", "e", "sub", "sup", "sSub",
    "sSup", "d", "num", "den", "rad", "nary", "func", "fName", "lim", "limLow", "limUpp", "acc",
    "bar", "box", "borderBox", "groupChr", "m", "mr", "eqArr", "sSubSup",
})  # fmt: skip
_DRAWINGS: Final = frozenset({"drawing", "pict", "object"})
_NOTES: Final = frozenset({"footnoteReference", "endnoteReference"})
_PRIVATE: Final = re.compile("[\uf000-\uf0ff]")
# XML indents and wraps; inside w:t only spaces count.
_BLANKS: Final = re.compile(r"[\t\r\n]+")


@dataclass
class Words:
    """A paragraph read: its text (soft breaks as line feeds), and what is anchored in it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[TextBox] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind and id, in order
    pictures: list[Picture] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(self.parts)


class InlineReader:
    """Reads the paragraphs of one story in order, since a field may reach over several."""

    def __init__(self, styles: Styles, *, trusted_fields: bool) -> None:
        self._styles = styles
        self._fields = Fields(trusted=trusted_fields)

    def read(self, paragraph: "Element") -> Words:
        """What the paragraph says."""
        words = Words()
        style = value_of(child(paragraph, "pPr"), "pStyle")
        for element in children(paragraph):
            self._read(element, style, words)
        return words

    def _read(self, element: "Element", style: str | None, words: Words) -> None:
        name = local_name(element)
        if name == "r":
            self._read_run(element, style, words)
        elif name == "AlternateContent":
            for inner in children(chosen(element)):
                self._read(inner, style, words)
        elif name == "f":  # a fraction of a formula
            above, below = child(element, "num"), child(element, "den")
            for part, mark in ((above, "/"), (below, "")):
                if part is not None:
                    self._read(part, style, words)
                words.parts.append(mark)
        elif name in _WRAPPERS:
            if name == "fldSimple" and is_page_field(attribute(element, "instr")):
                return
            for inner in children(element):
                self._read(inner, style, words)

    def _read_run(self, run: "Element", style: str | None, words: Words) -> None:
        properties = child(run, "rPr")
        hidden = self._styles.hides(properties, style)
        for element in children(run):
            name = local_name(element)
            if name == "fldChar":
                drawn = self._fields.mark(element)
                if not hidden:
                    words.parts.append(drawn)
            elif name == "instrText":
                self._fields.instruct(element.text or "")
            elif not hidden and self._fields.visible:
                self._read_piece(element, name, properties, style, words)

    def _read_piece(
        self, element: "Element", name: str, properties: "Element | None", style: str | None,
        words: Words,
    ) -> None:  # fmt: skip
        if name == "t":
            words.parts.append(_text(element.text or "", properties))
        elif name in _NOTES:
            words.notes.append((name.removesuffix("Reference"), attribute(element, "id")))
        elif name == "sym":
            words.parts.append(symbol(attribute(element, "char"), attribute(element, "font")))
        elif name in _DRAWINGS:
            words.boxes += text_boxes_in(element)
            words.pictures += pictures_in(element)
        elif name == "AlternateContent":
            for inner in children(chosen(element)):
                self._read_piece(inner, local_name(inner), properties, style, words)
        elif name == "ruby":
            self._read(element, style, words)
        else:
            words.parts.append(_sign(element, name))


def _text(text: str, properties: "Element | None") -> str:
    text = _BLANKS.sub(" ", text)
    if _PRIVATE.search(text):
        fonts = child(properties, "rFonts")
        return plain_symbols(text, attribute(fonts, "ascii") if fonts is not None else "")
    return text


def _sign(element: "Element", name: str) -> str:
    """Characters that are elements; a break of line, page or column ends a line."""
    match name:
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case _:
            return ""
