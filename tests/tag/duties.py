"""What tests of duties share: one line, one labelled segment, as in the body of a notice."""

from hongtou.model import Obligation, Outline, Segment
from hongtou.tag.duties.obligations import find_obligations
from tests.support import outline_of


def item_outline(text: str) -> Outline:
    """Each line of ``text`` is an item of the first level."""
    plain = outline_of(text)
    segments = tuple(
        Segment("item", None, str(i), 1, "一、", i, None, s.span)
        for i, s in enumerate(plain.segments, start=1)
    )
    return Outline(plain.bundle, plain.document, (), segments)


def listed_outline(text: str) -> Outline:
    """The first line is an article; lines that begin with （一） … are its items."""
    plain = outline_of(text)
    whole = plain.document.span
    segments = []
    for index, segment in enumerate(plain.segments):
        if index == 0:
            segments.append(Segment("article", None, "第一条", 1, "第一条", 1, None, whole))
        else:
            label = text[segment.span.start : segment.span.start + 3]
            path = f"第一条/{label}"
            segments.append(Segment("item", 0, path, 2, label, index, None, segment.span))
    return Outline(plain.bundle, plain.document, (), tuple(segments))


def duties(text: str) -> tuple[Obligation, ...]:
    """The obligations of a line of a notice."""
    return find_obligations(item_outline(text), ())
