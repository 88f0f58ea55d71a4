"""Characters that recognisers really took for one another, counted against what was printed."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeVar

from hongtou.lexicon.tables import read_table

T = TypeVar("T", int, float)

_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@lru_cache
def confusions() -> Mapping[str, Mapping[str, int]]:
    """For each 汉字 as read, what had been printed and how often: ``{"己": {"已": 41}}``.

    Source: ``benchmarks/count_confusions.py`` over printed, worn and recognised pages.
    """
    return _table(han=True)


@lru_cache
def sign_confusions() -> Mapping[str, Mapping[str, int]]:
    """The same where either is a digit, a letter or a mark: ``{"-": {"一": 25}}``.

    They are kept apart since numbers are guarded: such a change needs more than a count. Signs are
    in NFKC, so that ``,`` stands for the full-width comma too.
    """
    return _table(han=False)


@lru_cache
def misread_shares() -> Mapping[str, Mapping[str, float]]:
    """For each printed character, as what it is read and how often: ``{"已": {"己": 0.02}}``.

    The shares are those of worn paper, one wrong character in some thirty, as
    ``benchmarks/count_confusions.py`` prints it; divide by that for how two compare.
    """
    found: dict[str, dict[str, float]] = {}
    for row in read_table("confusions"):
        share = int(row["count"]) / max(1, int(row["of"]))
        found.setdefault(row["printed"], {})[row["read"]] = share
    return _frozen(found)


def _table(*, han: bool) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in read_table("confusions"):
        read, printed = row["read"], row["printed"]
        if (_HAN.match(read) is not None and _HAN.match(printed) is not None) == han:
            found.setdefault(read, {})[printed] = int(row["count"])
    return _frozen(found)


def _frozen(found: dict[str, dict[str, T]]) -> Mapping[str, Mapping[str, T]]:
    return MappingProxyType({key: MappingProxyType(row) for key, row in found.items()})
