"""Which part of a page is the paper: site selectors first, then where the prose stands."""

from dataclasses import dataclass
from typing import Final

from hongtou.read.web.tree import Node, Page, selectors

# The part that holds this share of the sentence marks holds the paper; menus have none.
_SHARE: Final = 0.75
# A part with less is a lead, a summary or a tool bar.
_LEAST_PROSE: Final = 2
_LEAST_SIZE: Final = 20
# A part named "content" is believed if at least this share of the page's prose is in it.
_LIKELY_SHARE: Final = 0.5
# A selector that names a system of sites is doubted if it finds less than this.
_DOUBTED_SHARE: Final = 0.3

# A page with more links than this has menus, which the paper has not.
_MENU_LINKS: Final = 8

DOUBT: Final = ("web.body-doubtful", "网页正文的位置不确定，请对照原网页检查首尾")


@dataclass(frozen=True, slots=True)
class Body:
    """The parts of a page that hold the paper, in order, and whether that is doubtful."""

    nodes: tuple[Node, ...]
    doubtful: bool


def find_body(page: Page) -> Body | None:
    """The paper on a page; ``None`` if the page shows no text."""
    if page.root is None:
        return None
    whole = page.extent(page.root)
    for selector in selectors("body"):
        nodes = _best(page, page.find(selector))
        share = _prose(page, nodes) / whole.prose if whole.prose else 1.0
        if _is_substantial(page, nodes):
            return Body(nodes, share < _DOUBTED_SHARE)
    for selector in selectors("likely body"):
        nodes = _best(page, page.find(selector))
        if _is_substantial(page, nodes) and _prose(page, nodes) >= _LIKELY_SHARE * whole.prose:
            return Body((_densest(page, nodes[0]),) if len(nodes) == 1 else nodes, False)
    if whole.size == 0:
        return None
    dense = _densest(page, page.root)
    scattered = dense.mem_id == page.root.mem_id and page.links() > _MENU_LINKS
    return Body((dense,), whole.prose < _LEAST_PROSE or scattered)


def _is_substantial(page: Page, nodes: tuple[Node, ...]) -> bool:
    size = sum(page.extent(node).size for node in nodes)
    return size >= _LEAST_SIZE and _prose(page, nodes) >= _LEAST_PROSE


def _prose(page: Page, nodes: tuple[Node, ...]) -> int:
    return sum(page.extent(node).prose for node in nodes)


def _best(page: Page, nodes: list[Node]) -> tuple[Node, ...]:
    """The largest, with what stands beside it under the same parent: a paper in pieces."""
    if len(nodes) <= 1:
        return tuple(nodes)
    largest = max(nodes, key=lambda node: page.extent(node).size)
    parent = largest.parent
    if parent is None:
        return (largest,)
    return tuple(n for n in nodes if n.parent is not None and n.parent.mem_id == parent.mem_id)


def _densest(page: Page, root: Node) -> Node:
    """The innermost part that still holds nearly all of the prose."""
    at, known = root, page.extent(root).prose
    while known:
        inner = None
        child = at.first_child
        while child is not None:
            if child.is_element_node and page.extent(child).prose >= _SHARE * known:
                inner = child
                break
            child = child.next
        if inner is None or inner.tag in {"p", "span", "font", "strong", "b", "td", "li", "h1"}:
            return inner if inner is not None and inner.tag == "td" else at
        at, known = inner, page.extent(inner).prose
    return at
