"""What a limit allows: the lowest and the highest value, and whether one lies in the other."""

from typing import Final

from hongtou.query.results import Amount

__all__ = ["Bounds", "bounds_of", "is_ban", "within"]

# Lowest and highest value allowed, each with whether it is left out itself.
Bounds = tuple[tuple[float, bool], tuple[float, bool]]

_LEAST: Final = (float("-inf"), False)
_MOST: Final = (float("inf"), False)


def bounds_of(amount: Amount) -> Bounds | None:
    """What an amount allows, in its base unit: 不超过10万元 -> up to 100000.

    ``None`` for a limit without a number of its own: 不高于各项贷款不良率.
    """
    if amount.base_value is None:
        return None
    value, upper = float(amount.base_value), amount.base_upper
    open_end = amount.operator in ("<", ">")
    if amount.operator in ("<", "<="):
        return _LEAST, (value, open_end)
    if amount.operator in (">", ">="):
        return (value, open_end), _MOST
    return (value, False), (float(upper) if upper is not None else value, False)


def within(inner: Bounds, outer: Bounds) -> bool:
    """Whether all that ``inner`` allows is allowed by ``outer``; 小于10 lies in 不超过10."""
    (low, low_open), (high, high_open) = inner
    (floor, floor_open), (top, top_open) = outer
    low_fits = low > floor or (low == floor and (low_open or not floor_open))
    return low_fits and (high < top or (high == top and (high_open or not top_open)))


def is_ban(force: str | None, amount: Amount) -> bool:
    """Whether a time is one in which something is forbidden (2年内不得申请): longer is tighter."""
    return force == "must_not" and amount.dimension == "time" and amount.text.endswith("内")
