"""The graph of all citations as GraphML: who passes on, repeals, implements or cites whom.

An edge runs from the paper that speaks to the paper that it names, so that the papers behind an
arrow are those that it rests on. Nodes are the exported papers and all that they name.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TextIO

from hongtou.notation.registry import level_of
from hongtou.query import KnowledgeBase
from hongtou.query.contacts import FileMasks
from hongtou.query.graphml import Key, Value, graphml
from hongtou.query.whole import WholeDocument
from hongtou.run.exporting.options import Options

__all__ = ["write_network"]

_KEYS: Final = (
    Key("node", "number"), Key("node", "title"), Key("node", "authority"), Key("node", "date"),
    Key("node", "role"), Key("node", "type"), Key("node", "level"),
    Key("edge", "relation"), Key("edge", "status"), Key("edge", "confidence", "double"),
    Key("edge", "lag_days", "int"),
)  # fmt: skip
_NODES: Final = """
SELECT d.document_id, d.document_number AS number, d.title, d.role, d.document_type AS type,
  d.file_sha256, coalesce(d.document_date, d.print_date) AS date,
  k.authority AS known, k.level,
  (SELECT group_concat(organisation, '、') FROM (SELECT organisation FROM parties p
    WHERE p.document_id = d.document_id AND p.role = 'issuing_authority' ORDER BY rank)) AS said
FROM documents d LEFT JOIN authority_codes k ON k.code = d.authority_code ORDER BY d.document_id
"""
# The days between two papers, as in chains; SQLite counts them from one calendar.
_EDGES: Final = """
SELECT c.document_id, c.target_document_id, c.relation, c.status, c.confidence,
  CAST(julianday(coalesce(a.document_date, a.print_date))
    - julianday(coalesce(b.document_date, b.print_date)) AS INTEGER) AS lag_days
FROM citations c JOIN documents a USING (document_id)
JOIN documents b ON b.document_id = c.target_document_id
ORDER BY c.document_id, c.start, c.end, c.citation_id
"""


def write_network(
    kb: KnowledgeBase, _wholes: Iterable[WholeDocument], file: TextIO, options: Options
) -> int:
    """Write the graph; the papers themselves are not read, so that it may be large.

    Returns:
        How many nodes.
    """
    wanted = options.selected | _named_by(kb.connection, options)
    many = 0
    nodes = _nodes(kb.connection, wanted, with_contacts=options.with_contacts)
    for line in graphml("citations", _KEYS, nodes, _edges(kb.connection, options)):
        many += line.startswith("<node ")
        file.write(f"{line}\n")
    return many


def _named_by(connection: sqlite3.Connection, options: Options) -> frozenset[str]:
    rows = connection.execute(
        "SELECT DISTINCT document_id, target_document_id FROM citations"
        " WHERE target_document_id IS NOT NULL"
    )
    return frozenset(target for source, target in rows if source in options.selected)


def _nodes(
    connection: sqlite3.Connection, wanted: frozenset[str], *, with_contacts: bool
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    masks = None if with_contacts else FileMasks(connection)
    for row in connection.execute(_NODES):
        if row["document_id"] in wanted:
            authority = row["said"] or row["known"]
            level = row["level"] or (level_of(authority.split("、")[0]) if authority else None)
            values: dict[str, Value] = {name: row[name] for name in ("number", "date", "role")}
            values |= {"type": row["type"], "authority": authority, "level": level}
            values["title"] = title = row["title"]
            if title and masks is not None:
                values["title"] = masks.of(row["file_sha256"]).of(title)
            yield row["document_id"], values


def _edges(
    connection: sqlite3.Connection, options: Options
) -> Iterator[tuple[str, str, Mapping[str, Value]]]:
    for row in connection.execute(_EDGES):
        if row["document_id"] in options.selected:
            names = ("relation", "status", "confidence", "lag_days")
            values: dict[str, Value] = {name: row[name] for name in names}
            yield row["document_id"], row["target_document_id"], values
