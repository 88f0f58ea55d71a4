"""Which classes of institutions a bearer names (责任主体): one name, a list, or all but some.

各村镇银行、农村信用社（不含省联社） names two classes and takes one out; 商业银行的分支机构 binds a
part of the bank; 忻州市忻府区秀都村镇银行 is one bank and not its class.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from hongtou.lexicon.institutions import name_key, reach, taxonomy
from hongtou.lexicon.places import leading_place, without_places
from hongtou.query.binding.bearer_words import (
    LABELS,
    determiners,
    openers,
    owned,
    qualifiers,
    words_of,
)

__all__ = [
    "Bearers", "Named", "classes_excepted", "classes_within", "read_bearers", "read_name",
    "read_sections",
]  # fmt: skip

# 银行 alone is the end of most proper names (人民银行, 晋商银行), so as a class it stands alone,
# behind a determiner or behind 的 only.
BARE: Final = "银行"
# 参与者 holds 与, 和平区 holds 和; 或者, 以及 and 及其 are one joint.
JOINTS: Final = re.compile(
    r"[、，,；;/]|以及|及其?|或者?(?!有)|(?<!参)与(?![会者])其?|(?<![饱温调共])和(?![平谐解])其?|暨|会同"
)
# 除村镇银行外的商业银行, 除政策性银行以外，其他银行业金融机构.
EXCEPT: Final = re.compile(r"除了?([^，；。（）]{2,40}?)(?:以外|之外|外)的?，?")
# （不含农村信用社）, （村镇银行除外）; without a bracket up to 的.
WITHOUT: Final = re.compile(
    r"（(?:不含|不包括|除)([^（）]{2,40}?)(?:外|以外|之外)?）|（([^（）]{2,40}?)(?:除外|不适用)）"
    r"|(?:不含|不包括)([^，；。（）的]{2,30})(?:的|$)"
)
WITH: Final = re.compile(r"（(?:含|包括)([^（）]{2,40})）")
BRACKET: Final = re.compile(r"（[^（）]*）|[“”\s]")
TAIL: Final = re.compile(r"(?:等(?:机构|单位|部门|银行)?|自身|本身|方|双方)$")
# 中国人民银行当地分支机构, 人民银行各县支行: words inside the name of an office.
MIDDLE: Final = re.compile("当地|所在地|各级|各省|各地?|相关|有关|的")
# 中国人民银行各省、自治区、直辖市及计划单列市分行 is one name.
PROVINCES: Final = re.compile(
    r"各?省、自治区、直辖市(?:[、及和]{1,2}(?:计划单列市|副省级城市|新疆生产建设兵团|深圳市))*"
)
# No name is longer; what is longer is cut in front, as Chinese puts the head last.
LONGEST_NAME: Final = 40
# 中国人民银行上海总部、各分行、…: the longest list of recipients known has 400 characters.
LONGEST_LIST: Final = 4000
# 秀都, 兴福, 新华: the middle of a proper name.
LONGEST_OWN: Final = 8

INDIVIDUAL: Final = "个别机构"
LIMITED: Final = "限定"


@dataclass(frozen=True, slots=True)
class Named:
    """A class that a bearer names, and how: 商业银行的工作人员 -> 商业银行, 所属人员."""

    name: str  # as printed, "农商行"
    standing: str  # "农村商业银行"
    notes: tuple[str, ...] = ()  # 个别机构, 限定, 限潢川县, 分支机构, 内设机构, 所属人员
    individual: str | None = None  # the proper name of one institution
    place: str | None = None  # code of the place before it


@dataclass(frozen=True, slots=True)
class Bearers:
    """What a bearer names, in order, and the classes that it takes out."""

    named: tuple[Named, ...]
    excepted: frozenset[str] = frozenset()


@lru_cache(maxsize=8192)
def read_bearers(bearer: str) -> Bearers:
    """The classes that a bearer names: ``各村镇银行、城商行`` -> 村镇银行, 城市商业银行."""
    out: list[str] = []

    def taken(match: re.Match[str]) -> str:
        out.append(next(filter(None, match.groups())))
        return ""

    text = bearer[-LONGEST_LIST:].translate({40: "（", 41: "）"})
    text = WITHOUT.sub(taken, EXCEPT.sub(taken, text))
    text = PROVINCES.sub("各省", WITH.sub(r"、\1", text))
    named = tuple(_named_in(BRACKET.sub("", text)))
    return Bearers(named, frozenset(n.standing for words in out for n in _named_in(words)))


def classes_excepted(words: str | None) -> frozenset[str]:
    """The classes that an exception names: 村镇银行除外 -> 村镇银行; 情况复杂的除外 -> none."""
    if not words:
        return frozenset()
    bare = re.sub(r"^但?是?，?除?了?|(?:除外|以外|之外|外)。?$", "", words)
    return frozenset(n.standing for n in _named_in(BRACKET.sub("", bare)) if not n.notes)


@lru_cache(maxsize=1024)
def read_name(name: str) -> Named | None:
    """What class a name that somebody asks for is of; ``None`` if nothing tells.

    Unlike in a bearer, whatever ends in 银行 is a bank: 晋商银行.
    """
    bare = BRACKET.sub("", name[-LONGEST_NAME:].translate({40: "（", 41: "）"}))
    known = taxonomy().standing(bare)
    if known is not None:
        return Named(bare, known)
    found = _read_part(bare)
    if found is None and bare.endswith(BARE):
        return Named(BARE, BARE, (INDIVIDUAL,), bare, leading_place(bare)[0])
    return found


@lru_cache(maxsize=8192)
def read_sections(bearer: str, title: str) -> tuple[Named, ...]:
    """Sections without an owner, whose owner the title names: 董事会 in 商业银行内部控制指引.

    内部审计部门, 各级会计部门、会计人员 -> 商业银行, 内设机构; empty for any other bearer.
    """
    owner = next(iter(classes_within(title)), None)
    if owner is None:
        return ()
    found = []
    for part in _parts(BRACKET.sub("", bearer)):
        bare = determiners().sub("", part, count=1)
        kind = next((k for k, p in owned().items() if p.fullmatch(bare)), None)
        if kind is not None and len(bare) <= LONGEST_OWN:
            found.append(Named(part, owner, (LABELS[kind],)))
    return tuple(found)


@lru_cache(maxsize=8192)
def classes_within(title: str) -> tuple[str, ...]:
    """The classes that a title names, in order; single institutions and authorities left out.

    Names of two characters are no evidence there: 银行卡收单业务管理办法.
    """
    known = taxonomy()
    found: list[str] = []
    start = 0
    while start < len(title):
        for end in range(min(len(title), start + _longest()), start + 2, -1):
            standing = known.names.get(title[start:end])
            if standing is not None:
                kind = known.institutions[standing].kind
                if kind in ("class", "role") and "国家机关" not in reach(standing):
                    found.append(standing)
                start = end - 1
                break
        start += 1
    return tuple(found)


def _named_in(text: str) -> Iterator[Named]:
    parts = _parts(text)
    known = [_read_part(part) for part in parts]
    authority: str | None = None
    for at, part in enumerate(parts):
        # 国有、股份制商业银行: the head stands behind the last one only.
        found = known[at] or _shared_head(part, parts[at + 1 :], known[at + 1 :])
        if "等" in part[1:]:
            yield from _examples(part, found)
            continue
        if authority is not None and (found is None or found.standing == authority):
            found = _of_authority(authority, part) or found
        if found is not None:
            if "国家机关" in reach(found.standing):
                authority = _root(found.standing)
            yield found


def _examples(part: str, found: Named | None) -> Iterator[Named]:
    """律师事务所等中介机构 names the example; 商业银行等金融机构 the whole class too."""
    example = _read_part(part[: part.index("等", 1)])
    way = reach(example.standing).get(found.standing) if example and found else None
    if example is None or (way is not None and not way.as_role):
        yield from filter(None, (example, found and replace(found, notes=())))
    else:
        yield example


def _parts(text: str) -> list[str]:
    """The names of a list: joints inside a known name or an attribute (具有…或…的) do not count."""
    kept = [match.span() for match in _joined_names().finditer(text)]
    parts: list[str] = []
    start = 0
    for joint in JOINTS.finditer(text):
        if any(begin <= joint.start() < end for begin, end in kept):
            continue
        head, rest = text[start : joint.start()], text[joint.end() :]
        # 具有做市商|或|结算代理业务资格的金融机构
        if openers().match(head) and "的" not in head and "的" in rest.split("，")[0]:
            continue
        parts.append(head)
        start = joint.end()
    parts.append(text[start:])
    return [bare for part in parts if (bare := TAIL.sub("", part.strip()))]


def _shared_head(part: str, parts: Sequence[str], known: Sequence[Named | None]) -> Named | None:
    """国有|、股份制商业银行 -> 国有商业银行: the end of the next name that makes this one whole."""
    following = next(((p, n) for p, n in zip(parts, known, strict=True) if n is not None), None)
    if following is None or len(part) > LONGEST_OWN:
        return None
    bare = determiners().sub("", part, count=1)
    for at in range(1, len(following[1].name)):
        whole = bare + following[1].name[at:]
        if (standing := taxonomy().standing(whole)) is not None:
            return Named(whole, standing)
    return None


def _of_authority(authority: str, part: str) -> Named | None:
    """各分行, 营业管理部 behind 中国人民银行上海总部 in a list of its branches."""
    place, length = leading_place(determiners().sub("", part, count=1))
    rest = determiners().sub("", part, count=1)[length:]
    known = taxonomy()
    for name in (authority, *known.other_names(authority)):
        standing = known.standing(name + rest)
        if standing is not None and standing != authority:
            own = name + part if place is not None else None
            return Named(part, standing, (INDIVIDUAL,) if own else (), own, place)
    return None


def _root(name: str) -> str:
    """The authority that a branch belongs to: 人民银行分行 -> 中国人民银行."""
    chain = reach(name)
    return next((top for top in ("中国人民银行", "国家外汇管理局") if top in chain), name)


def _read_part(part: str) -> Named | None:
    """One name of a list: its class at its end, else the owner of an organ, branch or person."""
    part = part[-LONGEST_NAME:]
    name = _class_at_end(part)
    if name is not None and not _own_section(part, name):
        return _behind(part[: len(part) - len(name)], name, part)
    return _of_office(part) or _of_owner(part)


def _own_section(part: str, name: str) -> bool:
    """Whether what looks like an authority is a section of a company: 商业银行科技部门."""
    if not name.endswith("部门") or "国家机关" not in reach(taxonomy().names[name]):
        return False
    owner = _class_at_end(part[: len(part) - len(name)].removesuffix("内部").removesuffix("的"))
    return owner is not None and "国家机关" not in reach(taxonomy().names[owner])


def _of_office(part: str) -> Named | None:
    """An authority with a place in its name: 人民银行南昌中心支行, 中国人民银行当地分支机构."""
    rest, places = without_places(part)
    for bare in (rest, MIDDLE.sub("", rest)):
        standing = taxonomy().standing(determiners().sub("", bare, count=1))
        if standing is not None and "国家机关" in reach(standing):
            place = places[-1] if places else None
            own = part if places else None
            return Named(bare, standing, (INDIVIDUAL,) if own else (), own, place)
    return None


def _of_owner(part: str) -> Named | None:
    """An organ, branch or person of a class: 商业银行的内部审计部门, 银行网点, 保险公司董事."""
    for end in range(len(part) - 1, 1, -1):
        owner = _class_at_end(part[:end])
        kind = owner and next((k for k, p in owned().items() if p.fullmatch(part, end)), None)
        if owner and kind:
            found = _behind(part[: end - len(owner)], owner, part[:end])
            return found and replace(found, notes=(*found.notes, LABELS[kind]))
    return None


def _class_at_end(part: str) -> str | None:
    """The longest class that ends ``part``."""
    known = taxonomy()
    key = name_key(part)
    for start in range(max(0, len(key) - _longest()), len(key)):
        if key[start:] in known.names:
            return key[start:]
    return None


def _behind(prefix: str, name: str, whole: str) -> Named | None:
    """The class ``name`` behind ``prefix``, which may limit, name or deny it."""
    standing = taxonomy().names[name]
    if prefix.endswith(("非", *words_of("foreign"))) or prefix.endswith(
        tuple(f"{word}的" for word in words_of("foreign"))
    ):
        return None
    place, length = leading_place(prefix)
    rest = prefix[length:]
    bare = determiners().sub("", rest, count=1)
    if not bare:
        if place is None:
            return Named(name, standing)
        alone = not rest and (name in words_of("naming") or "国家机关" in reach(standing))
        if alone:
            return Named(name, standing, (INDIVIDUAL,), whole, place)
        return Named(name, standing, (f"限{prefix[:length]}",), None, place)
    if bare.endswith(words_of("object_of")):
        return None
    if bare.endswith("的"):
        return Named(name, standing, (LIMITED,), None, place)
    proper = bare == rest and len(bare) <= LONGEST_OWN and not qualifiers().search(bare)
    if proper and name in words_of("naming") and (name != BARE or place is not None):
        return Named(name, standing, (INDIVIDUAL,), whole, place)
    return None if name == BARE else Named(name, standing, (LIMITED,), None, place)


@lru_cache
def _joined_names() -> re.Pattern[str]:
    """Names that hold a joint: 住房和城乡建设部门."""
    names = [name for name in taxonomy().names if JOINTS.search(name)]
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)")


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, taxonomy().names), default=0)
