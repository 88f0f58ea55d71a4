"""Clauses that answer to each other: moved, split, merged, among look-alikes; and how fast."""

import time

import pytest

from hongtou.query.differing.aligning import align
from hongtou.query.differing.difference import compare_clauses
from hongtou.query.differing.results import Clause

A = "各村镇银行应当建立不良贷款清收台账，逐户明确责任人。"
B = "农户信用档案每年更新一次，由信贷员入户采集。"
C = "政府性融资担保费率保持在较低水平，差额由财政补足。"
D = "现金押运实行双人双枪，途中不得无故停留。"


def pairs(parent: list[str], child: list[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(group.parent, group.child) for group in align(parent, child)]


def test_moved_clauses_are_found() -> None:
    groups = align([A, B, C, D], [D, A, B, C])
    assert [(g.parent, g.child, g.moved) for g in groups] == [
        ((3,), (0,), True), ((0,), (1,), False), ((1,), (2,), False), ((2,), (3,), False),
    ]  # fmt: skip


def test_split_and_merged() -> None:
    one = "各村镇银行应当建立不良贷款清收台账，农户信用档案每年更新一次，由信贷员入户采集。"
    halves = [
        "各村镇银行应当建立不良贷款清收台账。",
        "农户信用档案每年更新一次，由信贷员入户采集。",
    ]
    assert pairs([one], halves) == [((0,), (0, 1))]
    assert pairs(halves, [one]) == [((0, 1), (0,))]


def test_new_and_dropped_stand_where_they_belong() -> None:
    assert pairs([A, B, C], [A, D, C]) == [((0,), (0,)), ((1,), ()), ((), (1,)), ((2,), (2,))]


def test_formulas_pair_nothing() -> None:
    assert pairs(["各单位要高度重视，加强组织领导，认真贯彻执行。"],
                 ["各金融机构要高度重视流动性压力测试，测试结果报送当地银保监局。"]) == [
        ((0,), ()), ((), (0,)),
    ]  # fmt: skip


def test_order_tells_look_alikes_apart() -> None:
    texts = [f"第{at}类账户的余额由开户网点按日核对并登记。" for at in "甲乙丙丁"]
    changed = [text.replace("按日", "逐日") for text in texts]
    assert pairs(texts, changed) == [((n,), (n,)) for n in range(4)]


@pytest.mark.parametrize(("parent", "child"), [([], []), ([A], []), ([], [A]), ([""], [""])])
def test_empty_papers(parent: list[str], child: list[str]) -> None:
    groups = align(parent, child)
    assert sum(len(g.parent) for g in groups) == len(parent)
    assert sum(len(g.child) for g in groups) == len(child)


def _clauses(texts: list[str]) -> list[Clause]:
    return [Clause(n, "d", str(n), None, text, n * 999, n * 999 + len(text))
            for n, text in enumerate(texts)]  # fmt: skip


@pytest.mark.parametrize(("parent", "child"), [
    ([A] * 3000, [A] * 3000),  # one sentence again and again
    ([f"各支行应当按月报送第{n}号报表。" for n in range(3000)],
     [f"各支行应当按季报送第{n}号报表。" for n in range(3000)]),
    (["应" * 600] * 50, ["应" * 599] * 50),
])  # fmt: skip
def test_hostile_papers_take_seconds(parent: list[str], child: list[str]) -> None:
    began = time.process_time()
    rows = compare_clauses(_clauses(parent), _clauses(child))
    assert time.process_time() - began < 10
    assert sum(len(row.parent) for row in rows) == len(parent)
