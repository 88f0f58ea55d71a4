"""Rows and decisions together: what is written follows from the decisions that hold."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from hongtou.errors import DecisionsChangedError
from hongtou.model import CleanText, Decision, Outcome
from hongtou.store import first_readings
from hongtou.store.decisions import (
    NO_CHANGE,
    Change,
    decisions_by_id,
    decisions_of,
    make_change,
)
from hongtou.store.habits import reads_of

__all__ = ["heeding", "tell_of"]


def tell_of(connection: sqlite3.Connection, change: Change) -> None:
    """Write a change of decisions, and tell files in doubt what is to be learned from it.

    Raises:
        DecisionsChangedError: If a decision to be taken back does not hold any more.
    """
    make_change(connection, change)
    taken_back = decisions_by_id(connection, change.withdrawn)
    first_readings.tell_readers(connection, reads_of((*change.taken, *taken_back)))


@contextmanager
def heeding(
    connection: sqlite3.Connection,
    clean: CleanText,
    heeded: Sequence[Decision] | None,
    change: Change,
) -> Iterator[None]:
    """Replace the rows of a file in the ``with`` block; what came of decisions is written after it.

    Args:
        connection: In a transaction.
        clean: The file as it was cleaned.
        heeded: The decisions that it was cleaned with; ``None``: those that hold.
        change: Decisions to be taken, and taken back, first.

    Raises:
        DecisionsChangedError: If others hold now, or if there is a ``change`` and the file is held
            with another text.
    """
    file_sha256 = clean.transcript.source.sha256
    if change != NO_CHANGE:
        query = "SELECT 1 FROM texts WHERE file_sha256 = ? AND raw = ?"
        if not connection.execute(query, (file_sha256, clean.transcript.text)).fetchone():
            raise DecisionsChangedError("文件刚刚被重新读入；请重新查看后再试")
        tell_of(connection, change)
    hold = {decision.decision_id for decision in decisions_of(connection, file_sha256)}
    if heeded is not None and hold != {decision.decision_id for decision in heeded}:
        raise DecisionsChangedError("处理期间有新的审核决定；请再试一次")
    before = _outcomes_of(connection, file_sha256)
    yield
    _write_outcomes(connection, clean, hold, before)


def _write_outcomes(
    connection: sqlite3.Connection,
    clean: CleanText,
    hold: set[str],
    before: dict[str, tuple[str, str, str]],
) -> None:
    file_sha256 = clean.transcript.source.sha256
    told = {outcome.decision_id: outcome for outcome in clean.outcomes}
    today = datetime.now(UTC).isoformat(timespec="seconds")
    for decision_id in sorted(hold):
        # Another room may have been put in the place of ours, one that knows no decisions.
        outcome = told.get(decision_id) or Outcome(
            decision_id, "conflict", None, "这次整理没有重放审核决定"
        )
        same = before.get(decision_id, ("", "", ""))
        since = same[2] if same[:2] == (outcome.kind, outcome.why) else today
        shown = clean.to_clean(outcome.span) if outcome.span else None
        connection.execute(
            "INSERT INTO decision_outcomes(decision_id, file_sha256, outcome, start, end,"
            " clean_start, clean_end, why, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                decision_id, file_sha256, outcome.kind,
                outcome.span.start if outcome.span else None,
                outcome.span.end if outcome.span else None,
                shown.start if shown else None, shown.end if shown else None,
                outcome.why, since,
            ),
        )  # fmt: skip


def _outcomes_of(
    connection: sqlite3.Connection, file_sha256: str
) -> dict[str, tuple[str, str, str]]:
    """What came of each decision on a file until now: outcome, why, since when."""
    rows = connection.execute(
        "SELECT decision_id, outcome, why, since FROM decision_outcomes WHERE file_sha256 = ?",
        (file_sha256,),
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}
