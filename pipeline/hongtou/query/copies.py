"""Copies: one paper that is held several times, as a scan, as text, bound into another one."""

import sqlite3
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from hongtou.notation.document_numbers import number_key
from hongtou.query.results import DocumentRef

__all__ = ["are_copies", "best_copy"]

# Titles of copies differ by spaces, by a misread character, by the authority in front.
ALIKE: Final = 0.7


def are_copies(documents: Sequence[DocumentRef]) -> bool:
    """Whether all are one paper: held, of one number, with titles that do not contradict."""
    first, *rest = documents
    return all(_same_paper(first, other) for other in rest)


def best_copy(connection: sqlite3.Connection, documents: Sequence[DocumentRef]) -> DocumentRef:
    """The copy to show: one that has its own file, with the fewest doubts, on paper, by id."""

    def rank(document: DocumentRef) -> tuple[bool, int, bool, str]:
        doubts, paper = _doubts(connection, document), _on_paper(connection, document)
        return document.role != "main", doubts, not paper, document.document_id

    return min(documents, key=rank)


def _same_paper(one: DocumentRef, other: DocumentRef) -> bool:
    if "ghost" in (one.role, other.role) or not one.number or not other.number:
        return False
    if number_key(one.number) != number_key(other.number):
        return False
    first, second = ("".join((document.title or "").split()) for document in (one, other))
    if first in second or second in first:  # also where a title is missing
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _doubts(connection: sqlite3.Connection, document: DocumentRef) -> int:
    (count,) = connection.execute(
        "SELECT count(*) FROM findings f JOIN documents d ON d.file_sha256 = f.file_sha256"
        " WHERE d.document_id = ?",
        (document.document_id,),
    ).fetchone()
    return int(count)


def _on_paper(connection: sqlite3.Connection, document: DocumentRef) -> bool:
    """Whether its characters have places on pages, as those of a PDF and not of a text."""
    row = connection.execute(
        "SELECT 1 FROM pages p JOIN documents d ON d.file_sha256 = p.file_sha256"
        " WHERE d.document_id = ? AND p.method IN ('text', 'ocr') LIMIT 1",
        (document.document_id,),
    ).fetchone()
    return row is not None
