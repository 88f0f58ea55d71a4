"""Which papers hang together with one: found a whole generation at a time, copies as one paper."""

import json
import sqlite3
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from hongtou.notation.document_numbers import number_key
from hongtou.query.copies import are_copies, best_copy
from hongtou.query.documents import COLUMNS, SOURCE, ref_of
from hongtou.query.results import DocumentRef

__all__ = ["CARRYING", "WEAKER", "Direction", "FoundLink", "Walk", "walk"]

Direction = Literal["both", "up", "down"]

# Relations that carry another paper on (转发, 批转, 印发); the rest only mention one. The order is
# that of their strength.
CARRYING: Final = ("forwards", "relays", "issues")
WEAKER: Final = ("implements", "amends", "repeals", "cites")
STRENGTH: Final = {name: rank for rank, name in enumerate((*CARRYING, *WEAKER))}
CERTAINTY: Final = {"resolved": 0, "ghost": 0, "ambiguous": 1, "disputed": 2}
DOUBTFUL: Final = "('ambiguous', 'disputed')"

ENDS: Final = ("document_id", "target_document_id")
# A famous paper has thousands of children: all are counted, and only those to be shown are read.
# Copies of a child stand in one place; what is shown already stays.
CHILDREN: Final = (
    "WITH below AS (SELECT c.rowid AS citation, j.value AS paper, dense_rank() OVER (PARTITION BY"
    " j.value ORDER BY coalesce(d.document_date, d.print_date, '9999'), coalesce(d.number_key,"
    " d.document_id)) AS place FROM json_each(:papers) j CROSS JOIN citations c"
    " ON c.target_document_id = j.key CROSS JOIN documents d ON d.document_id = c.document_id"
    " WHERE c.relation IN (SELECT value FROM json_each(:relations))"
    " AND c.document_id <> c.target_document_id),"
    " counted AS (SELECT *, max(place) OVER (PARTITION BY paper) AS children FROM below)"
    " SELECT c.document_id AS child, c.target_document_id AS parent, c.relation, c.text,"
    " coalesce(c.status, 'resolved') AS status, c.evidence, b.paper, b.place, b.children"
    " FROM counted b CROSS JOIN citations c ON c.rowid = b.citation WHERE b.place <= :limit"
    " OR c.document_id IN (SELECT value FROM json_each(:known))"
)
LINKS: Final = {
    end: (
        "SELECT c.document_id AS child, c.target_document_id AS parent, c.relation, c.text,"
        " coalesce(c.status, 'resolved') AS status, c.evidence"
        f" FROM json_each(:ids) j CROSS JOIN citations c ON c.{end} = j.value"
        " WHERE c.relation IN (SELECT value FROM json_each(:relations))"
        " AND c.target_document_id IS NOT NULL"
    )
    for end in ENDS
}
# A doubtful citation has no one target: each paper that a signal speaks for is a possible one.
DOUBTS: Final = f"SELECT 1 FROM citations WHERE status IN {DOUBTFUL} LIMIT 1"
CANDIDATES: Final = {
    "document_id": (
        "SELECT c.document_id AS child, s.document_id AS parent, c.relation, c.text, c.status,"
        " coalesce(c.evidence, s.evidence) AS evidence FROM json_each(:ids) j"
        " CROSS JOIN citations c ON c.document_id = j.value"
        " CROSS JOIN citation_signals s USING (citation_id)"
        f" WHERE c.status IN {DOUBTFUL}"
        " AND c.relation IN (SELECT value FROM json_each(:relations))"
    ),
    "target_document_id": (
        "SELECT c.document_id AS child, s.document_id AS parent, c.relation, c.text, c.status,"
        " coalesce(c.evidence, s.evidence) AS evidence FROM json_each(:ids) j"
        " CROSS JOIN citation_signals s ON s.document_id = j.value"
        " CROSS JOIN citations c USING (citation_id)"
        f" WHERE c.status IN {DOUBTFUL}"
        " AND c.relation IN (SELECT value FROM json_each(:relations))"
    ),
}
BY_ID: Final = (
    f"SELECT {COLUMNS} FROM {SOURCE} WHERE d.document_id IN (SELECT value FROM json_each(?))"
)
# number_key finds other spellings; a hand-made knowledge base may lack it.
BY_NUMBER: Final = (
    f"SELECT {COLUMNS} FROM {SOURCE} WHERE d.role <> 'ghost' AND (d.number_key IN (SELECT value"
    " FROM json_each(:keys)) OR d.document_number IN (SELECT value FROM json_each(:numbers)))"
    " ORDER BY d.document_id"
)


