"""What is to be printed: the elements of GB/T 9704, given one by one or guessed from plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell, over several rows or columns where it is merged."""

    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; a row names only the cells that begin in it. ``widths`` are shares."""

    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A paper, element by element; what is empty is not printed.

    ``Notice(mark=("某某市人民政府",), number="某政发〔2024〕3号", title=("关于……的通知",), …)``.
    """

    mark: tuple[str, ...] = ()  # 发文机关标志: one authority, or those of a joint paper
    mark_suffix: str = ""  # 文件
    mark_suffix_at: int | None = None  # beside that name; by default in the middle, read last
    corner: tuple[str, ...] = ()  # 份号, 密级, 紧急程度
    number: str = ""
    signatory: str = ""  # 签发人, on papers that go upwards
    title: tuple[str, ...] = ()  # as it is broken on paper; one long line is broken for you
    recipients: str = ""
    body: tuple[str | Table, ...] = ()
    attachment_note: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    date: str = ""
    note: tuple[str, ...] = ()
    imprint: tuple[tuple[str, str], ...] = ()  # what stands left and what stands right
    label: str = ""  # 附件1
    following: tuple["Notice", ...] = ()  # attachments and papers passed on: each on a new page


NUMBER: Final = re.compile(
    r"^(?:第?\d+号|[\u4e00-\u9fff（）()]{2,16}\s*[〔\[（(【]\d{4}[〕\])）】]\s*第?\s*\d+\s*号)"
    r"(?:\s+签发人[：:].*)?$"
)
CORNER: Final = re.compile(r"^(?:\d{6}|(?:特急|加急|急件|平急)|(?:秘密|机密|绝密)(?:[★☆].*)?)$")
DATE: Final = re.compile(
    r"^(?:\d{4}|[二一][〇○０零一二三四五六七八九O]{3})年"
    r"[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日(?:印发)?$"
)
# Blanks, and what no printer prints.
BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\ufeff\ufffe\uffff]+")
MARKUP: Final = re.compile(r"^#+\s*|\*\*|^---+$|^>\s*")
IMPRINT: Final = re.compile(
    r"^(?:抄送|抄报|主送|分送|内部发送|信息公开|公开属性|联系人|共印|（共印|校对|打字|承办|主题词)|印发$|印送$"
)
PRINTED: Final = re.compile(
    r"^(.*?)\s*((?:\d{4}|[二一][〇○零一二三四五六七八九]{3})年\S*月\S*日\s*印(?:发|送))$"
)
KIND: Final = re.compile(
    r"(?:通知|意见|决定|公告|通告|报告|请示|批复|函|纪要|办法|规定|细则|方案|规程|制度|要点|计划|令)"
    r"(?:[（(].*[)）])?$"
)
BARRED: Final = re.compile(r"^\|.*\|$")
DASHES: Final = re.compile(r"^(?=.*-)[|\s:-]+$")
PAGE_NUMBER: Final = re.compile(r"^[—–－-]+ ?\d{1,4} ?[—–－-]+$")
LABEL: Final = re.compile(r"^附\s*件\s*\d*\s*[：:]?$")
ENDS: Final = "。！？；：:;.!?”）)》"
OPENS: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、]|第.{1,4}[章条节]|附件)"
)


def guess_notice(text: str) -> Notice:
    """The elements of a notice given as plain text, one paragraph a line.

    Nothing but blanks and markup is lost: printed in order, the elements give the text again.
    """
    lines = [cleaned for line in text.splitlines() if (cleaned := _cleaned(line))]
    papers: list[Notice] = []
    at = 0
    while at < len(lines):
        paper, at = _Guess(lines, at, first=not papers).paper()
        papers.append(paper)
    if not papers:
        return Notice()
    return replace(papers[0], following=tuple(papers[1:]))


def _cleaned(line: str) -> str:
    cleaned = re.sub(
        r"[\s\x00-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff]+", " ", MARKUP.sub("", line)
    ).strip()
    return "" if PAGE_NUMBER.match(cleaned) else cleaned


def _split_names(line: str) -> list[str]:
    """Names that stand side by side; a single name may be spaced out: ``云 溪 县``."""
    parts = line.split(" ")
    return parts if all(len(part) >= 4 for part in parts) else [line]


def _mark(lines: list[str]) -> dict[str, object]:
    """Names and 文件, wherever among a joint paper's names it was read."""
    names: list[str] = []
    at = None
    for line in lines:
        suffixed = (len(lines) > 1 and line == "文件") or line.endswith(" 文件")
        names += _split_names(name) if (name := line[:-2].strip() if suffixed else line) else []
        if suffixed:
            at = len(names)
    if len(names) == 1 and at is None and names[0].endswith("文件"):
        names, at = [names[0][:-2]], 1
    if at is None:
        return {"mark": tuple(names)}
    return {"mark": tuple(names), "mark_suffix": "文件", "mark_suffix_at": at}


