"""Where a paper holds (地域): the places of its authorities, and the way from a place to them.

A paper of 江西 holds in 南昌 (南昌市 → 江西省), one of the State Council everywhere (南昌市 →
江西省 → 全国). Nothing of this is stored: names of authorities, codes and recipients tell.
"""

import re
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from hongtou.errors import AmbiguousError, LookupFailedError
from hongtou.lexicon.places import (
    PlaceIn,
    alike_places,
    codes_of,
    find_places,
    leading_place,
    place_name,
    place_path,
)
from hongtou.notation.registry import region_codes_of, regions_of_code

__all__ = [
    "COUNTRY", "UNKNOWN", "distance", "held_in", "issued_in", "path_to", "place_of",
    "prepare_regions", "regions_of",
]  # fmt: skip

COUNTRY: Final = "全国"
UNKNOWN: Final = "地域未载明"
# What the SQL function gives for a paper of the whole country, and for one that says nothing.
EVERYWHERE: Final = "0"
NOWHERE: Final = ""
# 上海票据交易所 and 上海清算所 sit in 上海 and serve the country.
_NATIONAL: Final = re.compile("交易所|清算所")
# 中国人民银行残缺污损人民币兑换办法, 中华人民共和国票据法.
_NATIONAL_TITLE: Final = ("中华人民共和国", "国务院", "全国", "中国", "国家")

_NAMES: Final = (
    "(SELECT group_concat(p.name, '|') FROM parties p WHERE p.document_id = {0}.document_id"
    " AND p.role = '{1}')"
)
_OWN: Final = (
    f"region_of({_NAMES.format('{0}', 'issuing_authority')}, {{0}}.authority_code, {{0}}.title,"
    f" {_NAMES.format('{0}', 'main_recipient')})"
)
# A regulation that a notice issues or encloses holds where the notice does, if it says nothing.
_REGION: Final = (
    f"coalesce(nullif({_OWN.format('r')}, ''), iif(up.document_id IS NULL, '',"
    f" {_OWN.format('up')}))"
)
_FROM: Final = "FROM documents r LEFT JOIN documents up ON up.document_id = r.parent_id"


def prepare_regions(connection: sqlite3.Connection) -> None:
    """Teach the connection the functions that ``held_in`` and ``issued_in`` ask."""
    connection.create_function("region_of", 4, _region, deterministic=True)
    connection.create_function("holds_in", 2, _holds_in, deterministic=True)
    connection.create_function("lies_in", 2, _lies_in, deterministic=True)


def place_of(name: str) -> str:
    """The code of the place that somebody names: 江西, 南昌市, 忻州市忻府区, 襄樊.

    Raises:
        LookupFailedError: If no place has the name; the message names some that come near.
        AmbiguousError: If several have it: 鼓楼区 lies in four cities.
    """
    codes = codes_of("".join(name.split()))
    if len(codes) == 1:
        return codes[0]
    if codes:
        several = "、".join("".join(map(place_name, reversed(place_path(c)))) for c in codes[:6])
        raise AmbiguousError(f"“{name}”有 {len(codes)} 处：{several}；请写明上级地名")
    near = "、".join(alike_places(name))
    hint = f"；相近：{near}" if near else "；请用省、市、县的名称，如 江西、南昌、信丰县"
    raise LookupFailedError(f"没有地名“{name}”{hint}")


def held_in(place: str) -> tuple[str, tuple[str, ...]]:
    """SQL for the document_ids of papers that hold in all of ``place``, and its values.

    Issued there, above it or for the whole country; a paper that says nothing of where it comes
    from counts too, since nobody may miss a duty for that.
    """
    return f"SELECT r.document_id {_FROM} WHERE holds_in({_REGION}, ?)", (place,)


def issued_in(place: str) -> tuple[str, tuple[str, ...]]:
    """SQL for the document_ids of papers of authorities in ``place`` or below it, and values."""
    return f"SELECT r.document_id {_FROM} WHERE lies_in({_REGION}, ?)", (place,)


def regions_of(connection: sqlite3.Connection, documents: Iterable[str]) -> dict[str, str]:
    """Where the authorities of documents sit: codes joined by ``|``, ``0`` for the country."""
    ids = ",".join(f'"{document}"' for document in dict.fromkeys(documents))
    rows = connection.execute(
        f"SELECT r.document_id, {_REGION} {_FROM}"
        " WHERE r.document_id IN (SELECT value FROM json_each(?))",
        (f"[{ids}]",),
    )
    return dict(map(tuple, rows))


@lru_cache(maxsize=8192)
def path_to(region: str, place: str) -> tuple[str, ...]:
    """The way from ``place`` to the region of a paper: 南昌市, 江西省, 全国; empty if none."""
    path = place_path(place)
    names = tuple(map(place_name, path))
    if region == NOWHERE:
        return (*names, UNKNOWN)
    codes = region.split("|")
    steps = [path.index(code) for code in codes if code in path]
    if steps:
        return names[: min(steps) + 1]
    return (*names, COUNTRY) if EVERYWHERE in codes else ()


def distance(path: tuple[str, ...]) -> tuple[bool, int]:
    """How near a paper is: its own place first, what says nothing of its region last."""
    return path[-1:] == (UNKNOWN,), len(path)


def _holds_in(region: str, place: str) -> bool:
    return bool(path_to(region, place))


def _lies_in(region: str, place: str) -> bool:
    codes = region.split("|") if region else []
    return any(code != EVERYWHERE and place in place_path(code) for code in codes)


@lru_cache(maxsize=65_536)
def _region(
    authorities: str | None, code: str | None, title: str | None, recipients: str | None
) -> str:
    """What the names say, the surest first: authorities, code, title, recipients."""
    named = (authorities or "").split("|") if authorities else []
    codes = [at for name in named for at in _seat(name)]
    if codes:
        return "|".join(dict.fromkeys(codes))
    if code and (places := regions_of_code(code)):
        return "|".join(places)  # several for 宁政发: nobody may miss a duty for that
    heading = title or ""
    if named or code or heading.startswith(_NATIONAL_TITLE) or _NATIONAL.search(heading[:10]):
        return EVERYWHERE
    if (inside := leading_place(heading[:40])[0]) is not None:
        return inside
    seats = {_last(found) for name in (recipients or "").split("|") if (found := find_places(name))}
    return seats.pop() if len(seats) == 1 else NOWHERE


def _seat(authority: str) -> tuple[str, ...]:
    """The places for which an authority speaks: 江西省南昌市人民政府 for 南昌市 only."""
    places = region_codes_of(authority)
    if places:
        return places
    found = () if _NATIONAL.search(authority) else find_places(authority)
    return (_last(found),) if found else ()


def _last(found: tuple[PlaceIn, ...]) -> str:
    return found[-1].code
