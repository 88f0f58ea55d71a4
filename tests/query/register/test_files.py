"""The register as CSV, workbook and calendar, read back by other programs."""

import csv
import io
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import openpyxl
import pytest
from icalendar import Calendar
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import hongtou
from hongtou import KnowledgeBase
from hongtou.query.register.csv_file import COLUMNS, write_csv
from tests.query.register.shelf import make_full_shelf

SHEETS = ["责任清单", "数量", "期限", "文件", "条款"]
ON = "2022-06-01"


def read_csv(kb: KnowledgeBase) -> list[dict[str, str]]:
    file = io.StringIO()
    write_csv(kb.obligations(on=ON), file)
    assert file.getvalue().startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(file.getvalue().removeprefix("\ufeff"))))


def test_csv_has_every_slot(kb: KnowledgeBase) -> None:
    rows = read_csv(kb)
    assert tuple(rows[0]) == COLUMNS
    may, must, cap, due = rows
    assert must["分项"] == "（一）展期户数；\n（二）展期金额。"
    assert (must["对象"], must["例外"], must["周期"]) == ("展期情况", "特殊情况除外", "每月")
    assert (must["条件"], must["主体来源"]) == ("对=小额贷款", "原文写明")
    assert (cap["数量"], cap["约束力"], cap["页"]) == ("不超过 10 万元，每户", "不得", "2")
    assert due["数量"] == "3 至 6 个月；不超过贷款余额的5‰；不超过 1 年"
    assert (may["期限规则"], may["期限日期"]) == ("收到申请起 5 个工作日", "")
    assert {row["效力"] for row in rows} == {"未见废止或失效"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, full_shelf: Path) -> Workbook:
    path = tmp_path_factory.mktemp("book") / "责任清单.xlsx"
    with hongtou.open(full_shelf) as kb:
        kb.save_workbook(kb.obligations(on=ON), path, on=ON)
    return openpyxl.load_workbook(path)


def rows_of(sheet: Worksheet) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def cell_of(sheet: Worksheet, title: str, row: int) -> Any:
    (column,) = [cell.column for cell in sheet[1] if cell.value == title]
    return sheet.cell(row, column)


