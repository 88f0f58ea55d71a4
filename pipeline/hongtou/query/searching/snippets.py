"""Snippets: the sentence of an article that answers best, and where the words stand in it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from hongtou.model import Span
from hongtou.store import fold

__all__ = ["marks_in", "quote_around"]

# Sentence ends, and the newline between paragraphs: a quote is made of whole sentences.
SENTENCE_END: Final = re.compile(r"[。！？；\n]")
# A quote of several sentences is not longer than this; a longer sentence is cut around the words.
QUOTE: Final = 160
# Of a sentence that is cut, this much is shown before the first word.
LEAD: Final = QUOTE // 4
# Places of one word that are weighed against each other; a table may hold thousands.
MOST_PLACES: Final = 200


def quote_around(text: str, words: Sequence[str], body: int = 0) -> Span:
    """The sentences of ``text`` that hold most of ``words``, as few as do.

    A sentence behind ``body``, where the heading ends, says more than the heading itself:
    二、落实贴息。…对于五万元（含）以下的贷款，原则上… is quoted for 贴息 from its second sentence
    that holds the word, and from the heading only where no other does.
    """
    places = [_places(text, word) for word in words]
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    sentences = [Span(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    best = sentences[0]
    weight = _weight(best, places, body, 1)
    for index, first in enumerate(sentences):
        if not _held(first, places):
            continue
        for count, last in enumerate(sentences[index:], start=1):
            window = Span(first.start, last.end)
            if count > 1 and window.length > QUOTE:
                break
            if (found := _weight(window, places, body, count)) < weight:
                best, weight = window, found
    return _trimmed(text, _cut(best, places))


def marks_in(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the words stand in a quote, in order, disjoint: 展期 in 可展期1次 is ``((1, 3),)``."""
    marks: list[tuple[int, int]] = []
    for place in sorted(place for word in words for place in _places(text, word)):
        if marks and place.start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], place.end))
        else:
            marks.append((place.start, place.end))
    return tuple(marks)


def _weight(
    window: Span, places: Sequence[Sequence[Span]], body: int, count: int
) -> tuple[int, bool, int]:
    """Smaller is better: words that are missing, words in the heading alone, sentences."""
    said = _held(Span(max(window.start, body), max(window.end, body)), places) > 0
    return len(places) - _held(window, places), not said, count


def _held(window: Span, places: Sequence[Sequence[Span]]) -> int:
    return sum(any(_inside(place, window) for place in of_word) for of_word in places)


def _inside(place: Span, window: Span) -> bool:
    return window.start <= place.start and place.end <= window.end


def _cut(sentence: Span, places: Sequence[Sequence[Span]]) -> Span:
    """A sentence of at most ``QUOTE`` characters: the part that holds most words."""
    if sentence.length <= QUOTE:
        return sentence
    starts = sorted({p.start for of_word in places for p in of_word if _inside(p, sentence)})
    windows = []
    for at in starts or [sentence.start]:
        start = min(max(sentence.start, at - LEAD), sentence.end - QUOTE)
        windows.append(Span(start, start + QUOTE))
    return min(windows, key=lambda window: (-_held(window, places), window.start))


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while end > start and text[end - 1] in "\n ":
        end -= 1
    while start < end and text[start] in "\n ":
        start += 1
    return Span(start, end)


def _places(text: str, word: str) -> list[Span]:
    """Where ``word`` stands in ``text`` as a search sees both; positions are those of ``text``."""
    wanted = fold(word)
    if not wanted:
        return []
    folded, origin = _fold_with_origin(text)
    found: list[Span] = []
    at = folded.find(wanted)
    while at >= 0 and len(found) < MOST_PLACES:
        last = at + len(wanted) - 1
        if origin is None:
            found.append(Span(at, last + 1))
        else:
            found.append(Span(origin[at], origin[last] + 1))
        at = folded.find(wanted, last + 1)
    return found


def _fold_with_origin(text: str) -> tuple[str, list[int] | None]:
    """The folded text and, where positions differ, that of each of its characters in ``text``."""
    folded = fold(text)
    if unicodedata.is_normalized("NFKC", text) and len(folded) == len(text):
        return folded, None
    parts = [fold(character) for character in text]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]
