"""Places of China down to the county (GB/T 2260)."""

from functools import lru_cache

from hongtou.lexicon.tables import read_table


@lru_cache
def place_names() -> frozenset[str]:
    """Names of provinces, cities and counties (GB/T 2260): ``"潢川县"``, ``"忻州市"``."""
    return frozenset(row["name"] for row in read_table("places"))
