"""Who was asked to pass a paper on (请…将本通知转发…), and whose answer is held."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from hongtou.query.chains.offices import Office, Party, answers, parties_asked
from hongtou.query.chains.parts import Answer, Asked, AskedParty, ChainLink, ChainNode
from hongtou.query.results import DocumentRef

__all__ = ["read_asked"]

REQUESTS: Final = (
    "SELECT document_id, forwarder, recipient, text FROM forwarding_requests"
    " WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY document_id, start"
)


def read_asked(
    connection: sqlite3.Connection,
    papers: Mapping[str, tuple[DocumentRef, ...]],
    nodes: Sequence[ChainNode],
    links: Sequence[ChainLink],
    offices: Mapping[str, Office],
) -> tuple[Asked, ...]:
    """The wishes of all papers of a chain, in its order, with the children that answer them.

    Only a child that carries the paper on and surely means it is an answer.
    """
    ids = [copy.document_id for node in nodes for copy in papers[node.document.document_id]]
    wishes: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(REQUESTS, (json.dumps(ids),)):
        wishes[row["document_id"]].append(row)
    below: dict[str, list[str]] = defaultdict(list)
    implementing: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if not link.doubtful and not link.weak:
            below[link.parent].append(link.child)
        elif not link.doubtful and link.relation == "implements":
            implementing[link.parent].append(link.child)
    found = []
    for node in nodes:
        key = node.document.document_id
        # Copies ask the same; the first that is known to ask speaks for all.
        rows = next((w for c in papers[key] if (w := wishes.get(c.document_id))), [])
        for row in rows:
            asked = parties_asked(row["forwarder"], offices[key])
            children = dict.fromkeys(below[key])
            weaker = dict.fromkeys(implementing[key])
            parties = tuple(_party(p, offices[key], children, weaker, offices) for p in asked)
            named = {child for party in parties for child in party.children}
            others = tuple(child for child in children if child not in named)
            found.append(Asked(node.document, parties, row["recipient"], row["text"], others))
    return tuple(found)


def _party(
    party: Party, asking: Office, children: Mapping[str, None], implementing: Mapping[str, None],
    offices: Mapping[str, Office],
) -> AskedParty:  # fmt: skip
    """Who of a class has not answered nobody can say: how many there are stands nowhere.

    A paper of their own that implements (落实) it is told, but passes nothing on.
    """
    by, own = (
        tuple(child for child in those if answers(party, asking, offices[child]))
        for those in (children, implementing)
    )
    answer: Answer = "open" if not by else "partly" if party.is_class else "answered"
    level = next(iter(party.levels)) if len(party.levels) == 1 else None
    return AskedParty(party.name, answer, level, asking.region, by, own)
