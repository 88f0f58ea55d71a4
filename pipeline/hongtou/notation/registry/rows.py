"""What the lists of the lexicon say of authorities, their branches, their codes: read once."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, get_args

from hongtou.errors import LexiconError
from hongtou.lexicon import read_table
from hongtou.lexicon.places import place_name, place_path, planned_cities, short_name
from hongtou.notation.characters import HAN

Level = Literal["national", "provincial", "municipal", "county"]
# Places that a kind of code may be bound to; see ``CodeRow``.
_PLACES: Final = ("", "provincial", "municipal", "capital", "prefecture", "planned", "ordinary")
# 北京, 天津, 上海, 重庆: provinces whose departments are 局 and not 厅.
_MUNICIPALITIES: Final = frozenset({"110000", "120000", "310000", "500000"})


@dataclass(frozen=True, slots=True)
class Authority:
    """发文机关: who may issue notices, as in 忻银发, 中国人民银行忻州市中心支行, 1998 to 2023.

    Years are whole: a body that gave way in May 2023 has ``until`` 2023, its successor ``since``
    2023.
    """

    name: str  # standing name: 中国人民银行忻州市中心支行
    level: Level
    region: str | None  # 山西省忻州市, several joined by 、; None for the whole country
    code: str | None  # 机关代字 under which it was asked for, else its first in the lists
    since: int | None  # first year; None where the lists do not say
    until: int | None  # last year; None while it exists, or where the lists do not say
    successor: str | None  # standing name of who took over
    source: str  # what says so: a law, a reform, public papers


@dataclass(frozen=True, slots=True)
class Branch:
    """How a name below a national body, or of a place, is written: ``中心支行`` of 中国人民银行."""

    suffix: str  # as printed behind the place
    head: str  # standing name before the place; "" where a name begins with the place
    level: Level | None  # None: the level of its place
    standing: str  # template: 中国人民银行{full}中心支行
    since: int | None
    until: int | None
    successor: str  # template, "" if none
    source: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code of one authority (银发), or a kind behind an abbreviation of a place (政发)."""

    code: str  # with * for up to four characters more: 财*
    body: str  # standing name, or template of one
    # "", provincial, municipal; of cities: capital (of a province) or prefecture (no capital),
    # planned (计划单列市) or ordinary (not planned).
    place: str
    since: int | None
    until: int | None
    source: str


@lru_cache(maxsize=1)
def bodies() -> dict[str, Authority]:
    """Authorities by standing name, from ``authority_registry.csv``; their first code beside.

    Raises:
        LexiconError: If a row has a level that there is none of, or a year that is no number.
    """
    codes: dict[str, str] = {}
    for row in read_table("authority_codes"):
        codes.setdefault(row["name"], row["code"].replace("*", ""))
    return {
        row["name"]: Authority(
            row["name"],
            level_named(row["level"]) or "national",
            region_name(tuple(filter(None, row["region"].split("|")))),
            codes.get(row["name"]),
            year_of(row["since"]),
            year_of(row["until"]),
            row["successor"] or None,
            row["source"],
        )
        for row in read_table("authority_registry")
    }


@lru_cache(maxsize=1)
def regions_of_bodies() -> dict[str, tuple[str, ...]]:
    """Codes of the places for which authorities of the list speak; nothing for the country's."""
    return {
        row["name"]: tuple(row["region"].split("|"))
        for row in read_table("authority_registry")
        if row["region"]
    }


