"""The citations that may be answered otherwise since links were made, and all they depend on.

One paper that comes or goes concerns the citations in it, those that name it by number or title,
those whose text may tell that they mean it, and the ghosts that all these lead to. A law that is
cited by thousands is counted in SQL and not read.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.model import DOWNWARD, PASSING, Absent, CitationCard, DocumentCard, Elsewhere
from hongtou.store import link_log, passages
from hongtou.store.link_rows import cards_of, citations_of
from hongtou.store.sharers import with_sharers

# What citations to answer and documents to know are listed in, and the views by which it is read.
_LISTS: Final = (("affected", "citation_id", "asked"), ("near", "document_id", "nearby"))
_PASSING: Final = json.dumps(sorted(PASSING))
_DOWNWARD: Final = json.dumps(sorted(DOWNWARD))

# Citations of files that came or went (?1), and those that name their papers (?2, ?3).
_NAMING: Final = """
    INSERT OR IGNORE INTO temp.affected
    SELECT c.citation_id FROM json_each(?1) j CROSS JOIN documents d ON d.file_sha256 = j.value
      CROSS JOIN citations c ON c.document_id = d.document_id
    UNION ALL SELECT c.citation_id FROM json_each(?2) j
      CROSS JOIN citations c ON c.number_key = j.value
    UNION ALL SELECT c.citation_id FROM json_each(?3) j
      CROSS JOIN citations c ON c.title_key = j.value
"""
# What nothing but shared text may tell: number and title name no paper that is held.
_SHARING: Final = """
    INSERT OR IGNORE INTO temp.affected
    SELECT c.citation_id FROM json_each(?1) j
      CROSS JOIN citations c ON c.document_id >= j.value AND c.document_id < j.value || 'g'
    WHERE c.title_key IS NOT NULL AND c.relation IN (SELECT value FROM json_each(?2))
      AND NOT EXISTS (SELECT 1 FROM citation_signals s
                      WHERE s.citation_id = c.citation_id AND s.kind <> 'text')
"""
# A short name means what its antecedent does.
_TOGETHER: Final = """
    INSERT OR IGNORE INTO temp.affected
    SELECT c.citation_id FROM temp.asked a CROSS JOIN citations c
      ON c.antecedent_id = a.citation_id
    UNION ALL SELECT c.antecedent_id FROM temp.asked a CROSS JOIN citations c USING (citation_id)
      CROSS JOIN citations e ON e.citation_id = c.antecedent_id
"""
# Doubts do not say which citation raised them, so all of a document's are looked at again: where
# one of them led to a paper, or may have named the document itself.
_DOUBTED: Final = """
    INSERT OR IGNORE INTO temp.affected
    SELECT c.citation_id FROM (
      SELECT DISTINCT c.document_id FROM temp.asked a CROSS JOIN citations c USING (citation_id)
      WHERE +c.status IN ('resolved', 'disputed') OR +c.relation IN ('forwards', 'relays')
    ) d CROSS JOIN citations c ON c.document_id = d.document_id
    WHERE EXISTS (SELECT 1 FROM findings f WHERE f.document_id = d.document_id
                  AND f.room = 'link' AND f.code <> 'link.circle')
"""
_MEANT: Final = """
    INSERT OR IGNORE INTO temp.near
    SELECT value FROM json_each(?1)
    UNION ALL SELECT d.document_id FROM json_each(?2) j
      CROSS JOIN documents d ON d.number_key = j.value
    UNION ALL SELECT d.document_id FROM json_each(?3) j
      CROSS JOIN documents d ON d.title_key = j.value
    UNION ALL SELECT t.document_id FROM json_each(?3) j
      CROSS JOIN carried_titles t ON t.title_key = j.value
"""
_IN_FILES: Final = """
    INSERT OR IGNORE INTO temp.near
    SELECT d.document_id FROM json_each(?) j CROSS JOIN documents d ON d.file_sha256 = j.value
"""
# A regulation has number and day of what issues it; a notice answers to the title it carries.
_CARRYING: Final = """
    INSERT OR IGNORE INTO temp.near
    SELECT d.parent_id FROM temp.nearby n CROSS JOIN documents d ON d.document_id = n.document_id
    WHERE d.parent_id IS NOT NULL
