"""Notices as the lines of a printed page (GB/T 9704—2012, 5.2.4, 7): what a reader of paper sees.

Each line of print is a line of text with an ideographic space for every character of indent, lines
hold 28 characters and end anywhere, a page holds 22 of them and ends with its number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from hongtou.model import ElementKind, Outline, RawSpan, Span
from hongtou.notation.lines import Line, attachment_label, is_organisation, lines_of

COLUMNS = 28
ROWS = 22
# GB/T 15834—2011, 5.1: marks that begin no line and marks that end none.
NOT_FIRST = "，。；：？！、）》〉”’」』】〕%％‰"
NOT_LAST = "（《〈“‘「『【〔"
TITLE = 20  # characters of size 2 in the width of 28 of size 3


@dataclass(frozen=True)
class Style:
    """How a typist breaks lines: figures and words stay whole or break like anything else."""

    columns: int = COLUMNS
    rows: int = ROWS
    whole_figures: bool = False
    page_number: str = "— {} —"
    imprint_columns: int = 30


def print_lines(outlines: Sequence[Outline], style: Style = Style()) -> str:
    """All documents of a file, each beginning on a page of its own, as text."""
    pages: list[list[str]] = []
    for outline in outlines:
        lines = list(_document(outline, style))
        pages += [lines[at : at + style.rows] for at in range(0, len(lines), style.rows)]
    out: list[str] = []
    for number, page in enumerate(pages, 1):
        out += [*page, ("　" if number % 2 == 0 else "　" * 22) + style.page_number.format(number)]
    return "\n".join(out) + "\n"


def _document(outline: Outline, style: Style) -> Iterator[str]:
    text, document = outline.text, outline.document
    elements = sorted(outline.elements, key=lambda e: (e.span.start, -e.span.end))
    lines = lines_of(text, document.span)
    if document.imprint is not None:
        lines += lines_of(text, document.imprint)
    kinds: list[tuple[int, ElementKind | None, Line]] = []
    for line in lines:
        found = next((n for n, e in enumerate(elements) if e.span.overlaps(line.span)), None)
        kinds.append((-1 if found is None else found, None, line))
    for number, group in groupby(kinds, key=lambda item: item[0]):
        block = [line for _, _, line in group]
        if number < 0:
            for line in block:
                yield from _wrapped(_typed(outline, line), style, first=2)
        else:
            inside = [e for e in elements if e.span.overlaps(block[0].span)]
            yield from _element(elements[number].kind, block, style, text, inside[-1].span)


def _typed(outline: Outline, line: Line) -> str:
    """The line with the wide gap behind its heading, which typists print and cleaning drops."""
    clean = outline.bundle.clean
    raw = clean.to_raw(line.span)
    gap = re.search(r"(?<=[\u4e00-\u9fff]) {2,}(?=[\u4e00-\u9fff])", raw.of(clean.transcript.text))
    if gap is None:
        return line.text
    at = clean.to_clean(RawSpan(raw.start + gap.start(), raw.start + gap.start())).start
    at -= line.span.start
    return line.text[:at] + "　　" + line.text[at:]


def _element(
    kind: ElementKind, block: list[Line], style: Style, text: str, last: Span
) -> Iterator[str]:
    if kind in ("copy_number", "classification", "urgency", "site_metadata"):
        yield from (line.text for line in block)
    elif kind in ("issuing_authority_mark", "document_number"):
        for line in block:
            yield _centred(line.text.replace(" ", "　　　"), style)
    elif kind == "title":
        yield from _titles(block, style)
    elif kind == "adoption_note":
        for line in block:
            yield from _wrapped(line.text, style, first=2, rest=2)
    elif kind == "main_recipients" and not block[0].text.startswith(("主送", "发送")):
        for line in block:
            yield from _wrapped(line.text, style)
    elif kind == "attachment_note":
        for n, line in enumerate(block):
            label = 3 if line.text.startswith("附件") else 2
            numbered = line.text[label : label + 1].isdigit() or n > 0
            first = 2 if n == 0 else 2 + label
            rest = 2 + (label if n == 0 else 0) + (1.5 if numbered else 0)
            yield from _wrapped(line.text, style, first=first, rest=round(rest + (n > 0) * label))
    elif kind in ("signature", "document_date"):
        for line in block:
            indent = style.columns - 4 - round(width_of(line.text))
            yield "　" * max(3, indent) + line.text
    elif kind in ("copy_recipients", "internal_recipients", "main_recipients"):
        imprint = Style(style.imprint_columns, style.rows, style.whole_figures)
        for line in block:
            yield from _wrapped(line.text, imprint, first=1, rest=2 + line.text.find("："))
    elif kind == "printing":
        yield "　" + "　　　　".join(line.text for line in block)
    elif kind == "attachment":
        yield from _attachment(block, style)
    else:
        for line in block:
            yield from _wrapped(line.text, style, first=2)


def _attachment(block: list[Line], style: Style) -> Iterator[str]:
    label = attachment_label(block[0].text)
    for n, line in enumerate(block):
        if n == 0 and label is not None and len(line.text) < 8:
            yield line.text
        elif n <= 1 and len(line.text) < 60 and "。" not in line.text:
            yield from _title(line.text, style)
        else:
            yield from _wrapped(line.text, style, first=2)


def width_of(text: str) -> float:
    """Characters of full width that a text takes."""
    return sum(0.5 if ord(c) < 0x100 else 1 for c in text)


def _centred(text: str, style: Style) -> str:
    return "　" * max(0, round((style.columns - width_of(text)) / 2)) + text


def _title(title: str, style: Style) -> Iterator[str]:
    """Lines of at most 20 large characters, about equally long, as typists set a title."""
    count = -(-round(width_of(title)) // TITLE)
    size = -(-len(title) // count)
    for line in broken(title, size + 1, size + 1, whole=style.whole_figures):
        yield "　" * max(0, round((TITLE - width_of(line)) / 2)) + line.strip()


def _titles(block: list[Line], style: Style) -> Iterator[str]:
    """The names of authorities that stand on lines of their own keep them."""
    names = [line for line in block if is_organisation(line.text)]
    rest = block[len(names) :] if names == block[: len(names)] else block
    if rest is not block:
        for line in names:
            yield from _title(line.text, style)
    yield from _title("".join(line.text for line in rest), style)


def _wrapped(text: str, style: Style, *, first: int = 0, rest: int = 0) -> Iterator[str]:
    lines = broken(text, style.columns - first, style.columns - rest, whole=style.whole_figures)
    for n, line in enumerate(lines):
        yield "　" * (rest if n else first) + line


def broken(text: str, first: int, rest: int, *, whole: bool) -> list[str]:
    """``text`` in lines no wider than ``first`` and then ``rest`` characters."""
    lines: list[str] = []
    at = 0
    while at < len(text):
        room, stop = (rest if lines else first), at
        taken = 0.0
        while stop < len(text) and taken + width_of(text[stop]) <= room:
            taken += width_of(text[stop])
            stop += 1
        if stop < len(text):
            stop = _break_before(text, at, stop, whole=whole)
        lines.append(text[at:stop])
        at = stop
    return lines


def _break_before(text: str, start: int, stop: int, *, whole: bool) -> int:
    place = stop
    while place > start + 1 and (
        text[place] in NOT_FIRST
        or text[place - 1] in NOT_LAST
        or (whole and _word(text[place]) and _word(text[place - 1]))
    ):
        place -= 1
    return place if place > start + 1 else stop


def _word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ".,%+-/")
