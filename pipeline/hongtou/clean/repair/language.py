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
_REMEMBERED: Final = 200_000  # n-grams kept with their value: about 30 MB
_COUNTS: Final = re.compile(r"\d+")
_REACH: Final = 16  # raw characters in which to find three that are no spaces


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
        self._values: dict[str, float] = {}  # n-gram -> natural logarithm of its probability
        self._contexts: dict[str, tuple[str, int, float]] = {}  # of those that are known
        self._neighbours: dict[str, tuple[dict[str, int], int, int]] = {}
        self._singles: dict[str, float] = {}  # character -> its share
        self._pairs: dict[str, float] = {}  # two -> share of the second after the first
        self._last: tuple[str, list[float]] = "", []  # the text asked for last, and its costs

    def joined(self, counts: Mapping[str, int]) -> "LanguageModel":
        """This model with more counts: ``model.joined({"再贷": 3, "再贷款": 3})``.

        ``counts`` maps two to four characters in ``plain`` form to how often they stand so; the
        result depends on the mapping only, not on its order.
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
            found.append(-(self._value(ngram) if value is None else value))
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
        before = self._cost(left, plain(text[start:end]) + right, 0.0, math.inf)
        contexts, gains = self._longer(left), []
        for number, after in enumerate(readings):
            form, cost = plain(after), 0.0
            most = before - least[number] if least else math.inf
            if len(form) == 1:
                # Of the first character the contexts are the same for all readings, and it is
                # what makes most of them too dear.
                cost -= math.log(self._share(left[-1:], form, contexts))
                rest = math.inf if cost > most else self._cost(left + form, right, cost, most)
            else:
                rest = self._cost(left, form + right, 0.0, most)
            gains.append(before - rest)
        return gains

    def _cost(self, left: str, rest: str, cost: float, most: float) -> float:
        """``cost`` and the nats of ``rest`` after ``left``; infinite if they are over ``most``."""
        line = left + rest
        for end in range(len(left) + 1, len(line) + 1):
            cost -= math.log(self._probability(line[end - ORDER if end > ORDER else 0 : end]))
            if cost > most:
                return math.inf
        return cost

    def _value(self, ngram: str) -> float:
        if len(self._values) >= _REMEMBERED:
            self._values.clear()
        value = self._values[ngram] = math.log(self._probability(ngram))
        return value

    def _probability(self, ngram: str) -> float:
        """Of the last character after the others."""
        return self._share(ngram[-2:-1], ngram[-1], self._longer(ngram[:-1]))

    def _share(
        self, context: str, character: str, longer: Iterable[tuple[str, int, float]]
    ) -> float:
        """Share of ``character`` after ``context``, refined by each of the longer contexts."""
        share = self._single(character)
        if context:
            share = self._paired(context + character, share)
        for line, total, left in longer:
            share *= left
            at = line.find(character)
            if at >= 0:
                share += (count_at(line, at) - _DISCOUNT) / total
        return share

    def _longer(self, text: str) -> list[tuple[str, int, float]]:
        """What is known of the last two and the last three characters: see ``_context``."""
        found = []
        for length in range(2, len(text) + 1):
            context = text[-length:]
            known = self._contexts.get(context)
            if known is None and (context in self._official.lines or context in self._joined):
                known = self._contexts[context] = self._context(context)
            if known is not None:
                found.append(known)
        return found

    def _single(self, character: str) -> float:
        share = self._singles.get(character)
        if share is None:
            share = self._refined("", character, self._general_share(character))
            self._singles[character] = share
        return share

    def _paired(self, pair: str, single: float) -> float:
        """Share of the second character after the first: as notices and the dictionary have it."""
        share = self._pairs.get(pair)
        if share is None:
            context, character = pair[0], pair[1]
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
        line, total, left = known
        at = line.find(character)
        return left * lower + ((count_at(line, at) - _DISCOUNT) / total if at >= 0 else 0.0)

    def _context(self, context: str) -> tuple[str, int, float]:
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