@dataclass
class _Guess:
    """Walks over the lines of one paper; ``at`` is the next line."""

    lines: Sequence[str]
    at: int
    first: bool
    found: dict[str, object] = field(default_factory=dict)

    def paper(self) -> tuple[Notice, int]:
        begin = self.at
        if LABEL.match(self._line()):
            self.found["label"] = self._take()
        self._head()
        self._title()
        self._body()
        self._tail()
        if self.at == begin:  # nothing known: a line of text is a paragraph
            self.found["body"] = (self._take(),)
        return Notice(**self.found), self.at  # type: ignore[arg-type]

    def _line(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.lines[at] if at < len(self.lines) else ""

    def _take(self) -> str:
        self.at += 1
        return self.lines[self.at - 1]

    def _head(self) -> None:
        """The lines above a document number that comes soon are the mark."""
        corner: list[str] = []
        while CORNER.match(self._line()):
            corner.append(self._take())
        self.found["corner"] = tuple(corner)
        ahead = next((n for n in range(9) if NUMBER.match(self._line(n))), None)
        if ahead is None or any(len(self._line(n)) > 30 for n in range(ahead)):
            if self._line().endswith("文件") and len(self._line()) <= 30:
                self.found |= {"mark": (self._take()[:-2],), "mark_suffix": "文件"}
            return
        marks = [self._take() for _ in range(ahead)]
        number = self._take()
        if "签发人" in number:
            number, _, name = number.partition("签发人")
            self.found["signatory"] = "签发人" + name
        self.found["number"] = number.strip()
        if marks:
            self.found |= _mark(marks)

    def _title(self) -> None:
        """Short lines up to one that names the type of paper."""
        for ahead in range(5):
            line = self._line(ahead)
            if not line or line[-1] in "。；：:" or len(line) > 60 or OPENS.match(line):
                return
            if KIND.search(line.replace(" ", "")):
                self.found["title"] = tuple(self._take() for _ in range(ahead + 1))
                return

    def _body(self) -> None:
        line = self._line()
        if line.endswith(("：", ":")) and self.found.get("title"):
            self.found["recipients"] = self._take()
        paragraphs: list[str | Table] = []
        while (line := self._line()) and not self._at_end():
            if (table := self._table()) is not None:
                paragraphs.append(table)
                continue
            if self._begins_paper() and (paragraphs or self.found):
                break
            self.at += 1
            before = paragraphs[-1] if paragraphs else ""
            if isinstance(before, str) and before and self._torn(before, line):
                paragraphs[-1] = before + line
            else:
                paragraphs.append(line)
        notes = self._notes(paragraphs)
        self.found["body"] = tuple(paragraphs[: len(paragraphs) - len(notes)])
        self.found["attachment_note"] = tuple(notes)

    def _notes(self, blocks: list[str | Table]) -> list[str]:
        """The attachment note at the end of the paragraphs, if there is one."""
        paragraphs = [*takewhile(lambda block: isinstance(block, str), reversed(blocks))][::-1]
        for back in range(1, min(9, len(paragraphs)) + 1):
            line = paragraphs[-back]
            if re.match(r"^附\s*件[：:]\s*\S", line):
                return paragraphs[-back:]
            if not re.match(r"^\d+[.．、]", line):
                break
        return []

    @staticmethod
    def _torn(before: str, line: str) -> bool:
        return len(before) >= 20 and before[-1] not in ENDS and not OPENS.match(line)

    def _table(self) -> Table | None:
        """Rows between bars, which follow each other; the line of dashes is none."""
        rows: list[tuple[TableCell, ...]] = []
        while BARRED.match(line := self._line()):
            cells = self._take()[1:-1].split("|")
            if not DASHES.match(line):
                rows.append(tuple(TableCell(cell.strip()) for cell in cells))
        if not rows:
            return None
        wide = len(rows[0])
        even = tuple((row + (TableCell(""),) * wide)[:wide] for row in rows)
        return Table(even, (1 / wide,) * wide)

    def _at_end(self) -> bool:
        """Whether signatures, date or imprint begin here."""
        for ahead in range(5):
            line = self._line(ahead)
            if DATE.match(line.replace(" ", "")):
                return True
            if IMPRINT.search(line) and (ahead == 0 or PRINTED.match(line)):
                return ahead == 0
            if not line or len(line) > 25 or line[-1] in ENDS or OPENS.match(line):
                return False
        return False

    def _begins_paper(self) -> bool:
        line = self._line()
        if LABEL.match(line) or (line.endswith("文件") and len(line) <= 30 and "《" not in line):
            return True
        return any(
            NUMBER.match(self._line(n)) for n in range(6)
        ) and all(len(self._line(n)) <= 30 and self._line(n)[-1:] not in ENDS for n in range(5)
                  if not any(NUMBER.match(self._line(m)) for m in range(n + 1)))  # fmt: skip

    def _tail(self) -> None:
        if self._at_end() and not IMPRINT.search(self._line()):
            signatures: list[str] = []
            while (line := self._line()) and len(signatures) < 5:
                if DATE.match(line.replace(" ", "")):
                    break
                signatures += _split_names(self._take())
            self.found["signatures"] = tuple(signatures)
            if DATE.match(self._line().replace(" ", "")) and not self._line().endswith("印发"):
                self.found["date"] = self._take()
        notes: list[str] = []
        while re.match(r"^[（(](?!共印).*[）)]$", self._line()) and len(self._line()) > 3:
            notes.append(self._take())
        self.found["note"] = tuple(notes)
        self.found["imprint"] = tuple(self._imprint())

    def _imprint(self) -> list[tuple[str, str]]:
        rows: list[tuple[str, str]] = []
        while line := self._line():
            if (both := PRINTED.match(line)) is not None:
                rows.append((both[1], both[2]))
            elif IMPRINT.search(line) or (rows and line.startswith("（共印")):
                rows.append((line, ""))
            elif len(line) <= 30 and PRINTED.match(self._line(1)) and DATE.match(self._line(1)):
                rows.append((line, self._line(1)))
                self.at += 1
            elif rows and rows[-1][0][-1:] in "、，" and not rows[-1][1]:
                rows[-1] = (rows[-1][0] + line, "")
            else:
                break
            self.at += 1
        return rows
