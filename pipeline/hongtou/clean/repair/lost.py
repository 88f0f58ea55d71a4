"""What a sibling has where text is torn or garbled: always a proposal, never text.

The words of a sibling stand between the same words as here; whether this paper had just them,
only the paper can tell.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from hongtou.clean.repair.alignment import Block, Solid, blocks_of, solid
from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.clean.repair.damage import TornPassage, find_garbled, torn_passages
from hongtou.clean.repair.language import LanguageModel
from hongtou.clean.repair.readings import is_han
from hongtou.clean.repair.words import covering_word
from hongtou.model import Correction, Evidence, Sibling

# More than a seal can cover is another wording and no gap.
_MOST_LOST: Final = 160
# Characters at a torn edge that may be garbled, on either side.
_EDGE: Final = 14
# So many equal characters in front of a gap, and in all.
_ANCHOR: Final = 12
# Where no line end shows the tear: equal characters on both sides, what may be lost there, and
# nats that the two characters behind cost; 6 of 100 pairs of clean notices cost as much.
_SEAM_ANCHOR: Final = 8
_LEAST_LOST: Final = 4
_SEAM_COST: Final = 14.0
_RARE: Final = 3.0  # weight of words that the dictionary has and nobody writes: 期期
_RULE: Final = "lost-passage"
_SENTENCE_ENDS: Final = "。！？"

# Nats: likelier than not, and far from certain.
_SIBLING_HAS: Final = 1.6
_USUAL: Final = 1.2  # for a phrase that the text and its siblings use elsewhere
_MOST_USUAL: Final = 2.5


def find_lost_passages(scene: Scene, language: LanguageModel) -> list[Candidate]:
    """For each torn place what the first sibling that shares both edges has between them."""
    if not scene.knowledge.siblings:
        return []
    passages = [p for p in torn_passages(scene.text) if scene.is_open(p.start, p.end)]
    here, found = solid(scene.text), dict[tuple[int, int], Candidate]()
    for sibling in scene.knowledge.siblings:
        there = solid(sibling.text)
        blocks = blocks_of(here.text, there.text)
        torn = [c for p in passages for c in _lost(scene.text, p, here, there, blocks, sibling)]
        for candidate in (*torn, *_seams(scene, language, here, there, blocks, sibling)):
            met = any(start <= candidate.end and candidate.start <= end for start, end in found)
            if not met:
                found[candidate.start, candidate.end] = candidate
    return [found[key] for key in sorted(found)]


def is_lost_passage(correction: Correction) -> bool:
    """Whether a line of the ledger proposes what a sibling has at a torn place."""
    return correction.rule == _RULE and correction.state == "proposed"


def find_garbled_phrases(scene: Scene, language: LanguageModel) -> list[Candidate]:
    """For garbled characters the phrase of this text and its siblings that fits what is legible.

    金鞠昆务∴ begins and ends as 金融服务 does, which stands elsewhere in the text.
    """
    texts = [scene.text, *(sibling.text for sibling in scene.knowledge.siblings)]
    found = []
    for span in find_garbled(scene.text, language, scene.open):
        best = _fitting(span.of(scene.text), texts)
        if best is not None:
            start, length, phrase, times = best
            at = span.start + start
            found.append(_phrase(scene.text, at, at + length, phrase, times))
    return found


def _lost(
    text: str,
    passage: TornPassage,
    here: Solid,
    there: Solid,
    blocks: Sequence[Block],
    sibling: Sibling,
) -> Iterator[Candidate]:
    first, last = here.index(passage.start), here.index(passage.end)
    inside = [b for b in blocks if b.start < last and b.end > first]
    chain = _rising(inside)
    for before, after in pairwise([*chain, None]):
        if before is None:
            return
        start = here.whole(before.end - 1) + 1
        if after is not None:
            end, lost = here.whole(after.start), there.text[before.other_end : after.other]
            moved = [b for b in inside if before.end <= b.start < after.start]
        else:
            end, lost = passage.end, _rest_of_sentence(there.text, before.other_end)
            moved = [b for b in inside if b.start >= before.end]
            if not passage.open_ended:
                continue
        replaced = text[start:end]
        unknown = len("".join(replaced.split())) - sum(b.length for b in moved)
        torn = "\n" in replaced or after is None
        anchored = before.length + (after.length if after is not None else 0) >= _ANCHOR
        if torn and anchored and 0 < len(lost) <= _MOST_LOST and unknown <= _EDGE:
            yield _passage(start, end, lost, sibling)


def _seams(
    scene: Scene,
    language: LanguageModel,
    here: Solid,
    there: Solid,
    blocks: Sequence[Block],
    sibling: Sibling,
) -> Iterator[Candidate]:
    """Where two torn lines were joined into words that nobody writes: 行业资期期限.

    A sibling of another wording joins as well; but that reads as Chinese.
    """
    for before, after in pairwise(blocks):
        lost = there.text[before.other_end : max(before.other_end, after.other)]
        at = here.whole(after.start)
        words = scene.text[at - 1 : at + 2]
        if (
            before.end == after.start
            and here.whole(before.end - 1) + 1 == at
            and min(before.length, after.length) >= _SEAM_ANCHOR
            and _LEAST_LOST <= len(lost) <= _MOST_LOST
            and scene.is_open(at - 1, at + 1)
            and all(is_han(c) for c in words)
            and all(covering_word(words, n)[1] < _RARE for n in (0, 1))
            and sum(language.surprises(scene.text)[at : at + 2]) >= _SEAM_COST
        ):
            yield _passage(at, at, lost, sibling)


def _rising(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, in order here, that are in order in the sibling too; as many characters as can.

    What stands elsewhere in the sibling was displaced here.
    """
    best: list[tuple[int, int]] = []  # characters up to this block, and the one before it
    for index, block in enumerate(blocks):
        weight, before = max(
            ((best[i][0], i) for i in range(index) if _follows(blocks[i], block)),
            default=(0, -1),
        )
        best.append((weight + block.length, before))
    if not best:
        return []
    at = max(range(len(best)), key=lambda i: best[i][0])
    chain = []
    while at >= 0:
        chain.append(blocks[at])
        at = best[at][1]
    return chain[::-1]


