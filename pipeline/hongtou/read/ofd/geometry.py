"""Numbers, boxes and transforms as OFD writes them (GB/T 33190—2016, 7.2 and 8.5)."""

import math
from typing import Final

from hongtou.model import Box

# (a, b, c, d, e, f): x' = a·x + c·y + e, y' = b·x + d·y + f, as the attribute CTM has it.
Affine = tuple[float, float, float, float, float, float]
Rectangle = tuple[float, float, float, float]  # x, y, width, height

IDENTITY: Final[Affine] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
POINTS: Final = 72 / 25.4  # to the millimetre, the unit of OFD
# No paper is a kilometre long; what is beyond is a fault and would only breed infinities.
FARTHEST: Final = 1e6


def read_number(text: str | None, default: float) -> float:
    """A finite number of sane size, or ``default``: ``"3.5"`` -> 3.5."""
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        return default
    return number if abs(number) <= FARTHEST else default  # not true of nan either


def read_numbers(text: str | None) -> tuple[float, ...]:
    """Numbers between blanks or commas: ``"0 0 210 297"``; empty if one of them is none."""
    found = tuple(read_number(part, math.nan) for part in (text or "").replace(",", " ").split())
    return () if any(math.isnan(number) for number in found) else found


def read_rectangle(text: str | None) -> Rectangle | None:
    """An ``ST_Box``: ``"0 0 210 297"``."""
    found = read_numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) >= 4 else None


def read_matrix(text: str | None) -> Affine:
    """The attribute ``CTM``; nothing is changed where it is missing or broken."""
    found = read_numbers(text)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) >= 6 \
        else IDENTITY  # fmt: skip


def read_deltas(text: str | None, most: int) -> list[float]:
    """At most ``most`` offsets of a ``DeltaX``: ``"g 3 5.0 2.5"`` -> 5.0, 5.0, 5.0, 2.5.

    ``g n v`` stands for n times v (GB/T 33190—2016, 11.3). A word that is no number counts as 0,
    so that those behind it keep their places.
    """
    words, at = (text or "").replace(",", " ").split(), 0
    found: list[float] = []
    while at < len(words) and len(found) < most:
        if words[at].lower() == "g" and at + 2 < len(words):
            count = int(min(max(read_number(words[at + 1], 0.0), 0.0), float(most - len(found))))
            found += [read_number(words[at + 2], 0.0)] * count
            at += 3
        else:
            found.append(read_number(words[at], 0.0))
            at += 1
    return found


def times(inner: Affine, outer: Affine) -> Affine:
    """The transform that does ``inner`` first and ``outer`` then."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def apply(matrix: Affine, x: float, y: float) -> tuple[float, float]:
    """Where a point goes."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def shifted(x: float, y: float) -> Affine:
    """The transform that moves by ``x`` and ``y``."""
    return (1.0, 0.0, 0.0, 1.0, x, y)


def turned(degrees: float) -> Affine:
    """The transform that turns clockwise, as ``CharDirection`` does, y pointing down."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return (cosine, sine, -sine, cosine, 0.0, 0.0)


def is_sane(matrix: Affine) -> bool:
    """Whether points stay on some paper, however large."""
    return all(abs(number) <= FARTHEST for number in matrix)


def around(matrix: Affine, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The upright box around a rectangle after the transform, to a hundredth of its unit."""
    corners = [apply(matrix, x, y) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))
