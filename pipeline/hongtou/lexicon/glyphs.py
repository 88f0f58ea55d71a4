"""Characters that look alike, as recognisers mistake them for one another."""

import base64
import math
from array import array
from functools import lru_cache
from operator import mul

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


@lru_cache(maxsize=1 << 16)
def likeness(one: str, other: str) -> float:
    """How much two characters look alike, -1 to 1: 己 and 已 0.97, 己 and 银 about 0.

    0 where either is outside GB 2312. Pairs picked at random are below 0.5 in 99 of 100 cases;
    half of the misreadings on worn pages are above 0.6.

    Source: ``benchmarks/measure_glyphs.py``.
    """
    a, b = _shape(one), _shape(other)
    return sum(map(mul, a, b)) / math.sqrt(sum(map(mul, a, a)) * sum(map(mul, b, b)) or 1)


@lru_cache
def _shapes() -> dict[str, str]:
    return {row["character"]: row["shape"] for row in read_table("glyph_shapes")}


@lru_cache(maxsize=8192)
def _shape(character: str) -> "array[int]":
    coded = _shapes().get(character)
    return array("b", base64.b64decode(coded) if coded is not None else bytes(24))
