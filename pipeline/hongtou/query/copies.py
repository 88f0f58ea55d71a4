"""Copies: one paper that is held several times, as a scan, as text, bound into another one."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeVar

from hongtou.notation.document_numbers import number_key
from hongtou.query.results import DocumentRef, Duty, Hit

__all__ = ["are_copies", "best_copy", "copies_together"]

_Found = TypeVar("_Found", bound=Hit | Duty)

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


def copies_together(found: Sequence[_Found]) -> Iterator[tuple[_Found, ...]]:
    """What copies of one paper say in the same words is said once, in the place of the first.

    A copy without a number (a web page that lacks its head) is known by its title and its day.
    """
    numbers = _numbers_by_title(found)
    together: dict[object, list[_Found]] = {}
    nth: Counter[object] = Counter()  # a paper may say the same twice in one article
    for item in found:
        titled = _title_and_day(item.document)
        paper: object = item.document.number
        if not paper and titled is not None:
            held = numbers.get(titled, set())
            # 甲发〔2021〕7号 and 8号 may share title and day: whose copy this is nobody can say.
            paper = titled if len(held) != 1 else next(iter(held))
        said: tuple[object, ...] = (id(item),)
        if paper:
            said = (paper, item.path, *_words(item))
        here = (item.document.document_id, said)
        together.setdefault((*said, nth[here]), []).append(item)
        nth[here] += 1
    return map(tuple, together.values())


def _title_and_day(document: DocumentRef) -> tuple[str, str] | None:
    """What names a paper that has no number: ``("关于做好报表工作的通知", "2021-05-06")``."""
    title = "".join((document.title or "").split())
    return (title, document.date) if title and document.date else None


def _numbers_by_title(found: Sequence[Hit | Duty]) -> dict[tuple[str, str], set[str]]:
    numbers: dict[tuple[str, str], set[str]] = {}
    for item in found:
        titled = _title_and_day(item.document)
        if titled is not None and item.document.number:
            numbers.setdefault(titled, set()).add(item.document.number)
    return numbers


def _words(found: Hit | Duty) -> tuple[str | None, ...]:
    bearer, force = getattr(found, "bearer", None), getattr(found, "force", None)
    return "".join(found.quote.split()), bearer, force


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
