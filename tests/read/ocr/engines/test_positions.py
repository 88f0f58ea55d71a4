"""Em boxes from peaks: what stands where on a line of print."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.read.ocr.positions import em_of, is_wide, spread


def peaks_of(text: str, lean: dict[str, float]) -> list[float]:
    """Where a recogniser sees characters that stand on a grid of ems, ten to the line."""
    at, peaks = 0.0, []
    for character in text:
        wide = 0.1 if is_wide(character) else 0.05
        peaks.append(at + wide / 2 + lean.get(character, 0.05) * 0.1)
        at += wide
    return peaks


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("各县区政府：", 0, (0.0, 0.1)),
        ("各县区政府：", 5, (0.5, 0.6)),  # its ink is in the left half, its box is a whole em
        ("（试行）", 0, (0.0, 0.1)),  # and that of （ in the right half
        ("自5月1日起", 1, (0.1, 0.15)),  # digits are half as wide
        ("自5月1日起", 2, (0.15, 0.25)),
    ],
)
def test_em_boxes(text: str, number: int, expected: tuple[float, float]) -> None:
    lean = {"：": -0.26, "）": -0.26, "（": 0.29}
    found = spread(text, peaks_of(text, lean), em=0.125)[number]
    assert found == pytest.approx(expected, abs=0.012)


def test_the_last_mark_reaches_over_the_edge_of_a_close_crop() -> None:
    bounds = spread("完毕。", [0.19, 0.57, 0.93], em=0.45)
    assert 1.0 < bounds[-1][1] < 1.4


def test_the_grid_tells_the_em_not_the_height_of_the_crop() -> None:
    peaks = peaks_of("中国人民银行", {})
    assert em_of("中国人民银行", peaks, em=0.1) == pytest.approx(0.1)
    assert em_of("中国人民银行", peaks, em=0.15) == pytest.approx(0.1)
    assert em_of("第5条", [0.2, 0.5, 0.8], em=0.1) == pytest.approx(0.08)  # no neighbours: height


@given(
    st.text(st.sampled_from("中文，。（）“12aW. "), max_size=40),
    st.floats(0.005, 0.5),
    st.randoms(use_true_random=False),
)
def test_boxes_are_in_order_and_do_not_overlap(text: str, em: float, random: object) -> None:
    peaks = sorted(random.uniform(0, 1) for _ in text)  # type: ignore[attr-defined]
    bounds = spread(text, peaks, em=em)
    assert len(bounds) == len(text)
    assert all(left <= right for left, right in bounds)
    assert all(before[1] <= after[0] + 1e-9 for before, after in pairwise(bounds))