@dataclass(frozen=True, slots=True)
class FoundLink:
    """One paper names another; both by the key of their node."""

    child: str
    parent: str
    relation: str
    quote: str
    status: str
    evidence: str | None

    @property
    def doubtful(self) -> bool:
        """Whether the link is one of several readings, and so no fact."""
        return self.status in ("ambiguous", "disputed")


@dataclass(slots=True)
class Walk:
    """What a walk has found so far: papers by the id of the copy that stands for them."""

    connection: sqlite3.Connection
    papers: dict[str, tuple[DocumentRef, ...]] = field(default_factory=dict)  # first: the one shown
    paper_of: dict[str, str] = field(default_factory=dict)  # document_id -> key of papers
    depths: dict[str, int] = field(default_factory=dict)  # of those shown; 0: asked for, -1: above
    links: dict[tuple[str, str, str], FoundLink] = field(default_factory=dict)
    children: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # shown
    omitted: dict[str, int] = field(default_factory=dict)  # children beyond the limit
    doubts: bool = True  # whether any citation is disputed or ambiguous

    def shown_links(self) -> list[FoundLink]:
        """Links between papers shown; what a paper carries on it need not also implement."""
        carried = {(c, p) for c, p, relation in self.links if relation in CARRYING}
        return [
            link
            for (child, parent, relation), link in sorted(self.links.items())
            if child in self.depths and parent in self.depths
            and (relation not in ("implements", "cites") or (child, parent) not in carried)
        ]  # fmt: skip


def walk(
    connection: sqlite3.Connection,
    root: DocumentRef,
    *,
    direction: Direction = "both",
    also: Sequence[str] = ("implements",),
    depth: int | None = None,
    limit: int | None = None,
) -> Walk:
    """All papers above and below ``root`` and, through those that carry on, beside it.

    Weaker relations (``also``) are followed straight up and straight down only: papers that
    implement the same law are no family.

    Args:
        connection: An open knowledge base.
        root: The paper asked for.
        direction: Only what stands above, only what stands below, or both and siblings.
        also: Relations of ``WEAKER``.
        depth: Generations above and below ``root``; None for all.
        limit: Children shown for a paper, the oldest first; None for all.
    """
    found = Walk(connection, doubts=connection.execute(DOUBTS).fetchone() is not None)
    _load(found, (root.document_id,))
    key = found.paper_of[root.document_id]
    found.papers[root.document_id] = tuple(
        sorted(found.papers.pop(key), key=lambda copy: copy.document_id != root.document_id)
    )
    for copy in found.papers[root.document_id]:
        found.paper_of[copy.document_id] = root.document_id
    found.depths[root.document_id] = 0
    if direction == "both":
        _spread(found, root, ("up", "down"), CARRYING, depth, limit)
    for way in ("up", "down"):
        if direction in ("both", way):
            _spread(found, root, (way,), (*CARRYING, *also), depth, limit)
    return found


def _spread(
    found: Walk, root: DocumentRef, ways: Sequence[str], relations: Sequence[str],
    depth: int | None, limit: int | None,
) -> None:  # fmt: skip
    """Follow links from ``root``, all papers of one distance at a time.

    Straight ways begin with all that is known to stand on them: one question more for a line of
    10,000 papers, not 10,000.
    """
    frontier = [root.document_id] if len(ways) > 1 else _straight(found, root, ways[0])
    seen = set(frontier)
    far = 10**9 if depth is None else depth
    while frontier:
        following: dict[str, None] = {}
        above = [key for key in frontier if found.depths[key] > -far] if "up" in ways else []
        for link in _links(found, "document_id", above, relations, None):
            _reach(found, link, link.parent, found.depths[link.child] - 1, seen, following)
        below = [key for key in frontier if found.depths[key] < far] if "down" in ways else []
        for link in _links(found, "target_document_id", below, relations, limit):
            _reach(found, link, link.child, found.depths[link.parent] + 1, seen, following)
        frontier = list(following)


def _straight(found: Walk, root: DocumentRef, way: str) -> list[str]:
    """The papers known to stand straight above or below ``root``, with it."""
    following: dict[str, list[str]] = defaultdict(list)
    for link in found.links.values():
        if not link.doubtful:
            here, there = (link.child, link.parent) if way == "up" else (link.parent, link.child)
            following[here].append(there)
    order = {root.document_id: None}
    todo = deque(order)
    while todo:
        for key in following[todo.popleft()]:
            if key not in order and key in found.depths:
                order[key] = None
                todo.append(key)
    return list(order)


