"""Tables typed with bars, and bars that make none."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.model import undo
from hongtou.read.piped import find_piped_tables
from hongtou.read.tabbed import find_tabbed_tables
from tests.support import transcript_of


def _cells(text: str) -> list[list[list[str]]]:
    found = []
    for table in find_piped_tables(text):
        rows: list[list[str]] = []
        for cell in table.cells:
            rows += [[]] if cell.column == 0 else []
            rows[cell.row].append(cell.span.of(text))
        found.append(rows)
    return found


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        (
            "如下：\n| 序号 | 任务 |\n|---|:--:|\n| 1 | 加强管理 |\n请落实。",
            [[["序号", "任务"], ["1", "加强管理"]]],
        ),
        ("|序号|任务|\r\n|1|落实|\r\n", [[["序号", "任务"], ["1", "落实"]]]),
        ("|单位|金额|\n\n|---|---|\n\n|某县||", [[["单位", "金额"], ["某县", ""]]]),
        ("单位 | 金额\n--- | ---\n某县 | 5万元", [[["单位", "金额"], ["某县", "5万元"]]]),
        (r"|甲|乙|" + "\n|---|---|\n" + r"|一\|二|三|", [[["甲", "乙"], [r"一\|二", "三"]]]),
        # a form to be filled in; a row that lacks its last cells
        ("|姓名|手机|\n|-|-|\n|||", [[["姓名", "手机"], ["", ""]]]),
        ("|甲|乙|丙|\n|-|-|-|\n|一|二|", [[["甲", "乙", "丙"], ["一", "二"]]]),
        # look-alikes: one row, rows of different shape, a bar in a sentence, a head alone
        ("| 序号 | 任务 |", []),
        ("|序号|任务|\n|---|---|", []),
        ("|甲|乙|\n|丙|丁|戊|", []),
        ("首页 | 政务公开\n通知公告 | 正文", []),
        ("|绝对值|\n|收益率|", []),
        ("没有表格。", []),
        ("", []),
    ],
)
def test_tables_of_bars(text: str, tables: list[list[list[str]]]) -> None:
    assert _cells(text) == tables


@given(st.text(alphabet="一a|-: \t\r\n\\", max_size=60))
def test_cells_lie_in_order_inside_their_table(text: str) -> None:
    end = 0
    for table in find_piped_tables(text):
        assert table.span.start >= end
        end = table.span.start
        for cell in table.cells:
            assert end <= cell.span.start <= cell.span.end <= table.span.end
            end = cell.span.end
        end = table.span.end


@given(st.text(alphabet="一a|- \t\n", max_size=60))
def test_no_line_is_in_two_tables(text: str) -> None:
    spans = sorted(t.span for t in (*find_tabbed_tables(text), *find_piped_tables(text)))
    assert all(one.end <= two.start for one, two in pairwise(spans))


@pytest.mark.parametrize("text", ["|" * 200_000, "|a|b|\n" * 30_000, "| " * 100_000, "|-" * 9_000])
def test_hostile_text_takes_no_more_than_linear_time(text: str) -> None:
    assert len(find_piped_tables(text)) <= 1


def test_bars_become_tabs_and_can_be_undone() -> None:
    raw = "各单位：\n如下：\n| 序号 | 任 务 |\n| --- | --- |\n| 1 | 存款不低于８５％ |\n\n请落实。"
    transcript = transcript_of(raw)
    text = clean(transcript)
    assert "|" in text.text  # nobody found a table
    found = clean(replace(transcript, tables=find_piped_tables(raw)))
    assert found.text == "各单位：\n如下：\n序号\t任务\n1\t存款不低于85%\n请落实。"
    assert undo(found.text, found.corrections) == raw
