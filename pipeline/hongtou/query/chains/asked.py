"""Who was asked to pass a paper on (请…将本通知转发…), and whose answer is held."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence

from hongtou.query.chains.offices import Office
from hongtou.query.chains.parts import Asked, AskedParty, ChainLink, ChainNode
from hongtou.query.results import DocumentRef

__all__ = ["read_asked"]


def read_asked(
    connection: sqlite3.Connection,
    papers: Mapping[str, tuple[DocumentRef, ...]],
    nodes: Sequence[ChainNode],
    links: Sequence[ChainLink],
    offices: Mapping[str, Office],
) -> tuple[Asked, ...]:
    """The wishes of all papers of a chain, in its order, with the children that answer them."""
    ids = [copy.document_id for node in nodes for copy in papers[node.document.document_id]]
    wishes: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(
        "SELECT document_id, forwarder, recipient, text FROM forwarding_requests"
        " WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY document_id, start",
        (json.dumps(ids),),
    ):
        wishes[row["document_id"]].append(row)
    found = []
    for node in nodes:
        key = node.document.document_id
        # Copies ask the same; the first that is known to ask speaks for all.
        rows = next((w for c in papers[key] if (w := wishes.get(c.document_id))), [])
        children = tuple(x.child for x in links if x.parent == key and not x.weak)
        for row in rows:
            party = AskedParty(
                row["forwarder"], "answered" if children else "open", None, None, children
            )
            found.append(Asked(node.document, (party,), row["recipient"], row["text"]))
    return tuple(found)
