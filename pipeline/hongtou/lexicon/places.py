"""Places of China down to the county (GB/T 2260), what lies in what, and names of places in names.

南昌 is 南昌市 in 江西省; 忻州地区 is the former name of 忻州市; 赣 stands for 江西省 in 赣银保监发.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from hongtou.lexicon.tables import read_table

# GB/T 2260 has a level for what lies directly in a province; no paper names it.
_NO_PLACE: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_ENDING: Final = re.compile(r"(?:特别行政区|地区|林区|新区|[省市盟县区旗])$")
# 资源 is a county and a common word: the short name of a county counts in front, behind another
# place and behind the name of its authority only.
_BEFORE_COUNTY: Final = re.compile(r"(?:银行|监会|总局|管理局|公司|联社|原)$")


@dataclass(frozen=True, slots=True)
class PlaceIn:
    """A place named in ``start..end`` of a text."""

    code: str
    start: int
    end: int


@lru_cache
def place_names() -> frozenset[str]:
    """Names of provinces, cities and counties (GB/T 2260): ``"潢川县"``, ``"忻州市"``."""
    return frozenset(row["name"] for row in read_table("places"))


def place_name(code: str) -> str:
    """The name of a place by its code: ``"360100"`` -> ``"南昌市"``."""
    return _places()[code]["name"]


@lru_cache(maxsize=8192)
def place_path(code: str) -> tuple[str, ...]:
    """The codes of a place and of all that it lies in: 360121 -> 360121, 360100, 360000."""
    path = [code]
    while parent := _places()[path[-1]]["parent"]:
        path.append(parent)
    return tuple(at for at in path if place_name(at) not in _NO_PLACE)


def abbreviated_places(letters: str) -> tuple[str, ...]:
    """Codes of the places for which letters stand in a 机关代字: 赣 -> 江西省; 宁 -> three places.

    Nobody in 台湾, 香港 and 澳门 writes such codes: 台政发 is that of 台州.
    """
    return _abbreviations().get(letters, ())


def abbreviations_of(code: str) -> tuple[str, ...]:
    """The letters that stand for a place in a 机关代字: 贵州省 -> 贵, 黔."""
    return tuple(letters for letters, codes in _abbreviations().items() if code in codes)


@lru_cache(maxsize=4096)
def short_name(code: str) -> str:
    """The name of a place without its kind: 江西省 -> 江西; 赵县 stays.

    So does 龙山区: 龙山 is also the short name of 龙山县.
    """
    name = place_name(code)
    short = _short_by_code().get(code) or _ENDING.sub("", name)
    return short if leading_place(short) == (code, len(short)) else name


@lru_cache(maxsize=1)
def planned_cities() -> frozenset[str]:
    """Codes of the cities that the state plan lists by themselves (计划单列市): 大连, 宁波, …."""
    return frozenset(_extra("planned").values())


@lru_cache(maxsize=1)
def _abbreviations() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in read_table("place_names"):
        if row["kind"] == "abbreviation" and row["code"] < "710000":
            found[row["name"]] = (*found.get(row["name"], ()), row["code"])
    return found


@lru_cache(maxsize=1)
def _short_by_code() -> Mapping[str, str]:
    return {code: name for name, code in _extra("short").items()}


@lru_cache(maxsize=8192)
def find_places(text: str) -> tuple[PlaceIn, ...]:
    """Places that a name names, in order: 忻州市忻府区 -> 忻州市, 忻府区 (of 忻州市)."""
    found: list[PlaceIn] = []
    at = 0
    while at < len(text):
        place = _place_at(text, at, found[-1] if found else None)
        if place is not None:
            found.append(place)
        at = place.end if place else at + 1
    return tuple(found)


@lru_cache(maxsize=8192)
def leading_place(text: str) -> tuple[str | None, int]:
    """The place at the head of a name and the length of its words: 忻州市忻府区秀都村镇银行."""
    code, end = None, 0
    while (place := _place_at(text, end, PlaceIn(code, 0, end) if code else None)) is not None:
        if code is not None and code not in place_path(place.code):
            break  # 翁源县|官渡镇: the town has the name of a district of 昆明
        code, end = place.code, place.end
    return code, end


def without_places(text: str) -> tuple[str, tuple[str, ...]]:
    """A name without its places, and their codes: 人民银行南昌中心支行 -> 人民银行中心支行."""
    places = find_places(text)
    rest, end = "", 0
    for place in places:
        rest, end = rest + text[end : place.start], place.end
    return rest + text[end:], tuple(place.code for place in places)


def codes_of(name: str) -> tuple[str, ...]:
    """The codes of all places of a name, in full, short or former: 朝阳 -> 朝阳市, 朝阳区."""
    code, end = leading_place(name)
    if code is not None and end == len(name):
        return (code,)
    return _by_name().get(name, ()) or tuple(
        code for full, codes in _by_name().items() if _ENDING.sub("", full) == name
        for code in codes
    )  # fmt: skip


def alike_places(name: str) -> tuple[str, ...]:
    """Names of places that come near a name nobody has, best first: 南唱 -> 南昌市, ….

    Provinces and cities only: half of all counties come near any name.
    """
    known = [row["name"] for row in _places().values() if row["code"].endswith("00")]
    stems = {_ENDING.sub("", full): full for full in known if full not in _NO_PLACE}
    near = get_close_matches(name[:20], stems, n=20, cutoff=0.5)
    near.sort(key=lambda stem: stem[:1] != name[:1])
    return tuple(stems[stem] for stem in near[:5])


def _place_at(text: str, at: int, before: PlaceIn | None) -> PlaceIn | None:
    names = _by_name()
    for end in range(min(len(text), at + _longest()), at + 1, -1):
        codes = names.get(text[at:end])
        if codes is None:
            continue
        # 上海市 上海总部: one place twice is one; 南昌 behind 江西 lies in it.
        inside = [c for c in codes if before is not None and before.code in place_path(c)]
        code = _one_of(inside or codes)
        if code is None:
            continue
        short = text[at:end] != place_name(code) and not code.endswith("00")
        near = at == 0 or (before is not None and before.end == at)
        if short and not near and not _BEFORE_COUNTY.search(text[:at]):
            continue
        return PlaceIn(code, at, end)
    return None


def _one_of(codes: list[str] | tuple[str, ...]) -> str | None:
    """The one that a name means: 吉林 is the province; 鼓楼区 alone is none of four."""
    if len(codes) == 1:
        return codes[0]
    for zeros in ("0000", "00", ""):
        level = [code for code in codes if code.endswith(zeros)]
        if level:
            return level[0] if len(level) == 1 else None
    return None


@lru_cache
def _places() -> Mapping[str, dict[str, str]]:
    return {row["code"]: row for row in read_table("places")}


@lru_cache
def _extra(kind: str) -> Mapping[str, str]:
    """Names beside those of GB/T 2260, from ``place_names.csv``."""
    return {row["name"]: row["code"] for row in read_table("place_names") if row["kind"] == kind}


@lru_cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    """Full, short and former names of at least two characters -> codes."""
    found: dict[str, list[str]] = {}
    rows = [row for row in _places().values() if row["name"] not in _NO_PLACE]
    for row in rows:
        found.setdefault(row["name"], []).append(row["code"])
    for name, code in (*_extra("short").items(), *_extra("former").items()):
        found.setdefault(name, []).append(code)
    short: dict[str, list[str]] = {}
    for row in rows:
        stem = _ENDING.sub("", row["name"])
        if len(stem) > 1 and stem not in found:
            short.setdefault(stem, []).append(row["code"])
    for stem, codes in short.items():
        # A short name that several counties share says nothing; 公安 is a word first.
        if _one_of(codes) is not None and stem not in _extra("word"):
            found[stem] = codes
    return {name: tuple(codes) for name, codes in found.items()}


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, _by_name()))
