"""The tree of a page, what of it is shown, and walks through it that no depth can break.

The only module that names selectolax: its Lexbor parser reads what browsers read, 5 times as fast
as the next one, and knows CSS selectors.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hongtou.lexicon import read_table
from hongtou.read.web.tags import tags

Node = LexborNode

_HIDDEN: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE
)
# A sentence mark is what prose has and menus have not.
_PROSE: Final = re.compile("[。；，、：？！]")
# A part that a noise selector names goes only if it is this little of the prose of the page.
_NOISE_SHARE: Final = 0.3

Kind = Literal["body", "likely body", "title", "noise"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a walk: into an element, out of it, or a text."""

    kind: Literal["in", "out", "text"]
    node: Node
    text: str = ""


@lru_cache(maxsize=4)
def selectors(kind: Kind) -> tuple[str, ...]:
    """The selectors of ``web_selectors.csv`` of one kind, the more telling first."""
    return tuple(row["selector"] for row in read_table("web_selectors") if row["kind"] == kind)


@dataclass(frozen=True, slots=True)
class Extent:
    """Where an element begins and ends in the walk through a page, and what prose it holds."""

    start: int
    end: int
    prose: int  # sentence marks outside of links
    size: int  # characters of text outside of links, blanks left out


class Page:
    """A parsed page; what is not shown, and what the site adds around a text, is skipped."""

    def __init__(self, markup: str) -> None:
        self._parser = LexborHTMLParser(markup)
        self._skipped: set[int] = set()
        self.root = self._parser.body or self._parser.root
        self._extents = self._measure()
        whole = max((extent.prose for extent in self._extents.values()), default=0)
        for node in self._parser.css(", ".join(selectors("noise"))):
            extent = self._extents.get(node.mem_id)
            if extent is not None and extent.prose <= _NOISE_SHARE * whole:
                self._skipped.add(node.mem_id)
        self._extents = self._measure()

    @property
    def title(self) -> str:
        """What the browser shows as title, on one line."""
        found = self._parser.css_first("title")
        return " ".join(found.text().split()) if found is not None else ""

    def meta(self, name: str) -> str:
        """The content of a ``<meta name=…>``, case aside; "" if there is none."""
        for node in self._parser.css("meta"):
            attributes = node.attributes
            named = attributes.get("name") or attributes.get("property") or ""
            if named.casefold() == name.casefold():
                return " ".join((attributes.get("content") or "").split())
        return ""

    def find(self, selector: str) -> list[Node]:
        """Shown elements that a selector names, in order, those inside of others left out."""
        found: list[Node] = []
        for node in self._parser.css(selector):
            inside = found and self.holds(found[-1], node)
            if node.mem_id in self._extents and not inside:
                found.append(node)
        return found

    def extent(self, node: Node) -> Extent:
        """Its measure; an empty one for what is not shown."""
        return self._extents.get(node.mem_id, Extent(0, 0, 0, 0))

    def holds(self, outer: Node, inner: Node) -> bool:
        """Whether ``inner`` is ``outer`` or stands inside it."""
        around, within = self.extent(outer), self.extent(inner)
        return around.start <= within.start and within.end <= around.end

    def walk(self, root: Node) -> Iterator[Step]:
        """What is shown of ``root``, in order."""
        node: Node | None = root
        while node is not None:
            deeper = None
            if node.is_text_node:
                yield Step("text", node, node.text(deep=False))
            elif node.is_element_node and not self.skips(node):
                yield Step("in", node)
                deeper = node.first_child
                if deeper is None:
                    yield Step("out", node)
            if deeper is not None:
                node = deeper
                continue
            while node.mem_id != root.mem_id and node.next is None:
                above = node.parent
                if above is None:
                    return
                node = above
                yield Step("out", node)
            if node.mem_id == root.mem_id:
                return
            node = node.next

    def skips(self, node: Node) -> bool:
        """Whether an element, with all that is in it, is not shown or is noise."""
        return node.mem_id in self._skipped or is_hidden(node)

    def _measure(self) -> dict[int, Extent]:
        """The extents of all elements that are shown."""
        extents: dict[int, Extent] = {}
        open_: list[tuple[int, int, int]] = []  # step, prose and characters so far
        prose = size = linked = 0
        steps = self.walk(self.root) if self.root is not None else ()
        for number, step in enumerate(steps):
            if step.kind == "text":
                if not linked:
                    prose += len(_PROSE.findall(step.text))
                    size += len("".join(step.text.split()))
                continue
            linked += (step.node.tag == "a") * (1 if step.kind == "in" else -1)
            if step.kind == "in":
                open_.append((number, prose, size))
            else:
                start, before, fewer = open_.pop()
                extents[step.node.mem_id] = Extent(start, number, prose - before, size - fewer)
        return extents


def is_hidden(node: Node) -> bool:
    """Whether an element by itself is not shown."""
    if (node.tag or "") in tags("dropped"):
        return True
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))