def test_sheets_can_be_worked_with(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1" and sheet.print_area
        assert sheet["A1"].font.b and sheet["A2"].alignment.wrap_text
        for name, column in sheet.column_dimensions.items():
            assert 5 < column.width < 105, (sheet.title, name)
        assert all(sheet.row_dimensions[row].height for row in range(2, sheet.max_row + 1))
    assert book.properties.title == "责任清单" and "4 条义务" in str(book.properties.subject)


def test_register_sheet(book: Workbook) -> None:
    sheet = book["责任清单"]
    rows = rows_of(sheet)
    assert [row["要求"] for row in rows] == ["可以", "应当", "不得", "应当"]
    due = rows[3]
    assert due["到期日"] == datetime(2021, 12, 31) and due["成文日期"] == datetime(2021, 3, 29)
    assert due["效力"] == "未见废止或失效" and due["页"] == 2
    colours = {row: cell_of(sheet, "要求", row).fill.fgColor.rgb for row in (2, 3, 4)}
    assert len(set(colours.values())) == 3
    # words that begin with = are words
    assert cell_of(sheet, "条件", 3).data_type == "s"


def test_links_lead_to_the_article_and_to_the_source(book: Workbook, full_shelf: Path) -> None:
    sheet, articles = book["责任清单"], book["条款"]
    for row in range(2, sheet.max_row + 1):
        link = cell_of(sheet, "条款", row).hyperlink
        target = articles[link.location.split("!")[1]]
        text = articles.cell(target.row, 4).value
        assert cell_of(sheet, "原文", row).value in text
        back = articles.cell(target.row, 5).hyperlink.location
        assert sheet[back.split("!")[1]].row <= row
    file = cell_of(sheet, "原件", 3).hyperlink
    assert file.target.startswith("FILE:///") and file.location is None
    assert Path(unquote(urlparse(file.target).path)) == full_shelf.parent / "a #1 原件.txt"
    assert cell_of(sheet, "原件", 2).hyperlink is None  # not held on this machine
    assert cell_of(sheet, "原件", 2).value == "b.txt"


def test_numbers_are_numbers_with_their_words(book: Workbook) -> None:
    cap, months, share, scope = rows_of(book["数量"])
    assert (cap["数值"], cap["单位"], cap["关系"], cap["每"]) == (100000, "元", "不超过", "户")
    assert cap["衡量什么"] == "单户贷款"
    assert (months["数值"], months["上限"], months["关系"]) == (3, 6, "区间")
    assert (share["相对于"], share["性质"], scope["性质"]) == ("贷款余额", "限额", "适用范围")
    assert cell_of(book["数量"], "数值", 2).number_format == "#,##0"
    assert book["数量"]["A2"].hyperlink.location == "'责任清单'!A4"


def test_deadlines_are_sorted_dates_first(book: Workbook) -> None:
    dated, ruled, again = rows_of(book["期限"])
    assert (dated["到期日"], dated["精度"]) == (datetime(2021, 12, 31), "年")
    assert (ruled["到期日"], ruled["规则"]) == (None, "收到申请起 5 个工作日")
    assert again["规则"] == "每月"


def test_papers_with_their_standing(full_shelf: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    for on, said, since in (
        (ON, "未见废止或失效", None), ("2024-01-01", "已失效", datetime(2024, 1, 1)),
    ):  # fmt: skip
        with hongtou.open(full_shelf) as kb:
            kb.save_workbook(kb.obligations(), path, on=on)
        rows = rows_of(openpyxl.load_workbook(path)["文件"])
        child = next(row for row in rows if row["发文字号"] == "信银发〔2021〕2号")
        assert child["效力"] == said and child["失效日期"] == datetime(2023, 12, 31)
        assert since is None or child["自"] == since
        assert child["义务条数"] == 3


def test_the_same_register_gives_the_same_bytes(kb: KnowledgeBase, tmp_path: Path) -> None:
    for name in ("1.xlsx", "2.xlsx"):
        kb.save_workbook(kb.obligations(), tmp_path / name, on=ON)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
    for name in ("1.ics", "2.ics"):
        kb.save_calendar(tuple(reversed(kb.obligations())), tmp_path / name, on=ON)
    assert (tmp_path / "1.ics").read_bytes() == (tmp_path / "2.ics").read_bytes()


def test_cells_that_no_sheet_can_hold(tmp_path: Path) -> None:
    path = make_full_shelf(tmp_path / "hongtou.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE obligations SET action = ?", ("长" * 40_000 + "\x01\x0b",))
        connection.execute("UPDATE documents SET document_date = '1850-01-01', expiry_date = NULL")
        connection.execute("UPDATE segments SET heading = '=1+1'")
    with hongtou.open(path) as kb:
        kb.save_workbook(kb.obligations(), tmp_path / "x.xlsx", on=ON)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert len(str(cell_of(book["责任清单"], "行为", 2).value)) == 32_767
    assert cell_of(book["责任清单"], "成文日期", 2).value is None
    assert cell_of(book["条款"], "条款标题", 2).data_type == "s"


def test_copies_have_one_row(tmp_path: Path) -> None:
    path = make_full_shelf(tmp_path / "hongtou.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        copied = "SELECT 'copy', {} FROM {} WHERE document_id = 'bbbbbbbbbbbb-0'"
        for table, key in (("documents", "document_id"), ("segments", "segment_id"),
                           ("obligations", "obligation_id")):  # fmt: skip
            names = [
                row[1]
                for row in connection.execute(f"PRAGMA table_xinfo({table})")
                if row[1] != key and not row[6]
            ]
            values = [
                {"document_id": "'copy'", "segment_id": "'copy'"}.get(name, name) for name in names
            ]
            connection.execute(
                f"INSERT INTO {table} ({key}, {', '.join(names)})"
                f" {copied.format(', '.join(values), table)}"
            )
    with hongtou.open(path) as kb:
        assert len(kb.obligations()) == 5
        kb.save_workbook(kb.obligations(), tmp_path / "x.xlsx", on=ON)
    rows = rows_of(openpyxl.load_workbook(tmp_path / "x.xlsx")["责任清单"])
    assert [row["副本"] for row in rows] == [1, None, None, None]


def calendar(kb: KnowledgeBase, path: Path, on: str = ON) -> Any:
    count = kb.save_calendar(kb.obligations(), path, on=on)
    found = Calendar.from_ical(path.read_bytes())
    assert len(found.walk("VEVENT")) == count
    return found


def test_calendar(kb: KnowledgeBase, tmp_path: Path) -> None:
    monthly, due = calendar(kb, tmp_path / "x.ics").walk("VEVENT")
    assert due["dtstart"].dt == date(2021, 12, 31)
    assert str(due["summary"]) == "地方法人金融机构：完成Ａ类贷款展期"
    assert due["uid"] == "aaaaaaaaaaaa-0-o3-d1@hongtou"
    assert "rrule" not in due
    said = str(due["description"])
    for words in ("地方法人金融机构要在2021年底前完成Ａ类贷款展期", "期限：2021年底前",
                  "信银发〔2021〕2号", "第 2 页"):  # fmt: skip
        assert words in said
    # begins with the first month's end after 2021-04-01, ends with the paper
    assert monthly["dtstart"].dt == date(2021, 4, 30)
    assert monthly["rrule"].to_ical() == b"FREQ=MONTHLY;UNTIL=20231231;BYMONTHDAY=-1"
    assert "取每期最后一日提醒" in str(monthly["description"])
    assert {event["dtstamp"].dt.date() for event in (monthly, due)} == {date(2021, 3, 29)}
    raw = (tmp_path / "x.ics").read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 75 and raw.endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize(
    ("rule", "first", "written"),
    [
        ("FREQ=MONTHLY;INTERVAL=3", date(2021, 6, 30), {"BYMONTH": [3, 6, 9, 12]}),
        ("FREQ=MONTHLY;INTERVAL=6", date(2021, 6, 30), {"BYMONTH": [6, 12]}),
        ("FREQ=YEARLY", date(2021, 12, 31), {"BYMONTH": [12], "BYMONTHDAY": [-1]}),
        ("FREQ=YEARLY;BYMONTH=1", date(2022, 1, 31), {"BYMONTHDAY": [-1]}),
        ("FREQ=MONTHLY;BYMONTHDAY=15", date(2021, 4, 15), {"BYMONTHDAY": [15]}),
        ("FREQ=WEEKLY", date(2021, 4, 2), {"BYDAY": ["FR"]}),
        ("FREQ=DAILY", date(2021, 4, 1), {}),
    ],
)
def test_recurrences_begin_on_a_day_of_their_own(
    rule: str, first: date, written: dict[str, Any], tmp_path: Path
) -> None:
    path = make_full_shelf(tmp_path / "hongtou.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE obligations SET recurrence = ? WHERE recurrence > ''", (rule,))
    with hongtou.open(path) as kb:
        events = calendar(kb, tmp_path / "x.ics").walk("VEVENT")
    (event,) = [event for event in events if "rrule" in event]
    assert event["dtstart"].dt == first
    assert {name: event["rrule"][name] for name in written} == written


def test_the_calendar_tells_that_days_stand_for_working_days(tmp_path: Path) -> None:
    path = make_full_shelf(tmp_path / "hongtou.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE obligations SET recurrence = 'FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=20',"
            " recurrence_text = '季后20个工作日' WHERE recurrence > ''"
        )
    with hongtou.open(path) as kb:
        events = calendar(kb, tmp_path / "x.ics").walk("VEVENT")
    (event,) = [event for event in events if "rrule" in event]
    assert event["dtstart"].dt == date(2021, 4, 20)
    said = str(event["description"])
    assert "周期：每年1、4、7、10月20日（按自然日提前提醒，原文为季后20个工作日）" in said
    assert "取每期最后一日提醒" not in said


def test_recurrences_after_the_end_or_without_a_day_have_no_event(tmp_path: Path) -> None:
    path = make_full_shelf(tmp_path / "hongtou.db")
    for change in ("expiry_date = '2021-04-02'",
                   "effective_date = NULL, document_date = NULL, print_date = NULL"):  # fmt: skip
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(f"UPDATE documents SET {change}")
        with hongtou.open(path) as kb:
            (event,) = calendar(kb, tmp_path / "x.ics").walk("VEVENT")
        assert event["uid"].endswith("-d1@hongtou")


@pytest.mark.parametrize(("save", "broken"), [
    ("save_workbook", "hongtou.query.register.workbook.write_sheet"),
    ("save_calendar", "pathlib.Path.write_bytes"),
])  # fmt: skip
def test_a_failure_leaves_the_former_file(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, save: str, broken: str
) -> None:
    target = tmp_path / "责任清单"
    target.write_text("former", "utf-8")
    duties = kb.obligations(on=ON)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "责任清单.part")

    with monkeypatch.context() as patched:
        patched.setattr(broken, full)
        with pytest.raises(OSError, match="No space left") as caught:
            getattr(kb, save)(duties, target, on=ON)
    assert caught.value.filename == str(target)
    assert target.read_text("utf-8") == "former" and list(tmp_path.iterdir()) == [target]
    getattr(kb, save)(duties, target, on=ON)
    assert target.read_bytes()[:6] != b"former" and list(tmp_path.iterdir()) == [target]
