"""Decisions of reviewers in their table.

Nothing is ever deleted here: a decision that is taken back keeps its row and tells who did it.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256 as digest
from typing import Final, cast

from hongtou.errors import DecisionsChangedError
from hongtou.model import Anchor, Decision, Verdict

__all__ = [
    "NO_CHANGE",
    "Change",
    "decision_id_of",
    "decisions_by_id",
    "decisions_of",
    "habit_decisions",
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


def decisions_by_id(connection: sqlite3.Connection, ids: Iterable[str]) -> tuple[Decision, ...]:
    """Decisions with these ids, whether they hold or have been taken back."""
    found: list[Decision] = []
    for decision_id in ids:
        found += map(_decision, connection.execute(
            f"SELECT {COLUMNS} FROM decisions WHERE decision_id = ?", (decision_id,)
        ))  # fmt: skip
    return tuple(found)


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
