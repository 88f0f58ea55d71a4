"""Forwarding chains: what a paper passes on, who passes it on, and who was asked to and did not."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hongtou.query.chains import forms
from hongtou.query.documents import COLUMNS, SOURCE, by_id, ref_of
from hongtou.query.results import ChainLink, ChainNode, DocumentRef, Unanswered

__all__ = ["Chain", "read_chain"]

# Relations that carry another paper on (转发, 批转, 印发); the rest only mention one.
CARRYING: Final = ("forwards", "relays", "issues")
MARKS: Final = ",".join("?" * len(CARRYING))


@dataclass(frozen=True, slots=True)
class Chain:
    """All papers above and below one, each link with its quote and its lag in days."""

    root: DocumentRef
    nodes: tuple[ChainNode, ...]  # upstream first, then by date
    links: tuple[ChainLink, ...]
    unanswered: tuple[Unanswered, ...] = ()  # asked to forward, no child held

    def to_text(self) -> str:
        """A tree for people, the highest paper first."""
        return forms.write_text(self.root, self.nodes, self.links, self.unanswered)

    def to_json(self) -> str:
        """One JSON object: root, nodes, links, unanswered."""
        return forms.write_json(self.root, self.nodes, self.links, self.unanswered)

    def to_mermaid(self) -> str:
        """A Mermaid flowchart; ghosts are dashed."""
        return forms.write_mermaid(self.nodes, self.links)

    def to_dot(self) -> str:
        """A Graphviz digraph; ghosts are dashed."""
        return forms.write_dot(self.nodes, self.links)

    def to_graphml(self) -> str:
        """GraphML for Gephi, yEd or networkx."""
        return forms.write_graphml(self.nodes, self.links)


def read_chain(connection: sqlite3.Connection, root: DocumentRef) -> Chain:
    """Walk from ``root`` up to what it carries and down to all that carry it or its parents.

    Siblings count: two branches that forward the same paper stand in one chain.
    """
    depths, links = _walk(connection, root.document_id)
    documents = {key: by_id(connection, key) for key in depths}
    held = {key: ref for key, ref in documents.items() if ref is not None}
    nodes = sorted(
        (ChainNode(ref, depths[key], _authorities(connection, key)) for key, ref in held.items()),
        key=lambda n: (n.depth, n.document.date or "9999", n.document.document_id),
    )
    dated = tuple(
        ChainLink(
            row["child"], row["parent"], row["relation"], row["text"], row["status"],
            _lag(held.get(row["parent"]), held.get(row["child"])),
        )
        for row in links
    )  # fmt: skip
    return Chain(root, tuple(nodes), dated, tuple(_unanswered(connection, list(held))))


def _walk(connection: sqlite3.Connection, root: str) -> tuple[dict[str, int], list[sqlite3.Row]]:
    """Depth of each document of the chain and its links, one for a pair and relation."""
    depths, todo = {root: 0}, [root]
    links: dict[tuple[str, str, str], sqlite3.Row] = {}
    while todo:
        here = todo.pop(0)
        for row in _links_at(connection, here):
            links.setdefault((row["child"], row["parent"], row["relation"]), row)
            upwards = row["child"] == here
            other = row["parent"] if upwards else row["child"]
            if other not in depths:
                depths[other] = depths[here] + (-1 if upwards else 1)
                todo.append(other)
    return depths, [links[key] for key in sorted(links)]


def _links_at(connection: sqlite3.Connection, document_id: str) -> list[sqlite3.Row]:
    return connection.execute(
        "SELECT document_id AS child, target_document_id AS parent, relation, text, status"
        f" FROM citations WHERE relation IN ({MARKS}) AND target_document_id IS NOT NULL"
        " AND target_document_id <> document_id AND (document_id = ? OR target_document_id = ?)"
        # The longest quote of a pair says most: title, number and the verb around them.
        " ORDER BY child, parent, relation, length(text) DESC, start",
        (*CARRYING, document_id, document_id),
    ).fetchall()


def _lag(parent: DocumentRef | None, child: DocumentRef | None) -> int | None:
    if parent is None or child is None or parent.date is None or child.date is None:
        return None
    return (date.fromisoformat(child.date) - date.fromisoformat(parent.date)).days


def _authorities(connection: sqlite3.Connection, document_id: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT name FROM parties WHERE document_id = ? AND role = 'issuing_authority'"
        " ORDER BY rank",
        (document_id,),
    )
    return tuple(row["name"] for row in rows)


def _unanswered(connection: sqlite3.Connection, ids: Sequence[str]) -> Iterator[Unanswered]:
    """Wishes to pass a paper on for which no child by the one that was asked is held."""
    for document_id in sorted(ids):
        for row in connection.execute(
            f"SELECT w.forwarder, w.recipient, w.text AS wish, {COLUMNS}"
            f" FROM forwarding_requests w JOIN {SOURCE} WHERE d.document_id = w.document_id"
            " AND w.document_id = ? ORDER BY w.start",
            (document_id,),
        ):
            if not _has_child(connection, document_id):
                yield Unanswered(ref_of(row), row["forwarder"], row["recipient"], row["wish"])


def _has_child(connection: sqlite3.Connection, document_id: str) -> bool:
    sql = (
        f"SELECT 1 FROM citations WHERE relation IN ({MARKS}) AND target_document_id = ?"
        " AND document_id <> target_document_id LIMIT 1"
    )
    return connection.execute(sql, (*CARRYING, document_id)).fetchone() is not None
