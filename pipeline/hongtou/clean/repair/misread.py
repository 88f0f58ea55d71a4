"""One character taken for another: 恩想 for 思想, weighed by shape, language and words.

The reading is chosen as in a noisy channel: each character that may have been printed gets the log
odds of what speaks for it, against the character that was read and against its rivals.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.clean.repair.language import LanguageModel
from hongtou.clean.repair.readings import is_han, is_traditional, readings_at
from hongtou.clean.repair.weights import weights
from hongtou.clean.repair.words import WordChange, covering_word, word_change, word_gain
from hongtou.lexicon import likeness, traditional_characters
from hongtou.lexicon.confusions import confusions
from hongtou.model import NO_KNOWLEDGE, Evidence

# A character is in doubt when it and the one behind it are improbable: 97 of 100 misread ones
# are, and 11 to 25 of 100 characters of clean notices.
_DOUBT: Final = 3.0  # nats that it costs alone
_PAIR: Final = 12.0  # nats that it costs with the next one
_LISTED: Final = 1.0  # the same where the recogniser itself is in doubt: nine of ten
_LISTED_PAIR: Final = 6.0  # misread characters are among the sixth part of all of which it is
_ODD: Final = 18.0  # nats that count whatever word it may stand in
_WORD: Final = 8.0  # weight of a word that speaks for what was read
_GAIN: Final = 2.0  # nats that any reading has to gain
_WORTH: Final = -3.0  # log odds below which a reading is not worth a look
_WORDS: Final = 4.0  # log odds that words and the rest of a text may add
_CERTAIN: Final = 2.0  # log odds from which a reading helps to judge its neighbours
_ROUNDS: Final = 3
_SURE: Final = 3.0  # log odds from which a misreading says that there may be more of them
_LEAST_LENGTH: Final = 300  # characters; fewer say little about how many are misread
_LEAST_SHARE: Final = 0.001
_MOST_GAIN: Final = 40.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A character that may have been printed at ``at``, with what was measured for it."""

    at: int
    read: str
    after: str
    gain: float  # nats by which the line is likelier
    alike: float  # -1 to 1
    confused: int  # times that recognisers were seen to do so
    word: WordChange
    elsewhere: float  # the same passage elsewhere in this text, logarithms
    cut: float  # nats by which the line, cut into words, is likelier
    recognised: float  # probability that the recogniser gave it, 0 if none
    listed: bool | None  # whether it gave any; None where no recogniser was at hand
    others: int = 0  # misread characters elsewhere in this text
    noise: float = 0.0  # logarithm of their share


def find_misread(scene: Scene, language: LanguageModel) -> list[Candidate]:
    """Readings that are worth a judgement, those of one place together, in order.

    Where other papers or reviewers may speak too, that is every one: what speaks against it must
    not be lost.
    """
    found = weigh(scene, language)
    least = _WORTH if scene.knowledge is NO_KNOWLEDGE else -math.inf
    return [c for at in sorted(found) for c in _candidates(found[at], least)]


def weigh(scene: Scene, language: LanguageModel) -> dict[int, list[Reading]]:
    """For each place in doubt what may have been printed there, with all that was measured.

    Each round takes what the one before made nearly certain as read, since a misread neighbour
    hides what stands beside it: 金鞠昆务.
    """
    text, found = scene.text, dict[int, list[Reading]]()
    doubted = doubtful(scene, text, language)
    if not doubted:
        return found
    passages = Counter(text[at : at + 3] for at in range(len(text) - 2))
    for _ in range(_ROUNDS):
        costs = language.surprises(text)
        for at in doubted:
            wide = sum(costs[at : at + 2]) >= _ODD
            found[at] = measure(scene, text, at, language, passages, wide=wide)
        repaired = _repaired(scene.text, found)
        if repaired == text:
            break
        changed = [i for i, (a, b) in enumerate(zip(text, repaired, strict=True)) if a != b]
        near = {i for at in changed for i in range(at - 4, at + 5)} - set(changed)
        text = repaired
        doubted = [at for at in found if at in near]
    return _with_noise(found, len(text))


