"""Characters that look alike, as recognisers mistake them for one another."""

from functools import lru_cache

from hongtou.lexicon.tables import read_table


@lru_cache
def similar_glyphs() -> dict[str, str]:
    """For each character of GB 2312 the twelve most like it, the likest first.

    Source: ``benchmarks/measure_glyphs.py`` (histograms of oriented gradients, two typefaces).
    """
    return {row["character"]: row["similar"] for row in read_table("similar_glyphs")}


@lru_cache
def variant_characters() -> dict[str, str]:
    """Characters that simplified print does not use and the ones that it does: 査 -> 查."""
    return {row["variant"]: row["standard"] for row in read_table("variant_characters")}


def look_alike(one: str, other: str) -> bool:
    """Whether one of two characters is among those most like the other: 溃 and 潢, 美 and 关."""
    table = similar_glyphs()
    return other in table.get(one, "") or one in table.get(other, "")
