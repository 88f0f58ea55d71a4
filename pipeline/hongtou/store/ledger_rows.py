"""The ledger as rows and back: each correction with what spoke for it and the id to name it by."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256 as digest

from hongtou.model import Correction, Evidence, RawSpan
from hongtou.store.tag_rows import Row, Value

__all__ = ["correction_of", "correction_rows", "finding_id_of", "read_ledger"]

# Digits of an id: people copy it from a screen. Two of a million rows may share one, so that who
# looks one up must expect several; within a file there is none twice.
DIGITS = 10


def correction_rows(file_sha256: str, corrections: Iterable[Correction]) -> Iterator[Row]:
    """The rows of ``corrections``, in the order of the ledger.

    An id is made of the file, the place and the reading: the same whichever rule says so, however
    sure it is, and whatever was decided on it.
    """
    used: Counter[str] = Counter()
    for rank, line in enumerate(corrections, start=1):
        what = f"{file_sha256} {line.span.start} {line.span.end} {line.after}"
        used[what] += 1
        again = f" {used[what]}" if used[what] > 1 else ""
        yield {
            "correction_id": _id_of(what + again),
            "file_sha256": file_sha256, "rank": rank,
            "start": line.span.start, "end": line.span.end,
            "before": line.before, "after": line.after, "rule": line.rule,
            "state": line.state, "confidence": line.confidence, "reason": line.reason,
            "evidence": write_evidence(line.evidence),
        }  # fmt: skip


def write_evidence(evidence: Iterable[Evidence]) -> str:
    """JSON: ``[{"kind": "shape", "weight": 2.1, "note": "“捉”与“提”形近"}]``."""
    listed = [{"kind": e.kind, "weight": e.weight, "note": e.note} for e in evidence]
    return json.dumps(listed, ensure_ascii=False)


def read_evidence(text: str) -> tuple[Evidence, ...]:
    """The inverse of ``write_evidence``."""
    return tuple(Evidence(e["kind"], e["weight"], e["note"]) for e in json.loads(text))


def correction_of(row: sqlite3.Row) -> Correction:
    """The correction that a row of ``corrections`` holds."""
    return Correction(
        RawSpan(row["start"], row["end"]), row["before"], row["after"], row["rule"], row["reason"],
        row["state"], row["confidence"], read_evidence(row["evidence"]),
    )  # fmt: skip


def read_ledger(connection: sqlite3.Connection, file_sha256: str) -> dict[str, Correction]:
    """The ledger of a file as ``clean`` left it, each line under its id."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row  # a connection that writes gives plain tuples
    rows = cursor.execute(
        "SELECT * FROM corrections WHERE file_sha256 = ? ORDER BY rank", (file_sha256,)
    )
    return {row["correction_id"]: correction_of(row) for row in rows}


def finding_id_of(file_sha256: Value, document_id: str | None, code: str, message: str,
                  start: int | None, end: int | None) -> str:  # fmt: skip
    """The id of a finding: of its file, document, place, code and message."""
    return _id_of(f"{file_sha256} {document_id} {start} {end} {code} {message}")


def _id_of(what: str) -> str:
    return digest(what.encode()).hexdigest()[:DIGITS]
