"""The register: obligations with bearer, force, numbers and deadlines (责任清单)."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from hongtou.errors import NotationError
from hongtou.query.binding.audiences import audiences_of, binding_of
from hongtou.query.binding.institutions import Binding
from hongtou.query.binding.regions import distance, path_to, place_of, regions_of
from hongtou.query.documents import COLUMNS, SOURCE, ref_of
from hongtou.query.filters import Filters, Where, contains
from hongtou.query.places import Places
from hongtou.query.results import Amount, DueDate, Duty, DutyItem
from hongtou.query.standing import standings_of

__all__ = ["ORDERS", "Order", "duties_of", "find_duties"]

Order = Literal["newest", "oldest", "due", "bearer"]
ORDERS: Final[tuple[Order, ...]] = get_args(Order)

SELECT: Final = f"""
SELECT o.obligation_id, o.segment_id, o.bearer, o.bearer_source, o.force, o.action, o.condition,
  o.deadline, o.recurrence, o.recurrence_text, o.object, o.exception, o.found_by, o.text,
  o.start, o.end, s.path,
  {COLUMNS}
FROM obligations o
JOIN segments s ON s.segment_id = o.segment_id
JOIN {SOURCE.replace("documents d", "documents d ON d.document_id = o.document_id", 1)}
"""
# Inside a paper as printed. The id makes the order the same everywhere.
AS_PRINTED: Final = "d.document_id, o.start, o.end, o.obligation_id"
BY: Final[dict[Order, str]] = {
    "newest": f"ORDER BY date DESC, {AS_PRINTED}",
    "oldest": f"ORDER BY date IS NULL, date, {AS_PRINTED}",
    "due": "ORDER BY (SELECT min(l.date) FROM deadlines l WHERE l.obligation_id ="
    f" o.obligation_id) NULLS LAST, date DESC, {AS_PRINTED}",
    "bearer": f"ORDER BY o.bearer NULLS LAST, date DESC, {AS_PRINTED}",
}

# Words may stand in the obligation or in the heading over it.
SPOKEN: Final = "o.text || ' ' || coalesce(s.heading, '')"

# SQLite takes 32,766 values in one statement since 3.32; a third of it leaves room.
BATCH: Final = 10_000


def find_duties(
    connection: sqlite3.Connection,
    places: Places,
    text: str,
    filters: Filters,
    *,
    for_: str | None = None,
    sort: Order = "newest",
    limit: int | None = None,
) -> tuple[Duty, ...]:
    """Obligations that hold every word of ``text`` and pass the filters, in the order ``sort``.

    ``for_`` keeps those that bind a class of institutions, also through a wider class that the
    text names: 村镇银行 is bound by what 地方法人金融机构 owe. With ``region`` among the filters
    the newest of the nearest region come first.

    Raises:
        NotationError: If there is no such order.
        LookupFailedError: If no place has the name ``region``, or ``issued_in``.
    """
    if sort not in BY:
        raise NotationError(f"没有排序 {sort!r}（可用：{'、'.join(ORDERS)}）")
    where = filters.documents() & filters.duties()
    if text.strip():
        where &= contains(SPOKEN, text)
    where &= filters.amounts("obligation_id", "o.obligation_id")
    open_end = limit is None or for_ is not None or filters.region is not None
    cut = "" if open_end else f" LIMIT {max(0, int(limit or 0))}"
    sql = f"{SELECT} WHERE {where.sql} {BY[sort]}{cut}"
    rows = connection.execute(sql, where.values).fetchall()
    chosen: list[tuple[sqlite3.Row, Binding | None]] = [(row, None) for row in rows]
    if for_ is not None:
        audiences = audiences_of(connection)
        bound = ((row, binding_of(row, for_, audiences)) for row in rows)
        chosen = [(row, way) for row, way in bound if way is not None]
    ways = _ways(connection, rows, filters.region)
    if sort == "newest":
        chosen.sort(key=lambda found: distance(ways.get(found[0]["document_id"], ())))
    chosen = chosen if limit is None else chosen[: max(0, limit)]
    return _complete(connection, places, chosen, filters.day, ways)


def _ways(
    connection: sqlite3.Connection, rows: Sequence[sqlite3.Row], region: str | None
) -> dict[str, tuple[str, ...]]:
    """The way from the place asked for to the region of each paper, by document_id."""
    if region is None:
        return {}
    place = place_of(region)
    found = regions_of(connection, (row["document_id"] for row in rows))
    return {document: path_to(held, place) for document, held in found.items()}


def duties_of(
    connection: sqlite3.Connection, places: Places, where: Where
) -> dict[str, tuple[Duty, ...]]:
    """Obligations that fulfil ``where``, by segment_id, as printed."""
    rows = connection.execute(f"{SELECT} WHERE {where.sql} {BY['newest']}", where.values).fetchall()
    duties = _complete(connection, places, [(row, None) for row in rows], date.today())
    by_segment: dict[str, list[Duty]] = defaultdict(list)
    for row, duty in zip(rows, duties, strict=True):
        by_segment[row["segment_id"]].append(duty)
    return {segment: tuple(found) for segment, found in by_segment.items()}


def _complete(
    connection: sqlite3.Connection,
    places: Places,
    rows: Sequence[tuple[sqlite3.Row, Binding | None]],
    on: date,
    ways: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> tuple[Duty, ...]:
    ids = [row["obligation_id"] for row, _ in rows]
    amounts = _by_obligation(connection, "quantities", ids)
    due_dates = _by_obligation(connection, "deadlines", ids)
    items = _items_of(connection, ids)
    standings = standings_of(connection, (row["document_id"] for row, _ in rows), on)
    duties = []
    for row, way in rows:
        place = places.of(row["file_sha256"], row["start"], row["end"])
        key = row["obligation_id"]
        duties.append(
            Duty(
                key, row["text"], ref_of(row), row["path"], place.page, place.box,
                row["start"], row["end"], row["bearer"], row["bearer_source"], row["force"],
                row["action"], row["condition"], row["deadline"], row["recurrence"],
                tuple(amount_of(r) for r in amounts.get(key, ())),
                tuple(due_date_of(r) for r in due_dates.get(key, ())),
                way.via if way else None, row["object"], row["exception"], items.get(key, ()),
                row["found_by"],
                segment_id=row["segment_id"], standing=standings[row["document_id"]].status,
                included=way.included if way else (), bound_as=way.bound_as if way else None,
                region=ways.get(row["document_id"], ()), recurrence_text=row["recurrence_text"],
            )
        )  # fmt: skip
    return tuple(duties)


def amount_of(row: sqlite3.Row) -> Amount:
    """The quantity of a row of table ``quantities``."""
    return Amount(
        row["quantity_id"], row["text"], row["role"], row["operator"], row["value"],
        row["value_upper"], row["unit"], row["per"], row["baseline"], row["measure"],
        row["condition_id"], row["dimension"], bool(row["approximate"]), row["change"],
        row["base_value"], row["base_upper"], row["base_unit"],
    )  # fmt: skip


def due_date_of(row: sqlite3.Row) -> DueDate:
    """The deadline of a row of table ``deadlines``."""
    return DueDate(
        row["text"], row["date"], row["precision"],
        row["event"], row["count"], row["count_unit"], row["reason"],
    )  # fmt: skip


def _items_of(
    connection: sqlite3.Connection, ids: Sequence[str]
) -> dict[str, tuple[DutyItem, ...]]:
    found: dict[str, list[DutyItem]] = defaultdict(list)
    for batch in _batches(ids):
        rows = connection.execute(
            "SELECT i.obligation_id, i.label, i.text, s.path FROM obligation_items i"
            " JOIN segments s ON s.segment_id = i.segment_id"
            f" WHERE i.obligation_id IN ({','.join('?' * len(batch))})"
            " ORDER BY i.obligation_id, i.rank",
            batch,
        )
        for row in rows:
            found[row["obligation_id"]].append(DutyItem(row["label"], row["text"], row["path"]))
    return {key: tuple(items) for key, items in found.items()}


def _by_obligation(
    connection: sqlite3.Connection, table: str, ids: Sequence[str]
) -> dict[str, list[sqlite3.Row]]:
    found: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for batch in _batches(ids):
        marks = ",".join("?" * len(batch))
        rows: Iterable[Any] = connection.execute(
            f"SELECT * FROM {table} WHERE obligation_id IN ({marks}) ORDER BY start, end, rowid",
            batch,
        )
        for row in rows:
            found[row["obligation_id"]].append(row)
    return found


def _batches(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))
