"""Offices from ministry to village: names, codes and recipients at a day."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from tests.chain_press.tables import rows

LEVELS = ("national", "provincial", "municipal", "county", "village")


@dataclass(frozen=True, slots=True)
class Office:
    """An office as a paper names it. ``codes`` is empty where it gives no numbers."""

    line: str
    field: str
    level: int
    name: str
    short: str
    codes: tuple[str, ...]
    recipients: str
    asked: str  # who is to pass its papers on, "" where nobody is asked
    below: str  # to whom
    region: str  # 全国, 全省, 我市, 我县
    government: str  # 市政府: who agrees that an office forwards
    row: dict[str, str]  # of regions.csv

    def at(self, day: date) -> "Office | None":
        """The office that did its work at another day; ``None`` where there was none."""
        line = "cbirc" if self.line == "nfra" and not stands("nfra", day) else self.line
        if not stands(line, day) or self.level > deepest(line, day):
            return None
        return office(line, self.level, self.row, day)


@cache
def lines() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["line"] for row in rows("offices")))


def deepest(line: str, day: date) -> int:
    """The lowest level at which the line has an office."""
    return max(int(r["level"]) for r in rows("offices") if r["line"] == line and _stands(r, day))


def _stands(row: dict[str, str], day: date) -> bool:
    return (row["since"] or "0") <= day.isoformat() <= (row["until"] or "9")


def line_at(line: str, day: date) -> str:
    """The line that does its work at a day: 银保监 until 2023-05-17, then 金融监管."""
    return "nfra" if line == "cbirc" and not stands(line, day) else line


def stands(line: str, day: date) -> bool:
    return any(row["line"] == line and _stands(row, day) for row in rows("offices"))


def office(line: str, level: int, region: dict[str, str], day: date) -> Office:
    """The office of ``line`` at ``level`` for a row of ``regions.csv``."""
    (row,) = (
        r for r in rows("offices")
        if r["line"] == line and int(r["level"]) == level and _stands(r, day)
    )  # fmt: skip
    said = {key: value.format(**region) for key, value in row.items()}
    codes = tuple(code for code in said["codes"].split("|") if code)
    return Office(
        line, said["field"], level, said["name"], said["short"], codes, said["recipients"],
        said["asked"], said["below"], ("全国", "全省", "我市", "我县", "我镇")[level],
        ("国务院", "省政府", "市政府", "县政府", "镇政府")[level], region,
    )  # fmt: skip


def regions_below(chance: Random, level: int, region: dict[str, str] | None) -> dict[str, str]:
    """A region of ``level`` inside ``region``; all of the country where that is ``None``."""
    keys = (None, "province", "city", "county", "county")
    every = rows("regions")
    if region is not None:
        key = keys[level - 1] if level > 0 else None
        every = tuple(r for r in every if key is None or r[key] == region[key])
    return chance.choice(every)
