"""Words that a change of characters makes or breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.clean.repair.words import (
    covering_word,
    word_change,
    word_gain,
    word_weight,
)


@pytest.mark.parametrize(
    ("text", "index", "after", "broken", "made"),
    [
        ("主义恩想为", 2, "思", "", "思想"),
        ("持续捉升小", 2, "提", "", "提升"),
        ("产业键供应链", 2, "链", "", "产业链"),
        ("高的间题。", 2, "问", "", "问题"),
        ("疫情影晌群", 3, "响", "", "影响"),
        ("和管理。", 1, "菅", "管理", ""),  # as printed: a word would break
        ("小微贷款", 1, "额", "小微", "小额"),  # a usual word for another: both stand
    ],
)
def test_word_change(text: str, index: int, after: str, broken: str, made: str) -> None:
    change = word_change(text, index, index + 1, after)
    assert (change.broken, change.made) == (broken, made)
    assert (change.broken_weight > 0, change.made_weight > 0) == (bool(broken), bool(made))


def test_insertion_and_deletion() -> None:
    assert word_change("提供务，", 2, 2, "服").made == "服务"
    assert word_change("容忍1度标准", 2, 3, "").made == "容忍度"


def test_listed_terms_are_words() -> None:
    assert word_weight("小微") > 5 and word_weight("普惠") > 5
    assert word_weight("恩想") == 0.0
    assert word_weight("资金池") > 5  # 池 is no misread 地
    assert covering_word("做好普惠工作", 3)[0] == "普惠"
    assert covering_word("", 0) == ("", 0.0)


@pytest.mark.parametrize(
    ("text", "index", "after", "likelier"),
    [
        ("要对贫困材授信", 4, "村", True),
        ("金鞠服务", 1, "融", True),
        ("要对贫困村授信", 4, "材", False),  # as printed
        ("第2章罚则", 1, "3", None),  # digits are no words: nothing either way
    ],
)
def test_word_gain(text: str, index: int, after: str, likelier: bool | None) -> None:
    gain = word_gain(text, index, index + 1, after)
    assert gain == 0.0 if likelier is None else (gain > 3 if likelier else gain < -3), gain


@given(st.text("思想工作的，0村 ", max_size=20), st.integers(0, 20), st.text("思村，", max_size=2))
def test_word_gain_turns_round(text: str, start: int, after: str) -> None:
    start = min(start, len(text))
    end = min(start + 1, len(text))
    gain = word_gain(text, start, end, after)
    changed = text[:start] + after + text[end:]
    back = word_gain(changed, start, start + len(after), text[start:end])
    assert gain == pytest.approx(-back)
