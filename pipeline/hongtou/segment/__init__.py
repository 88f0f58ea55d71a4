"""Document → Outline: the elements of GB/T 9704 and the tree of articles."""

from bisect import bisect_left, bisect_right
from itertools import groupby

from hongtou.model import Bundle, Document, Element, Outline
from hongtou.notation.lines import Line, lines_of
from hongtou.segment.footer import read_footer
from hongtou.segment.header import read_header
from hongtou.segment.imprint import read_imprint
from hongtou.segment.tables import ROW, find_tables, hidden
from hongtou.segment.tree import Branch, RowIndex, build_tree

__all__ = ["segment"]


def segment(bundle: Bundle, document: Document) -> Outline:
    """Read header, main part and imprint of one document of the bundle.

    Every line of the document ends up in an element or in a segment; nothing is dropped.
    """
    text = bundle.clean.text
    tables = find_tables(bundle, document.span)
    lines = hidden(lines_of(text, document.span), tables)
    above = next((i for i, line in enumerate(lines) if line.text != ROW), len(lines))
    header, body_start = read_header(lines[above:])
    body_start += above
    footer, body_end = read_footer(lines, body_start)
    elements = [*header, *footer]
    if document.imprint is not None:
        elements += read_imprint(lines_of(text, document.imprint))
    rows: RowIndex = {
        row.span.start: (table, number, place)
        for number, table in enumerate(tables, start=1)
        for place, row in enumerate(table.rows, start=1)
    }
    branches = _branches(lines, body_start, body_end, footer)
    segments, findings = build_tree(branches, rows)
    ordered = tuple(sorted(elements, key=lambda e: (e.span.start, e.span.end)))
    return Outline(bundle, document, ordered, segments, findings)


def _branches(lines: list[Line], start: int, end: int, footer: list[Element]) -> list[Branch]:
    """Body, attachments, text behind the signature and tables outside of them, in order."""
    attachments = [element.span for element in footer if element.kind == "attachment"]
    elements = _lines_inside(lines, footer)

    def part(index: int) -> int:
        """Which branch a line belongs to: -1 the body, -3 text behind it, -2 none of them."""
        if start <= index < end:
            return -1
        at = lines[index].span
        place = bisect_right(attachments, at.start, key=lambda span: span.start) - 1
        if place >= 0 and attachments[place].contains(at):
            return place
        return -3 if index >= end and index not in elements else -2

    branches: list[Branch] = []
    for number, indices in groupby(range(len(lines)), key=part):
        found = [lines[index] for index in indices]
        if number == -2:
            found = [line for line in found if line.text == ROW]
        if found:
            branches.append(Branch(found, attachment=number >= 0))
    return branches


def _lines_inside(lines: list[Line], elements: list[Element]) -> set[int]:
    """The indices of the lines that an element covers."""
    starts = [line.span.start for line in lines]
    found: set[int] = set()
    for element in elements:
        first = bisect_right(starts, element.span.start) - 1
        found |= set(range(first, bisect_left(starts, element.span.end)))
    return found
