"""Finding again what a decision is about, in whatever way the file was read since.

A place is known by the characters around it. Blanks, line breaks and widths do not count, and some
characters may be read otherwise, since another recogniser errs elsewhere. Page and position choose
only between places that are equally good; where they cannot, nothing is chosen.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

# Levenshtein in C; its wheels exist for every system, MIT.
from rapidfuzz.distance import Levenshtein

from hongtou.model import Anchor, RawSpan, Transcript

__all__ = ["Ground", "Misfit", "Spot", "shared", "squeezed"]

AROUND: Final = 24  # characters of context on either side: a line of print holds 28
GRAM: Final = 3  # characters that must agree somewhere around: two are found by chance
COMMON: Final = 200  # places of a gram that count on either side of where it is expected
START, END = "\x02" * GRAM, "\x03" * GRAM  # so that the ends of a text are context as well

# Share of the context that must be read alike. Recognisers that differ by one character in five
# keep 0.8; of two passages about other things, a tenth agrees.
ALIKE: Final = 0.55
ALIKE_OTHERWISE_READ: Final = 0.65  # where the quote itself is new, more must agree around it
ALIKE_ONE_SIDE: Final = 0.8  # where columns or lines come in another order
EQUAL: Final = 0.12  # places whose contexts differ by less than six characters are equally good
DRIFT: Final = 2  # characters by which an end may lie off where its neighbour is read otherwise
MOST: Final = 64  # edges that are looked at: the likeliest, and of those the nearest
FAR: Final = 0.2  # share of a text without pages by which a place cannot have moved

# Not blanks to Python, and yet not to be seen.
INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
# Marks that recognisers and rules exchange; only their kind is compared.
MARKS: Final = str.maketrans("“”„‘’〔〕[]【】—–―─‐·•‧", '"""\'\'()()()-----···')


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an anchor belongs: ``first:last`` of the characters without blanks.

    ``span`` is the same in the raw text. It leaves out blanks at either end, but for an empty spot,
    where it is all that lies between its neighbours.
    """

    first: int
    last: int
    span: RawSpan
    read: str  # what stands there now, without blanks


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why an anchor has no place, in Chinese."""

    why: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    last: int
    score: float
    known: bool  # whether what stands there is the quote or a reading of it
    near: int  # neighbours read alike, less two for each character by which the length is off

    @property
    def rank(self) -> tuple[bool, int, float, int]:
        """Of outlines of one place the highest is taken."""
        return self.known, self.near, self.score, -self.first


def squeezed(text: str) -> str:
    """``text`` without blanks and invisible characters: ``"提 升"`` -> ``"提升"``."""
    return "".join(c for c in text if not c.isspace() and c not in INVISIBLE)


