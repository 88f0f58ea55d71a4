"""Whether a bearer binds an institution, and by which way (适用范围).

各地方法人金融机构 binds 村镇银行: 村镇银行 → 农村中小银行机构 → 地方法人金融机构.
"""

import re
import sqlite3
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from hongtou.errors import LookupFailedError
from hongtou.lexicon.institutions import Reach, name_key, reach, taxonomy
from hongtou.lexicon.places import place_path
from hongtou.query.binding.bearer_words import LABELS
from hongtou.query.binding.bearers import (
    INDIVIDUAL,
    Named,
    classes_excepted,
    classes_within,
    read_bearers,
    read_name,
    read_sections,
)
from hongtou.query.filters import plain

__all__ = [
    "Binding", "InstitutionCard", "all_institutions", "binding", "binding_class",
    "check_institution", "classes_in", "institution_card", "near_names",
    "source_of", "unknown_institution", "wider_classes",
]  # fmt: skip

AS_ROLE: Final = "角色"
# 各商业银行（不含村镇银行）应当: the bracket stands behind the bearer, outside of it.
BEHIND: Final = re.compile(r"（(?:不含|不包括|除)[^（）]*）|（[^（）]*(?:除外|不适用)）")
NEAR: Final = 5
LIKE_ENOUGH: Final = 0.5


@dataclass(frozen=True, slots=True)
class Binding:
    """How a bearer binds an institution."""

    via: str  # the class that the text names
    included: tuple[str, ...]  # from the institution asked for to ``via``
    bound_as: str | None = None  # 个别机构, 限定, 分支机构, 所属人员, 角色, … joined by 、


@dataclass(frozen=True, slots=True)
class InstitutionCard:
    """A class of institutions and what stands around it."""

    name: str
    asked: str  # as typed, where that is another name of it or the name of one institution
    kind: str  # class, role, named, person
    other_names: tuple[str, ...]
    note: str
    source: str
    within: tuple[tuple[str, ...], ...]  # ways up to each class that includes it
    includes: tuple[tuple[str, ...], ...]  # ways down to each class that it includes
    may_act_as: tuple[str, ...]  # roles
    role_of: tuple[str, ...]  # for a role: who may act in it


def binding(
    bearer: str | None,
    institution: str,
    *,
    exception: str | None = None,
    text: str = "",
    title: str | None = None,
) -> Binding | None:
    """How ``bearer`` binds ``institution``; ``None`` if it does not, or if nobody is named.

    Args:
        bearer: 责任主体 as the obligation has it, a list or one name.
        institution: A class (村镇银行), one institution (秀都村镇银行) or an authority.
        exception: The exception of the obligation: 村镇银行除外.
        text: The words of the obligation, for a bracket right behind the bearer.
        title: Of the paper, which says whose 董事会 a bearer is, and which 发行人 is meant.

    Of several ways the shortest counts, then the first in the text.
    """
    wanted = plain(institution)
    if not bearer or not wanted:
        return None
    asked = read_name(wanted)
    if asked is None:
        # A name that the list does not know is looked for as it stands.
        return Binding(wanted, (wanted,)) if wanted in bearer else None
    excepted = set(classes_excepted(exception))
    if "（" in text and bearer in text:
        behind = BEHIND.match(text, text.index(bearer) + len(bearer))
        excepted |= read_bearers(behind[0]).excepted if behind else set()
    if excepted & _classes_of(asked.standing):
        return None
    return _binding(bearer, wanted[-80:], title or "")


def check_institution(connection: sqlite3.Connection, institution: str) -> None:
    """Refuse a name that neither the taxonomy nor any bearer knows: nothing could be found.

    Raises:
        LookupFailedError: The message names classes that come near.
    """
    wanted = plain(institution)
    if wanted and read_name(wanted) is not None:
        return
    sql = "SELECT 1 FROM obligations WHERE instr(bearer, ?) LIMIT 1"
    if not wanted or connection.execute(sql, (wanted,)).fetchone() is None:
        raise LookupFailedError(unknown_institution(institution))


def unknown_institution(name: str) -> str:
    """What to say about a name that nothing knows, with names that come near."""
    near = "、".join(near_names(name)) or "村镇银行、银行业金融机构、支付机构、人民银行县支行"
    return f"没有机构类别“{plain(name)[:40]}”；试试：{near}；全部类别见 hongtou institutions"


def binding_class(bearer: str | None, institution: str) -> str | None:
    """The class in ``bearer`` through which it binds ``institution``, ``None`` if it does not."""
    found = binding(bearer, institution)
    return found.via if found else None


def classes_in(bearer: str) -> tuple[str, ...]:
    """The classes that a bearer lists, in order: 各村镇银行、城商行 -> 村镇银行, 城商行."""
    return tuple(named.name for named in read_bearers(bearer).named)


def wider_classes(institution: str) -> frozenset[str]:
    """All classes that include ``institution``: for 村镇银行 also 地方法人金融机构 and 银行."""
    asked = read_name(plain(institution))
    if asked is None:
        return frozenset()
    return _classes_of(asked.standing) - {asked.name, name_key(institution)}


@lru_cache(maxsize=1024)
def _classes_of(standing: str) -> frozenset[str]:
    return frozenset(name for name, way in reach(standing).items() if not way.as_role)


