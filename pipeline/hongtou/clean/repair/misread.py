"""One character taken for another: 恩想 for 思想, weighed by shape, language and words.

The reading is chosen as in a noisy channel: each character that may have been printed gets the log
odds of what speaks for it, against the character that was read and against its rivals.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.clean.repair.language import LanguageModel
from hongtou.clean.repair.readings import is_han, readings_at
from hongtou.clean.repair.weights import weights
from hongtou.clean.repair.words import WordChange, covering_word, word_change
from hongtou.lexicon import likeness
from hongtou.lexicon.confusions import confusions
from hongtou.model import Evidence

# A character is in doubt when it and the one behind it are improbable: 97 of 100 misread ones
# are, and 11 to 25 of 100 characters of clean notices.
_DOUBT: Final = 3.0  # nats that it costs alone
_PAIR: Final = 11.0  # nats that it costs with the next one
_ODD: Final = 18.0  # nats that count whatever word it may stand in
_WORD: Final = 8.0  # weight of a word that speaks for what was read
_GAIN: Final = 2.0  # nats; readings that gain less are not worth a look
_CERTAIN: Final = 2.0  # log odds from which a reading helps to judge its neighbours
_ROUNDS: Final = 3
_MOST_GAIN: Final = 25.0


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
    recognised: float | None  # probability that the recogniser gave it


def find_misread(scene: Scene, language: LanguageModel) -> list[Candidate]:
    """Readings that are worth a judgement, those of one place together, in order."""
    text, found = scene.text, dict[int, list[tuple[float, Reading]]]()
    doubted = doubtful(scene, text, language)
    for _ in range(_ROUNDS):
        for at in doubted:
            found[at] = [(odds(r), r) for r in measure(scene, text, at, language)]
        repaired = _repaired(text, found)
        if repaired == text:
            break
        changed = [i for i, (a, b) in enumerate(zip(text, repaired, strict=True)) if a != b]
        near = {i for at in changed for i in range(at - 4, at + 5)} - set(changed)
        text = repaired
        doubted = [at for at in found if at in near]
    return [c for at in sorted(found) for c in _candidates(found[at])]


def doubtful(scene: Scene, text: str, language: LanguageModel) -> list[int]:
    """Positions of 汉字 that are improbable where they stand and may be changed."""
    costs = language.surprises(text)
    found = []
    for span in scene.open:
        for at in range(span.start, span.end):
            cost = costs[at]
            if cost < _DOUBT or not is_han(text[at]):
                continue
            both = cost + (costs[at + 1] if at + 1 < len(costs) else 0.0)
            if both >= _PAIR and (both >= _ODD or covering_word(text, at)[1] < _WORD):
                found.append(at)
    return found


def measure(scene: Scene, text: str, at: int, language: LanguageModel) -> list[Reading]:
    """The readings at ``at`` that make ``text`` likelier."""
    readings = readings_at(scene, text, at)
    gains = language.gains(text, at, at + 1, readings) if readings else []
    given = dict(scene.readings.get(at, ()))
    read = text[at]
    return [
        Reading(
            at, read, after, gain, likeness(read, after), confusions().get(read, {}).get(after, 0),
            word_change(text, at, at + 1, after), _elsewhere(text, at, after), given.get(after),
        )
        for after, gain in zip(readings, gains, strict=True)
        if gain >= _GAIN
    ]  # fmt: skip


def measures(reading: Reading) -> dict[str, float]:
    """What was measured, by the names of the weights."""
    confused = math.log1p(reading.confused)
    return {
        "misread": 1.0,
        "gain": min(reading.gain, _MOST_GAIN),
        "likeness": reading.alike,
        "confused": confused,
        "word-made": reading.word.made_weight,
        "word-broken": reading.word.broken_weight,
        "elsewhere": reading.elsewhere,
        "recogniser": math.log(max(reading.recognised or 0.0, 1e-4)) + 9.2,
    }


def odds(reading: Reading) -> float:
    """Log odds of a reading against what was read."""
    known = weights()
    return sum(known[name] * value for name, value in measures(reading).items())


def _repaired(text: str, found: dict[int, list[tuple[float, Reading]]]) -> str:
    characters = list(text)
    for at, readings in found.items():
        best, reading = max(readings, key=lambda r: (r[0], r[1].after), default=(0.0, None))
        if reading is not None and best >= _CERTAIN:
            characters[at] = reading.after
    return "".join(characters)


def _elsewhere(text: str, at: int, after: str) -> float:
    """Whether this text writes ``after`` between the same characters elsewhere, or what was read.

    A slip of the recogniser happens here and there; what a text writes so each time is its own.
    """
    if at == 0 or at + 1 >= len(text):
        return 0.0
    before, behind = text[at - 1], text[at + 1]
    kept = text.count(before + text[at] + behind) - 1
    changed = text.count(before + after + behind)
    return math.log1p(changed) - math.log1p(kept)


def _candidates(readings: Sequence[tuple[float, Reading]]) -> list[Candidate]:
    """A candidate a reading, with what rivals take away from it."""
    total = sum(math.exp(min(z, 50.0)) for z, _ in readings)
    return [_candidate(r, total - math.exp(min(z, 50.0))) for z, r in readings]


def _candidate(reading: Reading, rivals: float) -> Candidate:
    known, measured = weights(), measures(reading)
    part = {name: known[name] * value for name, value in measured.items()}
    read, after, word = reading.read, reading.after, reading.word
    evidence = [Evidence("confusion", part["misread"], "识别错误本来少见")]
    evidence.append(Evidence("shape", part["likeness"], _shape_note(reading)))
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
    if part["elsewhere"]:
        place = "作“" + (after if part["elsewhere"] > 0 else read) + "”"
        evidence.append(Evidence("language", part["elsewhere"], f"本文他处同一语句{place}"))
    if reading.recognised is not None:
        evidence.append(Evidence("recogniser", part["recogniser"], f"识别引擎亦读作“{after}”"))
    if rivals > 0.05:
        evidence.append(Evidence("language", -math.log1p(rivals), "也可能是其他字"))
    reason = f"“{read}”疑为“{after}”之误识"
    at = reading.at
    return Candidate(at, at + 1, after, "misread-character", reason, tuple(evidence))


def _shape_note(reading: Reading) -> str:
    alike = "形近" if reading.alike > 0.5 else "字形略似" if reading.alike > 0.25 else "字形不似"
    return f"“{reading.read}”与“{reading.after}”{alike}"
