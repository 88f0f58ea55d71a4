"""Why a duty is in the answer: the way of inclusion and the way of regions, in words."""

from typing import Final

from hongtou.query.results import Duty

__all__ = ["inclusion_words", "region_words", "why_words"]

STEP: Final = " → "


def inclusion_words(duty: Duty) -> str:
    """The way from the institution asked for: ``村镇银行 → 商业银行 → 银行 → 发卡机构``."""
    return STEP.join(duty.included)


def region_words(duty: Duty) -> str:
    """The way from the place asked for: ``南昌市 → 江西省``."""
    return STEP.join(duty.region)


def why_words(duty: Duty) -> str:
    """Both ways, a line each: ``村镇银行 → 商业银行 → 银行 → 发卡机构（角色）``."""
    how = f"（{duty.bound_as}）" if duty.bound_as else ""
    return "\n".join(filter(None, (inclusion_words(duty) + how, region_words(duty))))