@lru_cache(maxsize=65_536)
def _binding(bearer: str, wanted: str, title: str) -> Binding | None:
    asked = read_name(wanted)
    bearers = read_bearers(bearer)
    if asked is None or bearers.excepted & _classes_of(asked.standing):
        return None
    owners = bearers.named or read_sections(bearer, title)
    found = filter(
        None,
        (
            _way(asked, wanted, named) for named in owners
            if not _others_act(asked.standing, named.standing, title)
        ),
    )  # fmt: skip
    return min(found, key=lambda way: len(way.included), default=None)


def _way(asked: Named, wanted: str, named: Named) -> Binding | None:
    """From the institution asked for to one class that the bearer names."""
    if named.individual is not None:
        return _to_individual(asked, wanted, named)
    if _elsewhere(asked, named) or _head_office_only(asked, named):
        return None
    way = reach(asked.standing).get(named.standing)
    notes = named.notes
    if way is None:
        kind = taxonomy().institutions[named.standing]
        if kind.kind != "named" or asked.standing not in taxonomy().wider(named.standing):
            return None
        # 大型商业银行 asked for, 中国工商银行 named.
        way, notes = Reach((asked.standing, named.standing)), (INDIVIDUAL, *notes)
    if way.as_role:
        notes = (*notes, AS_ROLE)
    path = _printed(wanted, asked, way.path, named.name)
    return Binding(named.name, path, "、".join(notes) or None)


def _others_act(standing: str, role: str, title: str) -> bool:
    """Whether the title says that others act in a role: 发卡机构 in 支付机构预付卡业务管理办法."""
    takers = set(taxonomy().institutions[role].role_of)
    named = [name for name in classes_within(title) if takers & set(_classes_of(name))]
    return bool(named) and not set(named) & {*_classes_of(standing), role}


def _to_individual(asked: Named, wanted: str, named: Named) -> Binding | None:
    own = name_key(named.individual or "")
    if asked.individual is not None:
        same = own.endswith(name_key(asked.individual)) or name_key(asked.individual).endswith(own)
        if not same:
            return None
        rest = tuple(note for note in named.notes if note != INDIVIDUAL)
        path = (wanted,) if name_key(wanted) == own else (wanted, own)
        return Binding(own, path, "、".join(rest) or None)
    if asked.standing != named.standing:
        return None
    return Binding(own, (wanted, own), "、".join(named.notes))


def _elsewhere(asked: Named, named: Named) -> bool:
    """Whether the bearer is limited to a place in which the one institution does not lie."""
    if asked.place is None or named.place is None:
        return False
    here, there = place_path(asked.place), place_path(named.place)
    return asked.place not in there and named.place not in here


def _head_office_only(asked: Named, named: Named) -> bool:
    """商业银行总行 does not bind 股份制银行分支机构."""
    return LABELS["branch"] in asked.notes and LABELS["head"] in named.notes


def _printed(wanted: str, asked: Named, path: tuple[str, ...], via: str) -> tuple[str, ...]:
    """The way with its ends as typed and as printed: 农商行 → … → 地方法人机构."""
    known = taxonomy().standing(wanted) is not None
    begin = (wanted, *path[1:]) if known else (wanted, *path)
    if len(begin) == 1:
        return begin if name_key(via) == name_key(wanted) else (wanted, via)
    # 董事会 of 商业银行内部控制指引 is no name of 商业银行, but a step behind it.
    same = taxonomy().standing(begin[-1]) == path[-1] == taxonomy().standing(via)
    return (*begin[:-1], via) if same else (*begin, via)


def institution_card(name: str) -> InstitutionCard:
    """The class ``name`` with what includes it and what it includes.

    Raises:
        LookupFailedError: If no class has the name or ends it; the message names what is near.
    """
    found = read_name(plain(name)) if plain(name) else None
    if found is None:
        raise LookupFailedError(unknown_institution(name))
    known = taxonomy()
    row = known.institutions[found.standing]
    ways = reach(row.name).items()
    return InstitutionCard(
        row.name, plain(name), row.kind, known.other_names(row.name), row.note, row.source,
        tuple(way.path for other, way in ways if other != row.name and not way.as_role),
        tuple(
            tuple(reversed(way.path)) for other in known.institutions
            if other != row.name and (way := reach(other).get(row.name)) and not way.as_role
        ),
        tuple(other for other, way in ways if way.as_role),
        row.role_of,
    )  # fmt: skip


def all_institutions() -> tuple[InstitutionCard, ...]:
    """The cards of all classes, single institutions and roles, in the order of the list."""
    return tuple(map(institution_card, taxonomy().institutions))


def source_of(name: str) -> str:
    """The law or rule by which a listed class is what it is."""
    return taxonomy().institutions[name].source


def near_names(name: str) -> tuple[str, ...]:
    """Listed classes whose names come near, best first: 村镇行 -> 村镇银行."""
    wanted = name_key(plain(name))[:40]
    scored: dict[str, float] = {}
    for key, standing in taxonomy().names.items():
        likeness = SequenceMatcher(None, wanted, key, autojunk=False).ratio()
        scored[standing] = max(scored.get(standing, 0.0), likeness)
    best = sorted(scored, key=lambda standing: (-scored[standing], standing))[:NEAR]
    return tuple(standing for standing in best if scored[standing] >= LIKE_ENOUGH)