def _with_noise(found: dict[int, list[Reading]], length: int) -> dict[int, list[Reading]]:
    """The readings, each with how much else of the text is misread."""
    sure = {at for at, readings in found.items() if any(odds(r) >= _SURE for r in readings)}
    if not sure:
        return found
    for at, readings in found.items():
        others = len(sure) - (at in sure)
        noise = math.log1p(1000 * others / max(length, _LEAST_LENGTH))
        found[at] = [replace(reading, others=others, noise=noise) for reading in readings]
    return found


def doubtful(scene: Scene, text: str, language: LanguageModel) -> list[int]:
    """Positions of 汉字 that are improbable where they stand and may be changed."""
    if is_traditional(text):
        return []
    costs = language.surprises(text)
    found = []
    for span in scene.open:
        for at in range(span.start, span.end):
            cost = costs[at]
            if cost < _LISTED or not is_han(text[at]):
                continue
            both = cost + (costs[at + 1] if at + 1 < len(costs) else 0.0)
            listed = at in scene.readings and both >= _LISTED_PAIR
            if listed or (cost >= _DOUBT and both >= _PAIR and _breaks_words(text, at, both)):
                found.append(at)
    return found


def _breaks_words(text: str, at: int, cost: float) -> bool:
    return cost >= _ODD or covering_word(text, at)[1] < _WORD


def measure(
    scene: Scene, text: str, at: int, language: LanguageModel, passages: Mapping[str, int],
    *, wide: bool,
) -> list[Reading]:  # fmt: skip
    """The readings at ``at`` that make ``text`` likelier; ``passages`` counts its trigrams.

    ``wide`` also looks at characters that are little like the one read.
    """
    readings = readings_at(scene, text, at, wide=wide)
    read = text[at]
    given = dict(scene.readings.get(at, ()))
    least = [_least_gain(read, after, after in given) for after in readings]
    gains = language.gains(text, at, at + 1, readings, least) if readings else []
    before, behind = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    kept = math.log1p(max(0, passages.get(before + read + behind, 0) - 1))
    return [
        Reading(
            at, read, after, gain, likeness(read, after), confusions().get(read, {}).get(after, 0),
            word_change(text, at, at + 1, after),
            math.log1p(passages.get(before + after + behind, 0)) - kept,
            word_gain(text, at, at + 1, after), given.get(after, 0.0),
            bool(given) if scene.recognised else None,
        )
        for after, gain, enough in zip(readings, gains, least, strict=True)
        if gain >= enough
    ]  # fmt: skip


@lru_cache(maxsize=1 << 15)
def _least_gain(read: str, after: str, listed: bool) -> float:
    """What language must say at least for a reading to be worth a look, in nats."""
    known = weights()
    odds = known["misread"] + known["likeness"] * likeness(read, after)
    odds += known["confused"] * math.log1p(confusions().get(read, {}).get(after, 0))
    odds += known["listed"] * listed
    if read in traditional_characters():
        odds += known["traditional"] + known["simplified"]
    return max(_GAIN, (_WORTH - _WORDS - odds) / known["gain"])


def measures(reading: Reading) -> dict[str, float]:
    """What was measured, by the names of the weights."""
    found = {
        "misread": 1.0,
        "gain": min(reading.gain, _MOST_GAIN),
        "likeness": reading.alike,
        "confused": math.log1p(reading.confused),
        "word-made": reading.word.made_weight,
        "word-broken": reading.word.broken_weight,
        "cut": max(-_MOST_GAIN, min(reading.cut, _MOST_GAIN)),
        "elsewhere": reading.elsewhere,
        "noise": reading.noise,
    }
    if (simplified := traditional_characters().get(reading.read)) is not None:
        found["traditional"] = 1.0
        found["simplified"] = float(reading.after == simplified)
    if reading.listed is not None:
        found["listed" if reading.recognised else "unlisted" if reading.listed else "sure"] = 1.0
        found["share"] = math.log(max(reading.recognised or 1.0, _LEAST_SHARE))
    return found


