"""Tables of Word: grids with merged cells, or plain lines where a table only sets places."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hongtou.read.office.styles import Styles, has_side_rules, value_of
from hongtou.read.page import Glyph, Grid, GridCell, Line
from hongtou.read.xml_parts import attribute, child

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Finder = Callable[["Element", frozenset[str]], "Iterator[Element]"]

# Between two columns of signatures or of an imprint, as paper leaves a gap.
GAP: Final = "\u3000\u3000"
# A table without rules at the sides of its cells that is this small sets places only: signatures
# of a joint notice, the imprint, the mark of several authorities.
_LAYOUT_COLUMNS: Final = 3
_LAYOUT_ROWS: Final = 8
_MOST_PLACES: Final = 1_000_000  # rows times columns; a form has some thousands
_WIDEST: Final = 100_000


@dataclass
class TableCell:
    """A cell: where it begins, how far it reaches, what it holds."""

    element: "Element" = field(repr=False)
    column: int
    column_span: int
    continues: bool  # merged with the cell above
    row_span: int = 1
    blocks: list[Line | Grid] = field(default_factory=list)


@dataclass
class TableRow:
    """A row of a table."""

    cells: list[TableCell]


def rows_of(table: "Element", inside: Finder) -> Iterator[TableRow]:
    """The rows that are left when changes are accepted; ``inside`` looks through wrappers."""
    for row in inside(table, frozenset({"tr"})):
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            continue
        column, cells = _number(value_of(properties, "gridBefore"), 0), []
        for element in inside(row, frozenset({"tc"})):
            own = child(element, "tcPr")
            span = max(1, _number(value_of(own, "gridSpan"), 1))
            if child(own, "cellDel") is None:
                cells.append(TableCell(element, column, span, _continues(own)))
            column += span
        yield TableRow(cells)


def as_blocks(table: "Element", rows: list[TableRow], styles: Styles) -> Iterator[Line | Grid]:
    """A table as a grid, or as lines if it only sets places."""
    _merge(rows)
    if _only_sets_places(table, rows, styles):
        yield from _as_lines(rows)
        return
    columns = sorted({cell.column for row in rows for cell in row.cells})
    if len(columns) * len(rows) > _MOST_PLACES:
        yield from _as_lines(rows)
        return
    index = {column: at for at, column in enumerate(columns)}
    edges = [*columns, _WIDEST * 2]
    cells = []
    for at, row in enumerate(rows):
        for cell in row.cells:
            if not cell.continues:
                width = _columns_within(edges, index[cell.column], cell)
                glyphs = (Glyph(_text_of(cell), None),)
                cells.append(GridCell(glyphs, at, index[cell.column], cell.row_span, width))
    if any(cell.glyphs[0].text for cell in cells):
        yield Grid(tuple(cells), len(rows), len(columns))


def _merge(rows: list[TableRow]) -> None:
    """Let cells that go on downwards count in the one where they began."""
    above: dict[int, TableCell] = {}
    for row in rows:
        here: dict[int, TableCell] = {}
        for cell in row.cells:
            top = above.get(cell.column)
            if cell.continues and top is not None and top.column_span == cell.column_span:
                top.row_span += 1
                here[cell.column] = top
            else:
                cell.continues = False
                here[cell.column] = cell
        above = here


def _columns_within(edges: list[int], index: int, cell: TableCell) -> int:
    end, count = cell.column + cell.column_span, 1
    while edges[index + count] < end:
        count += 1
    return count


def _only_sets_places(table: "Element", rows: list[TableRow], styles: Styles) -> bool:
    filled = [sum(bool(cell.blocks) for cell in row.cells) for row in rows]
    if max(filled, default=0) <= 1:
        return True
    widest = max(len(row.cells) for row in rows)
    if widest > _LAYOUT_COLUMNS or len(rows) > _LAYOUT_ROWS:
        return False
    return not _has_rules(table, rows, styles)


def _has_rules(table: "Element", rows: list[TableRow], styles: Styles) -> bool:
    """Whether anything rules the sides of its cells."""
    properties = child(table, "tblPr")
    for row in rows:
        for cell in row.cells:
            if has_side_rules(child(child(cell.element, "tcPr"), "tcBorders")):
                return True
    own = has_side_rules(child(properties, "tblBorders"))
    return styles.has_borders(value_of(properties, "tblStyle")) if own is None else own


def _as_lines(rows: list[TableRow]) -> Iterator[Line | Grid]:
    """Side by side where each cell of a row is one line, below each other otherwise."""
    for row in rows:
        cells = [cell for cell in row.cells if cell.blocks and not cell.continues]
        lines = [b for cell in cells for b in cell.blocks if isinstance(b, Line)]
        if len(cells) > 1 and len(lines) == len(cells) == sum(len(c.blocks) for c in cells):
            yield Line((Glyph(GAP.join(line.text for line in lines), None),))
        else:
            for cell in cells:
                yield from cell.blocks


def _text_of(cell: TableCell) -> str:
    """A cell in one line; its paragraphs run on, figures set apart by a space."""
    text = ""
    for block in cell.blocks:
        if isinstance(block, Line):
            piece = block.text
        else:
            piece = " ".join(filter(None, (g.text for c in block.cells for g in c.glyphs)))
        piece = piece.replace("\t", " ").strip()
        apart = text[-1:].isascii() and text[-1:].isalnum() and piece[:1].isalnum()
        text += (" " if apart and piece[:1].isascii() else "") + piece
    return text


def _continues(properties: "Element | None") -> bool:
    """``w:vMerge`` without "restart" goes on with the cell above (17.4.84)."""
    merge = child(properties, "vMerge")
    return merge is not None and attribute(merge, "val").casefold() != "restart"


def _number(text: str | None, default: int) -> int:
    if text is None or not (text.isascii() and text.isdigit()):
        return default
    return min(int(text[:9]), _WIDEST)
