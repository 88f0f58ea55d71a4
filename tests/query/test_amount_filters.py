"""Numbers, days and recurrences as filters of the register: what answers to which question."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hongtou
from hongtou import KnowledgeBase
from hongtou.errors import NotationError
from hongtou.notation.amounts import comparable, read_amount
from hongtou.query.filters import Filters
from tests.query.shelf import make_shelf

DUTY = "aaaaaaaaaaaa-0#o1"

# text, operator, value, value_upper, unit
NUMBERS = [
    ("不得超过10万元", "<=", 100000, None, "元"),
    ("5万元至20万元", "range", 50000, 200000, "元"),
    ("不低于5‰", ">=", 5, None, "‰"),
    ("不超过6个月", "<=", 6, None, "个月"),
    ("超过2年", ">", 2, None, "年"),
    ("30日内", "<=", 30, None, "日"),
    ("4次", "=", 4, None, "次"),
    ("下调50个基点", "=", 50, None, "个基点"),
    ("不得高于去年同期", "<=", None, None, None),
]


def base(value: float | None, unit: str | None) -> tuple[float | None, str | None]:
    found = comparable(read_amount(f"{value:g}").value if value is not None else None, unit)
    return (float(found[0]), found[1]) if found else (None, None)


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shelf with one obligation for each of ``NUMBERS``, named by its words."""
    path = make_shelf(tmp_path_factory.mktemp("numbers") / "hongtou.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM quantities")
        for key, (text, operator, value, upper, unit) in enumerate(NUMBERS):
            connection.execute(
                "INSERT INTO obligations (obligation_id, document_id, segment_id, bearer_source,"
                " force, action, text, start, end) SELECT ?, document_id, segment_id, 'unknown',"
                " 'must', '', ?, start, end FROM obligations WHERE obligation_id = ?",
                (text, text, DUTY),
            )
            connection.execute(
                "INSERT INTO quantities (quantity_id, document_id, segment_id, obligation_id, text,"
                " start, end, role, operator, value, value_upper, unit, base_value, base_unit,"
                " base_upper) SELECT ?, document_id, segment_id, ?, ?, 0, 1, 'limit', ?, ?, ?, ?,"
                " ?, ?, ? FROM obligations WHERE obligation_id = ?",
                (f"q{key}", text, text, operator, value, upper, unit, *base(value, unit),
                 base(upper, unit)[0], DUTY),
            )  # fmt: skip
    return path


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"unit": "元", "max": 200000}, ["不得超过10万元", "5万元至20万元"]),
        ({"unit": "万元", "min": 11}, ["5万元至20万元"]),  # the range reaches into it
        ({"unit": "元", "max": 40000}, []),
        ({"unit": "万元", "min": 10, "max": 10}, ["不得超过10万元", "5万元至20万元"]),
        ({"unit": "年", "max": 1}, ["不超过6个月"]),
        ({"unit": "个月", "min": 24}, ["超过2年"]),
        ({"unit": "季度"}, []),  # no unit that a notice would write so
        ({"unit": "个季度", "max": 2}, ["不超过6个月"]),
        ({"unit": "%"}, ["不低于5‰"]),
        ({"unit": "%", "min": 0.5, "max": 0.5}, ["不低于5‰"]),
        ({"unit": "％", "min": 1}, []),
        ({"unit": "百分点", "max": 0.5}, ["下调50个基点"]),
        ({"unit": "周", "max": 5}, ["30日内"]),  # 35 days, but never months
        ({"min": 4, "max": 6}, ["不低于5‰", "不超过6个月", "4次"]),  # as printed in the table
        ({"unit": "次", "force": "must_not"}, []),
    ],
)
def test_numbers_compare_in_base_units(
    numbers: Path, asked: dict[str, Any], found: list[str]
) -> None:
    with hongtou.open(numbers) as kb:
        assert sorted(d.quote for d in kb.obligations(**asked)) == sorted(found)
        # a search for articles finds those in which they stand
        assert bool(kb.search(**asked)) == bool(found)


UNITS = ("元", "万元", "%", "‰", "年", "个月", "个季度", "日", "周", "次", "个百分点", "个基点")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(UNITS), st.integers(0, 400), st.integers(0, 400))
def test_bounds_mean_what_they_say(numbers: Path, unit: str, low: int, high: int) -> None:
    one = read_amount(f"1{unit}")
    factor, wanted = comparable(one.value, one.unit) or (one.value, one.unit)
    expected = {
        text
        for text, _, value, upper, own in NUMBERS
        if value is not None and base(value, own)[1] == wanted
        and (base(upper, own)[0] or base(value, own)[0] or 0) >= low * float(factor) - 1e-9
        and (base(value, own)[0] or 0) <= high * float(factor) + 1e-9
    }  # fmt: skip
    with hongtou.open(numbers) as kb:
        assert {d.quote for d in kb.obligations(unit=unit, min=low, max=high)} == expected


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"due_after": "2021"}, ["o3"]),
        ({"due_after": "2021-12-31", "due_before": "2021-12-31"}, ["o3"]),
        ({"due_after": "2022"}, []),
        ({"due_after": "2021-12", "due_before": "2021-12"}, ["o3"]),
        ({"recurring": True}, ["o1"]),
        ({"recurring": True, "due_before": "2022"}, []),
        ({"recurring": False, "bearer": "村镇银行"}, ["o2"]),
        ({"limited": True}, ["o2"]),
        ({"limited": False, "force": "must"}, ["o1", "o3"]),
    ],
)
def test_days_recurrences_and_limits(
    kb: KnowledgeBase, asked: dict[str, Any], found: list[str]
) -> None:
    assert [d.obligation_id.split("#")[1] for d in kb.obligations(**asked)] == found


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("newest", ["b#o1", "a#o1", "a#o2", "a#o3"]),
        ("oldest", ["a#o1", "a#o2", "a#o3", "b#o1"]),
        ("due", ["a#o3", "b#o1", "a#o1", "a#o2"]),
        ("bearer", ["a#o1", "a#o2", "a#o3", "b#o1"]),
    ],
)
def test_orders(kb: KnowledgeBase, order: Any, ids: list[str]) -> None:
    found = [d.obligation_id for d in kb.obligations(sort=order)]
    assert [name[0] + name[-3:] for name in found] == ids
    assert [d.obligation_id for d in kb.obligations(sort=order, limit=2)] == found[:2]


def test_an_order_that_is_none(kb: KnowledgeBase) -> None:
    with pytest.raises(NotationError, match="没有排序"):
        kb.obligations(sort="biggest")  # type: ignore[arg-type]


def test_nothing_asked_is_empty() -> None:
    assert Filters().empty
    assert not Filters(recurring=False).empty and Filters(recurring=False).about_duties
    assert Filters(due_after="2021").about_dates
