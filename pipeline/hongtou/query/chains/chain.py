"""Forwarding chains: what a paper passes on, who passes it on, and who was asked to and did not."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict, Unpack

from hongtou.errors import NotationError
from hongtou.model.labels import LEVELS
from hongtou.query.chains import forms, tree
from hongtou.query.chains.asked import read_asked
from hongtou.query.chains.offices import Office, read_offices
from hongtou.query.chains.parts import (
    Asked,
    ChainLink,
    ChainNode,
    Circle,
    Unanswered,
)
from hongtou.query.chains.shape import days_from_top, lag_between, tiers, unknot
from hongtou.query.chains.walk import CARRYING, WEAKER, Direction, FoundLink, Walk, walk
from hongtou.query.results import DocumentRef

__all__ = ["CARRYING", "LIMIT", "MARKS", "Chain", "ChainWords", "read_chain"]

MARKS: Final = ",".join("?" * len(CARRYING))

# Children of one paper that are shown unless more are asked for.
LIMIT: Final = 50

PARTIES: Final = (
    "SELECT document_id, name FROM parties WHERE role = 'issuing_authority'"
    " AND document_id IN (SELECT value FROM json_each(?)) ORDER BY document_id, rank"
)


class ChainWords(TypedDict, total=False):
    """What narrows or widens a chain."""

    direction: Direction  # both, up: only what stands above, down: only what stands below
    also: Sequence[str]  # weaker relations: implements, amends, repeals, cites
    depth: int | None  # generations above and below; None for all
    limit: int | None  # children shown for one paper, the oldest first; None for all


@dataclass(frozen=True, slots=True)
class Chain:
    """All papers above and below one, each link with its quote and its lag in days."""

    root: DocumentRef
    nodes: tuple[ChainNode, ...]  # upstream first, then by date
    links: tuple[ChainLink, ...]
    asked: tuple[Asked, ...] = ()  # wishes to pass a paper on, with who did
    circles: tuple[Circle, ...] = ()

    @property
    def unanswered(self) -> tuple[Unanswered, ...]:
        """Wishes that none of those asked has followed, as far as is held."""
        return tuple(
            Unanswered(wish.document, "、".join(p.name for p in wish.parties), wish.to, wish.quote)
            for wish in self.asked
            if all(party.answer == "open" for party in wish.parties)
        )

    def to_text(self) -> str:
        """A tree for people, the highest paper first."""
        return tree.write_text(self)

    def to_json(self) -> str:
        """One JSON object: root, nodes, links, asked, unanswered, circles."""
        return forms.write_json(self)

    def to_mermaid(self) -> str:
        """A Mermaid flowchart; ghosts are dashed, doubtful links dotted."""
        return forms.write_mermaid(self)

    def to_dot(self) -> str:
        """A Graphviz digraph; ghosts are dashed, doubtful links dotted."""
        return forms.write_dot(self)

    def to_graphml(self) -> str:
        """GraphML for Gephi, yEd or networkx."""
        return forms.write_graphml(self)

    def to_svg(self, link: str = "#{}") -> str:
        """A picture without script or outer references, the highest papers on top.

        ``link`` is where a box leads, with ``{}`` for the id of its document: ``/documents/{}``.
        """
        from hongtou.query.chains.drawing import write_svg

        return write_svg(self, link)

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.to_svg()


def read_chain(
    connection: sqlite3.Connection, root: DocumentRef, **how: Unpack[ChainWords]
) -> Chain:
    """Walk from ``root`` up to what it carries and down to all that carry it or its parents.

    Siblings count: two branches that forward the same paper stand in one chain. Copies of a
    paper are one node. By default ``implements`` is followed too, and ``LIMIT`` holds.

    Raises:
        NotationError: If an argument is none of those allowed.
    """
    asked_for: ChainWords = {"limit": LIMIT, **how}
    _check(asked_for)
    found = walk(connection, root, **asked_for)
    dates = {key: _date(found, key) for key in found.depths}
    authorities = _authorities(connection, found)
    offices = read_offices(
        connection, {key: (found.papers[key][0], authorities[key]) for key in found.depths}
    )
    lags = {
        (link.parent, link.child): lag_between(dates[link.parent], dates[link.child])
        for link in found.shown_links()
    }
    facts = {(x.parent, x.child) for x in found.shown_links() if not x.doubtful}
    edges, circles = unknot({edge: lags[edge] for edge in facts})
    nodes = _nodes(found, authorities, offices, dates, edges)
    names = {node.document.document_id: node.document.name for node in nodes}
    links = tuple(
        _link(link, lags[link.parent, link.child], offices) for link in found.shown_links()
    )
    asked = read_asked(connection, found.papers, nodes, links, offices)
    return Chain(
        root, nodes, links, asked,
        tuple(Circle(c, " → ".join(names[key] for key in (*c, c[0]))) for c in circles),
    )  # fmt: skip


def _check(how: ChainWords) -> None:
    direction, depth, limit = how.get("direction", "both"), how.get("depth"), how.get("limit")
    if direction not in ("both", "up", "down"):
        raise NotationError(f"direction={direction!r}：只能是 both、up 或 down")
    if unknown := [name for name in how.get("also", ()) if name not in WEAKER]:
        raise NotationError(f"also={unknown[0]!r}：只能是 {'、'.join(WEAKER)}")
    if (depth is not None and depth < 0) or (limit is not None and limit < 1):
        raise NotationError(f"depth={depth}、limit={limit}：层数不能为负，份数至少为 1")


def _date(found: Walk, key: str) -> str | None:
    """The date of the copy shown, else of any other."""
    return next((copy.date for copy in found.papers[key] if copy.date), None)


def _authorities(connection: sqlite3.Connection, found: Walk) -> dict[str, tuple[str, ...]]:
    """Issuing authorities of each paper, from the first of its copies that names some."""
    ids = [copy.document_id for key in found.depths for copy in found.papers[key]]
    names: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(PARTIES, (json.dumps(ids),)):
        names[row["document_id"]].append(row["name"])
    return {
        key: next((tuple(n) for c in found.papers[key] if (n := names.get(c.document_id))), ())
        for key in found.depths
    }


def _nodes(
    found: Walk,
    authorities: Mapping[str, tuple[str, ...]],
    offices: Mapping[str, Office],
    dates: Mapping[str, str | None],
    edges: Sequence[tuple[str, str]],
) -> tuple[ChainNode, ...]:
    tier, days = tiers(found.depths, edges), days_from_top(dates, edges)
    nodes = (
        ChainNode(
            found.papers[key][0], depth, authorities[key], found.papers[key][1:],
            offices[key].level, offices[key].region, tier[key], days[key],
            found.omitted.get(key, 0),
        )
        for key, depth in found.depths.items()
    )  # fmt: skip
    return tuple(
        sorted(nodes, key=lambda n: (n.depth, n.document.date or "9999", n.document.document_id))
    )


def _link(link: FoundLink, lag: int | None, offices: Mapping[str, Office]) -> ChainLink:
    order = list(LEVELS)
    above, below = offices[link.parent].level, offices[link.child].level
    skipped: tuple[str, ...] = ()
    if above and below and link.relation in CARRYING:
        skipped = tuple(order[order.index(above) + 1 : order.index(below)])
    return ChainLink(
        link.child, link.parent, link.relation, link.quote, link.status, lag, link.evidence,
        skipped,
    )  # fmt: skip