@dataclass(frozen=True)
class Ground:
    """A transcript as places are looked for in it.

    Of ``anchors``, those that will be looked for, all is found in one pass over the text.
    """

    transcript: Transcript
    anchors: tuple[Anchor, ...] = ()

    @cached_property
    def _at(self) -> list[int]:
        """Raw position of each character that is no blank."""
        text = self.transcript.text
        return [i for i, c in enumerate(text) if not c.isspace() and c not in INVISIBLE]

    @cached_property
    def text(self) -> str:
        """The raw text without blanks."""
        raw = self.transcript.text
        return "".join([raw[i] for i in self._at])

    @cached_property
    def _folded(self) -> str:
        return START + _folded(self.text) + END

    @cached_property
    def _grams(self) -> dict[str, list[int]]:
        """Where each gram of the anchors begins, in characters without blanks."""
        found: dict[str, list[int]] = {
            gram: [] for anchor in self.anchors for side in _framed(anchor) for gram in _grams(side)
        }
        folded = self._folded
        for at in range(len(folded) - GRAM + 1 if found else 0):
            if (places := found.get(folded[at : at + GRAM])) is not None:
                places.append(at - GRAM)
        return found

    def _places(self, gram: str) -> list[int]:
        if gram not in self._grams:
            at, places = self._folded.find(gram), list[int]()
            while at >= 0:
                places.append(at - GRAM)
                at = self._folded.find(gram, at + 1)
            self._grams[gram] = places
        return self._grams[gram]

    @cached_property
    def _run_starts(self) -> list[int]:
        return [run.span.start for run in self.transcript.runs]

    def anchor(self, span: RawSpan) -> Anchor:
        """The anchor of raw characters."""
        first, last = self.bounds(span)
        return Anchor(
            self.text[max(0, first - AROUND) : first],
            self.text[first:last],
            self.text[last : last + AROUND],
            self._page(first if first < last else first - 1),
            round(first / max(1, len(self.text)), 6),
        )

    def bounds(self, span: RawSpan) -> tuple[int, int]:
        """The characters of a raw span, counted without blanks."""
        return bisect_left(self._at, span.start), bisect_left(self._at, span.end)

    def raw(self, first: int, last: int) -> RawSpan:
        """The raw span of ``first:last``; between its neighbours if that is empty."""
        if first < last:
            return RawSpan(self._at[first], self._at[last - 1] + 1)
        start = self._at[first - 1] + 1 if first else 0
        end = self._at[first] if first < len(self._at) else len(self.transcript.text)
        return RawSpan(start, end)

    def find(self, anchor: Anchor, *readings: str) -> Spot | Misfit:
        """Where ``anchor`` belongs now.

        Args:
            anchor: Of a transcript of the same file.
            readings: What may stand there besides the quote, as what it was corrected to.
        """
        known = {squeezed(reading) for reading in (anchor.quote, *readings)}
        found = [self._tested(anchor, known, *pair) for pair in {*self._pairs(anchor, known)}]
        fitting = {(c.first, c.last): c for c in found if c is not None}
        if not fitting:
            return Misfit("现在的文字里找不到这一处")
        best = max(c.score for c in fitting.values())
        equal = [c for c in fitting.values() if c.score > best - EQUAL]
        chosen = self._chosen(anchor, equal)
        if isinstance(chosen, Misfit):
            return chosen
        span = self.raw(chosen.first, chosen.last)
        return Spot(chosen.first, chosen.last, span, self.text[chosen.first : chosen.last])

    def _pairs(self, anchor: Anchor, known: set[str]) -> Iterator[tuple[int, int]]:
        """Where the quote may begin and end, as grams in front and behind say."""
        before, after = _framed(anchor)
        lengths = {len(reading) for reading in known}
        least = min(lengths) * 3 // 4 - DRIFT
        most = max(lengths) * 5 // 4 + DRIFT
        expected = round(anchor.position * len(self.text))
        starts = self._edges(before, len(before), expected)
        ends = self._edges(after, 0, expected + len(anchor.quote))
        for first in starts:
            low, high = bisect_left(ends, first), bisect_right(ends, first + most)
            yield from ((first, last) for last in ends[low:high] if last - first >= least)
            yield from ((first, first + n) for n in lengths if first + n <= len(self.text))
        for last in ends:
            yield from ((last - n, last) for n in lengths if n <= last)

    def _edges(self, context: str, at: int, expected: int) -> list[int]:
        """Edges of the quote that grams of its ``context`` point to, sorted.

        Args:
            context: What stands in front of it or behind it, folded.
            at: Where in ``context`` the edge is.
            expected: Where the edge is likely to be.
        """
        votes: Counter[int] = Counter()
        for offset, gram in enumerate(_grams(context)):
            places = self._places(gram)
            near = bisect_left(places, expected)
            around = places[max(0, near - COMMON) : near + COMMON]
            votes.update(place - offset + at for place in around)
        if not votes:
            return []
        enough = max(votes.values()) // 3
        likely = [e for e, n in votes.items() if n >= enough and 0 <= e <= len(self.text)]
        return sorted(sorted(likely, key=lambda e: (-votes[e], abs(e - expected), e))[:MOST])

    def _tested(self, anchor: Anchor, known: set[str], first: int, last: int) -> _Candidate | None:
        """A pair of edges as a candidate, if enough around it is read alike."""
        before, after = _framed(anchor)
        first, last = self._adjusted(before, after, known, first, last)
        left, right = self._alike(before, after, first, last)
        score = (left + right) / 2
        off = min(abs(last - first - len(reading)) for reading in known)
        if is_known := self.text[first:last] in known:
            sure = score >= ALIKE or (max(left, right) >= ALIKE_ONE_SIDE and bool(anchor.quote))
        else:
            # What is read in a third way is known by its neighbours only, so both must be right.
            sure = score >= ALIKE_OTHERWISE_READ and (
                off <= len(anchor.quote) // 4 or first == last
            )
            sure = sure and 0 not in self._near(before, after, first, last)
        near = sum(self._near(before, after, first, last)) - 2 * off
        return _Candidate(first, last, score, is_known, near) if sure else None

    def _alike(self, before: str, after: str, first: int, last: int) -> tuple[float, float]:
        folded, at, to = self._folded, first + GRAM, last + GRAM
        left = folded[max(0, at - len(before)) : at]
        right = folded[to : to + len(after)]
        return (
            Levenshtein.normalized_similarity(before, left),
            Levenshtein.normalized_similarity(after, right),
        )

    def _near(self, before: str, after: str, first: int, last: int) -> tuple[int, int]:
        """How many neighbours in front and behind are read alike, at most ``GRAM`` each."""
        left = self._folded[first : first + GRAM]
        right = self._folded[last + GRAM : last + 2 * GRAM]
        return shared(left[::-1], before[::-1]), shared(right, after)

    def _adjusted(
        self, before: str, after: str, known: set[str], first: int, last: int
    ) -> tuple[int, int]:
        """The same edges, or such nearby that hold a reading that is known.

        Where the character next to the quote is read otherwise, or not at all, grams further off
        may be out by one.
        """
        if self.text[first:last] in known:
            return first, last
        folded = self._folded
        left = DRIFT if folded[first + GRAM - 1] != before[-1] else 0
        right = DRIFT if folded[last + GRAM] != after[0] else 0
        near = sorted(
            (abs(a) + abs(b), first + a, last + b)
            for a in range(-left, left + 1)
            for b in range(-right, right + 1)
        )
        for _, start, end in near:
            if 0 <= start < end <= len(self.text) and self.text[start:end] in known:
                return start, end
        return first, last

    def _chosen(self, anchor: Anchor, equal: list[_Candidate]) -> _Candidate | Misfit:
        """The one that lies where the anchor lay, if that can be told."""
        if anchor.page is not None and any(self._pages(c) for c in equal):
            here = [c for c in equal if anchor.page in self._pages(c)]
            if not here:
                pages = "、".join(sorted({str(p) for c in equal for p in self._pages(c)}))
                return Misfit(f"原在第{anchor.page}页，现在只在第{pages}页有相同的文字")
            equal = here
        expected = anchor.position * len(self.text)
        ranked = sorted(equal, key=lambda c: (abs(c.first - expected), c.first))
        nearest, next_one = ranked[0], _other_place(ranked)
        away = abs(nearest.first - expected)
        if anchor.page is None and away > max(FAR * len(self.text), 10 * AROUND):
            return Misfit("相同的文字只在离原处很远的地方才有")
        if next_one is not None and away * 2 >= abs(next_one.first - expected):
            return Misfit("现在有几处同样的文字，分不清是哪一处")
        return max((c for c in equal if _meet(c, nearest)), key=lambda c: c.rank)

    def _pages(self, candidate: _Candidate) -> set[int]:
        """Pages on which a candidate or its neighbours stand."""
        around = (candidate.first - 1, candidate.first, candidate.last - 1, candidate.last)
        return {page for at in around if (page := self._page(at)) is not None}

    def _page(self, index: int) -> int | None:
        """The page of a character, counted without blanks; ``None`` if there are no pages."""
        if not 0 <= index < len(self._at) or not self.transcript.runs:
            return None
        run = self.transcript.runs[max(0, bisect_right(self._run_starts, self._at[index]) - 1)]
        return run.page if run.box is not None else None


