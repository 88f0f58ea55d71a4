"""The filters that search and register share, and their SQL; values are always bound."""

import math
import unicodedata
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from hongtou.errors import NotationError
from hongtou.notation.amounts import read_amount

__all__ = ["Filters", "Where", "check_limit", "contains", "fold", "holds", "plain"]

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


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; ``None`` leaves a side open. ``min`` and ``max`` are in ``unit``.

    ``due_before`` includes the day itself: the question is what must be done by then.

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

    def __post_init__(self) -> None:
        if self.year is not None and not 1 <= self.year <= 9999:
            raise NotationError("年份须在 1 至 9999 之间，如 2021")
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
        return self.bearer is not None or self.force is not None

    @property
    def about_amounts(self) -> bool:
        """Whether a quantity is asked for."""
        return self.unit is not None or self.min is not None or self.max is not None

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
        return where

    def duties(self) -> Where:
        """Conditions on table ``obligations`` under the name ``o``."""
        where = TRUE
        if self.bearer is not None:
            where &= contains("o.bearer", self.bearer)
        if self.force is not None:
            where &= Where("o.force = ?", (plain(self.force),))
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
        if self.due_before is not None:
            where &= Where(
                f"EXISTS (SELECT 1 FROM deadlines l WHERE l.{key} = {owner} AND l.date <= ?)",
                (_last_day(self.due_before),),
            )
        return where

    def _amount_conditions(self) -> Where:
        where, factor = TRUE, 1.0
        if self.unit is not None:
            base, factor = _base_unit(plain(self.unit))
            where &= Where("q.unit = ?", (base,))
        if self.min is not None:
            where &= Where("coalesce(q.value_upper, q.value) >= ?", (self.min * factor,))
        if self.max is not None:
            where &= Where("q.value <= ?", (self.max * factor,))
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


def fold(text: str) -> str:
    """What is equal for a search: NFKC, ASCII letters without case."""
    return unicodedata.normalize("NFKC", text).lower()


def plain(text: str) -> str:
    """A value as SQLite can bind it: lone surrogates and NUL, which no text shows, are dropped."""
    return "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff").strip()


def _base_unit(typed: str) -> tuple[str, float]:
    """The unit of the table for what people type and the factor to it: 万元 -> 元, 10000.

    It is read as the amounts of the notices are, so that both meet in the same base unit.
    """
    # As typed first: NFKC would make °C of ℃.
    for unit in (typed, unicodedata.normalize("NFKC", typed), fold(typed)):
        try:
            amount = read_amount(f"1 {unit}")
        except NotationError:
            continue
        if amount.unit is not None:
            return amount.unit, float(amount.value)
    return typed, 1.0


def _of_authority(name: str) -> Where:
    by_name, by_organisation = contains("p.name", name), contains("p.organisation", name)
    return Where(
        "(d.authority_code = ? OR EXISTS (SELECT 1 FROM parties p WHERE p.document_id ="
        " d.document_id AND p.role = 'issuing_authority' AND"
        f" ({by_name.sql} OR {by_organisation.sql})))",
        (plain(name), *by_name.values, *by_organisation.values),
    )


def _last_day(day: str | date) -> str:
    """An ISO day; a month or a year alone runs to its end, and text order takes care of it."""
    return day.isoformat() if isinstance(day, date) else plain(day) + "\uffff"
