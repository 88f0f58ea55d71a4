"""Phrases of regulators with known truth, the ones that ``make bench`` reads beside a peer."""

import pytest
from benchmarks.bench_phrases import PHRASES, Row, our_reading, their_words


@pytest.mark.parametrize(("phrase", "truth"), PHRASES, ids=[phrase for phrase, _ in PHRASES])
def test_phrases(phrase: str, truth: frozenset[str]) -> None:
    assert our_reading(phrase) == truth


@pytest.mark.parametrize(("find", "words"), [
    ({"type": "money", "text": "10万元以下", "detail":
        {"num": "100000.00", "case": "元", "definition": "blur-"}}, "≤ 100000 元"),
    ({"type": "money", "text": "3万—5万元", "detail":
        {"num": ["30000.00", "50000.00"], "case": "元", "definition": "blur"}}, "30000~50000 元"),
    ({"type": "time_delta", "text": "18个月", "detail": {"time": {"month": 18.0}}}, "= 18 个月"),
    ({"type": "time_period", "text": "每月10日前", "detail": {"time": {"delta": {"month": 1}}}},
     "每 FREQ=MONTHLY;BYMONTHDAY=10"),
    ({"type": "time_period", "text": "每半年", "detail": {"time": {"delta": {"year": 0.5}}}},
     "每 FREQ=MONTHLY;INTERVAL=6"),
])  # fmt: skip
def test_the_peer_is_read_in_the_same_notation(find: dict[str, object], words: str) -> None:
    assert their_words(find) == words


def test_marks_give_the_peer_its_due() -> None:
    row = Row("", frozenset({"≤ 3 年"}), frozenset(), None)
    assert row.mark(frozenset({"≤ 3 年"})) == "✓"
    assert row.mark(frozenset({"= 3 年"})) == "○"
    assert row.mark(frozenset({"≥ 3 年"})) == row.mark(frozenset()) == "✗"
    assert Row("", frozenset({"≤ 24 %"}), frozenset(), None).mark(frozenset()) == "·"
