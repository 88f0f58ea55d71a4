"""A notice as formats without pages carry it: one paragraph after another, tables in between."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.press.notice import Notice, Table
from tests.press.page import Kind


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``paper`` counts from 0: the notice itself, then what follows it."""

    kind: Kind
    text: str
    paper: int


def flow_of(notice: Notice) -> Iterator[Paragraph | Table]:
    """The elements in the order of reading, joint marks line by line."""
    for paper, part in enumerate((notice, *notice.following)):
        for kind, block in _blocks(part):
            yield block if isinstance(block, Table) else Paragraph(kind, block, paper)


def _blocks(part: Notice) -> Iterator[tuple[Kind, str | Table]]:
    if part.label:
        yield "attachment_label", part.label
    yield from (("corner", line) for line in part.corner)
    yield from (("mark", line) for line in mark_lines(part))
    if part.number:
        yield "document_number", "　　".join(filter(None, (part.number, part.signatory)))
    yield from (("title", line) for line in part.title)
    if part.recipients:
        yield "recipients", part.recipients
    yield from (("body", block) for block in part.body)
    yield from (("attachment_note", line) for line in part.attachment_note)
    yield from (("signature", line) for line in part.signatures)
    if part.date:
        yield "date", part.date
    yield from (("note", line) for line in part.note)
    yield from (("imprint", "　".join(filter(None, row))) for row in part.imprint)


def mark_lines(part: Notice) -> tuple[str, ...]:
    """The red head: one line, or names with 文件 among them."""
    if len(part.mark) < 2:
        return ((part.mark[0] + part.mark_suffix),) if part.mark else ()
    at = len(part.mark) if part.mark_suffix_at is None else part.mark_suffix_at
    suffix = (part.mark_suffix,) if part.mark_suffix else ()
    return (*part.mark[:at], *suffix, *part.mark[at:])


def to_text(notice: Notice) -> str:
    """Plain text, one paragraph a line; cells of a table are set apart by tabs."""
    lines = []
    for block in flow_of(notice):
        if isinstance(block, Table):
            lines += ["\t".join(cell.text for cell in row) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines) + "\n"
