"""How large the paper was that a picture shows: points, from its resolution or by a guess."""

from collections.abc import Sequence
from typing import Final

A4: Final = (595.3, 841.9)  # points
# Dots an inch that a scanner, a fax or a camera may name.
PLAUSIBLE: Final = (50.0, 2400.0)
# What programs write that know nothing: no scanner has so few.
MEANINGLESS: Final = (72, 96)
# Inches of the shorter and of the longer side of paper: A6 to A2, and rolls of fax.
SHORT_SIDE: Final = (3.5, 17.0)
LONG_SIDE: Final = (4.5, 47.0)
NEAR_A4: Final = 0.04  # of the ratio of sides
UNEQUAL: Final = 3.0  # a fax has 204 dots across and 98 down; more apart is damage
SCREEN_DPI: Final = 96.0
PHOTOGRAPH: Final = 1000  # pixels of the shorter side from which a picture is of a whole sheet


def find_size(pixels: tuple[int, int], resolution: Sequence[float] | None) -> tuple[float, float]:
    """Width and height in points: ``(1654, 2339), (200, 200)`` -> ``(595.4, 842.0)``.

    Args:
        pixels: Width and height.
        resolution: Dots an inch across and down as the file says, if it does.
    """
    if resolution is not None and (named := _by_resolution(pixels, resolution)) is not None:
        return named
    width, height = pixels
    ratio = max(width, height) / max(1, min(width, height))
    if abs(ratio / (A4[1] / A4[0]) - 1) < NEAR_A4:
        return A4 if width <= height else (A4[1], A4[0])
    short = min(width, height)
    dpi = short / (A4[0] / 72) if short >= PHOTOGRAPH else SCREEN_DPI
    return width * 72 / dpi, height * 72 / dpi


def _by_resolution(
    pixels: tuple[int, int], resolution: Sequence[float]
) -> tuple[float, float] | None:
    try:
        across, down = (float(dots) for dots in resolution)
    except (TypeError, ValueError, ZeroDivisionError):  # a fraction over nothing, one number
        return None
    low, high = PLAUSIBLE
    if not (low <= across <= high and low <= down <= high):
        return None
    if across == down and round(across) in MEANINGLESS:
        return None
    if max(across, down) > UNEQUAL * min(across, down):
        return None
    inches = sorted((pixels[0] / across, pixels[1] / down))
    fits = SHORT_SIDE[0] <= inches[0] <= SHORT_SIDE[1] and LONG_SIDE[0] <= inches[1] <= LONG_SIDE[1]
    return (pixels[0] / across * 72, pixels[1] / down * 72) if fits else None
