"""Decisions of reviewers in their table, and what came of each.

Nothing is ever deleted here: a decision that is taken back keeps its row and tells who did it.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256 as digest
from typing import Final, cast

from hongtou.errors import DecisionsChangedError
from hongtou.model import Anchor, CleanText, Decision, Outcome, Verdict

__all__ = [
    "NO_CHANGE",
    "Change",
    "decision_id_of",
    "decisions_of",
    "habit_decisions",
    "heeding",
    "make_change",
    "now",
    "read_decisions",
    "scrub",
]

COLUMNS: Final = (
    "decision_id, file_sha256, verdict, subject, before, quote, after, page, position,"
    " replacement, reviewer, reason, decided_at"
)
DIGITS: Final = 12  # of an id: one in 3 million pairs of ten thousand decisions would share eight


@dataclass(frozen=True, slots=True)
class Change:
    """Decisions that are taken, and such that are taken back."""

    taken: tuple[Decision, ...] = ()
    withdrawn: tuple[str, ...] = ()  # decision_id
    by: str = ""  # who takes back
    at: str = ""  # ISO 8601, UTC


NO_CHANGE: Final = Change()


def now() -> str:
    """The time of a decision: microseconds, so that of two the later one can be told."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def decision_id_of(decision: Decision) -> str:
    """The id of a decision: of all that it says, so that the same one is never held twice."""
    anchor = decision.anchor
    said = [
        decision.file_sha256, decision.verdict, decision.subject, anchor.before, anchor.quote,
        anchor.after, anchor.page, round(anchor.position, 6), decision.replacement,
        decision.reviewer, decision.reason, decision.decided_at,
    ]  # fmt: skip
    return digest(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:DIGITS]


def decisions_of(connection: sqlite3.Connection, file_sha256: str) -> tuple[Decision, ...]:
    """The decisions on a file that hold, in the order in which they were taken."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM decisions WHERE file_sha256 = ? AND withdrawn_at IS NULL"
        " ORDER BY decided_at, decision_id",
        (file_sha256,),
    )
    return tuple(map(_decision, rows))


def habit_decisions(connection: sqlite3.Connection) -> tuple[Decision, ...]:
    """All decisions on how something reads that hold, and those to forget a misreading."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM decisions WHERE withdrawn_at IS NULL AND replacement IS NOT NULL"
        " ORDER BY decided_at, decision_id"
    )
    return tuple(map(_decision, rows))


def make_change(connection: sqlite3.Connection, change: Change) -> None:
    """Write decisions that are taken, and note on others that they are taken back.

    Raises:
        DecisionsChangedError: If one of those to be taken back does not hold any more.
    """
    connection.executemany(
        f"INSERT OR IGNORE INTO decisions({COLUMNS}) VALUES ({', '.join('?' * 13)})",
        [_row(decision) for decision in change.taken],
    )
    for decision_id in change.withdrawn:
        done = connection.execute(
            "UPDATE decisions SET withdrawn_at = ?, withdrawn_by = ?"
            " WHERE decision_id = ? AND withdrawn_at IS NULL",
            (change.at, change.by, decision_id),
        )
        if done.rowcount != 1:
            raise DecisionsChangedError(f"决定 {decision_id} 已被他人撤回；请重新查看后再试")


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
        make_change(connection, change)
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


def scrub(connection: sqlite3.Connection, file_sha256: str) -> None:
    """Take the words out of the decisions on a paper that turned out to be classified."""
    connection.execute(
        "UPDATE decisions SET before = '', quote = '', after = '', reason = '',"
        " replacement = CASE WHEN replacement IS NULL THEN NULL ELSE '' END"
        " WHERE file_sha256 = ?",
        (file_sha256,),
    )


def _row(decision: Decision) -> tuple[str | int | float | None, ...]:
    anchor = decision.anchor
    return (
        decision.decision_id, decision.file_sha256, decision.verdict, decision.subject,
        anchor.before, anchor.quote, anchor.after, anchor.page, anchor.position,
        decision.replacement, decision.reviewer, decision.reason, decision.decided_at,
    )  # fmt: skip


def read_decisions(rows: Iterable[sqlite3.Row]) -> tuple[Decision, ...]:
    """Decisions from rows that hold all columns of the table."""
    names = COLUMNS.split(", ")
    return tuple(_decision(tuple(row[name] for name in names)) for row in rows)


def _decision(row: Sequence[str | int | float | None]) -> Decision:
    key, sha256, verdict, subject, before, quote, after, page, position = row[:9]
    replacement, reviewer, reason, decided_at = row[9:]
    anchor = Anchor(
        str(before), str(quote), str(after), cast("int | None", page), float(position or 0)
    )
    return Decision(
        str(key), str(sha256), cast("Verdict", verdict), str(subject), anchor,
        cast("str | None", replacement), str(reviewer), str(reason), str(decided_at),
    )  # fmt: skip
