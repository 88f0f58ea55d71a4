"""Tables typed with tabs, and tabs that make none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.read.tabbed import find_tabbed_tables


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("如下：\n序号\t任务\n1\t加强管理\n请落实。", [[["序号", "任务"], ["1", "加强管理"]]]),
        ("序号\t任务\r\n1\t\r\n2\t落实\r\n", [[["序号", "任务"], ["1", ""], ["2", "落实"]]]),
        (
            "甲\t乙\n丙\t丁\n\n戊\t己\n庚\t辛",
            [[["甲", "乙"], ["丙", "丁"]], [["戊", "己"], ["庚", "辛"]]],
        ),
        # look-alikes: an indent, one line alone, lines of different shape
        ("\t各单位要落实。\n\t请执行。", []),
        ("某局\t2021年5月28日", []),
        ("甲\t乙\n丙\t丁\t戊", []),
        ("没有表格。", []),
        ("", []),
    ],
)  # fmt: skip
def test_tables_of_tabs(text: str, tables: list[list[list[str]]]) -> None:
    found = []
    for table in find_tabbed_tables(text):
        rows: list[list[str]] = []
        for cell in table.cells:
            rows += [[]] if cell.column == 0 else []
            rows[cell.row].append(cell.span.of(text))
        found.append(rows)
    assert found == tables


@given(st.text(alphabet="一a\t\r\n ", max_size=60))
def test_cells_lie_inside_their_table_and_hold_no_tab(text: str) -> None:
    end = 0
    for table in find_tabbed_tables(text):
        assert table.span.start >= end
        end = table.span.end
        for cell in table.cells:
            assert table.span.start <= cell.span.start <= cell.span.end <= table.span.end
            assert not set(cell.span.of(text)) & set("\t\r\n")


@pytest.mark.parametrize(
    "text", ["甲" * 200_000 + "\r", "\r" * 200_000, "\t" * 200_000, "a\tb\n" * 50_000]
)
def test_hostile_text_takes_no_more_than_linear_time(text: str) -> None:
    assert len(find_tabbed_tables(text)) <= 1
