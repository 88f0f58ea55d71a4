"""Circulars against a catalogue: own numbers, and citations of papers that are held here."""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from hongtou.notation.document_numbers import number_key, read_document_number
from hongtou.score.gold import GoldCircular
from hongtou.score.held import find_file
from hongtou.score.normal import same_text
from hongtou.score.verdicts import Check, Report, Verdict, compare_value

__all__ = ["same_number", "score_circulars"]

# 令/?〔2022〕1号: an order of several authorities, whichever is named first.
ANY_AUTHORITY: Final = re.compile(r"(令|公告)/\?〔(\d{4})〕(\d+)号")


class Held:
    """Which files are held, by key: their names and the numbers of the papers in them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT sha256, name FROM files").fetchall()
        self.names: dict[str, str] = {row["sha256"]: row["name"] for row in rows}
        self._numbers: dict[str, list[str]] = {}
        for row in connection.execute(
            "SELECT file_sha256, document_number FROM documents"
            " WHERE file_sha256 IS NOT NULL AND document_number IS NOT NULL"
        ):
            self._numbers.setdefault(row["file_sha256"], []).append(row["document_number"])

    def bears(self, sha256: str | None, number: str, file: str) -> bool:
        """Whether a file is the one that the catalogue names, or another copy of the paper."""
        if sha256 is None or sha256 not in self.names:
            return False
        copies = self._numbers.get(sha256, ())
        return self.names[sha256] == file or any(same_number(number, copy) for copy in copies)


def score_circulars(connection: sqlite3.Connection, gold: Sequence[GoldCircular]) -> Report:
    """Own-number accuracy and citation recall, by number and by the file that a link leads to."""
    checks: list[Check] = []
    missing: list[str] = []
    held = Held(connection)
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
            *_citations(connection, wanted, sha256, held),
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
    connection: sqlite3.Connection, wanted: GoldCircular, sha256: str | None, held: Held
) -> Iterable[Check]:
    rows = connection.execute(
        "SELECT c.document_number, t.file_sha256, t.document_number AS target_number"
        " FROM citations c JOIN documents d ON d.document_id = c.document_id"
        " LEFT JOIN documents t ON t.document_id = c.target_document_id"
        " WHERE d.file_sha256 = ?",
        (sha256,),
    ).fetchall()
    for number, file in wanted.cites_held_here:
        named = [row for row in rows if same_number(number, row["document_number"])]
        led = [row for row in rows if held.bears(row["file_sha256"], number, file)]
        said = named or any(same_number(number, row["target_number"]) for row in led)
        yield Check("citations_by_number", "hit" if said else "miss", number, "")
        astray = {held.names[r["file_sha256"]] for r in named if r["file_sha256"] in held.names}
        verdict: Verdict = "hit" if led else "wrong" if astray else "miss"
        yield Check("citations_by_target", verdict, f"{number} → {file}", "、".join(sorted(astray)))
