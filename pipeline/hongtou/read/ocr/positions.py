"""Where each character of a recognised line stands, from where the recogniser saw its peak.

A CTC recogniser answers in narrow columns of the line's picture and gives each character in one
or two of them, near its middle. From the middles follow the bounds: halfway between neighbours.
"""

from collections.abc import Sequence

__all__ = ["spread"]


def spread(peaks: Sequence[float]) -> list[tuple[float, float]]:
    """Left and right bound of each character from the ``peaks`` of all, as shares of the line.

    ``[0.25, 0.75]`` -> ``[(0.0, 0.5), (0.5, 1.0)]``.
    """
    if not peaks:
        return []
    inner = [(left + right) / 2 for left, right in zip(peaks, peaks[1:], strict=False)]
    first = max(0.0, 2 * peaks[0] - inner[0]) if inner else 0.0
    last = min(1.0, 2 * peaks[-1] - inner[-1]) if inner else 1.0
    bounds = [first, *inner, last]
    return list(zip(bounds, bounds[1:], strict=False))
