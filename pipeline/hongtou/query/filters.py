"""The filters that search and register share, and their SQL; values are always bound."""

import math
import unicodedata
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Final, TypedDict

from hongtou.errors import NotationError
from hongtou.notation.amounts import Amount, comparable, read_amount
from hongtou.notation.dates import end_of_month
from hongtou.notation.registry import authority_named
from hongtou.query.binding.regions import held_in, issued_in, place_of
from hongtou.query.repeals import out_of_force
from hongtou.store import fold

__all__ = ["FilterWords", "Filters", "Where", "check_limit", "contains", "fold", "holds", "plain"]

Value = str | int | float | None

# SQLite binds integers of 64 bits.
MOST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Where:
    """A piece of SQL for a WHERE clause and the values for its question marks."""

    sql: str
    values: tuple[Value, ...] = ()

    def __and__(self, other: "Where") -> "Where":
        return Where(f"{self.sql} AND {other.sql}", (*self.values, *other.values))


TRUE: Final = Where("1")


class FilterWords(TypedDict, total=False):
    """The filters as keywords of ``search``, ``obligations`` and ``compare``; see ``Filters``."""

    authority: str | None
    year: int | None
    type: str | None
    bearer: str | None
    force: str | None
    unit: str | None
    min: float | None
    max: float | None
    due_before: str | date | None
    due_after: str | date | None
    recurring: bool | None
    limited: bool | None
    in_force: bool | None
    on: str | date | None
    region: str | None
    issued_in: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; ``None`` leaves a side open, and what is given must all hold.

    ``unit``, ``min`` and ``max`` ask for one number: an obligation answers if one of its numbers,
    whatever its operator, lies in [min, max], both ends included; a range if it overlaps. 不得超过
    10万元 answers to ``max=200000, unit="元"``, and 5至10万元 to ``min=8, unit="万元"``. Numbers
    compare in the base unit of ``unit``: ``unit="年", max=1`` also finds 6个月, and ``unit="%"``
    also 5‰. Without ``unit`` they compare as they are, in the units of the table.

    ``due_before`` and ``due_after`` ask for one date and include the day itself: what must be
    done by then, from then on. ``recurring`` keeps what comes again (按月), or what does not;
    ``limited`` what sets a number as its limit, or does not.

    ``in_force`` leaves out papers that are known to be repealed, expired or not yet in force
    on the day ``on`` (today), or keeps only those; ``on`` alone asks for those in force.

    ``region="南昌"`` keeps papers that hold in all of 南昌: of its own authorities, of 江西, of
    the country, and those that do not say whose they are. ``issued_in="江西"`` keeps papers of
    authorities of 江西 and of places in it. Where they sit is read from names, codes, recipients.

    Raises:
        NotationError: If ``year`` is no year, or ``min`` or ``max`` no finite number.
    """

    authority: str | None = None
    year: int | None = None
    type: str | None = None
    bearer: str | None = None
    force: str | None = None
    unit: str | None = None
    min: float | None = None
    max: float | None = None
    due_before: str | date | None = None
    due_after: str | date | None = None
    recurring: bool | None = None
    limited: bool | None = None
    in_force: bool | None = None
    on: str | date | None = None
    region: str | None = None
    issued_in: str | None = None

    def __post_init__(self) -> None:
        if self.year is not None and not 1 <= self.year <= 9999:
            raise NotationError("年份须在 1 至 9999 之间，如 2021")
        try:
            _ = self.day
        except ValueError as error:
            raise NotationError(f"日期 on 须如 2021-12-31，而不是 {self.on!r}") from error
        for name, number in (("下限 min", self.min), ("上限 max", self.max)):
            if number is not None and not _is_finite(number):
                raise NotationError(f"数量的{name}须是有限的数字，如 50000")

    @property
    def empty(self) -> bool:
        """Whether nothing is narrowed."""
        return all(getattr(self, field.name) is None for field in fields(self))

    @property
    def about_duties(self) -> bool:
        """Whether the answer must be obligations and not articles."""
        asked = (self.bearer, self.force, self.recurring, self.limited)
        return any(value is not None for value in asked)

    @property
    def about_amounts(self) -> bool:
        """Whether a quantity is asked for."""
        return self.unit is not None or self.min is not None or self.max is not None

    @property
    def about_dates(self) -> bool:
        """Whether a deadline is asked for."""
        return self.due_before is not None or self.due_after is not None

    @property
    def day(self) -> date:
        """The day on which papers must be in force: ``on``, its last where it is a month."""
        if self.on is None or isinstance(self.on, date):
            return self.on or date.today()
        year, month, day, *_ = (*map(int, plain(self.on).split("-")), 0, 0)
        return date(year, month, day) if day else end_of_month(year, month or 12)

    def documents(self) -> Where:
        """Conditions on table ``documents`` under the name ``d``."""
        where = TRUE
        if self.authority is not None:
            where &= _of_authority(self.authority)
        if self.year is not None:
            where &= Where(
                "coalesce(d.year, CAST(substr(coalesce(d.document_date, d.print_date), 1, 4)"
                " AS INTEGER)) = ?",
                (self.year,),
            )
        if self.type is not None:
            where &= Where("d.document_type = ?", (plain(self.type),))
        if self.in_force is not None or self.on is not None:
            sql, values = out_of_force(self.day)
            side = "IN" if self.in_force is False else "NOT IN"
            where &= Where(f"d.document_id {side} ({sql})", values)
        for place, ids in ((self.region, held_in), (self.issued_in, issued_in)):
            if place is not None:
                sql, at = ids(place_of(plain(place)))
                where &= Where(f"d.document_id IN ({sql})", at)
        return where

    def duties(self) -> Where:
        """Conditions on table ``obligations`` under the name ``o``."""
        where = TRUE
        if self.bearer is not None:
            where &= contains("o.bearer", self.bearer)
        if self.force is not None:
            where &= Where("o.force = ?", (plain(self.force),))
        if self.limited is not None:
            sql = "EXISTS (SELECT 1 FROM quantities n WHERE n.obligation_id = o.obligation_id AND"
            where &= Where(f"{sql} n.role = 'limit') = ?", (int(self.limited),))
        if self.recurring is not None:
            where &= Where("(o.recurrence IS NOT NULL) = ?", (int(self.recurring),))
        return where

    def amounts(self, key: str, owner: str) -> Where:
        """That ``owner`` (``o.obligation_id``, ``s.segment_id``) has such a number and deadline."""
        where = TRUE
        if self.about_amounts:
            inner = self._amount_conditions()
            where &= Where(
                f"EXISTS (SELECT 1 FROM quantities q WHERE q.{key} = {owner} AND {inner.sql})",
                inner.values,
            )
        if self.about_dates:
            inner = self._date_conditions()
            where &= Where(
                f"EXISTS (SELECT 1 FROM deadlines l WHERE l.{key} = {owner} AND {inner.sql})",
                inner.values,
            )
        return where

    def _amount_conditions(self) -> Where:
        where, unit = TRUE, None
        if self.unit is not None:
            unit = _unit_of(plain(self.unit))
            _, base = comparable(unit.value, unit.unit) or (0, unit.unit)
            # A limit without a value (不得高于上年同期) has no base, at most a unit.
            where &= Where("(q.base_unit = ? OR q.base_unit IS NULL AND q.unit = ?)",
                           (base, unit.unit))  # fmt: skip
        low, high = ("base_value", "base_upper") if unit else ("value", "value_upper")
        if self.min is not None:
            where &= Where(f"coalesce(q.{high}, q.{low}) >= ?", (_in_base(self.min, unit),))
        if self.max is not None:
            where &= Where(f"q.{low} <= ?", (_in_base(self.max, unit),))
        return where

    def _date_conditions(self) -> Where:
        where = TRUE
        if self.due_before is not None:
            where &= Where("l.date <= ?", (_last_day(self.due_before),))
        if self.due_after is not None:
            where &= Where("l.date >= ?", (_first_day(self.due_after),))
        return where


def check_limit(limit: int | None) -> None:
    """Refuse a ``limit`` that SQLite cannot bind; ``None`` means all.

    Raises:
        NotationError: If it is larger than an integer of 64 bits.
    """
    if limit is not None and limit > MOST:
        raise NotationError(f"条数 limit 过大，最多 {MOST}；要全部结果请用 None")


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # an integer beyond the largest float
        return False


def contains(column: str, text: str) -> Where:
    """That every word of ``text`` stands in ``column``, by the SQL function ``holds``.

    ``LIKE`` would do, but refuses patterns of more than 50,000 bytes, and joined conditions of
    more than 1,000 words.
    """
    return Where(f"holds({column}, ?)", (plain(text),))


def holds(text: str | None, words: str) -> bool:
    """Whether every word between spaces occurs in ``text``; widths, case and spaces are equal."""
    if text is None:
        return False
    folded = "".join(fold(text).split())
    return all(word in folded for word in fold(words).split())


def plain(text: str) -> str:
    """A value as SQLite can bind it: lone surrogates and NUL, which no text shows, are dropped."""
    return "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff").strip()


def _unit_of(typed: str) -> Amount:
    """One of the unit that people type, as a notice would have it: 万元 -> 10000 元.

    It is read as the amounts of the notices are, so that both meet in the same base unit.
    """
    # As typed first: NFKC would make °C of ℃.
    for unit in (typed, unicodedata.normalize("NFKC", typed), fold(typed)):
        try:
            amount = read_amount(f"1 {unit}")
        except NotationError:
            continue
        if amount.unit is not None:
            return amount
    return Amount(Decimal(1), typed, None)


def _in_base(number: float, unit: Amount | None) -> float:
    """A number of ``unit`` as column ``base_value`` holds it: 5 with ‰ -> 0.5 (%)."""
    if unit is None:
        return float(number)
    exact = Decimal(str(number)) * unit.value
    base, _ = comparable(exact, unit.unit) or (exact, None)
    return float(base)


def _of_authority(name: str) -> Where:
    by_name, by_organisation = contains("p.name", name), contains("p.organisation", name)
    known = authority_named(name)  # 银保监会江西监管局 finds papers of 江西银保监局
    return Where(
        "(d.authority_code = ? OR EXISTS (SELECT 1 FROM parties p WHERE p.document_id ="
        " d.document_id AND p.role = 'issuing_authority' AND"
        f" (p.organisation = ? OR {by_name.sql} OR {by_organisation.sql})))",
        (plain(name), known.name if known else None, *by_name.values, *by_organisation.values),
    )


def _first_day(day: str | date) -> str:
    """An ISO day; a month or a year alone begins before its first day in the order of text."""
    return day.isoformat() if isinstance(day, date) else plain(day)


def _last_day(day: str | date) -> str:
    """An ISO day; a month or a year alone runs to its end, and text order takes care of it."""
    return day.isoformat() if isinstance(day, date) else plain(day) + "\uffff"