"""
_CARRIED: Final = """
    INSERT OR IGNORE INTO temp.near
    SELECT d.document_id FROM temp.nearby n
      CROSS JOIN documents d INDEXED BY documents_by_parent ON d.parent_id = n.document_id
"""
_GHOSTS: Final = """
    SELECT value FROM json_each(?1)
    UNION SELECT c.target_document_id FROM json_each(?2) j CROSS JOIN citations c
      ON c.number_key = j.value AND c.status = 'ghost'
    UNION SELECT c.target_document_id FROM json_each(?3) j CROSS JOIN citations c
      ON c.title_key = j.value AND c.status = 'ghost'
"""
_ABSENT: Final = """
    SELECT c.title, c.document_number, count(*), c.target_document_id
    FROM json_each(?) j CROSS JOIN citations c INDEXED BY citations_absent
      ON c.target_document_id = j.value AND c.status = 'ghost'
    GROUP BY c.target_document_id, c.title, c.document_number
"""
_EDGES: Final = """
    SELECT c.document_id, c.target_document_id FROM json_each(?1) j
      CROSS JOIN citations c ON c.document_id = j.value
    WHERE c.status = 'resolved' AND c.relation IN (SELECT value FROM json_each(?2))
      AND c.target_document_id <> c.document_id
      AND c.citation_id NOT IN (SELECT citation_id FROM temp.asked)
"""
_ROUND: Final = """
    SELECT document_id FROM circles WHERE circle IN (
      SELECT r.circle FROM json_each(?1) j CROSS JOIN circles r ON r.document_id = j.value
      UNION SELECT r.circle FROM json_each(?2) j CROSS JOIN circles r
        ON r.document_id >= j.value AND r.document_id < j.value || 'g')
"""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What linking is asked, and which ghosts its answer decides about."""

    documents: tuple[DocumentCard, ...]
    citations: tuple[CitationCard, ...]
    elsewhere: Elsewhere
    ghosts: tuple[str, ...]  # that the citations lead to so far, or share a name with


@dataclass(frozen=True, slots=True)
class _Names:
    """What the affected citations name, and how those that lead to ghosts so far name them."""

    numbers: tuple[str, ...]  # keys
    titles: tuple[str, ...]
    absent: Counter[tuple[str | None, str | None, str]]  # title, number, ghost


def read_neighbourhood(connection: sqlite3.Connection) -> Neighbourhood:
    """All that what was noted may change; ``temp.affected`` holds the citations afterwards."""
    _make_lists(connection)
    files = link_log.noted(connection, "file")
    _find_affected(connection, files)
    citations = with_sharers(connection, citations_of(connection, "temp.asked"))
    names = _names_of(connection)
    citing = json.dumps(sorted({card.document_id for card in citations}))
    connection.execute(_MEANT, (citing, json.dumps(names.numbers), json.dumps(names.titles)))
    sharers = {sharer.file_sha256 for card in citations for sharer in card.sharers}
    connection.execute(_IN_FILES, (json.dumps(sorted(sharers)),))
    connection.execute(_CARRYING)
    connection.execute(_CARRIED)
    ghosts = _ghosts_of(connection, names)
    return Neighbourhood(
        cards_of(connection, "temp.nearby"), citations,
        Elsewhere(
            _absent_elsewhere(connection, ghosts, names), _starts(connection, files, citations),
            lambda documents: _edges(connection, documents),
        ),
        ghosts,
    )  # fmt: skip


def _make_lists(connection: sqlite3.Connection) -> None:
    """The tables ``temp.affected`` and ``temp.near``, empty, and views to read them.

    SQLite takes a table without statistics for a million rows, and where the others have some
    (``ANALYZE``) it would first read all of them for a filter. The views say that these are few.
    """
    for table, key, view in _LISTS:
        connection.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {table}({key} TEXT PRIMARY KEY) WITHOUT ROWID"
        )
        connection.execute(f"DELETE FROM temp.{table}")
        connection.execute(
            f"CREATE TEMP VIEW IF NOT EXISTS {view} AS"
            f" SELECT {key} FROM temp.{table} WHERE likelihood({key} > '', 0.00001)"
        )


