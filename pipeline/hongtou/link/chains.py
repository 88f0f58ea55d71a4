"""Doubts about chains: a parent younger than its child, self-forwarding, circles."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from hongtou.link.catalogue import Catalogue
from hongtou.model import CitationCard, Finding, Link, Relation
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key

# Relations along which a paper goes down the ranks; citing is no chain.
_DOWNWARD: Final[frozenset[Relation]] = frozenset({"forwards", "relays", "issues", "implements"})
_PASSING: Final[frozenset[Relation]] = frozenset({"forwards", "relays"})


def find_doubts(
    held: Catalogue, citations: Iterable[CitationCard], links: Iterable[Link]
) -> tuple[tuple[str, Finding], ...]:
    """Findings about links, each with the document that it concerns, in a fixed order."""
    answers = {answer.citation_id: answer for answer in links}
    edges: dict[str, set[str]] = defaultdict(set)
    found: list[tuple[str, Finding]] = []
    for citation in sorted(citations, key=lambda c: c.citation_id):
        answer = answers[citation.citation_id]
        if citation.relation in _PASSING and _of_itself(held, citation, answer):
            message = f"文件转发的是它自身：{citation.text[:60]}"
            found.append((citation.document_id, Finding("link.forwards-itself", message)))
        target = answer.target_document_id
        if answer.status != "resolved" or target is None or target not in held.by_id:
            continue
        found.extend(_younger(held, citation, target))
        if citation.relation in _DOWNWARD and target != citation.document_id:
            edges[citation.document_id].add(target)
    for circle in find_circles(edges):
        message = f"转发或落实关系成环：{' → '.join((*circle, circle[0]))}"
        found.append((circle[0], Finding("link.circle", message)))
    return tuple(sorted(set(found), key=lambda item: (item[0], item[1].code, item[1].message)))


def _of_itself(held: Catalogue, citation: CitationCard, answer: Link) -> bool:
    card = held.by_id.get(citation.document_id)
    if card is None:
        return False
    if answer.target_document_id == citation.document_id:
        return True
    own = held.number_of[card.document_id]
    if citation.number:
        return bool(own) and number_key(citation.number) == own
    same_title = bool(card.title and citation.title) and (
        title_key(card.title or "") == title_key(citation.title or "")
    )
    return same_title and answer.status == "ghost"


def _younger(held: Catalogue, citation: CitationCard, target: str) -> Iterable[tuple[str, Finding]]:
    citing, parent = held.by_id.get(citation.document_id), held.by_id[target]
    if citing is None or not citing.document_date or not parent.document_date:
        return
    if parent.document_date > citing.document_date:
        name = parent.number or parent.title or target
        message = (
            f"所引文件 {name}（{parent.document_date}）晚于引用它的文件（{citing.document_date}）"
        )
        yield citation.document_id, Finding("link.parent-younger", message)


def find_circles(edges: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Circles among documents, one for each knot, beginning at its smallest id.

    A knot is a strongly connected component (Tarjan 1972), walked without recursion.
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    circles: list[tuple[str, ...]] = []
    for root in sorted(edges):
        if root in order:
            continue
        walk = [(root, iter(sorted(edges[root])))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while walk:
            node, rest = walk[-1]
            following = next(rest, None)
            if following is None:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
                if low[node] == order[node]:
                    circles.extend(_knot(node, stack, on_stack))
            elif following not in order:
                order[following] = low[following] = len(order)
                stack.append(following)
                on_stack.add(following)
                walk.append((following, iter(sorted(edges.get(following, ())))))
            elif following in on_stack:
                low[node] = min(low[node], order[following])
    return sorted(circles)


def _knot(node: str, stack: list[str], on_stack: set[str]) -> Sequence[tuple[str, ...]]:
    members = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        members.append(member)
        if member == node:
            break
    return [tuple(sorted(members))] if len(members) > 1 else []
