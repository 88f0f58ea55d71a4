"""The model of language: misread characters cost, what notices print does not."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.clean.repair.forms import plain
from hongtou.clean.repair.language import LanguageModel, language_model
from hongtou.lexicon import general_pairs, official_ngrams

HAN_TEXT = st.text(st.sampled_from("的了银行业机构关于做好工作通知，。、0a 　\n¶龘😀"), max_size=40)


@pytest.mark.parametrize(
    ("text", "after", "likelier"),
    [
        ("中国特色社会主义恩想为指导", {8: "思"}, True),
        ("持续捉升小微信用贷款", {2: "提"}, True),
        ("门槛高的间题", {4: "问"}, True),
        ("受疫情灾情影晌群体", {6: "响"}, True),
        ("对违反规定的，依法给子处罚", {10: "予"}, True),
        ("对违反规定的，依法给予处罚", {10: "子"}, False),  # as printed: nothing gains
        ("为认真落实省、市、县关于做好", {9: "美"}, False),
        ("在2021年3月1日前", {1: "2", 2: "9"}, False),  # figures are all alike to the model
    ],
)
def test_gain(text: str, after: dict[int, str], likelier: bool) -> None:
    model = language_model()
    for index, character in after.items():
        gain = model.gain(text, index, index + 1, character)
        assert (gain > 5) if likelier else (gain <= 0), gain


def test_misread_characters_stand_out() -> None:
    text = "各银行机构要以新时代中国特色社会主义恩想为指导，推动金融服务高质量发展"
    costs = language_model().surprises(text)
    worst = max(range(len(text)), key=lambda index: costs[index])
    assert text[worst] in "恩想"


def test_spaces_and_widths_make_no_difference() -> None:
    model = language_model()
    costs = model.surprises("现 通知如下:")
    assert costs[1] == 0.0
    assert [c for c in costs if c] == model.surprises("现通知如下：")
    spaced = model.gain("现 通 知 如 不：", 8, 9, "下")
    assert spaced == pytest.approx(model.gain("现通知如不：", 4, 5, "下"))


def test_joined_counts_teach_what_this_knowledge_base_writes() -> None:
    model = language_model()
    line = "本县溃川各机构"
    counts = {"潢川": 9, "县潢川": 5, "潢川各": 5, "潢川县": 4}
    before = model.gain(line, 2, 3, "潢")
    assert model.joined(counts).gain(line, 2, 3, "潢") > before + 3
    shuffled = list(counts.items())
    random.Random(1).shuffle(shuffled)
    assert model.joined(dict(shuffled)).surprises(line) == model.joined(counts).surprises(line)
    assert model.gain(line, 2, 3, "潢") == before  # the packaged model stays what it was


@given(HAN_TEXT)
def test_every_text_has_a_finite_cost(text: str) -> None:
    costs = language_model().surprises(text)
    assert len(costs) == len(text)
    assert all(0.0 <= cost < 40.0 for cost in costs)


@given(HAN_TEXT, st.integers(0, 40), st.integers(0, 3), st.text("银行关于 \n", max_size=3))
def test_gain_is_the_difference_of_costs(text: str, start: int, length: int, after: str) -> None:
    # A fresh model gives the same as one that remembers.
    start = min(start, len(text))
    end = min(start + length, len(text))
    gain = language_model().gain(text, start, end, after)
    fresh = LanguageModel(official_ngrams(), general_pairs())
    assert gain == fresh.gain(text, start, end, after)
    assert abs(gain) < 300
    if plain(text[start:end]) == plain(after):
        assert gain == 0.0


def test_probabilities_of_what_may_follow_sum_to_at_most_one() -> None:
    model = language_model()
    followers = {*official_ngrams().followers(""), *general_pairs().followers("")}
    for context in ("", "银", "人民银", "¶第", "龘", "县潢"):
        total = sum(math.exp(-model.surprises(context + c)[-1]) for c in followers)
        assert 0.9 < total <= 1.001, context


def test_packaged_counts_know_no_figures_and_nothing_rare() -> None:
    counts = official_ngrams()
    assert not any(c.isdigit() for context in counts.totals for c in context)
    assert counts.followers("人民银")["行"] > 100
    for context in [c for c in counts.totals if len(c) == 3][::200]:
        followers = counts.followers(context)
        assert min(followers.values()) >= 12  # fewer would let texts be put together again
        assert sum(followers.values()) <= counts.totals[context]
