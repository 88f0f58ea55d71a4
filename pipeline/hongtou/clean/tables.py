"""Tables keep their shape: what parts rows and cells is no wrapped line and no stray space.

Characters inside a cell may be repaired; rows and cells are neither joined nor cut nor dropped.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.model import Table, Transcript
from hongtou.notation.lines import (
    is_date_line,
    is_imprint,
    is_mark,
    is_number_line,
    is_organisation,
    is_printing,
    is_signatory,
)

_SHAPE: Final = re.compile(r"[\t\n]+")
_NOT_SHAPE: Final = re.compile(r"[^\t\n]+")
_SPACES: Final = re.compile(r"\s+")


class Fences:
    """Ranges of the text under repair that hold tables; they move as edits are made.

    Invariant: the tabs and line breaks inside a range, and the line breaks around it, stay.
    """

    def __init__(self, text: str, tables: Sequence[Table]) -> None:
        self._ranges = [
            (max(0, table.span.start - 1), min(len(text), table.span.end + 1))
            for table in tables
            if not _is_layout(text, table)
        ]

    def admit(self, text: str, edits: Iterable[Edit]) -> Iterable[Edit]:
        """The edits that leave every table in its shape; ``edits`` are sorted and disjoint."""
        if not self._ranges:
            return edits
        admitted = list(self._admitted(text, edits))
        self._move(admitted)
        return admitted

    def follow(self, edits: Iterable[Edit]) -> Sequence[Edit]:
        """The same edits: those that give a table its shape are admitted unseen.

        Where two meet, as a note in the margin may reach into a table, the first one counts.
        """
        made: list[Edit] = []
        for edit in edits:
            if not made or edit.start >= made[-1].end:
                made.append(edit)
        self._move(made)
        return made

    def _admitted(self, text: str, edits: Iterable[Edit]) -> Iterator[Edit]:
        at = 0
        for edit in edits:
            while at < len(self._ranges) and self._ranges[at][1] <= edit.start:
                at += 1
            if at == len(self._ranges) or edit.end <= self._ranges[at][0]:
                yield edit
                continue
            before = text[edit.start : edit.end]
            if edit.after and _shape(before) == _shape(edit.after):
                yield edit
            elif not edit.after and not before.strip():
                yield from _spaces(text, edit)

    def _move(self, edits: Sequence[Edit]) -> None:
        moved: list[tuple[int, int]] = []
        shift = at = 0
        for start, end in self._ranges:
            while at < len(edits) and edits[at].end <= start:
                shift += len(edits[at].after) - (edits[at].end - edits[at].start)
                at += 1
            begin = start + shift
            while at < len(edits) and edits[at].start < end:
                shift += len(edits[at].after) - (edits[at].end - edits[at].start)
                at += 1
            moved.append((begin, end + shift))
        self._ranges = moved


def set_cells_apart(transcript: Transcript) -> Iterator[Edit]:
    """Bars between cells become tabs, and the line of dashes below a head goes.

    Positions are those of the raw text: ``| 1 | 落实 |`` -> ``1⇥落实``.
    """
    text = transcript.text
    for table in transcript.tables:
        ends = [table.span.start, *(cell.span.end for cell in table.cells)]
        starts = [*(cell.span.start for cell in table.cells), table.span.end]
        gaps = list(zip(ends, starts, strict=True))
        if not any("|" in text[slice(*gap)] for gap in gaps):
            continue
        between = ["\t" if one.row == two.row else "\n" for one, two in pairwise(table.cells)]
        for (start, end), after in zip(gaps, ["", *between, ""], strict=True):
            if text[start:end] != after:
                yield Edit(start, end, after, "table-bar", "表格的竖线改作单元格分隔")


def _spaces(text: str, edit: Edit) -> Iterator[Edit]:
    """The parts of a deletion of spaces that are neither tabs nor line breaks."""
    for match in _NOT_SHAPE.finditer(text, edit.start, edit.end):
        yield Edit(match.start(), match.end(), "", edit.rule, edit.reason)


def _shape(text: str) -> str:
    return "".join(_SHAPE.findall(text))


def _is_layout(text: str, table: Table) -> bool:
    """Whether a table only sets things in place: one column, an imprint, names side by side."""
    if all(cell.column == 0 for cell in table.cells):
        return True
    return all(_is_element(cell.span.of(text)) for cell in table.cells)


def _is_element(text: str) -> bool:
    """Whether a cell holds what header, signature or imprint print on a line of their own."""
    bare = _SPACES.sub("", text)
    return (
        not bare or is_imprint(bare) or is_printing(bare) or is_date_line(bare)
        or is_organisation(bare) or is_mark(bare) or is_number_line(bare) or is_signatory(bare)
    )  # fmt: skip
