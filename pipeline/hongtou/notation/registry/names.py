"""Names of authorities in one form: 江西银保监局 is 中国银行保险监督管理委员会江西监管局.

A name is read from its head: a national body (人民银行), a place (太原), and the form of the
branch (中心支行); or a place and one of its bodies (江西省|财政厅).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from hongtou.lexicon.places import leading_place, place_path, short_name
from hongtou.notation.authorities import bare_name, standing_names
from hongtou.notation.registry.rows import (
    Authority,
    Branch,
    Level,
    bodies,
    branches,
    fill,
    level_of_place,
    region_name,
    regions_of_bodies,
)

_OFFICES: Final = ("办公厅", "办公室")
# 货币政策司, 综合司, 条法司: a part of a national body speaks for it.
_SECTION: Final = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:司|局|厅|部|室|中心|秘书处)(?<!监管局|税务局)(?<!分局)\Z"
)
_LOCAL_END: Final = re.compile(r"(?:政府|厅|局|委|委员会|办公室|法院|检察院)\Z")
_NATIONAL_NAME: Final = re.compile(
    r"(?:国家|国务院|中央|全国|最高).{1,20}(?:部|局|委|会|署|办公室)\Z"
)
# Names of a kind, without a place: 省人民政府, 各市中心支行, 县支行.
_KINDS: Final[tuple[tuple[Level, re.Pattern[str]], ...]] = (
    ("provincial", re.compile(r"(?:省|自治区|直辖市|各省级)")),
    ("municipal", re.compile(r"(?:设区市|地级市|[市地州]|自治州)")),
    ("county", re.compile(r"(?:县|区|旗|县级市|县（市）)")),
)
_KIND_BODY: Final = (
    r"(?:级)?(?:人民政府|政府|财政[厅局]|中心支行|支行|分行|税务局|银?保?监分?局|监管组|办公[厅室])"
)


@lru_cache(maxsize=16384)
def authority_named(name: str) -> Authority | None:
    """The authority that a name means, ``None`` if the lists do not know it.

    人民银行太原中心支行 and 中国人民银行太原市中心支行 are one; 江西银保监局 is the branch of the
    commission in 江西; 财政部税政司 is a part of 财政部. A bank or an association is none.
    """
    bare = bare_name(name)
    return _body(bare) or _part(bare) if 1 < len(bare) <= 60 else None


def standing_name(name: str) -> str:
    """The name under which an authority stands in tables; unknown ones without spaces.

    ``standing_name(standing_name(x)) == standing_name(x)`` for every string.
    """
    known = authority_named(name)
    return known.name if known else bare_name(name)


def level_of(name: str) -> Level | None:
    """Centre, province, city or county; ``None`` where the name does not tell.

    Bodies that no list has are told by the place at their head (江西省地质局), kinds by their first
    word (县支行, 省人民政府).
    """
    known = authority_named(name)
    if known is not None:
        return known.level
    bare = bare_name(name)
    place = _place_of_unknown(bare)
    if place is not None:
        return level_of_place(place)
    if _NATIONAL_NAME.match(bare):
        return "national"
    plain = bare.removeprefix("各")
    return next((at for at, head in _KINDS if re.match(head.pattern + _KIND_BODY, plain)), None)


def region_of(name: str) -> str | None:
    """The places for which an authority speaks, from the province down: 山西省忻州市.

    ``None`` for the whole country and where the name does not tell; ``level_of`` tells which.
    """
    return region_name(region_codes_of(name))


@lru_cache(maxsize=16384)
def region_codes_of(name: str) -> tuple[str, ...]:
    """The same as codes of GB/T 2260: several for 中国人民银行西安分行, none for the country."""
    bare = bare_name(name)
    known = authority_named(name)
    if known is None:
        place = _place_of_unknown(bare)
        return () if place is None else (place,)
    stem = known.name
    while stem not in regions_of_bodies() and stem.endswith(_OFFICES):
        stem = stem[:-3]
    if stem in regions_of_bodies():
        return regions_of_bodies()[stem]
    return next((codes for codes in _places_in(stem)), ())


def same_authority(one: str, other: str) -> bool:
    """Whether two names mean one authority: 人行太原中心支行, 中国人民银行太原市中心支行."""
    return _key(one) == _key(other)


def succeeds(later: str, earlier: str) -> bool:
    """Whether ``later`` took over from ``earlier``, at once or over others in between.

    国家金融监督管理总局 succeeds 中国银监会; nobody succeeds itself.
    """
    wanted = _key(later)
    return any(_key(name) == wanted for name in successors(earlier))


@lru_cache(maxsize=4096)
def successors(name: str) -> tuple[str, ...]:
    """Who took over from an authority, in order: 银监会 -> 银保监会, 金融监管总局."""
    found: list[str] = []
    known = authority_named(name)
    while known is not None and known.successor is not None:
        following = standing_name(known.successor)
        if following in found or following == known.name:
            break
        found.append(following)
        known = authority_named(following)
    return tuple(found)


def whole_of(name: str) -> str:
    """The body of an office or section: 中国人民银行办公厅 -> 中国人民银行; others as they are."""
    bare = standing_name(name)
    for office in _OFFICES:
        stem = bare.removesuffix(office)
        if stem != bare and authority_named(stem) is not None:
            return standing_name(stem)
    if bare in bodies():
        return bare
    return next((head for head, rest in _heads(bare) if _is_section(head, rest)), bare)


def in_one_line(one: str, other: str) -> bool:
    """Whether one of two names is the other's, or took over from it: a code goes on so."""
    return same_authority(one, other) or succeeds(one, other) or succeeds(other, one)