def _reach(
    found: Walk, link: FoundLink, other: str, depth: int, seen: set[str],
    following: dict[str, None],
) -> None:  # fmt: skip
    """Note a link; what a doubtful one leads to is shown and not followed."""
    key = (link.child, link.parent, link.relation)
    known = found.links.get(key)
    if known is None or _rank(link) < _rank(known):
        found.links[key] = link
        found.children[link.parent].add(link.child)
    found.depths.setdefault(other, depth)
    if other not in seen and not link.doubtful:
        seen.add(other)
        following[other] = None


def _rank(link: FoundLink) -> tuple[int, int, str]:
    """Certain links first, then the longest quote: title, number and the verb around them."""
    return CERTAINTY.get(link.status, 0), -len(link.quote), link.quote


def _links(
    found: Walk, end: str, keys: Sequence[str], relations: Sequence[str], limit: int | None
) -> list[FoundLink]:
    """Links of which one end is among ``keys``, all copies asked, in a fixed order."""
    if not keys:
        return []
    papers = {copy.document_id: key for key in keys for copy in found.papers[key]}
    asked = {"ids": json.dumps(list(papers)), "relations": json.dumps(list(relations))}
    if limit is None:
        rows = found.connection.execute(LINKS[end], asked).fetchall()
    else:
        rows = _first_children(found, papers, relations, limit)
    if found.doubts:
        rows += found.connection.execute(CANDIDATES[end], asked).fetchall()
    _load(found, {row[end_] for row in rows for end_ in ("child", "parent")})
    links = (
        FoundLink(
            found.paper_of[row["child"]], found.paper_of[row["parent"]], row["relation"],
            row["text"], row["status"], row["evidence"],
        )
        for row in rows
    )  # fmt: skip
    return sorted(
        (link for link in links if link.child != link.parent),
        key=lambda link: (link.child, link.parent, STRENGTH[link.relation], _rank(link)),
    )


def _first_children(
    found: Walk, papers: Mapping[str, str], relations: Sequence[str], limit: int
) -> list[sqlite3.Row]:
    """Links to the oldest ``limit`` children of each paper, and how many more there are."""
    known = [
        copy.document_id
        for key in dict.fromkeys(papers.values())
        for child in found.children[key]
        for copy in found.papers[child]
    ]
    rows = found.connection.execute(
        CHILDREN,
        {"papers": json.dumps(papers), "relations": json.dumps(list(relations)),
         "known": json.dumps(known), "limit": limit},
    ).fetchall()  # fmt: skip
    shown: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        shown[row["paper"]].add(row["place"])
    for row in rows:
        found.omitted[row["paper"]] = row["children"] - len(shown[row["paper"]])
    return rows


def _load(found: Walk, ids: Iterable[str]) -> None:
    """Read papers that are not known yet, and their copies, in two questions."""
    new = sorted(set(ids) - found.paper_of.keys())
    if not new:
        return
    read = [ref_of(row) for row in found.connection.execute(BY_ID, (json.dumps(new),))]
    numbers = sorted({ref.number for ref in read if ref.number and ref.role != "ghost"})
    alike: dict[str, list[DocumentRef]] = defaultdict(list)
    if numbers:
        keys = sorted(set(map(number_key, numbers)))
        asked = {"keys": json.dumps(keys), "numbers": json.dumps(numbers)}
        for other in map(ref_of, found.connection.execute(BY_NUMBER, asked)):
            alike[number_key(other.number or "")].append(other)
    for ref in read:
        if ref.document_id not in found.paper_of:
            _group(found, ref, alike)


def _group(found: Walk, ref: DocumentRef, alike: Mapping[str, Sequence[DocumentRef]]) -> None:
    same = [ref]
    if ref.number and ref.role != "ghost":
        same += [
            other for other in alike[number_key(ref.number)]
            if other.document_id not in found.paper_of and other.document_id != ref.document_id
            and are_copies((ref, other))
        ]  # fmt: skip
    shown = best_copy(found.connection, same) if len(same) > 1 else ref
    rest = sorted((r for r in same if r is not shown), key=lambda r: r.document_id)
    found.papers[shown.document_id] = (shown, *rest)
    for copy in same:
        found.paper_of[copy.document_id] = shown.document_id
