"""Document → Outline: the elements of GB/T 9704 and the tree of articles."""

from hongtou.model import Bundle, Document, Outline
from hongtou.notation.lines import lines_of
from hongtou.segment.footer import read_footer
from hongtou.segment.header import read_header
from hongtou.segment.imprint import read_imprint
from hongtou.segment.tree import build_tree

__all__ = ["segment"]


def segment(bundle: Bundle, document: Document) -> Outline:
    """Read header, main part and imprint of one document of the bundle.

    Every line of the document ends up in an element or in a segment; nothing is dropped.
    """
    text = bundle.clean.text
    lines = lines_of(text, document.span)
    header, body_start = read_header(lines)
    footer, body_end = read_footer(lines, body_start)
    elements = [*header, *footer]
    if document.imprint is not None:
        elements += read_imprint(lines_of(text, document.imprint))
    attachments = [e for e in footer if e.kind == "attachment"]
    segments, findings = build_tree(text, lines[body_start:body_end], attachments)
    ordered = tuple(sorted(elements, key=lambda e: (e.span.start, e.span.end)))
    return Outline(bundle, document, ordered, segments, findings)
