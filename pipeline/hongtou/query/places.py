"""From a span of clean text to page and box, through the ledger and the runs of the reader."""

import sqlite3
from functools import lru_cache

from hongtou.model import Box, CleanText, Correction, RawSpan, Source, Span, Transcript
from hongtou.query.results import Place

__all__ = ["Places"]

# Files whose ledger is kept in memory: an answer seldom quotes more at a time.
KEPT = 64


# Runs are sorted and disjoint, so those of a span lie between the last one that begins before it
# and the last one that begins inside it: two steps in the index, however long the file.
RUNS = """
SELECT page, x0 / 100.0 AS x0, top / 100.0 AS top, x1 / 100.0 AS x1, bottom / 100.0 AS bottom
FROM run_rows
WHERE file = (SELECT number FROM file_numbers WHERE sha256 = :file)
  AND start < :end AND end > :start AND start >= coalesce((
    SELECT max(start) FROM run_rows
    WHERE file = (SELECT number FROM file_numbers WHERE sha256 = :file) AND start <= :start
  ), 0)
ORDER BY start
"""

LAST = """
SELECT page FROM run_rows
WHERE file = (SELECT number FROM file_numbers WHERE sha256 = :file) AND start < :end
ORDER BY start DESC LIMIT 1
"""


class Places:
    """Finds the place on paper of spans of clean text, one file's ledger at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ledger = lru_cache(maxsize=KEPT)(self._read_ledger)

    def of(self, file_sha256: str | None, start: int | None, end: int | None) -> Place:
        """Page of the first character and the box around all characters on that page."""
        if file_sha256 is None or start is None or end is None:
            return Place(None, None)
        raw = self._ledger(file_sha256).to_raw(Span(start, end))
        return self.of_raw(file_sha256, raw.start, raw.end)

    def of_raw(self, file_sha256: str, start: int, end: int) -> Place:
        """The same for a span of the raw text, as corrections have."""
        rows = self._connection.execute(
            RUNS, {"file": file_sha256, "start": start, "end": max(end, start + 1)}
        ).fetchall()
        if not rows:
            return Place(None, None)
        page = int(rows[0]["page"])
        return Place(page, _around([row for row in rows if row["page"] == page]))

    def clean_span(self, file_sha256: str, span: RawSpan) -> Span:
        """Where raw characters show in the clean text."""
        return self._ledger(file_sha256).to_clean(span)

    def last_page(self, file_sha256: str, start: int, end: int) -> int | None:
        """The page on which a span of clean text ends."""
        raw = self._ledger(file_sha256).to_raw(Span(start, end))
        row = self._connection.execute(LAST, {"file": file_sha256, "end": raw.end}).fetchone()
        return None if row is None else int(row["page"])

    def _read_ledger(self, file_sha256: str) -> CleanText:
        rows = self._connection.execute(
            "SELECT start, end, before, after, rule, reason FROM corrections WHERE file_sha256 = ?"
            " AND state IN ('applied', 'accepted') ORDER BY rank",
            (file_sha256,),
        )
        ledger = tuple(
            Correction(RawSpan(r["start"], r["end"]), r["before"], r["after"], r["rule"],
                       r["reason"])
            for r in rows
        )  # fmt: skip
        # Positions need the ledger only, so the text itself stays in the database.
        source = Source(file_sha256, "", "", "", 0)
        return CleanText(Transcript(source, "", (), "", 0), ledger)


def _around(rows: list[sqlite3.Row]) -> Box | None:
    boxes = [row for row in rows if row["x0"] is not None]
    if not boxes:
        return None
    return Box(
        min(r["x0"] for r in boxes),
        min(r["top"] for r in boxes),
        max(r["x1"] for r in boxes),
        max(r["bottom"] for r in boxes),
    )