def _follows(before: Block, after: Block) -> bool:
    return 0 <= after.other - before.other_end <= _MOST_LOST


def _rest_of_sentence(text: str, start: int) -> str:
    """From ``start`` to the end of the sentence, empty if that is far."""
    ends = [end for mark in _SENTENCE_ENDS if (end := text.find(mark, start)) >= 0]
    return text[start : min(ends) + 1] if ends else ""


def _passage(start: int, end: int, lost: str, sibling: Sibling) -> Candidate:
    note = f"《{sibling.name}》同一处作“{lost}”"
    reason = f"此处文字残缺，《{sibling.name}》的同一段落可供参考，须对照原件"
    evidence = (Evidence("sibling", _SIBLING_HAS, note),)
    return Candidate(start, end, lost, _RULE, reason, evidence, proposal_only=True)


def _fitting(garbled: str, texts: Sequence[str]) -> tuple[int, int, str, int] | None:
    """Start and length of what is replaced, the phrase, and how often it stands elsewhere."""
    for length in range(len(garbled), 3, -1):
        for start in range(len(garbled) - length + 1):
            part = garbled[start : start + length]
            fits = _phrases(part, texts)
            if len(fits) == 1 or (len(fits) > 1 and fits[0][1] >= 3 * fits[1][1]):
                left = len(garbled) - start - length
                specks = not any(c.isalpha() for c in garbled[start + length :])
                phrase, times = fits[0]
                return start, length + (left if specks else 0), phrase, times
    return None


def _phrases(part: str, texts: Sequence[str]) -> list[tuple[str, int]]:
    """Phrases that begin and end as ``part`` does, as long as it, the most frequent first."""
    counts: Counter[str] = Counter()
    for text in texts:
        at = text.find(part[0])
        while at >= 0:
            phrase = text[at : at + len(part)]
            if phrase[-1:] == part[-1] and phrase != part and phrase.isalpha():
                counts[phrase] += 1
            at = text.find(part[0], at + 1)
    usual = [(phrase, times) for phrase, times in counts.items() if times > 1]
    return sorted(usual, key=lambda item: (-item[1], item[0]))


def _phrase(text: str, start: int, end: int, phrase: str, times: int) -> Candidate:
    weight = min(_MOST_USUAL, _USUAL + 0.1 * times)
    note = f"“{phrase}”在本文及相同语句的文件中出现{times}次，首尾两字相合"
    reason = f"“{text[start:end]}”不成词句，疑为“{phrase}”，须对照原件"
    evidence = (Evidence("word", weight, note),)
    return Candidate(start, end, phrase, "garbled-phrase", reason, evidence, proposal_only=True)
