"""The boxes of a picture: what stands in them, line by line, and how large they are."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hongtou.model.labels import LEVELS
from hongtou.query.chains.parts import ChainLink, ChainNode
from hongtou.query.chains.tree import link_words

__all__ = [
    "STEM", "Box", "Cell", "Line", "gap_box", "gap_cell", "group_box", "paper_box", "stacked",
    "width_of",
]  # fmt: skip

Tone = Literal["strong", "plain", "quiet"]

# Points of the picture, at which a screen shows one pixel.
WIDTH: Final = 236.0
CELL: Final = 186.0
PADDING: Final = 12.0
GUTTER: Final = 10.0
LEADING: Final = 1.45  # of the size of the letters: lines of 汉字 need air
NUMBER, TITLE, SMALL = 14.5, 12.0, 11.0
TITLE_LINES: Final = 3
COLUMNS: Final = 4
STEM: Final = 30.0  # from a paper to the empty place below it
MOST_GAPS: Final = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One line of letters."""

    text: str
    size: float
    tone: Tone

    @property
    def height(self) -> float:
        """From one line to the next."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Cell:
    """A paper: its lines, its looks, and what a screen reader says of it."""

    key: str | None  # document_id; None for what is not there
    lines: tuple[Line, ...]
    said: str
    kind: Literal["held", "ghost", "gap"] = "held"
    root: bool = False
    badge: str = ""  # at the lower right: 未入库, 另有 1 份

    @property
    def height(self) -> float:
        """Of its lines with the margins above and below."""
        return sum(line.height for line in self.lines) + 2 * PADDING


@dataclass(frozen=True, slots=True)
class Box:
    """What the layout places: one paper, or several of which the same is true."""

    key: str
    cells: tuple[Cell, ...]
    width: float
    height: float
    heading: str = ""  # of a group: 12 份下级文件

    def places(self) -> list[tuple[Cell, float, float, float, float]]:
        """Each cell with x, y, width and height inside the box."""
        if not self.heading:
            first, *under = self.cells
            found = [(first, 0.0, 0.0, self.width, first.height)]
            return found + [
                (cell, 0.0, self.height - cell.height, self.width, cell.height) for cell in under
            ]
        found, top = list[tuple[Cell, float, float, float, float]](), PADDING + SMALL * LEADING + 4
        for at in range(0, len(self.cells), COLUMNS):
            row = self.cells[at : at + COLUMNS]
            tall = max(cell.height for cell in row)
            found += [
                (cell, PADDING + column * (CELL + GUTTER), top, CELL, tall)
                for column, cell in enumerate(row)
            ]
            top += tall + GUTTER
        return found


def width_of(text: str, size: float) -> float:
    """About how wide a line is: a 汉字 is as wide as high, a letter little more than half."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return size * (wide + 0.58 * (len(text) - wide))


def wrapped(text: str, size: float, room: float, most: int) -> list[str]:
    """``text`` in at most ``most`` lines that fit into ``room``; what is cut ends with …."""
    lines, line = [], ""
    for character in " ".join(text.split()):
        if line and width_of(line + character, size) > room:
            lines.append(line)
            line = character
            if len(lines) > most:
                break
        else:
            line += character
    lines = [*lines, line] if line else lines
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(last + "…", size) > room:
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]


def cell_of(
    node: ChainNode, *, root: bool, level: bool, width: float = WIDTH,
    link: ChainLink | None = None,
) -> Cell:  # fmt: skip
    """The cell of a paper; ``link`` says in words what an arrow would say."""
    document, room = node.document, width - 2 * PADDING
    ghost = document.role == "ghost"
    badge = "未入库" if ghost else f"另有 {len(node.copies)} 份" if node.copies else ""
    lead = document.number or "（无文号）"
    lines = [Line(text, NUMBER, "strong") for text in wrapped(lead, NUMBER, room, 2)]
    titled = wrapped(document.title or "", TITLE, room, TITLE_LINES)
    lines += [Line(text, TITLE, "plain") for text in titled]
    by = "、".join(node.authorities[:2]) + (
        f" 等 {len(node.authorities)} 家" if len(node.authorities) > 2 else ""
    )
    lines += [Line(text, SMALL, "quiet") for text in wrapped(by, SMALL, room, 2)]
    days = f"第 {node.days_from_top} 天" if node.days_from_top else ""
    rank = LEVELS.get(node.level or "", "") if level else ""
    when = " · ".join(filter(None, [document.date or "日期不详", days, rank]))
    if link:
        lines += [Line(text, SMALL, "quiet") for text in wrapped(link_words(link), SMALL, room, 2)]
    free = room - (width_of(badge, SMALL) + 12 if badge else 0)  # the badge stands beside it
    lines += [Line(text, SMALL, "quiet") for text in wrapped(when, SMALL, free, 2)]
    said = " ".join(filter(None, [
        document.name, document.title if document.number else "", by, document.date, days, badge,
        "（所查文件）" if root else "",
    ]))  # fmt: skip
    kind: Literal["held", "ghost"] = "ghost" if ghost else "held"
    return Cell(document.document_id, tuple(lines), said, kind, root, badge)


def paper_box(node: ChainNode, *, root: bool, level: bool) -> Box:
    """The box of one paper; ``level`` where no band tells it."""
    cell = cell_of(node, root=root, level=level)
    return Box(node.document.document_id, (cell,), WIDTH, cell.height)


def gap_cell(words: Sequence[str]) -> Cell:
    """An empty place: whose paper is missing, or how many more there are."""
    room = WIDTH - 2 * PADDING
    lines = [
        Line(part, TITLE, "quiet")
        for said in words[:MOST_GAPS]
        for part in wrapped(said, TITLE, room, 2)
    ]
    if len(words) > MOST_GAPS:
        lines.append(Line(f"…等 {len(words)} 处", TITLE, "quiet"))
    return Cell(None, tuple(lines), "；".join(words), "gap")


def gap_box(key: str, words: Sequence[str]) -> Box:
    """The box of an empty place below a paper that others do carry on."""
    cell = gap_cell(words)
    return Box(key, (cell,), WIDTH, cell.height)


def stacked(box: Box, gap: Cell) -> Box:
    """A paper with an empty place right below it."""
    return Box(box.key, (*box.cells, gap), box.width, box.height + STEM + gap.height)


def group_box(
    key: str, members: Iterable[tuple[ChainNode, ChainLink]], root: str, *, level: bool
) -> Box:
    """Many papers that carry one on and lead no further, in rows of four."""
    cells = tuple(
        cell_of(node, root=node.document.document_id == root, level=level, width=CELL, link=link)
        for node, link in members
    )
    columns = min(COLUMNS, len(cells))
    rows = [cells[at : at + COLUMNS] for at in range(0, len(cells), COLUMNS)]
    height = sum(max(cell.height for cell in row) + GUTTER for row in rows)
    return Box(
        key, cells, 2 * PADDING + columns * CELL + (columns - 1) * GUTTER,
        height - GUTTER + 2 * PADDING + SMALL * LEADING + 4, f"{len(cells)} 份下级文件",
    )  # fmt: skip
