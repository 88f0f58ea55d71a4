"""A story of a Word file (body, header, note) as lines and tables in the order of paper."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hongtou.read.office.fields import balanced
from hongtou.read.office.inline import InlineReader, Words
from hongtou.read.office.numbering import Numbering
from hongtou.read.office.shapes import Picture, TextBox, chosen
from hongtou.read.office.styles import Styles, switch, value_of
from hongtou.read.office.tables import TableRow, as_blocks, rows_of
from hongtou.read.page import Glyph, Grid, Line
from hongtou.read.xml_parts import child, children, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Block = Line | Grid

# Around blocks, without meaning of their own.
_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
# Tables in tables, boxes in boxes: nobody nests deeper on paper.
_DEEPEST: Final = 12
# 第一章 总则……3 or a tab and a page number at the end of a line of a table of contents.
_CONTENTS_PAGE: Final = re.compile(r"[\t .…·]*(?:\d{1,4})?$")
_EDGES: Final = " \t\u3000\u00a0"


def line_of(text: str) -> Line:
    """A line without places, as flowing formats have it."""
    return Line((Glyph(text, None),))


@dataclass
class Context:
    """What stories of one file share."""

    styles: Styles
    numbering: Numbering
    notes: Callable[[str, str], "Element | None"]  # kind and id -> the note
    pictures: list[Picture] = field(default_factory=list)
    noted: int = 0  # notes so far
    told: set[tuple[str, str]] = field(default_factory=set)  # notes already printed


@dataclass
class _Open:
    """A paragraph whose mark was deleted or hidden runs on in the next one."""

    text: str = ""
    label: str | None = None  # of a run-in heading; a deleted mark takes its label along


class StoryReader:
    """Reads one story; fields may reach over its paragraphs."""

    def __init__(self, context: Context, root: "Element") -> None:
        self._context = context
        self._inline = InlineReader(context.styles, trusted_fields=balanced(root))

    def blocks(self, parent: "Element", *, depth: int = 0) -> Iterator[Block]:
        """The lines and tables of an element that holds paragraphs."""
        pending = _Open()
        for element in _block_elements(parent):
            if local_name(element) == "tbl":
                yield from self._flush(pending)
                pending = _Open()
                yield from self._table(element, depth)
            else:
                words = self._inline.read(element)
                yield from self._boxes(words, depth, after=False)
                pending, done = self._paragraph(element, words, pending)
                yield from map(line_of, done)
                self._context.pictures += words.pictures
                yield from self._boxes(words, depth, after=True)
                yield from self._notes(words, depth)
        yield from self._flush(pending)

    def _paragraph(
        self, element: "Element", words: Words, pending: _Open
    ) -> tuple[_Open, list[str]]:
        """Its lines, or none yet where it runs on in the next paragraph."""
        properties = child(element, "pPr")
        mark = child(properties, "rPr")
        text = words.text
        style = value_of(properties, "pStyle")
        if self._context.styles.name(style).startswith("toc "):
            text = _CONTENTS_PAGE.sub("", text)
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            return _Open(pending.text + text, pending.label), []
        hidden = self._context.styles.hides(mark, style) or switch(mark, "specVanish")
        label = pending.label
        if label is None and not (hidden and not text.strip()):
            label = self._context.numbering.label(properties, (pending.text + text).lstrip())
        if hidden:
            return _Open(pending.text + text, label if text.strip() else None), []
        return _Open(), _lines_of(label or "", pending.text + text)

    def _flush(self, pending: _Open) -> Iterator[Line]:
        yield from map(line_of, _lines_of(pending.label or "", pending.text))

    def _boxes(self, words: Words, depth: int, *, after: bool) -> Iterator[Block]:
        boxes = [box for box in words.boxes if box.after == after]
        for box in sorted(boxes, key=_top):
            if box.content is None:
                yield from map(line_of, _lines_of("", box.words))
            elif depth < _DEEPEST:
                yield from self.blocks(box.content, depth=depth + 1)

    def _notes(self, words: Words, depth: int) -> Iterator[Block]:
        """Footnotes and endnotes follow the paragraph that they belong to."""
        for kind, note_id in words.notes:
            if (kind, note_id) in self._context.told or depth >= _DEEPEST:
                continue
            self._context.told.add((kind, note_id))
            note = self._context.notes(kind, note_id)
            lines = list(self.blocks(note, depth=depth + 1)) if note is not None else []
            if lines:
                self._context.noted += 1
                first = lines[0]
                if isinstance(first, Line):
                    lines[0] = line_of(f"注{self._context.noted}：{first.text.strip()}")
                yield from lines

    def _table(self, table: "Element", depth: int) -> Iterator[Block]:
        if depth >= _DEEPEST:
            return
        rows: list[TableRow] = []
        for row in rows_of(table, _block_wrapped):
            for cell in row.cells:
                cell.blocks = list(self.blocks(cell.element, depth=depth + 1))
            rows.append(row)
        yield from as_blocks(table, rows, self._context.styles)


def _top(box: TextBox) -> float:
    return box.top


def _block_elements(parent: "Element") -> "Iterator[Element]":
    """Paragraphs and tables right inside ``parent``, through wrappers."""
    return _block_wrapped(parent, frozenset({"p", "tbl"}))


def _block_wrapped(parent: "Element", names: frozenset[str]) -> "Iterator[Element]":
    for element in children(parent):
        name = local_name(element)
        if name in names:
            yield element
        elif name in _WRAPPERS:
            yield from _block_wrapped(element, names)
        elif name == "AlternateContent":
            branch = chosen(element)
            if branch is not None:
                yield from _block_wrapped(branch, names)


def _lines_of(label: str, text: str) -> list[str]:
    """The printed lines of a paragraph, which soft breaks end; blank ones are left out."""
    lines = [line.strip(_EDGES) for line in (label + text.lstrip(_EDGES)).split("\n")]
    return [line for line in lines if line]
