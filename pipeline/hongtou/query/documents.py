"""Which document is meant: by number in any spelling, by id, or by a unique part of a title."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from typing import Final

from hongtou.errors import AmbiguousError, LookupFailedError
from hongtou.model import DocumentNumber, Span
from hongtou.notation.authority_codes import code_before
from hongtou.notation.characters import HAN
from hongtou.notation.document_numbers import number_key, read_document_number
from hongtou.query.copies import are_copies, best_copy
from hongtou.query.filters import contains, fold, plain
from hongtou.query.results import DocumentRef
from hongtou.query.searching.suggest import near_titles

__all__ = [
    "COLUMNS",
    "SOURCE",
    "by_id",
    "copies_of",
    "held_documents",
    "number_in",
    "numbered_documents",
    "ref_of",
    "resolve",
]

# The columns that make a DocumentRef; joins name the tables d and f.
COLUMNS: Final = (
    "d.document_id, d.role AS document_role, d.document_number, d.title,"
    " coalesce(d.document_date, d.print_date) AS date, d.file_sha256, f.name AS file_name"
)
SOURCE: Final = "documents d LEFT JOIN files f ON f.sha256 = d.file_sha256"

# As a number is cited: 《关于…的通知》（银发〔2021〕63号）.
BRACKETS: Final = re.compile(r"[()（）《》〈〉]")

# Candidates that an error message lists.
SHOWN: Final = 8

# 银发[2021]63, 银发 2021 63号, 银发2021年第63号, after NFKC. A year without brackets must be
# followed by a number with 号: 展期 2021 50户 is none.
SPELLED: Final = re.compile(
    rf"(?P<code>[{HAN}]{{1,60}})\s*"
    r"(?:[〔\[(【〖{]\s*(?P<year>(?:19|20)[0-9]{2})\s*[〕\])】〗}]\s*(?:第\s*)?"
    r"0{0,7}(?P<serial>[1-9][0-9]{0,4})(?:\s*号|(?![0-9\w]))"
    r"|-?(?P<bare_year>(?:19|20)[0-9]{2})\s*(?:年|-)?\s*(?:第\s*)?(?<![0-9])"
    r"0{0,7}(?P<bare_serial>[1-9][0-9]{0,4})\s*号)"
)


def ref_of(row: sqlite3.Row) -> DocumentRef:
    """The document of a row that was selected with ``COLUMNS``."""
    return DocumentRef(
        row["document_id"],
        row["document_role"],
        row["document_number"],
        row["title"],
        row["date"],
        row["file_name"],
    )


def by_id(connection: sqlite3.Connection, document_id: str) -> DocumentRef | None:
    """The document with this id, ``None`` if there is none."""
    row = connection.execute(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE d.document_id = ?", (document_id,)
    ).fetchone()
    return ref_of(row) if row else None


def held_documents(connection: sqlite3.Connection) -> tuple[DocumentRef, ...]:
    """All documents that are held, those bound into others included, the newest first."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE d.role <> 'ghost' ORDER BY date DESC, d.document_id"
    )
    return tuple(map(ref_of, rows))


def resolve(connection: sqlite3.Connection, text: str) -> DocumentRef:
    """The one document that ``text`` means: ``赣银保监发[2021]2号``, an id, a part of a title.

    A document that is held goes before a ghost of the same name; an exact title before a part;
    of several copies of one paper the best is taken.

    Raises:
        LookupFailedError: If nothing answers to ``text``; the message names what comes near.
        AmbiguousError: If several documents do; the message lists them.
    """
    wanted = plain(text)
    if not wanted:
        raise LookupFailedError("没有说明是哪份文件；请给出发文字号、文件编号或标题的一部分")
    if found := by_id(connection, wanted):
        return found
    number = read_document_number(wanted) or _whole_number(wanted)
    if number is not None:
        if numbered := numbered_documents(connection, number):
            return _single(connection, wanted, numbered)
        raise LookupFailedError(_not_held(connection, wanted, number.normal))
    if titled := _by_title(connection, wanted):
        return _single(connection, wanted, titled)
    raise LookupFailedError(_not_held(connection, wanted, f"标题中含“{_shown(wanted)}”的文件"))


