"""One sheet of a workbook that a person can work with: head, filter, widths, links, print set-up.

XlsxWriter is named here and in ``workbook`` only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

__all__ = ["Cell", "Column", "Link", "Styles", "write_sheet"]

# Characters that a cell of Excel holds, links that a sheet holds (Excel specifications and limits).
LONGEST: Final = 32_767
MOST_LINKS: Final = 60_000
LONGEST_LINK: Final = 2_079
LONGEST_TIP: Final = 250

# Points: of a line of ten-point type, and of the highest row that Excel shows.
LINE_HEIGHT: Final = 13.5
HIGHEST: Final = 409

RED: Final = "#C00000"  # 红头
LINE: Final = "#BFBFBF"
BLUE: Final = "#0563C1"  # of links in Excel

# What may not stand in XML 1.0 and what Excel would read as an escape, _x000D_.
UNSEEN: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to a place in this workbook (``'条款'!A7``) or to a file on disk."""

    words: str
    place: str | None = None
    file: Path | None = None

    @property
    def url(self) -> str:
        r"""As XlsxWriter takes it.

        Of ``file:`` and ``external:`` it makes a path of Windows, ``\tmp\a.txt``, and cuts it at
        ``#``; the scheme in capitals is the same scheme and stays what it is.
        """
        if self.file is None:
            return f"internal:{self.place}"
        return self.file.absolute().as_uri().replace("file:", "FILE:", 1)


Cell = str | int | float | date | Link | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, how wide it may grow, and how its cells are shown."""

    title: str
    most: int = 20  # in digits; a 汉字 takes two
    kind: Literal["text", "centre", "number", "date"] = "text"
    printed: bool = True


class Styles:
    """The formats of one workbook; XlsxWriter wants each to be made once.

    State: the workbook that owns the formats.
    """

    def __init__(self, workbook: Any, *, forces: dict[str, tuple[str, str]]) -> None:
        base = {"valign": "top", "text_wrap": True, "font_name": "等线", "font_size": 10}
        self.grid = workbook.add_format({"border": 1, "border_color": LINE})
        self.kinds = {
            "text": workbook.add_format(base),
            "centre": workbook.add_format({**base, "align": "center"}),
            "number": workbook.add_format({**base, "num_format": "#,##0.########"}),
            "whole": workbook.add_format({**base, "num_format": "#,##0"}),
            "date": workbook.add_format({**base, "num_format": "yyyy-mm-dd", "align": "center"}),
        }
        self.link = workbook.add_format({**base, "font_color": BLUE, "underline": 1})
        self.head = workbook.add_format(
            {**base, "bold": True, "font_color": "white", "bg_color": RED, "align": "center",
             "valign": "vcenter"}
        )  # fmt: skip
        self.words = {
            word: workbook.add_format(
                {**base, "align": "center", "bg_color": paper, "font_color": ink}
            )
            for word, (paper, ink) in forces.items()
        }


def write_sheet(
    workbook: Any, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]],
    styles: Styles,
) -> None:  # fmt: skip
    """Write one sheet; ``rows`` hold a cell for each of ``columns``."""
    sheet = workbook.add_worksheet(name)
    links = 0
    widths = [_width(column, [row[at] for row in rows]) for at, column in enumerate(columns)]
    for number, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.write_string(0, number, column.title, styles.head)
        sheet.set_column(number, number, width)
    for at, row in enumerate(rows, 1):
        sheet.set_row(at, _height(row, widths))
        for number, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if cell is None or cell == "":
                continue  # a third of the time would go into empty cells
            links += isinstance(cell, Link)
            if isinstance(cell, Link) and (links > MOST_LINKS or len(cell.url) > LONGEST_LINK):
                cell = cell.words
            _write(sheet, at, number, cell, column, styles)
    # Lines around empty cells as well, without writing these: half of the time and of the file.
    lines = {"type": "formula", "criteria": "=TRUE", "format": styles.grid}
    sheet.conditional_format(0, 0, len(rows), len(columns) - 1, lines)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    _set_up_print(sheet, name, columns, len(rows))


def _set_up_print(sheet: Any, name: str, columns: Sequence[Column], rows: int) -> None:
    """A4 across, as wide as one page, the head on each; ids and file names stay on the screen."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer(f'&L&"等线"&9{name}&R&9第 &P 页，共 &N 页')
    last = max(number for number, column in enumerate(columns) if column.printed)
    sheet.print_area(0, 0, max(rows, 1), last)


def _write(sheet: Any, at: int, number: int, cell: Cell, column: Column, styles: Styles) -> None:
    style = styles.kinds[column.kind]
    if isinstance(cell, Link):
        words = _shown(cell.words)
        sheet.write_url(at, number, cell.url, styles.link, words, tip=_tip(cell))
    elif isinstance(cell, date):
        sheet.write_datetime(at, number, cell, styles.kinds["date"])
    elif isinstance(cell, int | float):
        whole = column.kind == "number" and float(cell).is_integer()
        sheet.write_number(at, number, cell, styles.kinds["whole"] if whole else style)
    elif cell is not None:
        # write_string: what begins with = stays words and is no formula.
        sheet.write_string(at, number, _shown(cell), styles.words.get(cell, style))


def _tip(link: Link) -> str:
    """What a click does: 打开原件 a.pdf, 转到 条款."""
    sheet = (link.place or "").partition("!")[0].strip("'")
    return f"打开原件 {link.file.name}"[:LONGEST_TIP] if link.file else f"转到 {sheet}"


def _shown(words: str) -> str:
    plain = words.translate(UNSEEN)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _width(column: Column, cells: Sequence[Cell]) -> float:
    """As wide as the longest line in the column, but no wider than the column may grow."""
    widest = max((_columns_of(line, column.most) for cell in cells for line in _lines(cell)),
                 default=0)  # fmt: skip
    # Two more than the letters of the head, for the button of the filter.
    return max(min(widest, column.most), _columns_of(column.title, LONGEST) + 2) + 1.5


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """As high as the cell with most lines; LibreOffice and viewers do not work this out."""
    lines = (
        sum(-(-_columns_of(line, LONGEST) // int(width - 1)) or 1 for line in _lines(cell))
        for cell, width in zip(row, widths, strict=True)
        if cell
    )
    return min(max(lines, default=1) * LINE_HEIGHT + 3, HIGHEST)


def _lines(cell: Cell) -> Sequence[str]:
    if isinstance(cell, Link):
        return cell.words.splitlines()
    if isinstance(cell, date):
        return ("2000-00-00",)
    if isinstance(cell, int | float):
        return (f"{cell:,}",)
    return cell.splitlines() if cell else ()


def _columns_of(text: str, most: int) -> int:
    """Width in digits, counted as far as it matters: GBK has two bytes for what is twice as wide.

    A hundred times as fast as to look up each character, and cells have millions.
    """
    return most if len(text) >= most else len(text.encode("gbk", "replace"))