@lru_cache(maxsize=1)
def branches() -> dict[tuple[str, str], Branch]:
    """Forms of names by suffix and head: ``("中心支行", "中国人民银行")``."""
    return {
        (row["suffix"], row["head"]): Branch(
            row["suffix"],
            row["head"],
            level_named(row["level"]),
            row["standing"],
            year_of(row["since"]),
            year_of(row["until"]),
            row["successor"],
            row["source"],
        )
        for row in read_table("authority_branches")
    }


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A list of codes, by the whole code and, where it has a ``*``, by its first character."""

    exact: Mapping[str, tuple[CodeRow, ...]]
    open: Mapping[str, tuple[CodeRow, ...]]

    def find(self, code: str) -> tuple[CodeRow, ...]:
        """The rows that fit best, in the order of the list: 财办金 is 财办* and not 财*."""
        if code in self.exact:
            return self.exact[code]
        rows = [row for row in self.open.get(code[:1], ()) if _pattern(row.code).fullmatch(code)]
        most = max((len(row.code) for row in rows), default=0)
        return tuple(row for row in rows if len(row.code) == most)


@lru_cache(maxsize=1)
def national_codes() -> CodeTable:
    """Codes of authorities by name, from ``authority_codes.csv``."""
    return _table(
        CodeRow(row["code"], row["name"], "", year_of(row["since"]), year_of(row["until"]),
                row["source"])
        for row in read_table("authority_codes")
    )  # fmt: skip


@lru_cache(maxsize=1)
def kinds() -> CodeTable:
    """What may stand behind the abbreviation of a place, from ``authority_kinds.csv``."""
    return _table(
        CodeRow(row["kind_of_code"], row["body"], _place_kind(row["place"]), year_of(row["since"]),
                year_of(row["until"]), row["source"])
        for row in read_table("authority_kinds")
    )  # fmt: skip


def _place_kind(text: str) -> str:
    if text not in _PLACES:
        choices = "、".join(filter(None, _PLACES))
        raise LexiconError(f"authority_kinds.csv：place 不能是“{text}”；可用 {choices}，或不填")
    return text


def _table(rows: Iterable[CodeRow]) -> CodeTable:
    exact: dict[str, tuple[CodeRow, ...]] = {}
    free: dict[str, tuple[CodeRow, ...]] = {}
    for row in rows:
        table, key = (free, row.code[0]) if "*" in row.code else (exact, row.code)
        table[key] = (*table.get(key, ()), row)
    return CodeTable(exact, free)


@lru_cache(maxsize=1024)
def _pattern(code: str) -> re.Pattern[str]:
    """``财*`` is 财 and up to four characters more: 财, 财金, 财税, 财建便函."""
    # 建政发, 林银发 are codes of places that begin so (建德, 林州), none of a ministry's bureaus;
    # 农信发 is the credit co-operatives'. 汇政发字 is a bureau's again.
    places = r"(?!(?:政(?:办?发|办?字|办?函|办)|府(?:办?发|办|函)?|银办?发|信(?:联|联?发))\Z)"
    free = rf"{places}[{HAN}]{{0,4}}"
    return re.compile(free.join(map(re.escape, code.split("*"))))


def level_of_place(code: str) -> Level:
    """``"360000"`` -> provincial, ``"360100"`` -> municipal, ``"360121"`` -> county."""
    if code.endswith("0000"):
        return "provincial"
    return "municipal" if code.endswith("00") else "county"


def is_capital(code: str) -> bool:
    """Whether a place is the capital of a province: GB/T 2260 gives it 01."""
    return code.endswith("0100") and f"{code[:2]}0000" not in _MUNICIPALITIES


def region_name(codes: tuple[str, ...]) -> str | None:
    """``("140900",)`` -> 山西省忻州市; ``None`` for the whole country."""
    names = ("".join(map(place_name, reversed(place_path(code)))) for code in codes)
    return "、".join(names) or None


def fill(template: str, place: str, printed: str = "") -> str:
    """A template with the names of a place: {full} 忻州市, {short} 忻州, {city} of a county.

    ``{bureau}`` is 厅 in a province, else 局; ``{office}`` is 办公厅 or 办公室 as ``printed``, else
    办公厅 in provinces, their capitals and cities of the state plan.
    """
    high = place.endswith("0000")
    hall = high or is_capital(place) or place in planned_cities()
    office = "办公厅" if hall else "办公室"
    path = place_path(place)
    return template.format(
        full=_full_name(place),
        short=short_name(place),
        city=place_name(path[1] if len(path) > 1 else place),
        bureau="厅" if high and place not in _MUNICIPALITIES else "局",
        office=next((o for o in ("办公厅", "办公室") if printed.endswith(o)), office),
    )


def _full_name(place: str) -> str:
    """信丰县; 福州市鼓楼区, since four cities have a 鼓楼区."""
    name = place_name(place)
    path = place_path(place)
    return place_name(path[1]) + name if name in _common() and len(path) > 1 else name


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Names that several places have."""
    names = Counter(row["name"] for row in read_table("places"))
    return frozenset(name for name, many in names.items() if many > 1)


def level_named(text: str) -> Level | None:
    """The level of a row; ``None`` where it stands empty.

    Raises:
        LexiconError: If there is no such level.
    """
    levels: tuple[Level, ...] = get_args(Level)
    for level in levels:
        if text == level:
            return level
    if text:
        choices = "、".join(levels)
        raise LexiconError(f"机关名录：层级不能是“{text}”；可用 {choices}")
    return None


def year_of(text: str) -> int | None:
    """The year of a row; ``None`` where it stands empty.

    Raises:
        LexiconError: If it is no year.
    """
    if text and not re.fullmatch(r"(?:19|20)\d{2}", text, re.ASCII):
        raise LexiconError(f"机关名录：“{text}”不是年份；请写四位数字，如 2018")
    return int(text) if text else None