def _find_affected(connection: sqlite3.Connection, files: Sequence[str]) -> None:
    numbers, titles = (set(link_log.noted(connection, kind)) for kind in ("number", "title"))
    now = "SELECT {} FROM json_each(?) j CROSS JOIN documents d ON d.file_sha256 = j.value {}"
    named = (json.dumps(files),)
    numbers |= _column(connection, now.format("d.number_key", ""), named)
    titles |= _column(connection, now.format("d.title_key", ""), named)
    carried = "CROSS JOIN carried_titles t ON t.document_id = d.document_id"
    titles |= _column(connection, now.format("t.title_key", carried), named)
    keys = (json.dumps(sorted(numbers)), json.dumps(sorted(titles)))
    connection.execute(_NAMING, (*named, *keys))
    sharers = {*link_log.noted(connection, "sharer"), *_sharers_of(connection, files)}
    connection.execute(_SHARING, (json.dumps(sorted(sharers)), _PASSING))
    while sum(connection.execute(query).rowcount for query in (_TOGETHER, _DOUBTED)):
        pass


def _sharers_of(connection: sqlite3.Connection, files: Iterable[str]) -> set[str]:
    """Files for which one that came may be what they pass on."""
    found: set[str] = set()
    for sha256 in files:
        key = passages.key_of(sha256)
        prints = connection.execute("SELECT print FROM passages WHERE file = ?", (key,)).fetchall()
        told = link_log.sharers_told(connection, sha256, (row[0] for row in prints))
        found.update(map(link_log.file_prefix, told))
    return found


def _column(
    connection: sqlite3.Connection, query: str, parameters: tuple[str, ...] = ()
) -> set[str]:
    return {row[0] for row in connection.execute(query, parameters) if row[0] is not None}


def _names_of(connection: sqlite3.Connection) -> _Names:
    rows = connection.execute(
        "SELECT c.number_key, c.title_key, c.status, c.title, c.document_number,"
        " c.target_document_id FROM temp.asked a CROSS JOIN citations c USING (citation_id)"
    ).fetchall()
    numbers, titles = ({row[at] for row in rows if row[at] is not None} for at in (0, 1))
    absent = Counter(tuple(row[3:]) for row in rows if row[2] == "ghost" and row[5] is not None)
    return _Names(tuple(sorted(numbers)), tuple(sorted(titles)), absent)


def _ghosts_of(connection: sqlite3.Connection, names: _Names) -> tuple[str, ...]:
    """Ghosts that the citations lead to, or that others with their numbers or titles do."""
    sets = (
        {*link_log.noted(connection, "ghost"), *(ghost for _, _, ghost in names.absent)},
        {*link_log.noted(connection, "cited-number"), *names.numbers},
        {*link_log.noted(connection, "cited-title"), *names.titles},
    )
    found = _column(connection, _GHOSTS, tuple(json.dumps(sorted(keys)) for keys in sets))
    return tuple(sorted(found))


def _absent_elsewhere(
    connection: sqlite3.Connection, ghosts: Collection[str], names: _Names
) -> tuple[Absent, ...]:
    """Who else leads to these ghosts, counted by name; the affected citations left out."""
    rows = connection.execute(_ABSENT, (json.dumps(sorted(ghosts)),))
    counted = (
        Absent(title, number, count - names.absent[title, number, ghost], ghost)
        for title, number, count, ghost in rows
    )
    return tuple(absent for absent in counted if absent.count > 0)


def _starts(
    connection: sqlite3.Connection, files: Sequence[str], citations: Iterable[CitationCard]
) -> tuple[str, ...]:
    """Documents of circles that may be broken: a member has changed, or is gone."""
    changed = sorted({card.document_id for card in citations})
    prefixes = [link_log.file_prefix(passages.key_of(sha256)) for sha256 in files]
    rows = connection.execute(_ROUND, (json.dumps(changed), json.dumps(prefixes)))
    return tuple(sorted(row[0] for row in rows))


def _edges(connection: sqlite3.Connection, documents: Collection[str]) -> Iterable[tuple[str, str]]:
    rows = connection.execute(_EDGES, (json.dumps(sorted(documents)), _DOWNWARD))
    return [(child, parent) for child, parent in rows]