def number_in(text: str) -> tuple[DocumentNumber, str] | None:
    """The document number in a question and the words beside it; ``None`` if there is none.

    ``银发[2021]63号 再贷款`` -> 银发〔2021〕63号 and ``再贷款``; also ``银发 2021 63号``,
    ``根据银发（2021）第063号`` and full-width digits. The span counts in the NFKC form of ``text``.
    """
    folded = unicodedata.normalize("NFKC", text[:200]).replace("﹝", "〔").replace("﹞", "〕")
    match = SPELLED.search(folded)
    if match is None:
        return None
    at, code = code_before(folded, match.end("code")) or (match.start(), match["code"])
    number = DocumentNumber(
        Span(at, match.end()), "".join(code.split()), int(match["year"] or match["bare_year"]),
        int(match["serial"] or match["bare_serial"]),
    )  # fmt: skip
    # What is glued to the number leads up to it and is no word to look for: 根据银发〔2021〕63号.
    beside = f"{folded[: match.start()]} {folded[match.end() :]}"
    return number, " ".join(BRACKETS.sub(" ", beside).split())


def numbered_documents(connection: sqlite3.Connection, number: DocumentNumber) -> list[DocumentRef]:
    """All papers and copies of this number that are held; where none is, the ghost."""
    year, serial = number.year or "", number.serial
    key = number_key(number)
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE d.serial = ? AND d.year IS ? ORDER BY d.document_id",
        (serial, year),
    )
    return _held_first(ref_of(row) for row in rows if number_key(row["document_number"]) == key)


def _whole_number(wanted: str) -> DocumentNumber | None:
    found = number_in(wanted)
    return found[0] if found and not found[1] else None


def _by_title(connection: sqlite3.Connection, wanted: str) -> list[DocumentRef]:
    squeezed = _squeeze(wanted).strip("《》")
    where = contains("d.title", squeezed)
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE {where.sql} ORDER BY d.document_id", where.values
    ).fetchall()
    if not squeezed:
        return []
    exact = [r for r in rows if _squeeze(r["title"]) == squeezed]
    return _held_first(ref_of(row) for row in exact or rows)


def _squeeze(text: str) -> str:
    """A title as it is compared: widths and case equal, without spaces."""
    return "".join(fold(text).split())


def _held_first(found: Iterable[DocumentRef]) -> list[DocumentRef]:
    documents = list(found)
    return [d for d in documents if d.role != "ghost"] or documents


def copies_of(connection: sqlite3.Connection, document: DocumentRef) -> tuple[DocumentRef, ...]:
    """Other documents that are the same paper: its scan, or the text bound into another."""
    number = read_document_number(document.number) if document.number else None
    if number is None:
        return ()
    return tuple(
        other
        for other in numbered_documents(connection, number)
        if other.document_id != document.document_id and are_copies((document, other))
    )


def _single(connection: sqlite3.Connection, wanted: str, found: list[DocumentRef]) -> DocumentRef:
    if are_copies(found):
        return best_copy(connection, found)
    lines = [
        f"  {d.document_id}  {d.number or '（无文号）'}  {d.title or ''}" for d in found[:SHOWN]
    ]
    more = f"\n  …等共 {len(found)} 份" if len(found) > SHOWN else ""
    raise AmbiguousError(
        f"“{_shown(wanted)}”对应 {len(found)} 份文件，请改用其中一份的编号：\n"
        + "\n".join(lines)
        + more
    )


def _shown(wanted: str) -> str:
    return wanted if len(wanted) <= 40 else wanted[:40] + "…"


def _not_held(connection: sqlite3.Connection, wanted: str, what: str) -> str:
    near = near_titles(connection, wanted)
    if near:
        return f"知识库中没有{what}；相近的有：" + "、".join(near)
    return f"知识库中没有{what}；可用 hongtou search 查找，或先用 hongtou ingest 入库"
