"""A part of a page as lines and tables, as a browser would print it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from hongtou.notation.characters import HAN, MARKS
from hongtou.read.page import Glyph, Grid, Line
from hongtou.read.web.grids import is_grid, make_grid
from hongtou.read.web.tags import tags
from hongtou.read.web.tree import Node, Page, Step

Block = Line | Grid

_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
# A line end in the markup between two 汉字 is no space on the page that its author saw.
_WRAP: Final = re.compile(rf"(?<=[{HAN}{MARKS}])[ \t\r\f]*\n\s*(?=[{HAN}{MARKS}])")
_EDGES: Final = " \t\r\n\f\v\u3000\u00a0\u200b\u200c\u200d\ufeff\u2002\u2003"
_NUMBERED: Final = re.compile(r"[（(〔①-⑳]?[\d一二三四五六七八九十第]")


@dataclass
class _Writer:
    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)  # of the open lists
    kept: int = 0  # open <pre>
    label: str = ""  # number of an item whose text has not come yet

    def end_line(self) -> None:
        """Put down what is written so far."""
        text = "".join(self.parts).strip(_EDGES)
        self.parts.clear()
        if text:
            self.blocks.append(Line((Glyph(text, None),)))

    def write(self, text: str) -> None:
        """Put text into the line, blanks folded as browsers do."""
        if self.label and text.strip(_EDGES):
            self.parts.append(self.label)
            self.label, text = "", text.lstrip(_EDGES)
        if self.kept:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self.end_line()
                self.parts.append(line)
            return
        text = _BLANKS.sub(" ", _WRAP.sub("", text))
        if text.startswith(" ") and (not self.parts or self.parts[-1].endswith(" ")):
            text = text[1:]
        if text:
            self.parts.append(text)


def blocks_of(page: Page, nodes: Iterable[Node]) -> list[Block]:
    """The lines and tables of some parts of a page, in order."""
    writer = _Writer()
    for node in nodes:
        _write(page, node, writer)
        writer.end_line()
    return writer.blocks


def _write(page: Page, root: Node, writer: _Writer) -> None:
    grid: Node | None = None  # the table that is written as a whole
    for step in page.walk(root):
        if grid is not None:
            if step.kind == "out" and step.node.mem_id == grid.mem_id:
                grid = None
            continue
        if step.kind == "text":
            writer.write(step.text)
            continue
        made = _grid_of(page, step)
        if made is not None:
            writer.end_line()
            writer.blocks.append(made)
            grid = step.node
        else:
            _write_edge(step, writer)


def _grid_of(page: Page, step: Step) -> Grid | None:
    """The table that begins here, if it tabulates."""
    if step.tag != "table" or step.kind != "in" or not is_grid(page, step.node):
        return None
    return make_grid(page, step.node)


def _write_edge(step: Step, writer: _Writer) -> None:
    """What the begin or end of an element does to the line."""
    tag = step.tag
    if tag == "br":
        if step.kind == "in":
            writer.end_line()
        return
    if tag not in tags("block"):
        return
    writer.end_line()
    if tag == "pre":
        writer.kept += 1 if step.kind == "in" else -1
    elif tag in {"ol", "ul", "menu", "dir"}:
        if step.kind == "in":
            writer.numbers.append(_first_number(step.node))
        elif writer.numbers:
            writer.numbers.pop()
    elif tag == "li" and step.kind == "in" and writer.numbers:
        number = writer.numbers[-1]
        if number is not None:
            writer.label = "" if _has_number(step.node) else f"{number}."
            writer.numbers[-1] = number + 1


def _first_number(node: Node) -> int | None:
    """Where an ordered list begins to count; ``None`` for one without numbers."""
    style = (node.attributes.get("style") or "").replace(" ", "").casefold()
    if node.tag != "ol" or "list-style:none" in style or "list-style-type:none" in style:
        return None
    start = node.attributes.get("start") or "1"
    return int(start) if re.fullmatch(r"\d{1,6}", start) else 1


def _has_number(item: Node) -> bool:
    """Whether an item of a list brings its own label."""
    text = (item.text() or "")[:40].strip(_EDGES)
    return _NUMBERED.match(text) is not None
