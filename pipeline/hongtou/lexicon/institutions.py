"""The taxonomy of regulated institutions (机构类别): which class includes which, and by what law.

村镇银行 is a 农村中小银行机构 and a 商业银行; 农商行 is another name of 农村商业银行; a bank may
act as 开户银行. The rows stand in ``institutions.csv``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

from hongtou.errors import LexiconError
from hongtou.lexicon.tables import read_table

# 人民银行省会（首府）城市中心支行 and 省会城市中心支行 are one name.
_BRACKET = re.compile(r"（[^（）]*）|\s+")


@dataclass(frozen=True, slots=True)
class Institution:
    """A class, a role, a single institution or another name for one of these."""

    name: str
    wider: tuple[str, ...]  # next wider classes, the nearest in law first
    same_as: str  # the standing name, where this is another name; else ""
    role_of: tuple[str, ...]  # classes that may act in this role: 贷款人 <- 银行业金融机构
    kind: str  # class, role, named, person, alias
    note: str
    source: str  # the law or rule that says so


@dataclass(frozen=True, slots=True)
class Reach:
    """A class in which another lies: the classes on the way, both ends included."""

    path: tuple[str, ...]  # 村镇银行, 农村中小银行机构, 地方法人金融机构
    as_role: bool = False  # whether the last step is a role that it may take


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All institutions by standing name, and all names by their key."""

    institutions: Mapping[str, Institution]
    names: Mapping[str, str]  # key of any name -> standing name
    narrower: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, tuple[str, ...]]  # class -> roles that it may take

    def standing(self, name: str) -> str | None:
        """The standing name: 农商行 -> 农村商业银行; ``None`` if the name is not listed."""
        return self.names.get(name_key(name))

    def other_names(self, name: str) -> tuple[str, ...]:
        """Other names of an institution, in the order of the list."""
        return tuple(row.name for row in _rows() if row.same_as == name)

    def wider(self, name: str) -> tuple[str, ...]:
        """The next wider classes; who plays a role of one class only belongs to that class."""
        found = self.institutions[name]
        only = found.role_of if len(found.role_of) == 1 else ()
        return (*found.wider, *only)


def name_key(name: str) -> str:
    """What is equal in a name: brackets and blanks left out."""
    return _BRACKET.sub("", name.translate({40: "（", 41: "）"}))


@lru_cache(maxsize=1)
def taxonomy() -> Taxonomy:
    """The taxonomy of ``institutions.csv``.

    Raises:
        LexiconError: If a row names a class that is not listed, or a class includes itself.
    """
    rows = _rows()
    standing = {row.name: row.same_as or row.name for row in rows}
    listed: dict[str, Institution] = {}
    narrower: dict[str, tuple[str, ...]] = {}
    roles: dict[str, tuple[str, ...]] = {}
    for row in rows:
        missing = {*row.wider, *row.role_of, standing[row.name]} - standing.keys()
        if missing:
            raise LexiconError(
                f"词表 institutions.csv：{row.name} 所列 {'、'.join(sorted(missing))} 不在表中"
            )
        if row.same_as:
            continue
        wider = tuple(standing[other] for other in row.wider)
        role_of = tuple(standing[other] for other in row.role_of)
        listed[row.name] = replace(row, wider=wider, role_of=role_of)
        for other in wider:
            narrower[other] = (*narrower.get(other, ()), row.name)
        for other in role_of:
            roles[other] = (*roles.get(other, ()), row.name)
    names = {name_key(row.name): row.same_as or row.name for row in rows}
    made = Taxonomy(
        MappingProxyType(listed), MappingProxyType(names), MappingProxyType(narrower),
        MappingProxyType(roles),
    )  # fmt: skip
    try:
        tuple(TopologicalSorter({name: made.wider(name) for name in listed}).static_order())
    except CycleError as error:
        around = " → ".join(error.args[1])
        raise LexiconError(f"词表 institutions.csv：{around} 经上级类别包含它自己") from error
    return made


@lru_cache(maxsize=1024)
def reach(name: str) -> Mapping[str, Reach]:
    """Every class in which the standing ``name`` lies, itself first, each by the shortest path.

    Roles that it may take stand behind all classes: 村镇银行 -> 商业银行 -> 托管银行. Of two
    shortest paths the one counts that the list names first.
    """
    known = taxonomy()
    found = {name: Reach((name,))}
    found |= {wider: Reach((name, *path)) for wider, path in _above(known, name)}
    for included in tuple(found.values()):
        for role in known.roles.get(included.path[-1], ()):
            if role in included.path:
                continue
            found.setdefault(role, Reach((*included.path, role), as_role=True))
    return MappingProxyType(found)


def _above(known: Taxonomy, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Wider classes, breadth first: their names and the ways to them, without ``name``."""
    seen: set[str] = set()
    level: list[tuple[str, ...]] = [(wider,) for wider in known.wider(name)]
    while level:
        above: list[tuple[str, ...]] = []
        for path in level:
            if path[-1] not in seen:
                seen.add(path[-1])
                yield path[-1], path
                above += [(*path, wider) for wider in known.wider(path[-1])]
        level = above


@lru_cache(maxsize=1)
def _rows() -> tuple[Institution, ...]:
    return tuple(
        Institution(
            row["name"], _listed(row["wider"]), row["same_as"], _listed(row["role_of"]),
            row["kind"], row["note"], row["source"],
        )
        for row in read_table("institutions")
    )  # fmt: skip


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))