def _framed(anchor: Anchor) -> tuple[str, str]:
    """What stands in front and behind, with the ends of the text where they are near."""
    before, after = _folded(anchor.before[-AROUND:]), _folded(anchor.after[:AROUND])
    return (
        before if len(before) >= AROUND else START + before,
        after if len(after) >= AROUND else after + END,
    )


def _grams(context: str) -> list[str]:
    """``"再贷款政"`` -> ``["再贷款", "贷款政"]``."""
    return [context[at : at + GRAM] for at in range(len(context) - GRAM + 1)]


def _folded(text: str) -> str:
    """Characters as they are compared, one for one: ``（Ａ，"`` -> ``(A,"``."""
    return "".join(map(_fold_one, text))


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    if "\u4e00" <= character <= "\u9fff":
        return character
    wide = unicodedata.normalize("NFKC", character)
    return (wide if len(wide) == 1 else character).translate(MARKS)


def shared(one: str, two: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = zip(one, two, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))


def _meet(one: _Candidate, two: _Candidate) -> bool:
    return one.first <= two.last and two.first <= one.last


def _other_place(ranked: list[_Candidate]) -> _Candidate | None:
    """The first that does not meet the first of all: the same place may have two outlines."""
    return next((c for c in ranked if not _meet(c, ranked[0])), None)
