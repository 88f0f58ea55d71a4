"""Which class of institutions a bearer names, and whether it includes another (机构类别)."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from hongtou.query.filters import plain

__all__ = ["binding_class", "class_of", "wider_classes"]

EMPTY: Final[Mapping[str, frozenset[str]]] = {}


def binding_class(bearer: str | None, institution: str) -> str | None:
    """The class in ``bearer`` through which it binds ``institution``, ``None`` if it does not.

    各地方法人金融机构 binds 村镇银行 through 地方法人金融机构, but not 股份制银行: the longest
    class that the bearer names counts, so the 金融机构 inside it does not.
    """
    if not bearer:
        return None
    wanted = plain(institution)
    wider = wider_classes(wanted)
    for name in class_of(bearer) or ((wanted,) if wanted and wanted in bearer else ()):
        if name == wanted or name in wider:
            return name
    return wanted if wanted and wanted in bearer else None


def class_of(bearer: str) -> tuple[str, ...]:
    """The classes that ``bearer`` names, the longest at each place, in order."""
    names = _classes()
    longest = max(map(len, names), default=0)
    found: list[str] = []
    at = 0
    while at < len(bearer):
        for size in range(min(longest, len(bearer) - at), 1, -1):
            if bearer[at : at + size] in names:
                found.append(bearer[at : at + size])
                at += size
                break
        else:
            at += 1
    return tuple(found)


def wider_classes(institution: str) -> frozenset[str]:
    """All classes that include ``institution``: for 村镇银行 also 地方法人金融机构."""
    classes = _classes()
    found: set[str] = set()
    todo = [institution]
    while todo:
        for wider in classes.get(todo.pop(), frozenset()):
            if wider not in found:
                found.add(wider)
                todo.append(wider)
    return frozenset(found)


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, frozenset[str]]:
    return EMPTY
