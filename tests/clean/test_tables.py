"""Tables keep their rows and cells; what is misread inside a cell is repaired like elsewhere."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.model import Cell, RawFinding, RawSpan, Table, undo
from tests.clean.test_rules import NOISE
from tests.support import transcript_with_tables

BEFORE = "某局关于做好工作的通知\n各单位：\n　　任务分工如下，请认真落实："
AFTER = "　　请按时报送。\n　　　　　　某局\n　　　　2021年5月28日"


def _rows(*parts: str | list[list[str]]) -> list[str]:
    text = clean(transcript_with_tables(*parts)).text
    return [line for line in text.split("\n") if "\t" in line]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # nothing is joined, cut or dropped; empty cells stay
        (
            [["序号", "任务", ""], ["1", "加强管理，", "办公室"], ["", "提高质量", ""]],
            ["序号\t任务\t", "1\t加强管理，\t办公室", "\t提高质量\t"],
        ),
        # widths, spaces and brackets are repaired inside cells
        (
            [["比 例", "依据"], ["不低于８５％", " 银发[2021]63号 "]],
            ["比例\t依据", "不低于85%\t银发〔2021〕63号"],
        ),
        # what is furniture outside is a value inside
        ([["页", "— 3 —"], ["第1页", "抄送：办公室。主送：财务科"]],
         ["页\t—3—", "第1页\t抄送：办公室。主送：财务科"]),
        # rows of names beside a column that is none
        ([["单位", "金额"], ["某县财政局", "5万元"]], ["单位\t金额", "某县财政局\t5万元"]),
    ],
)  # fmt: skip
def test_rows_and_cells_stay(table: list[list[str]], expected: list[str]) -> None:
    assert _rows(BEFORE, table, AFTER) == expected
    assert _rows(table) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # an imprint, a signature, a mark set in cells without rules are no tables
        (
            [["某局办公室", "2021年5月28日印发"]],
            "某局办公室2021年5月28日印发",
        ),
        ([["某县财政局", "某县农业农村局"], ["2021年5月28日", ""]],
         "某县财政局 某县农业农村局\n2021年5月28日"),
        # one column: a frame around paragraphs
        ([["各单位要加强管理。"], ["请认真落实。"]], "各单位要加强管理。\n请认真落实。"),
    ],
)  # fmt: skip
def test_tables_that_only_set_things_in_place(table: list[list[str]], expected: str) -> None:
    assert clean(transcript_with_tables(table)).text.rstrip("\n") == expected


@settings(max_examples=200)
@given(
    st.lists(
        st.lists(st.text(alphabet=NOISE.replace("\t", "").replace("\n", ""), max_size=12),
                 min_size=3, max_size=3),
        min_size=1, max_size=5,
    ),
    st.text(alphabet=NOISE, max_size=40),
)  # fmt: skip
def test_the_shape_of_any_table_stays(table: list[list[str]], around: str) -> None:
    table = [["某单位，", *row] for row in table]  # a comma: no table of names
    transcript = transcript_with_tables(around, table, around)
    result = clean(transcript)
    shown = result.to_clean(transcript.tables[0].span).of(result.text)
    assert [line.count("\t") for line in shown.split("\n")] == [3] * len(table)
    assert all(line.startswith("某单位，") for line in shown.split("\n"))
    assert undo(result.text, result.corrections) == transcript.text


def test_a_note_in_the_margin_that_reaches_into_a_table_leaves_it_whole() -> None:
    transcript = transcript_with_tables("各单位：", [["1| ", "落实"]])
    bar = transcript.text.index("|")
    cells = (Cell(RawSpan(5, 6), 0, 0), Cell(RawSpan(bar + 3, bar + 5), 0, 1))
    table = Table(RawSpan(5, bar + 5), cells)
    note = RawFinding("margin-note", "页边有字", RawSpan(bar + 1, bar + 4))
    result = clean(replace(transcript, tables=(table,), raw_findings=(note,)))
    assert result.text.split("\n")[1] == "1\t落实"
    assert undo(result.text, result.corrections) == transcript.text


def test_many_tables_take_linear_time() -> None:
    table = [["一 二", "5,三"], ["", "四，"]]
    result = clean(transcript_with_tables(*[table, "各单位要 加强管理。"] * 3_000))
    assert result.text.count("\t") == 6_000
