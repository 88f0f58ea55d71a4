"""What reviewers decided, what came of it, and what was learned from it."""

import sqlite3
from dataclasses import dataclass
from typing import Final

from hongtou.errors import AmbiguousError, LookupFailedError
from hongtou.model import Decision
from hongtou.query.review import ReviewItem
from hongtou.store.decisions import read_decisions
from hongtou.store.habits import Lesson, lessons

__all__ = [
    "DecisionRow",
    "Lesson",
    "decisions_at",
    "decisions_held",
    "find_decision",
    "lessons",
]

ROWS: Final = """
    SELECT d.*, f.name AS file, o.outcome, o.why, o.since, c.why AS conflict
    FROM decisions d LEFT JOIN files f ON f.sha256 = d.file_sha256
      LEFT JOIN decision_outcomes o USING (decision_id)
      LEFT JOIN decision_conflicts c USING (decision_id)
"""
SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with what came of it in the present text of its file."""

    decision: Decision
    file: str | None  # None if it is not held
    outcome: str  # made, fulfilled, superseded, conflict; withdrawn; general if of no file
    why: str
    since: str | None
    withdrawn_by: str | None
    withdrawn_at: str | None


def decisions_held(
    connection: sqlite3.Connection, *, conflicts: bool = False, file_sha256: str | None = None
) -> tuple[DecisionRow, ...]:
    """Decisions, the latest first; those taken back are left out.

    Args:
        connection: To the knowledge base.
        conflicts: Only those that no longer fit.
        file_sha256: Only those on this file.
    """
    where, values = ["d.withdrawn_at IS NULL"], list[str]()
    if conflicts:
        where.append("c.decision_id IS NOT NULL")
    if file_sha256 is not None:
        where.append("d.file_sha256 = ?")
        values.append(file_sha256)
    rows = connection.execute(
        f"{ROWS} WHERE {' AND '.join(where)} ORDER BY d.decided_at DESC, d.decision_id", values
    ).fetchall()
    return tuple(map(_row, rows))


def decisions_at(connection: sqlite3.Connection, item: ReviewItem) -> tuple[DecisionRow, ...]:
    """The decisions that hold and stand where ``item`` does, the latest first.

    Of a finding about a whole file: those on the same message.
    """
    spans = dict(connection.execute(
        "SELECT decision_id, 1 FROM decision_outcomes WHERE file_sha256 = ?"
        " AND clean_start <= ? AND clean_end >= ?",
        (item.file_sha256, item.end, item.start),
    ).fetchall())  # fmt: skip
    return tuple(
        row
        for row in decisions_held(connection, file_sha256=item.file_sha256)
        if row.decision.decision_id in spans
        or (item.start is None and row.decision.anchor.quote == item.name)
    )


def find_decision(connection: sqlite3.Connection, decision_id: str) -> DecisionRow:
    """The decision whose id begins with ``decision_id``, taken back or not.

    Raises:
        LookupFailedError: If there is none.
        AmbiguousError: If there are several.
    """
    wanted = decision_id.strip().lower()
    if len(wanted) < SHORTEST:
        raise LookupFailedError(f"{decision_id}：编号太短，至少输入 {SHORTEST} 位")
    found = connection.execute(
        f"{ROWS} WHERE d.decision_id >= ? AND d.decision_id < ?", (wanted, wanted + "g")
    ).fetchall()
    if not found:
        raise LookupFailedError(
            f"没有编号为 {decision_id} 的决定；用 hongtou review decisions 查看全部决定"
        )
    if len(found) > 1:
        listed = "、".join(row["decision_id"] for row in found[:8])
        raise AmbiguousError(f"编号 {decision_id} 不止一个：{listed}；请多输几位")
    return _row(found[0])


def _row(row: sqlite3.Row) -> DecisionRow:
    decision = read_decisions([row])[0]
    if row["withdrawn_at"]:
        outcome, why = "withdrawn", ""
    elif row["conflict"] is not None:
        outcome, why = "conflict", row["conflict"]
    else:
        outcome, why = row["outcome"] or "general", row["why"] or ""
    return DecisionRow(
        decision, row["file"], outcome, why, row["since"], row["withdrawn_by"], row["withdrawn_at"]
    )
