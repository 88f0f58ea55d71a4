"""A notice laid out on A4 as GB/T 9704—2012 asks: 22 lines of 28 characters, element by element."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.press import typeset as ts
from tests.press.fonts import ASCENT
from tests.press.furniture import SMALL, lay_mark, margin_note, page_number
from tests.press.notice import Notice, Table, guess_notice
from tests.press.page import Kind, PrintedLine, PrintedPage, PrintedRule, PrintedSeal
from tests.press.seal import RADIUS, with_damage
from tests.press.tables import lay_table
from tests.press.typeset import CELL, COLUMNS, LEFT, MILLIMETRE, RIGHT, ROW, ROWS, TOP, Letter

BODY: Final = 16.0  # 三号
TITLE: Final = 22.0  # 二号
SPACING: Final = CELL - BODY  # between body characters: 28 of them fill the line

HEADING_1: Final = re.compile(r"^(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十百]+章)")
HEADING_2: Final = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")
SENTENCE: Final = re.compile(r"^[^。；：]{2,40}。(?=.)|^[^。；：，]{2,40}$")


@dataclass(frozen=True, slots=True)
class Style:
    """What can be chosen about the print."""

    face: str = "song"  # of the body
    seals: bool = True  # over signature and date
    seal_shift: tuple[float, float] = (0.0, 0.0)  # points; upwards is negative
    seal_name: str = ""  # instead of the signature
    columns: int = 1  # of the body, 1 or 2
    blank_page_mark: bool = False  # 此页无正文, and the signature on a page of its own
    margin_note: str = ""  # printed downwards in the left margin of every page
    page_numbers: bool = True
    even_pages: bool = False  # the imprint stands on a page with an even number


@dataclass
class Sheet:
    """A page in the making."""

    lines: list[PrintedLine] = field(default_factory=list)
    rules: list[PrintedRule] = field(default_factory=list)
    seals: list[PrintedSeal] = field(default_factory=list)


def lay_out(notice: Notice | str, style: Style | None = None) -> tuple[PrintedPage, ...]:
    """The printed pages of a notice, or of a plain text whose elements are guessed."""
    wanted = guess_notice(notice) if isinstance(notice, str) else notice
    press = _Press(style or Style())
    for paper in (wanted, *wanted.following):
        press.paper(paper)
    return press.pages()


class _Press:
    """Fills sheets from top to bottom; ``row`` counts grid lines of the present column."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.sheets: list[Sheet] = []
        self.row = 0
        self.column = 0
        self.columns = 1
        self.column_top = 0

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    def new_page(self) -> None:
        self.sheets.append(Sheet())
        self.row = self.column = self.column_top = 0

    def paper(self, notice: Notice) -> None:
        self.new_page()
        self._label(notice)
        self._header(notice)
        self._title(notice)
        self._columns(self.style.columns)
        if notice.recipients:
            self.paragraph(notice.recipients, "recipients", indent=0)
        for block in notice.body:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._body(block)
        self._attachment_note(notice.attachment_note)
        self._end_columns()
        self._signatures(notice)
        for line in notice.note:
            self.paragraph(line, "note", indent=2)
        self._imprint(notice.imprint)

    # Rows and lines

    def line(self, text: Sequence[Letter], kind: Kind, *, x: float, size: float = BODY,
             spacing: float = SPACING) -> PrintedLine:  # fmt: skip
        """Print on the present row and go on to the next one."""
        printed = ts.place(text, x=x, baseline=self.baseline(size), size=size, kind=kind,
                           spacing=spacing)  # fmt: skip
        self.sheet.lines.append(printed)
        self.row += 1
        return printed

    def baseline(self, size: float, row: int | None = None) -> float:
        top = TOP + (self.row if row is None else row) * ROW + (ROW - size) / 2
        return top + ASCENT * size

    def make_room(self, rows: int = 1) -> None:
        """Go on to the next column or page unless that many rows are left."""
        if self.row + rows <= ROWS:
            return
        if self.column + 1 < self.columns:
            self.column += 1
            self.row = self.column_top
        else:
            self.new_page()

    def skip(self, rows: int = 1) -> None:
        """Leave rows blank, but never at the top of a page."""
        if self.row:
            self.row = min(self.row + rows, ROWS)

    def _columns(self, columns: int) -> None:
        self.columns, self.column, self.column_top = columns, 0, self.row

    def _end_columns(self) -> None:
        if self.columns > 1:
            lowest = max((g.box.bottom for line in self.sheet.lines for g in line.glyphs),
                         default=TOP)  # fmt: skip
            self.row = min(ROWS, math.ceil((lowest - TOP) / ROW))
        self.columns, self.column = 1, 0

    @property
    def width(self) -> int:
        """Of the present column, characters."""
        return COLUMNS if self.columns == 1 else (COLUMNS - 2) // 2

    @property
    def left(self) -> float:
        return LEFT + self.column * (self.width + 2) * CELL

    def paragraph(self, text: str, kind: Kind, *, indent: int, hanging: int = 0,
                  faces: Sequence[Letter] | None = None) -> None:  # fmt: skip
        """Lines of the body, the first indented by ``indent``, others by ``hanging``."""
        content = faces or ts.letters(text, self.style.face)
        lines = ts.break_lines(content, BODY, SPACING, first=(self.width - indent) * CELL,
                               width=(self.width - hanging) * CELL)  # fmt: skip
        for number, line in enumerate(lines):
            shift = hanging if number else indent
            spacing = SPACING
            if number + 1 < len(lines):
                spacing = ts.justified(line, BODY, SPACING, (self.width - shift) * CELL - SPACING)
            self.make_room()
            self.line(line, kind, x=self.left + shift * CELL, spacing=spacing)

    def centred(self, text: Sequence[Letter], kind: Kind, size: float, spacing: float = 0) -> None:
        self.make_room()
        width = ts.width_of(text, size, spacing)
        self.line(text, kind, x=(LEFT + RIGHT - width) / 2, size=size, spacing=spacing)

    # Elements, from top to bottom

    def _label(self, notice: Notice) -> None:
        if notice.label:
            self.line(ts.letters(notice.label, "hei"), "attachment_label", x=LEFT)
            self.skip()

    def _header(self, notice: Notice) -> None:
        for number, text in enumerate(notice.corner):
            self.row = number
            self.line(ts.letters(text, "hei"), "corner", x=LEFT)
        if notice.mark:
            lines, bottom = lay_mark(notice)
            self.sheet.lines += lines
            self.row = max(self.row, math.ceil((bottom - TOP) / ROW)) + 1
        if notice.number:
            self._number(notice)
        if notice.mark:
            y = TOP + (self.row - 1) * ROW + (ROW + BODY) / 2 + 4 * MILLIMETRE
            self.sheet.rules.append(PrintedRule(LEFT, y, RIGHT, y, 1.6, red=True))
            self.row += 2
        elif notice.number:
            self.row += 1

    def _number(self, notice: Notice) -> None:
        number = ts.letters(notice.number, self.style.face)
        if not notice.signatory:
            self.centred(number, "document_number", BODY, SPACING)
            return
        self.line(number, "document_number", x=LEFT + CELL)
        self.row -= 1
        label, colon, name = notice.signatory.partition("：")
        words = ts.letters(label + colon, self.style.face) + ts.letters(name, "kai")
        width = ts.width_of(words, BODY, SPACING)
        self.line(words, "signatory", x=RIGHT - CELL - width)

    def _title(self, notice: Notice) -> None:
        widest = (RIGHT - LEFT) / TITLE
        lines: list[list[Letter]] = []
        for text in notice.title:
            # A blank in a long title is where it was broken on paper.
            for part in [text] if len(text) <= widest else text.split(" "):
                count = math.ceil(len(part) / (widest - 0.5))
                room = RIGHT - LEFT if count == 1 else (len(part) / count + 1.5) * TITLE
                lines += ts.break_lines(ts.letters(part, "title"), TITLE, 0, first=room, width=room)
        for line in lines:
            self.make_room()
            self.centred(line, "title", TITLE)
        if lines:
            self.skip()

    def _body(self, text: str) -> None:
        face = self.style.face
        if (label := HEADING_1.match(text)) is not None:
            face_of_heading = "hei"
        elif (label := HEADING_2.match(text)) is not None:
            face_of_heading = "kai"
        else:
            self.paragraph(text, "body", indent=2)
            return
        sentence = SENTENCE.match(text)
        end = sentence.end() if sentence else label.end()
        if sentence is None:  # a label before running text
            face_of_heading = face
        letters = [*ts.letters(text[:end], face_of_heading), *ts.letters(text[end:], face)]
        kind: Kind = "heading" if end == len(text) else "body"
        self.paragraph(text, kind, indent=2, faces=letters)

    def _table(self, table: Table) -> None:
        """A table between two blank rows; a row that does not fit goes to the next page."""
        self._end_columns()
        self.skip()
        top = TOP + self.row * ROW
        for part in lay_table(table, LEFT, RIGHT, top, TOP, ts.BOTTOM, self.style.face):
            if part.new_page:
                self.new_page()
            self.sheet.lines += part.lines
            self.sheet.rules += part.rules
            self.row = math.ceil((part.bottom - TOP) / ROW)
        self.skip()
        self._columns(self.style.columns)

    def _attachment_note(self, notes: Sequence[str]) -> None:
        if notes:
            self.skip()
        for number, note in enumerate(notes):
            label = re.match(r"(?:附\s*件[：:]\s*)?(?:\d+[.．、])?", note)
            hang = 2 + (3 if number else round(len(label[0]) if label else 0))
            self.paragraph(note, "attachment_note", indent=5 if number else 2, hanging=hang)

    def _signatures(self, notice: Notice) -> None:
        names = notice.signatures
        if not names and not notice.date:
            return
        per_row = 1 if len(names) == 1 or max(map(len, names), default=0) > 13 else 2
        rows = math.ceil(len(names) / per_row)
        height = 2 if len(names) == 1 else 3  # rows a signature: seals need room
        needed = (rows - 1) * height + 4
        if self.style.blank_page_mark or self.row + needed > ROWS:
            mark = self.style.blank_page_mark
            self.new_page()
            if mark:
                self.paragraph("（此页无正文）", "body", indent=2)
        self.skip(2)
        self.row = max(self.row, 2)
        for start in range(0, len(names), per_row):
            if start:
                self.row += height - 1
            self._signature_row(names[start : start + per_row], notice.date, len(names))
        if notice.date:
            date = ts.letters(notice.date, self.style.face)
            width = ts.width_of(date, BODY, SPACING)
            self.line(date, "date", x=RIGHT - 4 * CELL - width)

    def _signature_row(self, names: Sequence[str], date: str, total: int) -> None:
        """Names side by side, each under its seal; a single one centred over the date."""
        spans = [ts.width_of(ts.letters(name, self.style.face), BODY, SPACING) for name in names]
        date_width = ts.width_of(ts.letters(date, self.style.face), BODY, SPACING)
        if total == 1 or len(names) == 1:
            centres = [min(RIGHT - 4 * CELL - date_width / 2, RIGHT - 2 * CELL - spans[0] / 2)]
        else:
            centres = [LEFT + (RIGHT - LEFT) * (0.25 + 0.5 * n) for n in range(len(names))]
        for name, span, centre in zip(names, spans, centres, strict=True):
            self.line(ts.letters(name, self.style.face), "signature", x=centre - span / 2)
            self.row -= 1
            if self.style.seals:
                self._seal(name, centre)
        self.row += 1

    def _seal(self, name: str, centre: float) -> None:
        across, up = self.style.seal_shift
        text = (self.style.seal_name or name).replace(" ", "")
        y = TOP + (self.row + 0.9) * ROW
        turn = (len(text) * 7 % 9) - 4.0  # nobody presses it down quite straight
        self.sheet.seals.append(PrintedSeal(centre + across, y + up, RADIUS, text, turn))

    def _imprint(self, rows: Sequence[tuple[str, str]]) -> None:
        """At the foot of the page, between black rules."""
        if not rows:
            return
        spacing = SMALL * 0.02
        room = RIGHT - LEFT - 2 * SMALL
        blocks = [
            (ts.break_lines(ts.letters(left, self.style.face), SMALL, spacing, first=room,
                            width=room - (3 * SMALL if "：" in left[:6] else 0)), right)
            for left, right in rows
        ]  # fmt: skip
        fits = [
            bool(lines) and ts.width_of(lines[-1], SMALL, spacing)
            + ts.width_of(ts.letters(right, self.style.face), SMALL, spacing) < room - SMALL
            for lines, right in blocks
        ]  # fmt: skip
        height = sum(
            len(lines) + (bool(right) and not beside)
            for (lines, right), beside in zip(blocks, fits, strict=True)
        )
        if self.row + height > ROWS:
            self.new_page()
        if self.style.even_pages and len(self.sheets) % 2:
            self.new_page()
        self.row = ROWS - height
        for number, (lines, right) in enumerate(blocks):
            self._rule(thick=number == 0)
            self._imprint_block(lines, right, spacing, beside=fits[number])
        self._rule(thick=True)

    def _imprint_block(self, lines: list[list[Letter]], right: str, spacing: float, *,
                       beside: bool) -> None:  # fmt: skip
        """What stands left, and at the right of its last line or, for want of room, below."""
        for number, line in enumerate(lines):
            label = "：" in "".join(c for c, _ in lines[0][:6])
            x = LEFT + SMALL + (3 * SMALL if number and label else 0)
            self.line(line, "imprint", x=x, size=SMALL, spacing=spacing)
        if right:
            words = ts.letters(right, self.style.face)
            width = ts.width_of(words, SMALL, spacing)
            self.row -= beside
            self.line(words, "imprint", x=RIGHT - SMALL - width, size=SMALL, spacing=spacing)

    def _rule(self, *, thick: bool) -> None:
        y = TOP + self.row * ROW
        self.sheet.rules.append(PrintedRule(LEFT, y, RIGHT, y, 1.0 if thick else 0.7))

    # Around the text

    def pages(self) -> tuple[PrintedPage, ...]:
        finished = []
        for number, sheet in enumerate(self.sheets, start=1):
            lines = [*sheet.lines]
            if self.style.page_numbers:
                lines.append(page_number(number))
            if self.style.margin_note:
                lines.append(margin_note(self.style.margin_note))
            page = PrintedPage(number, tuple(lines), tuple(sheet.rules), tuple(sheet.seals))
            finished.append(with_damage(page))
        return tuple(finished)
