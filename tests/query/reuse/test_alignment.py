"""Passages that two texts share: examples, planted passages, and laws for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from hongtou.query.reuse.alignment import (
    ERRORS,
    REPEATS,
    SEED,
    SHORTEST,
    Alignment,
    common_passages,
    equal_runs,
)

SENTENCE = "对申请再贷款的法人机构开展现场核查核查台账借据贷款用途和利率执行情况"
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]


def test_a_sentence_within_other_words() -> None:
    one, other = "甲" * 3 + SENTENCE + "乙" * 4, "丙" * 9 + SENTENCE
    size = len(SENTENCE)
    assert common_passages(one, other) == (Alignment(3, 3 + size, 9, 9 + size),)


@pytest.mark.parametrize(
    "misread",
    [
        SENTENCE.replace("法人", "法入"),  # one character
        SENTENCE.replace("法人", "法"),  # one lost
        SENTENCE.replace("法人", "法人人"),  # one twice
        SENTENCE.replace("人机构", "入杌构"),  # two, one behind the other
        SENTENCE.replace("机构开展现场", "机构并展现扬"),  # two with three between them
    ],
)
def test_errors_inside_are_forgiven(misread: str) -> None:
    (passage,) = common_passages("甲" * 5 + SENTENCE, "乙" * 5 + misread)
    assert passage == Alignment(5, 5 + len(SENTENCE), 5, 5 + len(misread))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", SENTENCE),
        (SENTENCE, SENTENCE[::-1]),
        (SENTENCE[: SHORTEST - 1], SENTENCE),  # a name
        (SENTENCE[:14] + "甲乙丙丁" + SENTENCE[14:28], SENTENCE[:28]),  # four wrong: two pieces
    ],
)
def test_no_passage(one: str, other: str) -> None:
    assert common_passages(one, other) == ()


def test_a_passage_that_stands_twice_is_found_twice() -> None:
    passages = common_passages(SENTENCE, SENTENCE + "甲乙" + SENTENCE)
    assert [p.other for p in passages] == [0, len(SENTENCE) + 2]


def test_filling_that_repeats_says_nothing() -> None:
    filling = "无其他需要说明的情况" * (REPEATS + 2)
    assert equal_runs(filling, filling) == []


def test_a_page_of_one_character_takes_no_time() -> None:
    assert common_passages("一" * 100_000, "一" * 100_000) == ()


words = st.text(st.sampled_from("甲乙丙丁"), max_size=60)
texts = st.text(st.sampled_from(HAN[1000:]), max_size=120)
plantings = st.lists(st.sampled_from(HAN[:1000]), min_size=40, max_size=60, unique=True)


@given(words, words)
def test_runs_are_those_of_a_plain_search(one: str, other: str) -> None:
    def repeats(text: str, seed: str) -> int:
        return sum(text.startswith(seed, at) for at in range(len(text)))

    expected = set()
    for i in range(len(one)):
        for j in range(len(other)):
            if i and j and one[i - 1] == other[j - 1]:
                continue
            size = 0
            while (
                i + size < len(one) and j + size < len(other) and one[i + size] == other[j + size]
            ):
                size += 1
            if size >= SEED:
                expected.add((i, j, size))
    seeds = {one[at : at + SEED] for at in range(len(one))}
    if all(repeats(one, s) <= REPEATS and repeats(other, s) <= REPEATS for s in seeds):
        assert {tuple(run) for run in equal_runs(one, other)} == expected


@settings(max_examples=60)
@given(texts, texts, texts, texts, plantings.map("".join),
       st.integers(10, 28), st.integers(0, 2))  # fmt: skip
def test_a_planted_passage_is_found_whole(
    before: str, behind: str, above: str, below: str, planted: str, at: int, wrong: int
) -> None:
    misread = planted[:at] + "错" * wrong + planted[at + wrong :]
    found = common_passages(before + planted + behind, above + misread + below)
    first, second = len(before), len(above)
    assert any(
        p.one <= first and first + len(planted) <= p.one_end
        and p.other <= second and second + len(misread) <= p.other_end
        for p in found
    )  # fmt: skip


@settings(max_examples=60)
@given(words, words)
def test_laws_of_passages(one: str, other: str) -> None:
    found = common_passages(one, other)
    assert found == tuple(sorted(found))
    assert sorted(p.swapped for p in common_passages(other, one)) == list(found)
    for p in found:
        here, there = one[p.one : p.one_end], other[p.other : p.other_end]
        assert p.length >= SHORTEST and len(here) >= SHORTEST and len(there) >= SHORTEST
        assert here[:SEED] == there[:SEED] and here[-SEED:] == there[-SEED:]
        assert Levenshtein.distance(here, there) <= ERRORS * (p.length // SEED)
