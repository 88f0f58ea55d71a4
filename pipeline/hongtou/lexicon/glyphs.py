"""Characters that look alike, as recognisers mistake them for one another."""

import base64
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from hongtou.lexicon.tables import read_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
    index, shapes = _shapes()
    if one not in index or other not in index:
        return 0.0
    return float(shapes[index[one]] @ shapes[index[other]])


def alike_among(character: str, others: Iterable[str], least: float) -> list[str]:
    """Those of ``others`` whose ``likeness`` to it is ``least`` or more; cheaper one and all."""
    index, row = _shapes()[0], _alike(character, least)
    return [other for other in others if row[index.get(other, -1)]]


@lru_cache(maxsize=2048)  # of 9 KB
def _alike(character: str, least: float) -> bytes:
    """A 1 for each character in the order of the table that is so much alike; a 0 behind them."""
    index, shapes = _shapes()
    if character not in index:
        return bytes(len(index) + 1)
    return bytes((shapes @ shapes[index[character]] >= least).tobytes()) + b"\0"


@lru_cache(maxsize=8192)
def most_alike(character: str, number: int) -> tuple[str, ...]:
    """The ``number`` characters of GB 2312 that look most like it, the likest first.

    The character itself may be a traditional one.
    """
    import numpy as np  # asking a knowledge base needs none

    index, shapes = _shapes()
    if character not in index:
        return ()
    characters = _simplified()
    alike = shapes[: len(characters)] @ shapes[index[character]]
    nearest = np.argpartition(-alike, number + 1)[: number + 1]
    found = (characters[i] for i in sorted(nearest, key=lambda i: (-alike[i], i)))
    return tuple(c for c in found if c != character)[:number]


@lru_cache
def traditional_characters() -> dict[str, str]:
    """Traditional characters outside GB 2312 and their simplified forms: 國 -> 国."""
    return {row["traditional"]: row["simplified"] for row in read_table("traditional_characters")}


@lru_cache
def _simplified() -> tuple[str, ...]:
    """The characters of GB 2312 in the order of the table: the first rows."""
    return tuple(c for c in _shapes()[0] if c not in traditional_characters())


@lru_cache
def _shapes() -> "tuple[dict[str, int], NDArray[np.float32]]":
    """The row of each character, and rows of 24 numbers of length one."""
    import numpy as np

    rows = read_table("glyph_shapes")
    coded = b"".join(base64.b64decode(row["shape"]) for row in rows)
    shapes = np.frombuffer(coded, dtype=np.int8).reshape(len(rows), -1).astype(np.float32)
    shapes /= np.linalg.norm(shapes, axis=1, keepdims=True)
    return {row["character"]: at for at, row in enumerate(rows)}, shapes
