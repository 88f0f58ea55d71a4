"""Doubts about chains: a parent younger than its child, self-forwarding, circles."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from hongtou.link.catalogue import Catalogue
from hongtou.model import DOWNWARD, CitationCard, Elsewhere, Finding, Link, Relation
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key

_PASSING: Final[frozenset[Relation]] = frozenset({"forwards", "relays"})


def find_doubts(
    held: Catalogue, citations: Iterable[CitationCard], answers: Mapping[str, Link]
) -> set[tuple[str, Finding]]:
    """Findings about single links, each with the document that it concerns."""
    found: set[tuple[str, Finding]] = set()
    for citation in citations:
        answer = answers[citation.citation_id]
        if citation.relation in _PASSING and _of_itself(held, citation, answer):
            message = f"文件转发的是它自身：{citation.text[:60]}"
            found.add((citation.document_id, Finding("link.forwards-itself", message)))
        target = answer.target_document_id
        if answer.status in ("resolved", "disputed") and target in held.by_id:
            found.update(_younger(held, citation, target))
    return found


def links_down(
    citations: Iterable[CitationCard], answers: Mapping[str, Link]
) -> dict[str, set[str]]:
    """Child -> parents, for each document whose citations lead down the ranks or once did."""
    edges: dict[str, set[str]] = {}
    for citation in citations:
        if citation.relation in DOWNWARD:
            parents = edges.setdefault(citation.document_id, set())
            answer = answers[citation.citation_id]
            target = answer.target_document_id
            if answer.status == "resolved" and target and target != citation.document_id:
                parents.add(target)
    return edges


def search_circles(
    edges: Mapping[str, set[str]], elsewhere: Elsewhere
) -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    """Circles that can be reached from documents whose links changed, and all that was reached.

    A circle that comes or goes runs through such a document, so nothing else need be looked at.
    """
    known: dict[str, set[str]] = {}
    waiting = {*edges, *elsewhere.starts}
    while waiting:
        for node in waiting:
            known[node] = set(edges.get(node, ()))
        for child, parent in elsewhere.edges(sorted(waiting)):
            known[child].add(parent)
        waiting = {parent for node in waiting for parent in known[node]} - known.keys()
    return tuple(find_circles(known)), frozenset(known)


def circle_finding(circle: Sequence[str]) -> tuple[str, Finding]:
    """A circle as a doubt about the first of its documents."""
    message = f"转发或落实关系成环：{' → '.join((*circle, circle[0]))}"
    return circle[0], Finding("link.circle", message)


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
    day, parents_day = held.edition_day.get(citation.document_id), held.edition_day[target]
    if day and parents_day and parents_day > day:
        parent = held.by_id[target]
        name = parent.number or parent.title or target
        message = f"所引文件 {name}（{parents_day}）晚于引用它的文件（{day}）"
        yield citation.document_id, Finding("link.parent-younger", message)


def find_circles(edges: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
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
