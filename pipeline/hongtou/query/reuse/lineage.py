"""What else ties two papers together: citations between them, papers that both cite."""

import sqlite3
from collections.abc import Sequence
from typing import Literal

from hongtou.query.copies import are_copies
from hongtou.query.documents import COLUMNS, SOURCE, ref_of
from hongtou.query.results import DocumentRef
from hongtou.query.reuse.results import ReuseLink

__all__ = ["common_sources", "copy_ids", "is_copy", "links_between"]

# Papers without a number are copies if one title holds the other and the texts are this alike.
_ALIKE = 0.8


def copy_ids(connection: sqlite3.Connection, document: DocumentRef) -> tuple[str, ...]:
    """The document and its copies of the same number, by id."""
    if not document.number:
        return (document.document_id,)
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE d.document_number = ? ORDER BY d.document_id",
        (document.number,),
    )
    others = (ref_of(row) for row in rows)
    return (document.document_id, *(
        other.document_id for other in others
        if other.document_id != document.document_id and are_copies((document, other))
    ))  # fmt: skip


def is_copy(one: DocumentRef, other: DocumentRef, shares: tuple[float, float]) -> bool:
    """Whether both are one paper: by number and title, or by title and nearly all of the text."""
    if one.number and other.number:
        return are_copies((one, other))
    first, second = ("".join((document.title or "").split()) for document in (one, other))
    titled = bool(first and second) and (first in second or second in first)
    return titled and min(shares) >= _ALIKE and not _differ(one.date, other.date)


def links_between(
    connection: sqlite3.Connection, one: Sequence[str], other: Sequence[str]
) -> tuple[ReuseLink, ...]:
    """Citations of one of the documents ``one`` to one of ``other``, or back, in order."""
    found: dict[tuple[object, ...], ReuseLink] = {}
    sides: tuple[tuple[Literal["one", "other"], Sequence[str], Sequence[str]], ...] = (
        ("one", one, other), ("other", other, one),
    )  # fmt: skip
    for by, citing, cited in sides:
        rows = connection.execute(
            "SELECT document_id, target_document_id, relation, status, text FROM citations"
            f" WHERE document_id IN ({_marks(citing)}) AND target_document_id IN ({_marks(cited)})"
            " ORDER BY document_id, start",
            (*citing, *cited),
        )
        for row in rows:
            link = ReuseLink(by, row[0], row[1], row[2], row[3] or "", row[4])
            # What copies of one paper say alike is said once.
            found.setdefault((by, link.relation, "".join(link.quote.split())), link)
    return tuple(found.values())


def common_sources(
    connection: sqlite3.Connection, one: Sequence[str], other: Sequence[str]
) -> tuple[DocumentRef, ...]:
    """Papers, held or not, that both cite: what they share may come from there."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE d.document_id IN ("
        f" SELECT target_document_id FROM citations WHERE document_id IN ({_marks(one)})"
        " INTERSECT"
        f" SELECT target_document_id FROM citations WHERE document_id IN ({_marks(other)})"
        ") ORDER BY d.document_number, d.document_id",
        (*one, *other),
    )
    own = {*one, *other}
    return tuple(ref for ref in map(ref_of, rows) if ref.document_id not in own)


def _marks(ids: Sequence[str]) -> str:
    return ",".join("?" * len(ids))


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)