def _key(name: str) -> str:
    # One government has one office, whatever the paper calls it.
    standing = standing_name(name)
    return standing[:-1] + "室" if standing.endswith("办公厅") else standing


def _body(bare: str) -> Authority | None:
    full = standing_names().get(bare, bare)
    if full in bodies():
        return bodies()[full]
    spelled = (head + rest for head, rest in _heads(full))  # 人民银行|上海总部
    return next((bodies()[name] for name in spelled if name in bodies()), None) or _branch(full)


def _part(bare: str) -> Authority | None:
    """An office or a section: the whole's level, region and years, its successor's office."""
    for office in _OFFICES:
        stem = bare.removesuffix(office)
        whole = (_body(stem) or _part(stem)) if stem != bare and len(stem) > 1 else None
        if whole is not None:
            following = f"{whole.successor}{office}" if whole.successor else None
            return replace(whole, name=whole.name + office, code=None, successor=following)
    for head, rest in _heads(bare):
        if _is_section(head, rest):
            whole = bodies()[head]
            return replace(whole, name=head + rest, code=None, successor=None)
    return None


def _is_section(head: str, rest: str) -> bool:
    return head in bodies() and bodies()[head].level == "national" and bool(_SECTION.match(rest))


def _heads(bare: str) -> Iterator[tuple[str, str]]:
    """Standing names at the head of a name with what follows, the longest first."""
    names = standing_names()
    for end in range(min(len(bare) - 1, 24), 1, -1):
        if bare[:end] in names:
            yield names[bare[:end]], bare[end:]


def _branch(bare: str) -> Authority | None:
    found = next(_branches(bare), None)
    return found[0] if found else None


def _places_in(bare: str) -> Iterator[tuple[str, ...]]:
    for _, place in _branches(bare):
        yield (place,)


def _branches(bare: str) -> Iterator[tuple[Authority, str]]:
    """Readings of a name as branch of a national body, or as body of a place, with the place."""
    for head, rest in (*_heads(bare), *_party(bare), ("", bare)):
        found = _at_place(head, rest, None)
        if found is not None:
            yield found


def _party(bare: str) -> Iterator[tuple[str, str]]:
    if bare.startswith("中共"):
        yield "中共", bare[2:]


def _at_place(head: str, rest: str, outer: str | None) -> tuple[Authority, str] | None:
    """``rest`` as place and suffix; a county may follow: 信阳|监管分局|潢川|监管组."""
    place, end = leading_place(rest)
    if place is None or (outer is not None and outer not in place_path(place)):
        return None
    suffix = rest[end:]
    branch = branches().get((suffix, head))
    if branch is not None:
        return _standing(branch, place, suffix)
    for length in range(len(suffix) - 3, 1, -1):
        within = branches().get((suffix[:length], head))
        if within is not None and within.level == "municipal":
            lower = within.head or within.standing.partition("{")[0]
            return _at_place(lower, suffix[length:], place)
    return None


def _standing(branch: Branch, place: str, printed: str) -> tuple[Authority, str] | None:
    level = level_of_place(place)
    if branch.level is not None and branch.level != level:
        return None
    # 太原市中心支行 is 中国人民银行太原中心支行, which served its province.
    seat = f"{branch.head}{short_name(place)}{branch.suffix}"
    if seat in bodies():
        return bodies()[seat], regions_of_bodies()[seat][0]
    name = fill(branch.standing, place, printed)
    if name in bodies():
        return bodies()[name], place
    successor = fill(branch.successor, place, printed) if branch.successor else None
    return (
        Authority(
            name, level, region_name((place,)), None, branch.since, branch.until, successor,
            branch.source,
        ),
        place,
    )  # fmt: skip


def _place_of_unknown(bare: str) -> str | None:
    """The place at the head of a body that no list has: 江西省地质局; 江西银行 is none."""
    return leading_place(bare)[0] if _LOCAL_END.search(bare) else None
