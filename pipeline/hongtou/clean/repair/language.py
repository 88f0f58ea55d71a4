"""How probable a line of official Chinese is, character by character.

Interpolated 4-grams with absolute discounting over counts of official notices; below them, where
notices are silent, neighbours within the words of a general dictionary.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from hongtou.clean.repair.forms import is_space, plain
from hongtou.lexicon import NgramCounts, general_pairs, official_ngrams
from hongtou.lexicon.ngrams import count_at

ORDER: Final = 4
_DISCOUNT: Final = 0.8  # of .6 to .9 the best on held-back notices
_GENERAL: Final = 0.3  # share of the general dictionary in what follows a character
_DOUBT: Final = 1000  # occurrences in the dictionary before its words count as known
_CHARACTERS: Final = 8000  # that a notice may hold: GB 2312 and some
_REMEMBERED: Final = 200_000  # pairs, and n-grams, kept with their value: about 30 MB each
_COUNTS: Final = re.compile(r"\d+")
_REACH: Final = 16  # raw characters in which to find three that are no spaces

# What followed a context, as ``NgramCounts`` writes it; how often; the share left for the rest.
_Known = tuple[str, int, float]


class LanguageModel:
    """Probabilities of characters after up to three others; remembers what it computed.

    Positions and texts are those of the caller: spaces cost nothing, line ends count as
    characters, and the beginning and the end of a text are no line ends unless it says so.
    """

    def __init__(
        self, official: NgramCounts, general: NgramCounts, joined: Mapping[str, int] | None = None
    ) -> None:
        self._official = official
        self._general = general
        self._joined = _by_context(joined or {})
        self._values: dict[str, float] = {}  # n-gram -> nats of its last character
        self._contexts: dict[str, _Known] = {}
        self._neighbours: dict[str, tuple[dict[str, int], int, int]] = {}
        self._singles: dict[str, float] = {}  # character -> its share
        self._pairs: dict[str, float] = {}  # two -> share of the second after the first
        self._last: tuple[str, list[float]] = "", []  # the text asked for last, and its costs

    def joined(self, counts: Mapping[str, int]) -> "LanguageModel":
        """This model with more counts: ``model.joined({"再贷": 3, "再贷款": 3})``.

        ``counts`` maps two to four characters in ``plain`` form to how often they stand so, with
        the endings of the longer ones: 再贷款 and 贷款. The result depends on the mapping only,
        not on its order.
        """
        return LanguageModel(self._official, self._general, counts)

    def surprises(self, text: str) -> list[float]:
        """Nats that each character of ``text`` costs after those before it; spaces cost 0.

        The text asked for last is remembered, since several finders look at one; the list is not
        to be changed.
        """
        if text == self._last[0]:
            return self._last[1]
        costs = self._surprises(text)
        self._last = text, costs
        return costs

    def _surprises(self, text: str) -> list[float]:
        seen = plain(text)
        values, found = self._values, []
        for end in range(1, len(seen) + 1):
            ngram = seen[end - ORDER if end > ORDER else 0 : end]
            value = values.get(ngram)
            if value is None:
                if len(values) >= _REMEMBERED:
                    values.clear()
                before = ngram[:-1]
                share = self._share(before[-1:], ngram[-1], self._longer(before))
                value = values[ngram] = -math.log(share)
            found.append(value)
        if len(seen) == len(text):
            return found
        costs = iter(found)
        return [0.0 if is_space(c) else next(costs) for c in text]

    def gain(self, text: str, start: int, end: int, after: str) -> float:
        """Nats by which the line is likelier when ``text[start:end]`` reads ``after``."""
        return self.gains(text, start, end, (after,))[0]

    def gains(
        self, text: str, start: int, end: int, readings: Sequence[str], least: Sequence[float] = ()
    ) -> list[float]:
        """``gain`` of each of ``readings``, cheaper than one by one.

        One that gains less than its share of ``least`` may be given as minus infinity: what it
        costs is then not counted to the end.
        """
        left = plain(text[max(0, start - _REACH) : start])[1 - ORDER :]
        right = plain(text[end : end + _REACH])[: ORDER - 1]
        read, forms = plain(text[start:end]), [plain(after) for after in readings]
        if len(read) != 1 or any(len(form) != 1 for form in forms):
            before = self._cost(left, read + right)
            return [before - self._cost(left, form + right) for form in forms]
        ahead, bases = self._longer(left), self._bases(right)
        before = self._replaced(left, read, right, ahead, bases, math.inf)
        enough = least or [-math.inf] * len(forms)
        return [
            before - self._replaced(left, form, right, ahead, bases, before - gain)
            for form, gain in zip(forms, enough, strict=True)
        ]

    def _cost(self, left: str, rest: str) -> float:
        """Nats that ``rest`` costs after ``left``."""
        line, cost = left + rest, 0.0
        for at in range(len(left), len(line)):
            before = line[max(0, at + 1 - ORDER) : at]
            cost -= math.log(self._share(before[-1:], line[at], self._longer(before)))
        return cost

    def _bases(self, right: str) -> list[float]:
        """Shares of the characters of ``right`` as far as those before them in it tell.

        Of the first one they tell nothing, so its place is empty.
        """
        bases = [0.0]
        for at in range(1, len(right)):
            bases.append(self._share(right[at - 1], right[at], self._longer(right[:at])))
        return bases

    def _replaced(
        self, left: str, character: str, right: str, ahead: Sequence[_Known],
        bases: Sequence[float], most: float,
    ) -> float:  # fmt: skip
        """Nats of ``character`` between ``left`` and ``right``, infinite once over ``most``.

        Most contexts that hold a wrong character are unknown, so most of ``bases`` stand.
        """
        cost = -math.log(self._share(left[-1:], character, ahead))
        line, begin = left[-2:] + character + right, len(left[-2:]) + 1
        for number, behind in enumerate(right):
            if cost > most:
                return math.inf
            share, at = bases[number], begin + number
            if number == 0:
                share = self._pairs.get(character + behind) or self._paired(character + behind)
            for length in (2, 3) if number < 2 else (3,):
                known = self._known(line[at - length : at]) if length <= at else None
                if known is None:  # then longer ones neither
                    break
                share = _refine(share, behind, known)
            cost -= math.log(share)
        return math.inf if cost > most else cost

    def _share(self, context: str, character: str, longer: Iterable[_Known]) -> float:
        """Share of ``character`` after ``context``, refined by each of the longer contexts."""
        if context:
            pair = context + character
            share = self._pairs.get(pair) or self._paired(pair)
        else:
            share = self._single(character)
        for known in longer:
            share = _refine(share, character, known)
        return share

    def _longer(self, text: str) -> list[_Known]:
        """What is known of the last two and the last three characters."""
        two = self._known(text[-2:]) if len(text) > 1 else None
        if two is None:  # then neither are three
            return []
        three = self._known(text[-3:]) if len(text) > 2 else None
        return [two] if three is None else [two, three]

    def _known(self, context: str) -> _Known | None:
        """What followed a context; ``None`` if that is not known."""
        known = self._contexts.get(context)
        if known is None and (context in self._official.lines or context in self._joined):
            known = self._contexts[context] = self._context(context)
        return known

    def _single(self, character: str) -> float:
        share = self._singles.get(character)
        if share is None:
            share = self._refined("", character, self._general_share(character))
            self._singles[character] = share
        return share

    def _paired(self, pair: str) -> float:
        """Share of the second character after the first: as notices and the dictionary have it."""
        context, character = pair[0], pair[1]
        single = self._single(character)
        general = self._general_paired(context, character, single)
        lower = (1 - _GENERAL) * single + _GENERAL * general
        if len(self._pairs) >= _REMEMBERED:
            self._pairs.clear()
        share = self._pairs[pair] = self._refined(context, character, lower)
        return share

    def _refined(self, context: str, character: str, lower: float) -> float:
        """Share of ``character`` after ``context``, which knows ``lower`` of shorter ones."""
        known = self._contexts.get(context)
        if known is None:
            known = self._contexts[context] = self._context(context)
        return _refine(lower, character, known)

    def _context(self, context: str) -> _Known:
        """What followed ``context`` with its counts, how often, and the share left for the rest.

        The line is as ``NgramCounts`` has it: what is asked of one is seldom worth reading all.
        """
        line, total = self._official.lines.get(context, ""), self._official.totals.get(context, 0)
        joined = self._joined.get(context)
        if joined is not None:
            counts = Counter(self._official.followers(context)) + Counter(joined)
            line, total = (
                "".join(f"{c}{n}" for c, n in counts.items()),
                total + sum(joined.values()),
            )
        if not line:
            return "", 1, 1.0
        written = _COUNTS.findall(line)
        followers = len(line) - sum(map(len, written))
        counted = sum(map(int, written)) + followers - len(written)
        return line, total, 1.0 - (counted - _DISCOUNT * followers) / total

    def _general_share(self, character: str) -> float:
        total = self._general.totals[""]
        followers = self._followers("")[0]
        return 0.9 * followers.get(character, 0) / total + 0.1 / _CHARACTERS

    def _general_paired(self, context: str, character: str, single: float) -> float:
        """Share of ``character`` after ``context``: within a word, or beginning the next one."""
        followers, total, inside = self._followers(context)
        count = followers.get(character, 0)
        return (count + (total - inside + _DOUBT) * single) / (total + _DOUBT)

    def _followers(self, context: str) -> tuple[dict[str, int], int, int]:
        found = self._neighbours.get(context)
        if found is None:
            followers = self._general.followers(context)
            total = self._general.totals.get(context, 0)
            found = self._neighbours[context] = followers, total, sum(followers.values())
        return found


def _refine(share: float, character: str, known: _Known) -> float:
    """The share of a character once a longer context has its say."""
    followers, total, left = known
    at = followers.find(character)
    if at < 0:
        return left * share
    return left * share + (count_at(followers, at) - _DISCOUNT) / total


@lru_cache
def language_model() -> LanguageModel:
    """The model of the packaged counts."""
    return LanguageModel(official_ngrams(), general_pairs())


def _by_context(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for ngram, count in counts.items():
        if 2 <= len(ngram) <= ORDER and count > 0:
            found.setdefault(ngram[:-1], {})[ngram[-1]] = count
    return found
