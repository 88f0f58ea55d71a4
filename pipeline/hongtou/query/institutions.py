"""Which class of institutions a bearer names, and whether it includes another (机构类别)."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.query.filters import plain

__all__ = ["binding_class", "classes_in", "wider_classes"]

JOINTS: Final = re.compile(r"[、，,；;和与及或]")
# 银行 alone is the end of most proper names (人民银行, 晋商银行), so as a class it stands alone or
# behind one of these words only.
BARE: Final = "银行"
DETERMINERS: Final = re.compile(
    r"(?:各|各家|各地|各类|各级|所有|全体|辖内|辖区|辖区内|省内|全省|市内|全市|全县|县域|有关|相关"
    r"|其他|其它|上述|经办|主办|承办|参与|责任|贷款|放贷|合作|发起)*"
)

# No name is longer; what is longer is cut in front, as Chinese puts the head last.
LONGEST_NAME: Final = 40


def binding_class(bearer: str | None, institution: str) -> str | None:
    """The class in ``bearer`` through which it binds ``institution``, ``None`` if it does not.

    各地方法人金融机构 binds 村镇银行 through 地方法人金融机构, but not 股份制银行: the longest
    class at the end of what the bearer lists counts, so the 金融机构 inside it does not.
    """
    wanted = plain(institution[-LONGEST_NAME:])
    if not bearer or not wanted:
        return None
    wider = wider_classes(wanted)
    for name in classes_in(bearer):
        if name == wanted or name in wider:
            return name
    # A name that the list does not know is looked for as it stands.
    return wanted if wanted in bearer and wanted not in _classes() else None


def classes_in(bearer: str) -> tuple[str, ...]:
    """The classes that a bearer lists, in order: 各村镇银行、城商行 -> 村镇银行, 城商行."""
    found = (_class_at_end(part.strip()) for part in JOINTS.split(bearer))
    return tuple(name for name in found if name)


def _class_at_end(part: str) -> str | None:
    """The longest class that ends ``part``: Chinese puts the head last."""
    names = _classes()
    for start in range(max(0, len(part) - _longest()), len(part)):
        name = part[start:]
        if name in names and (name != BARE or DETERMINERS.fullmatch(part[:start])):
            return name
    return None


def wider_classes(institution: str) -> frozenset[str]:
    """All classes that include ``institution``: for 村镇银行 also 地方法人金融机构 and 银行."""
    found: set[str] = set()
    todo = [institution]
    while todo:
        for wider in _directly_wider(todo.pop()):
            if wider not in found:
                found.add(wider)
                todo.append(wider)
    return frozenset(found - {institution})


def _directly_wider(name: str) -> frozenset[str]:
    """What the list says, and every class that ends the name: 农村商业银行 is a 商业银行."""
    names = _classes()
    starts = range(max(1, len(name) - _longest()), len(name))
    endings = {name[at:] for at in starts if name[at:] in names}
    return names.get(name, frozenset()) | endings


@lru_cache(maxsize=1)
def _longest() -> int:
    """Characters of the longest class: no longer ending can be one."""
    return max(map(len, _classes()), default=0)


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, frozenset[str]]:
    """Name -> next wider classes, from ``lexicon/institutions.csv``."""
    return {
        row["name"]: frozenset(filter(None, row["wider"].split("|")))
        for row in read_table("institutions")
    }
