"""机关代字 and whose they are: 银发, and by composition 忻|银发, 晋|政办发.

A code that nobody listed is put together from the abbreviation of a place and a kind. Where an
abbreviation is that of several places (青: 青海, 青岛) all are given, and no one is chosen.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from hongtou.errors import LexiconError
from hongtou.lexicon.places import abbreviated_places, leading_place, planned_cities
from hongtou.notation.authorities import first_authority
from hongtou.notation.authority_codes import ORDER_ENDINGS
from hongtou.notation.registry.names import (
    authority_named,
    in_one_line,
    level_of,
    region_codes_of,
    region_of,
    standing_name,
)
from hongtou.notation.registry.rows import (
    Authority,
    CodeRow,
    bodies,
    fill,
    is_capital,
    kinds,
    level_of_place,
    national_codes,
    regions_of_bodies,
)


@lru_cache(maxsize=16384)
def authority_of_code(code: str, year: int | None = None) -> Authority | None:
    """The authority whose code it is, in ``year`` if given; ``None`` if unknown or several may be.

    忻银发 is 中国人民银行忻州市中心支行, in 2024 中国人民银行忻州市分行; 宁夏 and 南京 both
    write 宁政发, so it is nobody's; ``possible_authorities`` names both.
    """
    possible = possible_authorities(code, year)
    if not possible:
        return None
    names = {authority.name for authority in possible}
    if all(in_one_line(one, other) for one, other in combinations(sorted(names), 2)):
        return possible[0]
    return None


@lru_cache(maxsize=16384)
def possible_authorities(code: str, year: int | None = None) -> tuple[Authority, ...]:
    """All authorities whose code it may be, the usual one first; in ``year`` if given."""
    bare = re.sub(r"\s+|（[^（）]*）", "", code)
    if not 0 < len(bare) <= 60:
        return ()
    found = dict.fromkeys(
        replace(authority, code=code)
        for authority, since, until in _found(bare)
        if year is None or (since or 0) <= year <= (until or 9999)
    )
    return tuple(found)


@lru_cache(maxsize=16384)
def is_listed(code: str) -> bool:
    """Whether a list names the code itself, or its authority: 银发, 中国人民银行令; not 忻银发."""
    bare = re.sub(r"\s+|（[^（）]*）", "", code)
    return bare in national_codes().exact or (
        bare.endswith(ORDER_ENDINGS) and bool(possible_authorities(code))
    )


@lru_cache(maxsize=16384)
def is_composed(code: str) -> bool:
    """Whether the registry puts a code together from place and kind: 忻银发; not 银发, 财金."""
    bare = re.sub(r"\s+|（[^（）]*）", "", code)
    return not is_listed(code) and bool(_found(bare)) and any(True for _ in _composed(bare))


@lru_cache(maxsize=16384)
def regions_of_code(code: str) -> tuple[str, ...]:
    """Codes of the places for which a code speaks: 赣银保监发 -> 360000, 宁政发 -> 宁夏, 南京."""
    return tuple(
        dict.fromkeys(
            at for authority in possible_authorities(code) for at in region_codes_of(authority.name)
        )
    )


_Dated = tuple[Authority, int | None, int | None]


@lru_cache(maxsize=16384)
def _found(bare: str) -> tuple[_Dated, ...]:
    listed = _named(national_codes().find(bare))
    if bare in national_codes().exact:
        return listed
    for ending in ORDER_ENDINGS:
        if bare.endswith(ending) and bare != ending:
            named = authority_named(first_authority(bare.removesuffix(ending)))
            return ((named, named.since, named.until),) if named else ()
    if authority_named(bare) is not None:  # 财政部 is a name, and no code of the kind 财*
        return ()
    # What a list names wins over what is put together, and that over 财* and the like.
    return tuple(_composed(bare)) or listed


def _named(rows: Iterable[CodeRow]) -> tuple[_Dated, ...]:
    return tuple(_within(authority_named(row.body) or _unlisted(row), row) for row in rows)


def _unlisted(row: CodeRow) -> Authority:
    """The authority of a code that a user added, by what its name tells.

    Raises:
        LexiconError: If its name does not tell the level either.
    """
    level = level_of(row.body)
    if level is None:
        raise LexiconError(
            f"authority_codes.csv：代字“{row.code}”的机关“{row.body}”看不出层级；"
            "请在 authority_registry.csv 中加上这个机关"
        )
    name = standing_name(row.body)
    return Authority(name, level, region_of(name), row.code, row.since, row.until, None, row.source)


def _within(authority: Authority, row: CodeRow) -> _Dated:
    """The years in which the authority bore the code, both existing; the code's source in front."""
    source = "；".join(dict.fromkeys((row.source, authority.source)))
    authority = replace(authority, source=source)
    since = max(authority.since or 0, row.since or 0) or None
    until = min(authority.until or 9999, row.until or 9999)
    return authority, since, None if until == 9999 else until


def _composed(bare: str) -> Iterator[_Dated]:
    for places, kind in _parted(bare):
        rows = kinds().find(kind)
        dated = [found for place in places for found in _bodies_at(place, rows)]
        if dated:
            yield from dated
            return


def _parted(bare: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Places and kind: 忻|银发, 赣市|府发, 上海|银保监发."""
    for length in (2, 1):
        places = abbreviated_places(bare[:length])
        if places and len(bare) > length:
            yield places, bare[length:]
    place, end = leading_place(bare)
    if place is not None:
        yield (place,), bare[end:]


def _bodies_at(place: str, rows: Iterable[CodeRow]) -> Iterator[_Dated]:
    for row in rows:
        if not _fits(row.place, place):
            continue
        name = _seat_of(place) if row.body == "{seat}" else fill(row.body, place)
        authority = authority_named(name) if name else None
        if authority is not None:
            yield _within(authority, row)


def _fits(wanted: str, place: str) -> bool:
    match wanted:
        case "capital":
            return is_capital(place)
        case "prefecture":
            return level_of_place(place) == "municipal" and not is_capital(place)
        case "planned":
            return place in planned_cities()
        case "ordinary":
            return level_of_place(place) == "municipal" and place not in planned_cities()
    return wanted in ("", level_of_place(place))


def _seat_of(place: str) -> str | None:
    """The people's bank branch in charge of a province before 2023: 中国人民银行太原中心支行."""
    province = f"{place[:2]}0000"
    return next(
        (
            name
            for name, places in regions_of_bodies().items()
            if places[0] == province and bodies()[name].since == 1998
            and bodies()[name].until == 2023
        ),
        None,
    )  # fmt: skip
