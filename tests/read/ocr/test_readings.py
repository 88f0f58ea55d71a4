"""Other readings of a character: what two passes over a line make of each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.read.ocr.engine import OcrCharacter, OcrText
from hongtou.read.ocr.readings import FLOOR, MOST, compared, ranked


def said(text: str, confidence: float = 0.9) -> OcrText:
    share = 1 / max(len(text), 1)
    return OcrText(
        tuple(OcrCharacter(c, n * share, (n + 1) * share, confidence) for n, c in enumerate(text)),
        confidence,
    )


@pytest.mark.parametrize(
    ("chosen", "other", "expected"),
    [
        ("持续提升", "持续提升", ["", "", "", ""]),
        ("持续提升", "持续捉升", ["", "", "捉", ""]),
        ("（三）", "(三)", ["", "", ""]),  # widths are one character to a recogniser
        ("容忍1度", "容忍度", ["", "", "∅", ""]),  # nothing stands there, said the other pass
        ("容忍度", "容忍1度", ["", "忍1", ""]),  # something stands behind it
        ("问题", "前问题", ["前问", ""]),
        ("加强 管理", "加强管理", ["", "", "", "", ""]),  # blanks say nothing
        ("阿城", "口可城", ["口可", ""]),
        ("分行", " ", ["", ""]),  # a pass that saw no line says nothing
        ("", "分行", []),
    ],
)
def test_compared(chosen: str, other: str, expected: list[str]) -> None:
    text = compared(said(chosen), said(other))
    assert text.text == chosen
    found = ["".join(r or "∅" for r, _ in c.alternatives) for c in text.characters]
    assert found == expected


def test_shares_of_both_passes_are_mixed() -> None:
    one = OcrText((OcrCharacter("未", 0, 1, 0.6, (("末", 0.4),)),), 0.6)
    other = OcrText((OcrCharacter("末", 0, 1, 0.8, (("未", 0.1), ("朱", 0.1))),), 0.8)
    (character,) = compared(one, other).characters
    assert character.alternatives == (("末", pytest.approx(0.46)), ("朱", pytest.approx(0.015)))


@given(st.text("未末朱（( 1", max_size=12), st.text("未末朱（( 1", max_size=12), st.booleans())
def test_a_comparison_changes_no_character(chosen: str, other: str, confirms: bool) -> None:
    text = compared(said(chosen), said(other), confirms=confirms)
    assert text.text == chosen
    for before, after in zip(said(chosen).characters, text.characters, strict=True):
        assert (after.left, after.right, after.confidence) == (before.left, before.right, 0.9)
        assert len(after.alternatives) <= MOST
        assert not (after.confirmed and (not confirms or before.text not in "（(" + other))


@given(st.dictionaries(st.text(max_size=2), st.floats(0, 1), max_size=9), st.characters())
def test_ranked(shares: dict[str, float], chosen: str) -> None:
    found = ranked(shares, chosen)
    assert len(found) <= MOST and chosen not in dict(found)
    assert [share for _, share in found] == sorted((s for _, s in found), reverse=True)
    assert all(share >= FLOOR for _, share in found)
