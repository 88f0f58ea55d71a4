"""Which codes an authority writes: 中国人民银行 -> 银发, 银函, …; 江西银保监局 -> 赣银保监发, …."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from hongtou.lexicon import read_table
from hongtou.lexicon.places import abbreviations_of, place_path
from hongtou.notation.registry.codes import possible_authorities
from hongtou.notation.registry.names import region_codes_of, standing_name
from hongtou.notation.registry.rows import bodies


@lru_cache(maxsize=4096)
def codes_of(name: str) -> tuple[str, ...]:
    """The codes of an authority that a list names, else the usual one put together.

    A code for which the list leaves the bureau open keeps its mark: ``财*``. A code that several
    places may write counts too: 宁政发 for 南京市人民政府.
    """
    standing = standing_name(name)
    listed = [row["code"] for row in read_table("authority_codes") if row["name"] == standing]
    return tuple(dict.fromkeys(listed)) or tuple(islice(_composed(standing), 1))


def _composed(standing: str) -> Iterator[str]:
    regions = region_codes_of(standing)
    if not regions:
        return
    for letters in _abbreviations(regions[0], standing):
        for row in read_table("authority_kinds"):
            kind = row["kind_of_code"]
            code = letters + kind.replace("*", "")
            if any(found.name == standing for found in possible_authorities(code)):
                yield letters + kind


def _abbreviations(region: str, standing: str) -> tuple[str, ...]:
    """Those of its place; the seat of a province wrote under its city: 并银发 of 山西省."""
    own = abbreviations_of(region)
    if standing not in bodies():
        return own
    capital = f"{place_path(region)[0][:2]}0100"
    return (*own, *abbreviations_of(capital))
