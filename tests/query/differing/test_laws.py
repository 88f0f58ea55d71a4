"""Laws of a difference, for any two papers."""

import unicodedata
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.query.differing.difference import compare_clauses
from hongtou.query.differing.results import Clause, Norm, Row, Tags
from hongtou.query.differing.wording import marks_of
from hongtou.query.results import Amount

WHO = ("各村镇银行", "省联社", "各县支行", "支付机构", "各市财政局", "保险公司")
WHAT = ("单户小额信用贷款余额", "同业存单备案额度", "现金押运车辆的检修里程", "票据贴现的加权利率",
        "残损人民币的交存数量", "农户联保小组的成员数", "跨境人民币的双向流动额")  # fmt: skip
THEN = ("并逐笔登记台账", "由内审部门每季抽查", "违者暂停业务资格", "纳入年度综合评价", "")
SIGNS = {"<=": "不得超过", ">=": "不得低于"}


def clause_of(number: int, who: str, what: str, sign: str, value: int, then: str) -> Clause:
    """支付机构单户小额信用贷款余额不得超过5万元，违者暂停业务资格。 with its tags."""
    said = f"{SIGNS[sign]}{value}万元"
    text = f"{who}{what}{said}{'，' if then else ''}{then}。"
    start = number * 200
    at = start + text.index(said)
    amount = Amount("q", said, "limit", sign, value * 10_000, None, "元", None, None, what,
                    dimension="money", base_value=value * 10_000, base_unit="元")  # fmt: skip
    norm = Norm(start, start + len(text), "must_not", who, text[:-1], None, None, None, None)
    return Clause(number, "d", str(number), None, text, start, start + len(text),
                  tags=Tags((norm,), ((at, at + len(said), amount),)))  # fmt: skip


clauses = st.tuples(
    st.sampled_from(WHO), st.sampled_from(WHAT), st.sampled_from(sorted(SIGNS)),
    st.integers(1, 400), st.sampled_from(THEN),
)  # fmt: skip
papers = st.lists(clauses, max_size=8, unique_by=lambda c: c[:3]).map(
    lambda drawn: [clause_of(number, *slots) for number, slots in enumerate(drawn)]
)
any_text = st.text("各应不得超过10万元，；（一）。本通知<&\n", max_size=40)


@given(papers)
@settings(deadline=None)
def test_a_paper_relays_itself(paper: list[Clause]) -> None:
    rows = compare_clauses(paper, paper)
    assert all(row.verdict == "relayed" and not row.moved for row in rows)
    assert [row.parent for row in rows] == [row.child for row in rows] == [(c,) for c in paper]


@given(papers, papers)
@settings(deadline=None)
def test_every_clause_stands_once_on_its_side(parent: list[Clause], child: list[Clause]) -> None:
    rows = compare_clauses(parent, child)
    assert sorted(c.number for row in rows for c in row.parent) == list(range(len(parent)))
    below = [c.number for row in rows for c in row.child]
    assert sorted(below) == list(range(len(child)))
    firsts = [row.child[0].number for row in rows if row.child]
    assert firsts == sorted(firsts)


@given(papers, papers)
@settings(deadline=None, max_examples=200)
def test_swapping_the_sides_swaps_what_is_said(parent: list[Clause], child: list[Clause]) -> None:
    swapped = {"tightened": "loosened", "loosened": "tightened", "added": "dropped",
               "dropped": "added"}  # fmt: skip
    down, up = compare_clauses(parent, child), compare_clauses(child, parent)
    told = {_sides(row.parent, row.child): swapped.get(row.verdict, row.verdict) for row in down}
    assert told == {_sides(row.child, row.parent): row.verdict for row in up}
    for one, other in ((down, up), (up, down)):
        assert _directions(one, "tightened") == _directions(other, "loosened")


def _sides(one: Sequence[Clause], other: Sequence[Clause]) -> tuple[tuple[int, ...], ...]:
    return tuple(c.number for c in one), tuple(c.number for c in other)


def _directions(rows: Sequence[Row], direction: str) -> int:
    return sum(change.direction == direction for row in rows for change in row.changes)


@given(any_text, any_text)
@settings(deadline=None)
def test_marks_make_both_texts(parent: str, child: str) -> None:
    marks = marks_of(parent, child)
    assert "".join(mark.text for mark in marks if mark.kind != "delete") == child
    # What is equal is shown as the child prints it, widths and blanks included.
    above = "".join(mark.text for mark in marks if mark.kind != "insert")
    assert _folded(above) == _folded(parent)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


@given(st.lists(any_text, max_size=6), st.lists(any_text, max_size=6))
@settings(deadline=None)
def test_any_words_are_compared(above: list[str], below: list[str]) -> None:
    sides = [
        [Clause(n, "d", "", None, text, n * 50, n * 50 + len(text)) for n, text in enumerate(side)]
        for side in (above, below)
    ]
    rows = compare_clauses(*sides)
    assert sum(len(row.parent) for row in rows) == len(above)
    assert sum(len(row.child) for row in rows) == len(below)
