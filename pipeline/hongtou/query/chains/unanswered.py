"""All wishes to pass a paper on (请…将本通知转发…) that nobody is known to have followed."""

import sqlite3
from typing import Final

from hongtou.query.chains.chain import read_chain
from hongtou.query.chains.parts import Unanswered
from hongtou.query.chains.tree import open_parties
from hongtou.query.documents import COLUMNS, SOURCE, ref_of

__all__ = ["read_unanswered"]

ASKING: Final = (
    f"SELECT {COLUMNS} FROM {SOURCE} WHERE EXISTS (SELECT 1 FROM forwarding_requests r"
    " WHERE r.document_id = d.document_id) ORDER BY date IS NULL, date DESC, d.document_id"
)


def read_unanswered(connection: sqlite3.Connection, limit: int | None) -> tuple[Unanswered, ...]:
    """The wishes of all papers held with those who were asked and left no trace, newest first.

    A paper with copies asks once. Of a wish that some have followed the others are named.
    """
    found: list[Unanswered] = []
    seen: set[str] = set()
    for row in connection.execute(ASKING).fetchall():
        if limit is not None and len(found) >= limit:
            break
        if row["document_id"] in seen:
            continue
        chain = read_chain(connection, ref_of(row), direction="down", depth=1)
        (asking,) = (node for node in chain.nodes if node.depth == 0)
        seen |= {asking.document.document_id, *(copy.document_id for copy in asking.copies)}
        for wish in chain.asked:
            names = "、".join(party.name for party in open_parties(wish))
            if names and wish.document == asking.document:
                found.append(Unanswered(wish.document, names, wish.to, wish.quote))
    return tuple(found[:limit])
