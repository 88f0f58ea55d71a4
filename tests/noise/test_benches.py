"""How ``make bench-clean`` judges a repair, and the model that it gives its rival."""

from collections import Counter
from pathlib import Path

import pytest
from benchmarks.clean_scoring import (
    Change,
    Tally,
    changes_of,
    in_reading_order,
    judged,
    missed,
    without_repairs,
)
from benchmarks.write_arpa import count, weigh

from hongtou.model import CleanText, Correction, RawSpan, Source, Transcript
from tests.noise.counting import normal
from tests.noise.splits import is_bench, texts_of

TRUTH = "牢固树立新发展思想，提升服务水平。"
READ = "牢固树立新发展恩想,捉升服务水乎。"


@pytest.mark.parametrize(
    ("start", "before", "after", "right"),
    [
        (7, "恩", "思", True),
        (7, "恩想", "思想", True),  # a whole word for one character
        (9, ",", "，", None),  # widths alone are no repair
        (10, "捉", "担", False),  # still wrong
        (0, "牢", "军", False),
        (14, "水乎", "火平", False),  # one mended, one spoilt
        (15, "乎", "平", True),
        (7, "恩", "", False),
    ],
)
def test_a_change_is_right_if_all_of_it_is(
    start: int, before: str, after: str, right: bool | None
) -> None:
    change = Change(READ, start, before, after)
    tally = judged(TRUTH, READ, change.made, [change])
    assert (tally.right, len(tally.false)) == (right is True, right is False)


def test_tallies_add_up() -> None:
    applied = Change(READ, 7, "恩", "思")
    offered = Change(READ, 10, "捉", "提", applied=False)
    tally = judged(TRUTH, READ, applied.made, [applied, offered])
    assert (tally.before, tally.after, tally.proposed_right) == (3, 2, 1)
    total = tally + tally + Tally()
    assert total.precision == 1 and total.proposed_precision == 1
    assert total.ratio == pytest.approx(2 / 3) and total.recall == pytest.approx(1 / 3)
    assert Tally().precision is None and Tally().ratio is None


@pytest.mark.parametrize(
    ("truth", "read", "result", "errors"),
    [
        ("（2011）第23号", "(2011)第23号", "〔2011〕第23号", (0, 0)),  # a form, no misreading
        ("〔2011〕第23号", "[2011】第23号", "〔2011〕第23号", (2, 0)),
        ("二O二一年八月", "二0二一年八月", "二〇二一年八月", (0, 0)),
        ("二○二一年八月", "二0二一年八月", "二〇二一年八月", (1, 0)),
        ("（此页无正文）\n第 5 页", "（此页无正文）第5页", "第5页", (0, 0)),
    ],
)
def test_forms_are_no_errors(truth: str, read: str, result: str, errors: tuple[int, int]) -> None:
    tally = judged(truth, read, result, [])
    assert (tally.before, tally.after) == errors


@pytest.mark.parametrize(
    ("truth", "read", "expected"),
    [
        ("甲局\n文件\n乙局\n甲发〔2021〕2号", "甲局\n乙局 文件\n甲发〔2021〕2号",
         "甲局\n\n乙局\n文件\n甲发〔2021〕2号"),
        ("甲局\n文件\n乙局\n甲发〔2021〕2号", "甲局\n文件\n乙局\n甲发〔2021〕2号",
         "甲局\n文件\n乙局\n甲发〔2021〕2号"),
        ("甲局文件\n甲发〔2021〕2号", "甲局\n甲发〔2021〕2号文件", "甲局文件\n甲发〔2021〕2号"),
        ("关于印发文件\n的通知", "的通知", "关于印发文件\n的通知"),
    ],
)  # fmt: skip
def test_joint_marks_are_read_in_any_order(truth: str, read: str, expected: str) -> None:
    assert normal(in_reading_order(truth, read)) == normal(expected)


def test_missed_shows_what_is_left() -> None:
    assert list(missed("发展思想提升", "发展恩想提升")) == ["发展【思|恩】想提升"]


def test_repairs_are_told_from_layout() -> None:
    """A line break and a space go in both texts; a misread character in one of them."""
    raw = "统一恩\n想 认识"
    ledger = (
        Correction(RawSpan(2, 3), "恩", "思", "misread-character", "", confidence=0.99),
        Correction(RawSpan(3, 4), "\n", "", "line-wrap", ""),
        Correction(RawSpan(5, 6), " ", "", "stray-space", ""),
    )
    source = Source("0" * 64, "甲", "甲", "text/plain", 1)
    text = CleanText(Transcript(source, raw, (), "text/utf-8", 1), ledger)
    assert (text.text, without_repairs(text).text) == ("统一思想认识", "统一恩想认识")
    (change,) = changes_of(text)
    assert (change.start, change.before, change.after) == (2, "恩", "思")
    assert change.made == "统一思想认识"


def test_splits_are_fair_and_apart(tmp_path: Path) -> None:
    for number in range(80):
        (tmp_path / f"{number}.txt").write_text("甲", "utf-8")
    bench, train = texts_of([tmp_path], "bench"), texts_of([tmp_path], "train")
    assert not set(bench) & set(train) and sorted(bench + train) == sorted(texts_of([tmp_path]))
    assert 10 <= len(bench) <= 30 and all(is_bench(path.name) for path in bench)


def test_model_of_characters_is_a_probability() -> None:
    """After any history the probabilities of all characters sum up to one."""
    lines = ["金融服务", "金融支持", "支持服务"]
    one, two, three = (
        {gram: (10**p, 10**b) for p, gram, b in rows} for rows in weigh(count(lines))
    )
    characters = [gram[0] for gram in one if gram != ("<s>",)]
    assert sum(one[c,][0] for c in characters) == pytest.approx(1)
    for (first, second), (_, cost) in two.items():
        after = Counter()
        for c in characters:
            shorter = two.get((second, c)) or (one[second,][1] * one[c,][0], 0)
            seen = three.get((first, second, c))
            after[c] = seen[0] if seen else cost * shorter[0]
        if second != "</s>":
            assert after.total() == pytest.approx(1)
