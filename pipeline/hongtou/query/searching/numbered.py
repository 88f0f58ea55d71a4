"""A document number as a question: 银发[2021]63号 finds the paper, then who cites it."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hongtou.model import DocumentNumber
from hongtou.notation.document_numbers import find_document_numbers, number_key
from hongtou.query.documents import numbered_documents
from hongtou.store import bigram_query, fold

__all__ = ["Numbered", "find_numbered"]

# Of so many citing articles it is read how they name the paper; a law is cited by thousands.
NAMED: Final = 50


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a number in a question stands for; ids are in the order in which they are shown."""

    papers: tuple[str, ...]  # document_id of the paper and its copies, or of the ghost
    own: tuple[str, ...]  # segment_id of what it says
    citing: tuple[str, ...]  # segment_id of what cites it, the newest papers first
    words: tuple[str, ...]  # typed beside the number
    shown: tuple[str, ...]  # what to mark in quotes: the number as it is printed, and the words


def find_numbered(
    connection: sqlite3.Connection, number: DocumentNumber, rest: str
) -> Numbered | None:
    """The paper of this number and the articles that cite it; ``None`` if nobody knows it.

    A citation counts by what it leads to, and by its number in the form in which it is printed:
    人民银行令〔2017〕2号 is cited as 中国人民银行令〔2017〕第2号 as well.
    """
    papers = tuple(document.document_id for document in numbered_documents(connection, number))
    citing = _citing(connection, number, papers)
    if not papers and not citing:
        return None
    marks = ",".join("?" * len(papers))
    own = connection.execute(
        f"SELECT segment_id FROM segments WHERE document_id IN ({marks})"
        " ORDER BY document_id, start, segment_id",
        papers,
    )
    words = tuple(fold(rest).split())
    bare = f"〔{number.year}〕{number.serial}号" if number.year else f"第{number.serial}号"
    shown = dict.fromkeys((number.normal, bare, *words, *_named(connection, citing, papers)))
    return Numbered(papers, tuple(row[0] for row in own), citing, words, tuple(shown))


def _named(
    connection: sqlite3.Connection, citing: tuple[str, ...], papers: tuple[str, ...]
) -> Iterator[str]:
    """How the articles shown first name the paper: by its title, as 银发〔2021〕81 without 号."""
    rows = connection.execute(
        "SELECT text FROM citations WHERE segment_id IN (SELECT value FROM json_each(?))"
        " AND target_document_id IN (SELECT value FROM json_each(?)) ORDER BY citation_id",
        (json.dumps(citing[:NAMED]), json.dumps(papers)),
    )
    return (row[0] for row in rows)


def _citing(
    connection: sqlite3.Connection, number: DocumentNumber, papers: tuple[str, ...]
) -> tuple[str, ...]:
    wanted = number_key(number)
    rows = connection.execute(
        "SELECT c.segment_id, c.document_number, c.target_document_id,"
        " coalesce(d.document_date, d.print_date) AS date FROM citations c"
        " JOIN documents d ON d.document_id = c.document_id"
        f" WHERE c.segment_id IS NOT NULL AND (c.target_document_id IN ({_marks(papers)})"
        " OR c.document_number LIKE ?) ORDER BY date DESC, d.document_id, c.start",
        (*papers, f"%{number.year or ''}%{number.serial}号"),
    ).fetchall()
    cited = [
        segment
        for segment, printed, target, _ in rows
        if target in papers or (printed and number_key(printed) == wanted)
    ]
    return tuple(dict.fromkeys((*cited, *_saying(connection, number))))


def _saying(connection: sqlite3.Connection, number: DocumentNumber) -> Iterator[str]:
    """Articles with the number in their text that no citation was read from, as in a list."""
    rows = connection.execute(
        "SELECT s.segment_id, substr(s.text, 1, s.own_end - s.start) FROM search"
        " JOIN search_rows r ON r.rowid = search.rowid"
        " JOIN segments s ON s.segment_id = r.segment_id"
        " WHERE search MATCH ? ORDER BY s.segment_id",
        (f"{{heading body}} : ({bigram_query(number.normal)})",),
    )
    wanted = number_key(number)
    for segment, own in rows:
        # 并银发〔2021〕75号 holds 银发〔2021〕75号 and is another paper.
        longer = [n for n in find_document_numbers(own) if n.normal.endswith(number.normal)]
        if not longer or any(number_key(other) == wanted for other in longer):
            yield segment


def _marks(values: tuple[str, ...]) -> str:
    return ",".join("?" * len(values))
