"""With which paper a child is compared: what it carries, else what it implements or replaces."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.errors import AmbiguousError, LookupFailedError
from hongtou.model import PASSING
from hongtou.query.copies import are_copies
from hongtou.query.differing.papers import family_of
from hongtou.query.documents import COLUMNS, SOURCE, ref_of
from hongtou.query.results import DocumentRef

__all__ = ["Parents", "given_parent", "parents_of"]

# Relations that only follow another paper, and those of a later edition.
FOLLOWING: Final = ("implements",)
REPLACING: Final = ("repeals", "amends")

TARGETS: Final = f"""
SELECT c.relation AS how, d.parent_id AS carrier, {COLUMNS}
FROM {SOURCE} JOIN citations c ON c.target_document_id = d.document_id
WHERE c.document_id = ? AND c.relation IN ({{}}) AND c.status IN ('resolved', 'ghost')
ORDER BY c.start, c.end, d.document_id
"""


@dataclass(frozen=True, slots=True)
class Parents:
    """The papers to compare with, and how the child stands to them."""

    documents: tuple[DocumentRef, ...]
    relation: str | None  # forwards, relays, issues, implements, repeals, amends
    enclosed: bool = False  # the original stands in the child's own file
    missing: tuple[DocumentRef, ...] = ()  # ghosts that the child carries


@dataclass(frozen=True, slots=True)
class _Target:
    document: DocumentRef
    relation: str
    enclosed: bool


def parents_of(connection: sqlite3.Connection, child: DocumentRef) -> Parents:
    """The papers above a child.

    What it forwards, relays or issues, all of it; else the one that it implements; else the one
    whose place it takes.

    Raises:
        AmbiguousError: If it implements several; the message lists them.
        LookupFailedError: If none is held, or the paper names none.
    """
    targets = _targets(connection, child)
    ghosts = tuple(t.document for t in targets if t.document.role == "ghost")
    held = [target for target in targets if target.document.role != "ghost"]
    own = [t for t in held if t.enclosed and t.relation == "issues" and not t.document.number]
    carried = [t for t in held if t.relation in PASSING and t not in own]
    missing = tuple(
        t.document for t in targets if t.relation in PASSING and t.document.role == "ghost"
    )
    if carried:
        return _all(carried, missing)
    for relations in (FOLLOWING, REPLACING):
        found = [target for target in held if target.relation in relations]
        if len(found) > 1:
            raise AmbiguousError(_several(child, [target.document for target in found]))
        if found:
            return _all(found, missing)
    if own:
        return _all(own, missing)
    raise LookupFailedError(_none(child, ghosts))


def given_parent(
    connection: sqlite3.Connection, child: DocumentRef, parent: DocumentRef
) -> Parents:
    """The paper that the user named, with the relation that the child has to it, if any.

    Raises:
        LookupFailedError: If it is known only from citations.
    """
    if parent.role == "ghost":
        raise LookupFailedError(f"{_name(parent)}未入库，无法比较；请先用 hongtou ingest 入库")
    for target in _targets(connection, child):
        same = target.document.document_id == parent.document_id
        if same or are_copies((target.document, parent)):
            return Parents((parent,), target.relation, target.enclosed)
    return Parents((parent,), None)


def _targets(connection: sqlite3.Connection, child: DocumentRef) -> list[_Target]:
    """What the paper, or what it issues in its own file, carries, follows or replaces."""
    relations = (*PASSING, *FOLLOWING, *REPLACING)
    sql = TARGETS.format(",".join("?" * len(relations)))
    found: dict[str, _Target] = {}
    family = family_of(connection, child.document_id)
    for member in family:
        for row in connection.execute(sql, (member, *relations)):
            key = row["document_id"]
            inside = row["carrier"] == member
            if key == member or (key in family and not inside):
                continue
            found.setdefault(key, _Target(ref_of(row), row["how"], inside))
    return list(found.values())


def _all(targets: Sequence[_Target], missing: tuple[DocumentRef, ...]) -> Parents:
    return Parents(
        tuple(target.document for target in targets),
        targets[0].relation,
        all(target.enclosed for target in targets),
        missing,
    )


def _several(child: DocumentRef, parents: Sequence[DocumentRef]) -> str:
    listed = "\n".join(
        f"  {p.document_id}  {p.number or '（无文号）'}  {p.title or ''}" for p in parents
    )
    return f"{_name(child)}落实 {len(parents)} 份文件，请写明与哪一份比较：\n{listed}"


def _none(child: DocumentRef, ghosts: Sequence[DocumentRef]) -> str:
    if ghosts:
        named = "、".join(dict.fromkeys(map(_name, ghosts)))
        return (
            f"{_name(child)}的上级文件未入库：{named}；请先用 hongtou ingest 入库，"
            "或写明与哪份文件比较"
        )
    return f"{_name(child)}没有转发、批转、印发或落实别的文件；请写明与哪份文件比较"


def _name(document: DocumentRef) -> str:
    return document.number or (f"《{document.title}》" if document.title else document.document_id)
