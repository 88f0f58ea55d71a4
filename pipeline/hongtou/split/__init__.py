"""CleanText → Bundle: the official documents that one file holds.

A forwarding notice is bound together with the paper that it forwards, a notice that issues a
regulation with the regulation (GB/T 9704—2012, 7.3.7). A new document begins where evidence says
so: a 发文字号 on a line of its own with mark and title around it, or the title that the notice
itself has named.
"""

from hongtou.model import Bundle, CleanText, Document, Finding, Role, Span
from hongtou.notation.lines import Line, lines_of
from hongtou.split.attachments import find_attached_beginnings
from hongtou.split.headers import Beginning, find_numbered_beginnings, first_body_line
from hongtou.split.imprints import find_tail_imprint

__all__ = ["split"]


def split(clean: CleanText) -> Bundle:
    """Cut the clean text into documents: ordered, disjoint, the first one always ``main``."""
    lines = [_neutral(line) for line in lines_of(clean.text, Span(0, len(clean.text)))]
    if not lines:
        return Bundle(clean, (), (Finding("split.no-text", "文件没有可读的文字"),))
    numbered = find_numbered_beginnings(lines)
    beginnings = sorted(
        (*numbered, *find_attached_beginnings(lines, numbered)), key=lambda b: b.line
    )
    if not beginnings or beginnings[0].line > 0:
        first = Beginning(0, number=None, title=None, evidence=("first",))
        headed = beginnings and beginnings[0].line <= first_body_line(lines)
        if headed and beginnings[0].number is not None:
            first = Beginning(0, beginnings[0].number, beginnings[0].title, beginnings[0].evidence)
            beginnings = beginnings[1:]
        beginnings = [first, *beginnings]
    documents: list[Document] = []
    for ordinal, beginning in enumerate(beginnings):
        last = ordinal + 1 == len(beginnings)
        end = len(clean.text) if last else lines[beginnings[ordinal + 1].line].span.start
        start = 0 if ordinal == 0 else lines[beginning.line].span.start
        parent = _parent(clean.text, documents, beginning)
        role: Role = "main" if parent is None else "embedded"
        documents.append(
            Document(ordinal, role, Span(start, end), None, parent, beginning.evidence)
        )
    return Bundle(clean, _with_tail_imprint(clean.text, documents, beginnings))


def _neutral(line: Line) -> Line:
    """A row of a table is no title and no number, whatever its cells hold."""
    return Line(line.span, "\t") if "\t" in line.text else line


def _parent(text: str, earlier: list[Document], beginning: Beginning) -> int | None:
    """The earlier document that carries this one: the nearest that names it, else the first."""
    if not earlier:
        return None
    squeezed_names = [n for n in (beginning.number, beginning.title) if n]
    for document in reversed(earlier):
        body = document.span.of(text).replace(" ", "").replace("\n", "")
        if any(name.replace(" ", "") in body for name in squeezed_names):
            return document.ordinal
    return None if "number" in beginning.evidence and "attached" not in beginning.evidence else 0


def _with_tail_imprint(
    text: str, documents: list[Document], beginnings: list[Beginning]
) -> tuple[Document, ...]:
    """Give the imprint behind an attached regulation to the notice that carries it."""
    last = documents[-1]
    if last.parent is None:
        return tuple(documents)
    carrier = documents[last.parent]
    numbered = beginnings[-1].number is not None
    imprint = find_tail_imprint(text, carrier.span, last.span, numbered=numbered)
    if imprint is None:
        return tuple(documents)
    documents[-1] = Document(
        last.ordinal, last.role, Span(last.span.start, imprint.start), None, last.parent,
        last.evidence,
    )  # fmt: skip
    documents[carrier.ordinal] = Document(
        carrier.ordinal, carrier.role, carrier.span, imprint, carrier.parent, carrier.evidence
    )
    return tuple(documents)
