"""The papers and articles behind a register: their dates, their file on disk, their full text."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from hongtou.query.documents import COLUMNS, SOURCE, ref_of
from hongtou.query.results import DocumentRef, Duty
from hongtou.query.standing import Standing, standings_of

__all__ = ["ArticleText", "Paper", "articles_of", "papers_of"]

# SQLite takes 32,766 values in one statement since 3.32; a third of it leaves room.
BATCH: Final = 10_000


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the register with what an officer asks about it."""

    document: DocumentRef
    type: str | None
    authorities: tuple[str, ...]
    effective_date: str | None
    expiry_date: str | None
    standing: Standing
    file: Path | None  # where the source is held on this machine; None where it is not


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The full text of an article, with what stands under it."""

    segment_id: str
    document: DocumentRef
    path: str
    heading: str | None
    text: str


def papers_of(
    connection: sqlite3.Connection, duties: Sequence[Duty], on: date
) -> tuple[Paper, ...]:
    """The documents of ``duties``, each once, as they stand ``on`` a day, in order."""
    wanted = list(dict.fromkeys(duty.document.document_id for duty in duties))
    rows = _rows(
        connection,
        f"SELECT {COLUMNS}, d.document_type, d.effective_date, d.expiry_date, f.path, (SELECT"
        " group_concat(name, '、') FROM (SELECT p.name FROM parties p WHERE p.document_id ="
        " d.document_id AND p.role = 'issuing_authority' ORDER BY p.rank)) AS authorities"
        f" FROM {SOURCE} WHERE d.document_id",
        wanted,
    )
    standings = standings_of(connection, wanted, on)
    unknown = Standing("unknown", None)
    found = {
        row["document_id"]: _paper(row, standings.get(row["document_id"], unknown)) for row in rows
    }
    return tuple(found[key] for key in wanted)


def articles_of(connection: sqlite3.Connection, duties: Sequence[Duty]) -> tuple[ArticleText, ...]:
    """The articles in which ``duties`` stand, each once, paper by paper as printed."""
    papers = {duty.document.document_id: duty.document for duty in duties}
    order = {key: number for number, key in enumerate(papers)}
    wanted = dict.fromkeys(duty.segment_id for duty in duties if duty.segment_id)
    rows = _rows(
        connection,
        "SELECT segment_id, document_id, path, heading, text, start FROM segments WHERE segment_id",
        list(wanted),
    )
    rows.sort(key=lambda row: (order[row["document_id"]], row["start"], row["segment_id"]))
    return tuple(
        ArticleText(row["segment_id"], papers[row["document_id"]], row["path"], row["heading"],
                    row["text"])
        for row in rows
    )  # fmt: skip


def _paper(row: sqlite3.Row, standing: Standing) -> Paper:
    path = Path(row["path"]) if row["path"] else None
    return Paper(
        ref_of(row), row["document_type"], tuple((row["authorities"] or "").split("、")),
        row["effective_date"], row["expiry_date"], standing,
        path if path and path.is_file() else None,
    )  # fmt: skip


def _rows(connection: sqlite3.Connection, sql: str, keys: Sequence[str]) -> list[sqlite3.Row]:
    batches: Iterable[Sequence[str]] = (keys[at : at + BATCH] for at in range(0, len(keys), BATCH))
    return [
        row
        for batch in batches
        for row in connection.execute(f"{sql} IN ({','.join('?' * len(batch))})", batch)
    ]
