"""Pixels become points, by the resolution that a file names or by what paper is like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.read.images.sizes import find_size

A4 = (595.3, 841.9)


@pytest.mark.parametrize(
    ("pixels", "resolution", "points"),
    [
        ((1654, 2339), (200, 200), (595.4, 842.0)),
        ((2480, 3508), (300.0, 300.0), (595.2, 841.9)),
        ((1728, 1143), (204, 98), (609.9, 839.8)),  # a coarse fax: lines are twice as far apart
        ((1654, 2339), None, A4),
        ((2339, 1654), None, (841.9, 595.3)),
        ((1654, 2339), (72, 72), A4),  # 23 inches wide: what programs write that know nothing
        ((1654, 2339), (0, 0), A4),
        ((1654, 2339), (1e9, 1e9), A4),
        ((1654, 2339), (float("nan"), 200), A4),
        ((1654, 2339), (200,), A4),
        ((1654, 2339), (1200, 200), A4),  # six times as many across: damage
        ((1240, 1754), (150, 150), (595.2, 841.9)),
        ((3000, 4000), (72, 72), (595.3, 793.7)),  # a telephone's photograph of a sheet
        ((640, 480), None, (480.0, 360.0)),  # a cutting from a screen
    ],
)
def test_size(
    pixels: tuple[int, int], resolution: tuple[float, ...] | None, points: tuple[float, float]
) -> None:
    assert find_size(pixels, resolution) == pytest.approx(points, abs=0.6)


@given(
    st.tuples(st.integers(1, 65_000), st.integers(1, 65_000)),
    st.none() | st.lists(st.floats(), min_size=0, max_size=3),
)
def test_any_file_has_a_size(pixels: tuple[int, int], resolution: list[float] | None) -> None:
    width, height = find_size(pixels, resolution)
    assert 0 < width < 1e6
    assert 0 < height < 1e6