def odds(reading: Reading) -> float:
    """Log odds of a reading against what was read."""
    known = weights()
    return sum(known[name] * value for name, value in measures(reading).items())


def _repaired(text: str, found: Mapping[int, Sequence[Reading]]) -> str:
    characters = list(text)
    for at, readings in found.items():
        best = max(readings, key=lambda r: (odds(r), r.after), default=None)
        if best is not None and odds(best) >= _CERTAIN:
            characters[at] = best.after
    return "".join(characters)


def _candidates(readings: Sequence[Reading], least: float) -> list[Candidate]:
    """A candidate a reading, with what rivals take away from it."""
    all_odds = [odds(reading) for reading in readings]
    total = sum(math.exp(min(found, 50.0)) for found in all_odds)
    return [
        _candidate(reading, total - math.exp(min(found, 50.0)))
        for reading, found in zip(readings, all_odds, strict=True)
        if found >= least
    ]


def _candidate(reading: Reading, rivals: float) -> Candidate:
    known, measured = weights(), measures(reading)
    part = {name: known[name] * value for name, value in measured.items()}
    read, after, word = reading.read, reading.after, reading.word
    evidence = [Evidence("confusion", part["misread"], "识别错误本来少见")]
    evidence.append(Evidence("shape", part["likeness"], _shape_note(reading)))
    if "traditional" in part:
        note = "简体文件中不应有繁体字" + (f"，“{after}”是其简体" if measured["simplified"] else "")
        evidence.append(Evidence("shape", part["traditional"] + part["simplified"], note))
    evidence.append(Evidence("language", part["gain"], f"公文中此处作“{after}”更常见"))
    if reading.confused:
        note = f"识别软件曾{reading.confused}次把“{after}”认作“{read}”"
        evidence.append(Evidence("confusion", part["confused"], note))
    if word.made or word.broken:
        note = "；".join(
            (*([f"“{word.made}”是词"] if word.made else ()),
             *([f"原文“{word.broken}”也是词"] if word.broken else ()))
        )  # fmt: skip
        evidence.append(Evidence("word", part["word-made"] + part["word-broken"], note))
    if part["cut"]:
        more = "更易" if part["cut"] > 0 else "更难"
        evidence.append(Evidence("word", part["cut"], f"作“{after}”则全句{more}切分成词"))
    if part["elsewhere"]:
        place = "作“" + (after if part["elsewhere"] > 0 else read) + "”"
        evidence.append(Evidence("language", part["elsewhere"], f"本文他处同一语句{place}"))
    if reading.others:
        note = f"本文另有{reading.others}处明显的误识"
        evidence.append(Evidence("recogniser", part["noise"], note))
    if reading.listed is not None:
        weight = part["share"] + sum(part.get(k, 0.0) for k in ("listed", "unlisted", "sure"))
        evidence.append(Evidence("recogniser", weight, _recogniser_note(reading)))
    if rivals > 0.05:
        evidence.append(Evidence("language", -math.log1p(rivals), "也可能是其他字"))
    reason = f"“{read}”疑为“{after}”之误识"
    at = reading.at
    return Candidate(at, at + 1, after, "misread-character", reason, tuple(evidence))


def _recogniser_note(reading: Reading) -> str:
    if reading.recognised:
        return f"识别引擎以{reading.recognised:.0%}的把握读作“{reading.after}”"
    return "识别引擎另有读法" if reading.listed else "识别引擎没有别的读法"


def _shape_note(reading: Reading) -> str:
    alike = "形近" if reading.alike > 0.5 else "字形略似" if reading.alike > 0.25 else "字形不似"
    return f"“{reading.read}”与“{reading.after}”{alike}"
