"""The ledger at one place: what it changes there, how it reads, and where lines can be cut."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from hongtou.clean.anchors import Ground, Spot, shared, squeezed
from hongtou.model import CleanText, Correction, RawSpan, Transcript

__all__ = [
    "changes_words",
    "core_in",
    "core_of",
    "cut_at",
    "effective_at",
    "lies_in",
    "say_same",
    "shown_at",
]


def core_of(transcript: Transcript, correction: Correction) -> tuple[RawSpan, str]:
    """What a correction changes, without what it leaves: ``捉升 -> 提升`` is ``捉 -> 提``.

    At least one character is kept where one was read, since a place between two characters is
    harder to find again. Of one that changes blanks only, all is kept.
    """
    if correction.before == correction.after:
        return correction.span, correction.after
    if not changes_words(correction):
        trimmed = _trimmed(correction)
        return trimmed.span, trimmed.after
    ground = Ground(transcript)
    first, last, reading = core_in(ground, correction)
    return ground.raw(first, last), reading


def core_in(ground: Ground, line: Correction) -> tuple[int, int, str]:
    """The characters that a line changes, counted without blanks, and how they are to read.

    Where words take the place of a line break, as a lost passage does, the neighbours are part of
    it: else nothing would tell that the break goes.
    """
    (first, last), text = ground.bounds(line.span), ground.text
    reading = squeezed(line.after)
    if first == last and line.before and reading and 0 < first < len(text):
        return first - 1, last + 1, text[first - 1] + reading + text[last]
    while last - first > 1 and reading and ground.text[last - 1] == reading[-1]:
        last, reading = last - 1, reading[:-1]
    while last - first > 1 and reading and ground.text[first] == reading[0]:
        first, reading = first + 1, reading[1:]
    return first, last, reading


def changes_words(line: Correction) -> bool:
    """Whether a line changes more than blanks and line breaks."""
    return squeezed(line.before) != squeezed(line.after)


def lies_in(ground: Ground, line: Correction, spot: Spot) -> bool:
    """Whether a line changes nothing beyond a place."""
    first, last, _ = core_in(ground, line)
    return spot.first <= first and last <= spot.last


def say_same(ground: Ground, one: Spot, reading: str, two: Spot, other: str) -> bool:
    """Whether two readings of overlapping places make the same text."""
    text = ground.text
    if one.first <= two.first and two.last <= one.last:
        return text[one.first : two.first] + other + text[two.last : one.last] == reading
    if two.first <= one.first and one.last <= two.last:
        return text[two.first : one.first] + reading + text[one.last : two.last] == other
    return False


def effective_at(text: CleanText, spot: Spot) -> list[Correction]:
    """Corrections in effect at a place."""
    return [c for c in text.corrections if c.effective and _meets(c.span, spot)]


def shown_at(text: CleanText, spot: Spot, lines: Iterable[Correction]) -> str:
    """How a place reads once these lines are made."""
    raw, at, parts = text.transcript.text, spot.span.start, list[str]()
    for line in lines:
        parts += (raw[at : max(at, line.span.start)], line.after)
        at = line.span.end
    return "".join((*parts, raw[at : spot.span.end]))


def cut_at(text: CleanText, spot: Spot) -> CleanText:
    """The same text, in which a line that reaches beyond the place is cut at its edges.

    That can be done where it leaves what is beyond as it was read, ``容忍1度 -> 容忍度``, or where
    each character stands for one, ``[2021 -> 〔2021``.
    """
    edges = (spot.span.start, spot.span.end)
    cut: list[Correction] = []
    for line in text.corrections:
        crosses = any(line.span.start < edge < line.span.end for edge in edges)
        if crosses and line.effective and len(line.before) == len(line.after):
            cut += _pieces(line, edges)
        elif crosses and line.effective:
            cut.append(_trimmed(line))
        else:
            cut.append(line)
    ordered = sorted(cut, key=lambda c: (c.span, not c.effective))
    return replace(text, corrections=tuple(ordered))


def _trimmed(line: Correction) -> Correction:
    """The line without what it leaves at its ends: ``服 务 -> 服务`` takes out a blank."""
    before, after = line.before, line.after
    head = shared(before, after)
    tail = shared(before[head:][::-1], after[head:][::-1])
    span = RawSpan(line.span.start + head, line.span.end - tail)
    before, after = (words[head : len(words) - tail] for words in (before, after))
    return replace(line, span=span, before=before, after=after)


def _pieces(line: Correction, edges: Iterable[int]) -> list[Correction]:
    start, end = line.span.start, line.span.end
    points = [start, *(edge for edge in edges if start < edge < end), end]
    found = []
    for low, high in pairwise(points):
        before, after = (words[low - start : high - start] for words in (line.before, line.after))
        if before != after:
            found.append(replace(line, span=RawSpan(low, high), before=before, after=after))
    return found


def _meets(span: RawSpan, spot: Spot) -> bool:
    """Whether a span shares characters with a place, or lies in it where it is between two."""
    start, end = spot.span.start, spot.span.end
    if spot.first == spot.last:
        return start <= span.start and span.end <= end
    return span.start < end and start < span.end
