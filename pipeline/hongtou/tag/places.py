"""Which segment holds a character, found by bisection instead of a walk over all segments."""

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from hongtou.model import ElementKind, Outline, Span

# Header and imprint speak about the paper itself, never about others (GB/T 9704—2012, 7.2, 7.4).
FRAME_KINDS: Final[frozenset[ElementKind]] = frozenset({
    "copy_number", "classification", "urgency", "issuing_authority_mark", "document_number",
    "signatory", "main_recipients", "signature", "document_date", "openness", "subject_words",
    "copy_recipients", "internal_recipients", "contact", "copies", "printing", "site_metadata",
})  # fmt: skip


def segment_finder(outline: Outline) -> Callable[[int], int | None]:
    """A function from a position of the clean text to the innermost segment around it."""
    segments = outline.segments
    order = sorted(range(len(segments)), key=lambda i: (segments[i].span.start, i))
    starts = [segments[i].span.start for i in order]

    def segment_at(position: int) -> int | None:
        place = bisect_right(starts, position) - 1
        index: int | None = order[place] if place >= 0 else None
        while index is not None and segments[index].span.end <= position:
            index = segments[index].parent
        return index

    return segment_at


def frame_spans(outline: Outline) -> list[Span]:
    """Where header and imprint stand, in order: nothing there is said about other papers."""
    return sorted(e.span for e in outline.elements if e.kind in FRAME_KINDS)


def inside_any(spans: list[Span], position: int) -> bool:
    """Whether one of the ordered ``spans`` holds ``position``."""
    at = bisect_right(spans, Span(position, 10**12)) - 1
    return at >= 0 and spans[at].start <= position < spans[at].end
