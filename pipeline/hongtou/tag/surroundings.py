"""What stands around a find: the clause, the obligation, the title that it is part of."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from hongtou.model import Obligation, Span

# A tab or a bar parts the cells of a table.
_BREAK: Final = re.compile(r"[，。；：！？\n\t|]")
_SENTENCE_END: Final = re.compile(r"[。；！？\n\t]")
_LONGEST: Final = 160  # hardly any clause is longer; the bound keeps hostile text cheap


def clause_finder(text: str, start: int, end: int) -> Callable[[int], int]:
    """A function from a position to the beginning of the clause around it.

    Clauses end at ，。；：！？ and at line ends; 、 and brackets stay inside. In a longer one the
    answer lies 160 characters ahead of the position.
    """
    breaks = [start, *(match.end() for match in _BREAK.finditer(text, start, end))]

    def clause_at(position: int) -> int:
        return max(breaks[max(0, bisect_right(breaks, position) - 1)], position - _LONGEST)

    return clause_at


def clause_end(text: str, position: int) -> int:
    """Where the clause around ``position`` ends; at most 160 characters on."""
    stop = min(len(text), position + _LONGEST)
    match = _BREAK.search(text, position, stop)
    return stop if match is None else match.start()


def obligation_finder(text: str, obligations: Sequence[Obligation]) -> Callable[[Span], int | None]:
    """A function from a span to the index of the narrowest obligation around it.

    An obligation that only touches the span comes behind those that contain it; without any, the
    next one of the same sentence counts (6月底前，各行要…), else the one before.
    """
    ordered = sorted((o.span, index) for index, o in enumerate(obligations))
    starts = [span.start for span, _ in ordered]
    longest = max((span.length for span, _ in ordered), default=0)

    def obligation_at(span: Span) -> int | None:
        best: tuple[bool, int, int] | None = None
        at = bisect_right(starts, span.end) - 1
        while at >= 0 and starts[at] >= span.start - longest:
            around, index = ordered[at]
            if around.overlaps(span):
                rank = (not around.contains(span), around.length, index)
                best = rank if best is None else min(best, rank)
            at -= 1
        return _beside(text, ordered, starts, span) if best is None else best[2]

    return obligation_at


def _beside(
    text: str, ordered: Sequence[tuple[Span, int]], starts: Sequence[int], span: Span
) -> int | None:
    """The obligation next to ``span`` in its sentence, first of those behind it."""
    after = bisect_right(starts, span.start)
    if after < len(ordered) and _same_sentence(text, span.end, starts[after]):
        return ordered[after][1]
    if after and _same_sentence(text, ordered[after - 1][0].end, span.start):
        return ordered[after - 1][1]
    return None


def _same_sentence(text: str, end: int, start: int) -> bool:
    """Whether no sentence ends in ``text[end:start]``; far apart nothing belongs together."""
    return start - end <= _LONGEST and _SENTENCE_END.search(text, end, start) is None


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters as sorted, disjoint spans."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def inside_title(text: str, position: int) -> bool:
    """Whether ``position`` lies between 《 and 》 on its line."""
    floor = max(0, position - 80)
    opened = text.rfind("《", floor, position)
    return opened >= 0 and opened > max(
        text.rfind("》", floor, position), text.rfind("\n", floor, position)
    )
