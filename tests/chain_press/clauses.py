"""Clauses with numbers, terms, days, rhythms and force words in known places."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Literal, cast

from tests.chain_press.tables import rows

Kind = Literal["<=", ">=", "T", "D", "R", "F"]
SLOT = re.compile(r"\{(<=|>=|T|D|R|F)\|([^|{}]+)(?:\|([^|{}]+))?\}")
FIGURES = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place where something is measured: ``<=|5|%`` prints 5%."""

    kind: Kind
    value: Decimal | date | str
    unit: str = ""
    spelt: bool = False  # in Chinese numerals, 万元 as 元

    def text(self) -> str:
        if isinstance(self.value, date):
            return f"{self.value.year}年{self.value.month}月{self.value.day}日"
        if isinstance(self.value, str):
            return self.value
        if not self.spelt:
            return f"{_plain(self.value)}{self.unit}"
        if self.unit == "万元":
            return f"{_plain(self.value * 10_000)}元"
        return f"{han(int(self.value))}{self.unit}"

    @property
    def can_be_spelt(self) -> bool:
        if not isinstance(self.value, Decimal) or self.value != int(self.value):
            return False
        return self.unit == "万元" or (self.kind == "T" and 1 <= self.value < 100)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: heading, words and slots; of which templates it is made."""

    heading: str
    parts: tuple[str | Slot, ...]
    templates: tuple[str, ...] = ()

    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts)

    def slots(self) -> list[int]:
        return [at for at, part in enumerate(self.parts) if isinstance(part, Slot)]

    def with_part(self, at: int, part: str | Slot) -> "Clause":
        return replace(self, parts=(*self.parts[:at], part, *self.parts[at + 1 :]))


def han(number: int) -> str:
    """1 to 99 in Chinese numerals: 15 -> 十五."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else FIGURES[tens] + "十"
    return lead + (FIGURES[ones] if ones or not tens else "")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def read_clause(heading: str, template: str, year: int) -> Clause:
    parts: list[str | Slot] = []
    at = 0
    for match in SLOT.finditer(template):
        if match.start() > at:
            parts.append(template[at : match.start()])
        parts.append(_slot(match, year))
        at = match.end()
    if at < len(template):
        parts.append(template[at:])
    return Clause(heading, tuple(parts), (heading,))


def _slot(match: re.Match[str], year: int) -> Slot:
    kind, value, unit = cast(Kind, match[1]), match[2], match[3] or ""
    if kind == "D":
        later, month, day = map(int, value.split("-"))
        return Slot("D", date(year + later, month, day))
    if kind in ("R", "F"):
        return Slot(kind, value)
    return Slot(kind, Decimal(value), unit)


def draw_clauses(chance: Random, field: str, count: int, year: int) -> list[Clause]:
    """Different clauses of one field, some general ones among them, with other figures."""
    own = [row for row in rows("clauses") if row["field"] == field]
    general = [row for row in rows("clauses") if row["field"] == "any"]
    if count == 0:
        return []
    few = min(len(general), max(1, count // 4))
    count = min(count, len(own) + few)
    drawn = chance.sample(own, min(len(own), count - few)) + chance.sample(general, few)
    chance.shuffle(drawn)
    clauses = [_varied(chance, read_clause(r["heading"], r["text"], year)) for r in drawn]
    if len(clauses) > 3 and chance.random() < 0.5:  # one of two sentences
        last = clauses.pop()
        clauses[0] = joined(clauses[0], last)
    return clauses


def joined(one: Clause, other: Clause) -> Clause:
    """Two clauses as one of two sentences under the heading of the first."""
    templates = (*one.templates, *other.templates)
    return Clause(one.heading, (*one.parts, *other.parts), templates)


def _varied(chance: Random, clause: Clause) -> Clause:
    """The clause with figures that other chains do not have."""
    for at in clause.slots():
        slot = clause.parts[at]
        if isinstance(slot, Slot) and isinstance(slot.value, Decimal) and chance.random() < 0.7:
            clause = clause.with_part(at, replace(slot, value=other_value(chance, slot)))
        elif isinstance(slot, Slot) and isinstance(slot.value, date) and chance.random() < 0.5:
            clause = clause.with_part(at, replace(slot, value=slot.value.replace(day=25)))
    return clause


def other_value(chance: Random, slot: Slot, rise: bool | None = None) -> Decimal:
    """A value near that of ``slot``, round as limits are; above it or below it if wished."""
    value = slot.value
    if not isinstance(value, Decimal):
        raise TypeError(slot)
    top = Decimal(100) if slot.unit == "%" and value <= 100 else None
    step = Decimal(1) if value <= 12 else Decimal(5) if value <= 100 else Decimal(10)
    while step * 20 < value:
        step *= 10
    moves = [step * k for k in (-3, -2, -1, 1, 2, 3)]
    fit = [
        value + move for move in moves
        if value + move > 0 and (top is None or value + move <= top)
        and (rise is None or (move > 0) == rise)
    ]  # fmt: skip
    return chance.choice(fit) if fit else value
