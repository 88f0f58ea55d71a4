"""The tree of a page, what of it is shown, and walks through it that no depth can break.

The only module that names selectolax: its Lexbor parser reads what browsers read, 5 times as fast
as the next one, and knows CSS selectors.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

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


class Step(NamedTuple):
    """A step of a walk: into an element, out of it, or a text."""

    kind: Literal["in", "out", "text"]
    node: Node
    tag: str  # "" of a text
    text: str


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
        self.root = self._parser.body or self._parser.root
        self._skipped = self._find_hidden()
        self._tables: set[int] = set()  # with another table inside
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
        end, skipped = root.mem_id, self._skipped
        node: Node | None = root
        open_: list[tuple[Node, str]] = []
        while node is not None:
            inner = None
            if node.is_text_node:
                yield Step("text", node, "", node.text(deep=False))
            elif node.is_element_node and node.mem_id not in skipped:
                tag = node.tag or ""
                yield Step("in", node, tag, "")
                inner = node.first_child
                if inner is None:
                    yield Step("out", node, tag, "")
                else:
                    open_.append((node, tag))
            while inner is None and node is not None and node.mem_id != end:
                inner = node.next
                if inner is None:
                    if not open_:
                        return
                    node, tag = open_.pop()
                    yield Step("out", node, tag, "")
            node = inner

    def nests_tables(self, table: Node) -> bool:
        """Whether a table has another one inside, so that it only sets places."""
        return table.mem_id in self._tables

    def links(self) -> int:
        """How many links the page shows."""
        return sum(node.mem_id in self._extents for node in self._parser.css("a[href]"))

    def _find_hidden(self) -> set[int]:
        """Elements that by themselves are not shown, or hold no text of the paper."""
        dropped = self._parser.css(", ".join((*sorted(tags("dropped")), "[hidden]")))
        styled = (
            node
            for node in self._parser.css("[style*='none' i], [style*='hidden' i]")
            if _HIDDEN.search(node.attributes.get("style") or "")
        )
        return {node.mem_id for nodes in (dropped, styled) for node in nodes}

    def _measure(self) -> dict[int, Extent]:
        """The extents of all elements that are shown."""
        extents: dict[int, Extent] = {}
        open_: list[tuple[int, int, int]] = []  # step, prose and characters so far
        tables: list[int] = []
        prose = size = linked = 0
        steps = self.walk(self.root) if self.root is not None else ()
        for number, (kind, node, tag, text) in enumerate(steps):
            if kind == "text":
                if not linked:
                    prose += len(_PROSE.findall(text))
                    size += len("".join(text.split()))
            elif kind == "in":
                linked += tag == "a"
                open_.append((number, prose, size))
                if tag == "table":
                    self._tables.update(tables[-1:])
                    tables.append(node.mem_id)
            else:
                linked -= tag == "a"
                start, before, fewer = open_.pop()
                extents[node.mem_id] = Extent(start, number, prose - before, size - fewer)
                if tag == "table":
                    tables.pop()
        return extents
