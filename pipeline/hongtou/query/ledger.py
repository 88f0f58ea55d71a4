"""The ledger of one document: each correction with its place, its surroundings and its evidence."""

import sqlite3
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hongtou.lexicon import kind_of_rule, name_of_rule
from hongtou.model import Box, Evidence, RawSpan, Span
from hongtou.query.places import Places
from hongtou.store import correction_of

__all__ = ["CorrectionRow", "corrections_of"]

AROUND = 12  # characters shown on either side: half a line of print


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A line of the ledger: raw characters ``before`` read ``after``.

    What stands around them is as the clean text has it; for a proposal that is what is read now.
    """

    before: str
    after: str
    rule: str
    state: str
    confidence: float
    reason: str
    page: int | None = None
    box: Box | None = None
    correction_id: str | None = None  # hongtou review accept …; None until the next ingest
    rule_name: str = ""  # what people call the rule
    kind: str = "words"  # layout, form or words
    evidence: tuple[Evidence, ...] = ()
    path: str = ""  # of the article, "" above, between and below them
    element: str = ""  # title, main_recipients, …; "" in the text
    left: str = ""  # up to 12 characters in front, in the clean text
    right: str = ""
    start: int = 0  # in the raw text
    end: int = 0
    clean_start: int = 0
    clean_end: int = 0


def corrections_of(
    connection: sqlite3.Connection, places: Places, document: Any
) -> tuple[CorrectionRow, ...]:
    """The corrections that show between the start and the end of a document, in order.

    Args:
        connection: To the knowledge base.
        places: Of this knowledge base.
        document: A row of ``documents``.
    """
    file = document["file_sha256"]
    if document["start"] is None or document["end"] is None:
        return ()
    rows = connection.execute(
        "SELECT * FROM corrections WHERE file_sha256 = ? ORDER BY rank", (file,)
    ).fetchall()
    shown = [(row, places.clean_span(file, RawSpan(row["start"], row["end"]))) for row in rows]
    text = connection.execute("SELECT clean FROM texts WHERE file_sha256 = ?", (file,)).fetchone()
    where = _Outline(connection, document["document_id"])
    return tuple(
        _row(places, where, text["clean"], row, span)
        for row, span in shown
        if _within(document, span)
    )


def _within(document: Any, span: Span) -> bool:
    """Whether a span belongs to a document or to its imprint behind the attachments."""
    if document["start"] <= span.start <= document["end"]:
        return True
    first = document["imprint_start"]
    return first is not None and first <= span.start <= document["imprint_end"]


def _row(
    places: Places, where: "_Outline", text: str, row: sqlite3.Row, span: Span
) -> CorrectionRow:
    line = correction_of(row)
    place = places.of_raw(row["file_sha256"], row["start"], row["end"])
    path, element = where.of(span.start)
    return CorrectionRow(
        line.before, line.after, line.rule, line.state, line.confidence, line.reason,
        page=place.page if place.box else None, box=place.box,
        correction_id=row["correction_id"], rule_name=name_of_rule(line.rule),
        kind=kind_of_rule(line.rule), evidence=line.evidence, path=path, element=element,
        left=text[max(0, span.start - AROUND) : span.start],
        right=text[span.end : span.end + AROUND],
        start=line.span.start, end=line.span.end, clean_start=span.start, clean_end=span.end,
    )  # fmt: skip


class _Outline:
    """Which article or element of a document a position of the clean text belongs to."""

    def __init__(self, connection: sqlite3.Connection, document_id: str) -> None:
        self._articles = connection.execute(
            "SELECT segment_id, parent_id, path, start, end FROM segments"
            " WHERE document_id = ? ORDER BY number", (document_id,),
        ).fetchall()  # fmt: skip
        self._starts = [row["start"] for row in self._articles]
        self._by_id = {row["segment_id"]: row for row in self._articles}
        self._elements: Sequence[sqlite3.Row] = connection.execute(
            "SELECT kind, start, end FROM elements WHERE document_id = ? ORDER BY start, end",
            (document_id,),
        ).fetchall()

    def of(self, at: int) -> tuple[str, str]:
        """Path of the innermost article with a label, and kind of the element, around ``at``."""
        element = next((e["kind"] for e in self._elements if e["start"] <= at < e["end"]), "")
        index = bisect_right(self._starts, at) - 1
        row = self._articles[index] if index >= 0 else None
        while row is not None and (at > row["end"] or not row["path"]):
            row = self._by_id.get(row["parent_id"])
        return (row["path"] if row is not None else "", element)
