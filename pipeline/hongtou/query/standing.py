"""Whether a paper is in force on a day (效力状态), and the words that say so.

Nothing is guessed: a paper is repealed where a held paper says so and itself holds by then,
expired where its own words end it. Without such evidence it counts as in force from its own
day and not before, which is said as 未见废止或失效: what is not held may know better.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from hongtou.errors import NotationError
from hongtou.query.documents import COLUMNS, SOURCE, ref_of
from hongtou.query.repeals import AHEAD, BEHIND, HOLDS, SPOKEN, carrier_of, quoted, read_repeal
from hongtou.query.results import DocumentRef

__all__ = ["STATUSES", "Evidence", "Standing", "standing_of", "standings_of"]

Status = Literal["in_force", "not_yet", "expired", "repealed", "amended", "unknown"]
# As officers read it.
STATUSES: Final[dict[Status, str]] = {
    "in_force": "未见废止或失效", "not_yet": "尚未施行", "expired": "已失效", "repealed": "已废止",
    "amended": "有修改或部分废止，其余未见废止", "unknown": "效力不明",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words on which a standing rests: ``《A》同时废止``, who says them, since when they hold."""

    quote: str
    document: DocumentRef
    date: str | None  # ISO


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a paper is in force: ``repealed`` since 2022-07-01 by the paper in ``evidence``."""

    status: Status
    since: str | None  # ISO: the first day of this status; for not_yet the day it will hold
    evidence: tuple[Evidence, ...] = ()

    @property
    def words(self) -> str:
        """As officers read it: ``已废止（自2022-07-01）``."""
        if self.status == "not_yet":
            return f"{STATUSES[self.status]}（{self.since}起施行）"
        since = f"（自{self.since}）" if self.since else "（日期不详）"
        return STATUSES[self.status] + ("" if self.status == "unknown" else since)


def standing_of(connection: sqlite3.Connection, document_id: str, on: date) -> Standing:
    """How the document stands on a day, with the words that say so."""
    return standings_of(connection, (document_id,), on).get(document_id, Standing("unknown", None))


def standings_of(
    connection: sqlite3.Connection, document_ids: Iterable[str], on: date
) -> dict[str, Standing]:
    """How each of the documents stands on a day, with the evidence."""
    wanted = list(dict.fromkeys(document_ids))
    found: dict[str, Standing] = {}
    for at in range(0, len(wanted), 5_000):
        batch = wanted[at : at + 5_000]
        marks = ",".join("?" * len(batch))
        acts = _acts(connection, marks, batch)
        rows = connection.execute(
            f"SELECT {COLUMNS}, d.effective_date AS own_effective, d.expiry_date AS own_expiry,"
            " p.effective_date AS carried_effective, p.expiry_date AS carried_expiry,"
            " coalesce(p.document_date, p.print_date) AS carried_date, p.document_id AS carrier"
            f" FROM {SOURCE} {carrier_of('d')}"
            f" WHERE d.document_id IN ({marks})",
            batch,
        ).fetchall()
        words = _own_words(connection, rows)
        for row in rows:
            found[row["document_id"]] = _standing(row, acts[row["document_id"]], words, on)
    return found


def _standing(
    row: sqlite3.Row, acts: Sequence[tuple[str, Evidence]], words: dict[Any, str], on: date
) -> Standing:
    day = on.isoformat()
    repeals = [
        said for relation, said in acts if relation == "repeals" and (said.date or "") <= day
    ]
    changes = [said for relation, said in acts if relation == "amends" and (said.date or "") <= day]
    if repeals:
        first = min(repeals, key=lambda said: said.date or "")
        return Standing("repealed", first.date, (first,))
    own, carrier = row["document_id"], row["carrier"]
    effective = row["own_effective"] or row["carried_effective"]
    expiry = row["own_expiry"] or row["carried_expiry"]

    def said(field: str, value: str) -> tuple[Evidence, ...]:
        quote = words.get((own, field)) or words.get((carrier, field))
        return (Evidence(quote, ref_of(row), value),) if quote else ()

    if expiry is not None and expiry < day:
        return Standing("expired", _next_day(expiry), said("expiry_date", expiry))
    if effective is not None and effective > day:
        return Standing("not_yet", effective, said("effective_date", effective))
    begun = effective or row["date"] or row["carried_date"]
    if begun is not None and begun > day:
        return Standing("not_yet", begun)  # nobody was bound before the paper was written
    if row["document_role"] == "ghost" or begun is None:
        return Standing("unknown", None)
    if changes:
        return Standing("amended", max(said.date or "" for said in changes) or None, tuple(changes))
    return Standing("in_force", begun, said("effective_date", begun) if effective else ())


def _acts(
    connection: sqlite3.Connection, marks: str, ids: Sequence[str]
) -> dict[str, list[tuple[str, Evidence]]]:
    """What other held papers do to each document: ``repeals`` or ``amends``, with the words."""
    rows = connection.execute(
        f"SELECT a.document_id AS target, c.document_id AS speaker, c.relation, {HOLDS} AS holds,"
        f" {BEHIND} AS behind, {AHEAD} AS ahead,"
        f" c.text {SPOKEN} AND c.relation IN ('repeals', 'amends')"
        f" AND a.document_id IN ({marks}) ORDER BY target, holds, speaker, c.start",
        ids,
    ).fetchall()
    speakers = {row["speaker"] for row in rows}
    refs = {
        row["document_id"]: ref_of(row)
        for row in connection.execute(
            f"SELECT {COLUMNS} FROM {SOURCE} WHERE d.document_id IN"
            f" ({','.join('?' * len(speakers))})",
            sorted(speakers),
        )
    }
    acts: dict[str, list[tuple[str, Evidence]]] = defaultdict(list)
    for row in rows:
        relation, day = row["relation"], row["holds"]
        if relation == "repeals":
            repeal = read_repeal(row["behind"], row["ahead"])
            if repeal.kind == "later":
                continue
            relation = "repeals" if repeal.kind == "whole" else "amends"
            day = repeal.day or day
        quote = quoted(row["ahead"], row["text"], row["behind"])
        acts[row["target"]].append((relation, Evidence(quote, refs[row["speaker"]], day)))
    return acts


def _own_words(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> dict[Any, str]:
    """The words by which papers begin and end to hold, by document and field."""
    ids = sorted({key for row in rows for key in (row["document_id"], row["carrier"]) if key})
    found: dict[Any, str] = {}
    for at in range(0, len(ids), 5_000):
        batch = ids[at : at + 5_000]
        for document_id, field, text in connection.execute(
            "SELECT document_id, field, text FROM metadata WHERE field IN"
            f" ('effective_date', 'expiry_date') AND document_id IN ({','.join('?' * len(batch))})",
            batch,
        ):
            found[document_id, field] = text
    return found


def _next_day(day: str) -> str | None:
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError) as error:
        raise NotationError(f"失效日期不是日期：{day!r}") from error
