"""Circulars against a catalogue: own numbers, and citations of papers that are held here."""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from hongtou.notation.document_numbers import number_key, read_document_number
from hongtou.score.gold import GoldCircular
from hongtou.score.held import find_file
from hongtou.score.normal import same_text
from hongtou.score.verdicts import Check, Report, compare_value

__all__ = ["same_number", "score_circulars"]

# 令/?〔2022〕1号: an order of several authorities, whichever is named first.
ANY_AUTHORITY: Final = re.compile(r"(令|公告)/\?〔(\d{4})〕(\d+)号")


def score_circulars(connection: sqlite3.Connection, gold: Sequence[GoldCircular]) -> Report:
    """Own-number accuracy and citation recall, by number and by the file that a link leads to."""
    checks: list[Check] = []
    missing: list[str] = []
    names = {
        row["sha256"]: row["name"] for row in connection.execute("SELECT sha256, name FROM files")
    }
    unsure = 0
    for wanted in gold:
        sha256 = find_file(connection, wanted.file, ())
        if sha256 is None:
            missing.append(wanted.file)
        number = _own_number(connection, sha256)
        if wanted.document_number is None:
            unsure += number is not None
        found = [
            *_number(wanted, number),
            *_citations(connection, wanted, sha256, names),
        ]
        checks += [
            Check(c.field, c.verdict, c.expected, c.found, wanted.file, wanted.title_on_site or "")
            for c in found
        ]
    note = f"目录未给文号、而本库读出文号的有 {unsure} 份（不计分）"
    return Report(tuple(checks), tuple(missing), notes=(note,) if unsure else ())


def same_number(expected: str, found: str | None) -> bool:
    """Whether two spellings are one: ``令/人民银行〔2024〕6号`` = 中国人民银行令〔2024〕第6号."""
    if found is None:
        return False
    joint = ANY_AUTHORITY.fullmatch(expected)
    if joint is not None:
        read = read_document_number(found)
        return (
            read is not None
            and read.authority_code.endswith(joint[1])
            and (read.year, read.serial) == (int(joint[2]), int(joint[3]))
        )
    key = number_key(expected)
    return number_key(found) == key if key else same_text(expected, found)


def _own_number(connection: sqlite3.Connection, sha256: str | None) -> str | None:
    row = connection.execute(
        "SELECT document_number FROM documents WHERE file_sha256 = ? ORDER BY ordinal LIMIT 1",
        (sha256,),
    ).fetchone()
    return row["document_number"] if row else None


def _number(wanted: GoldCircular, number: str | None) -> Iterable[Check]:
    # A catalogue without a number does not say that the paper has none.
    if wanted.document_number is not None:
        equal = same_number(wanted.document_number, number)
        yield from compare_value("own_number", wanted.document_number, number, equal=equal)


def _citations(
    connection: sqlite3.Connection,
    wanted: GoldCircular,
    sha256: str | None,
    names: dict[str, str],
) -> Iterable[Check]:
    rows = connection.execute(
        "SELECT c.document_number, t.file_sha256, t.document_number AS target_number"
        " FROM citations c JOIN documents d ON d.document_id = c.document_id"
        " LEFT JOIN documents t ON t.document_id = c.target_document_id"
        " WHERE d.file_sha256 = ?",
        (sha256,),
    ).fetchall()
    for number, file in wanted.cites_held_here:
        said = any(
            same_number(number, row[column])
            for row in rows
            for column in ("document_number", "target_number")
        )
        led = any(names.get(row["file_sha256"]) == file for row in rows)
        yield Check("citations_by_number", "hit" if said else "miss", number, "")
        yield Check("citations_by_target", "hit" if led else "miss", f"{number} → {file}", "")
    listed = {file for _, file in wanted.cites_held_here} | {wanted.file}
    others = {names[r["file_sha256"]] for r in rows if r["file_sha256"] in names} - listed
    for file in sorted(others):
        yield Check("citations_by_target", "surplus", "", file)
