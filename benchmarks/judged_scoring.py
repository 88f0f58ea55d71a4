"""Comparing what the tagger says of one clause or sentence with a reader's truth.

A reader may allow more than one answer: ``role_also``, ``bearer_also`` (``<null>``: nobody), and
in ``notes`` "per also 月", "baseline also null", "may be left out".
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hongtou.model import Obligation, Quantity, TaggedDocument

Row = dict[str, Any]
SLOTS: Final = ("role", "operator", "value", "value_upper", "ends", "unit", "per", "baseline")
NOBODY: Final = (None, "", "<null>")


@dataclass
class Tally:
    """Counts of one kind of tag, and what was wrong."""

    wanted: int = 0
    found: int = 0
    matched: int = 0
    right: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def table(self, name: str) -> str:
        """Everything for people."""
        lines = [*self.misses, f"{name}: {self.wanted} wanted, {self.found} found"]
        for what, count in (("detected", self.matched), ("all slots right", self.right)):
            precision, recall = count / max(1, self.found), count / max(1, self.wanted)
            f1 = 2 * count / max(1, self.found + self.wanted)
            lines.append(f"  {what}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
        return "\n".join((*lines, f"  wrong slots: {dict(self.wrong)}"))


def score_quantities(item: Row, truth: Row, tagged: TaggedDocument, tally: Tally) -> None:
    """Numbers of one clause: each is met by the quantity that covers its digits."""
    inside = [
        q for q in tagged.quantities if item["clause_start"] < q.span.end <= item["clause_end"]
    ]
    taken: set[int] = set()
    at = 0
    for wanted in truth["quantities"]:
        place = item["clause"].find(wanted["number"], at)
        place = place if place >= 0 else item["clause"].find(wanted["number"])
        at = place + len(wanted["number"])
        start, end = item["clause_start"] + place, item["clause_start"] + at
        index = _covering(inside, taken, start, end)
        if index is None:
            if "left out" not in (wanted.get("notes") or ""):
                tally.wanted += 1
                tally.misses.append(f"missed {item['id']} {item['clause']} | {wanted['number']}")
            continue
        taken.add(index)
        tally.wanted, tally.matched = tally.wanted + 1, tally.matched + 1
        _judge(item, wanted, inside[index], tally)
    tally.found += len(inside)
    for index, surplus in enumerate(inside):
        if index not in taken:
            words = surplus.span.of(tagged.outline.text)
            tally.misses.append(f"surplus {item['id']} {item['clause']} | {words}")


def _covering(inside: Sequence[Quantity], taken: set[int], start: int, end: int) -> int | None:
    over = [i for i, q in enumerate(inside) if i not in taken and q.span.start < end]
    over = [i for i in over if inside[i].span.end > start]
    whole = [i for i in over if inside[i].span.end >= end - 1]
    return next(iter(whole or over), None)


def _judge(item: Row, wanted: Row, got: Quantity, tally: Tally) -> None:
    bad = [slot for slot in SLOTS if not _agrees(slot, wanted, got)]
    tally.wrong.update(bad)
    tally.right += not bad
    if bad:
        asked = {slot: wanted.get(slot) for slot in bad}
        tally.misses.append(f"slots {item['id']} {item['clause']} | {asked} | got {got}")


def _agrees(slot: str, wanted: Row, got: Quantity) -> bool:
    if slot == "role":
        return got.role in (wanted["role"], wanted.get("role_also"))
    if slot == "ends":
        ends = (
            (wanted.get("lower_inclusive"), got.lower_inclusive),
            (wanted.get("upper_inclusive"), got.upper_inclusive),
        )
        return wanted["operator"] != "range" or all(a in (None, b) for a, b in ends)
    asked, said = wanted.get(slot), getattr(got, slot)
    if slot in ("value", "value_upper"):
        numbers = [None if number is None else float(number) for number in (asked, said)]
        return numbers[0] == numbers[1]
    return _same_words(asked, said) or _allowed(slot, wanted.get("notes") or "", said)


def _same_words(asked: str | None, said: str | None) -> bool:
    if asked is None or said is None:
        return asked == said
    one, two = _plain(asked), _plain(said)
    return one in two or two in one if len(one) > 1 else one == two


def _plain(words: str) -> str:
    """每人每天, 人·天 and 人、日 say the same."""
    return re.sub("[·、/每]", "", words.replace("天", "日"))


def _allowed(slot: str, notes: str, said: str | None) -> bool:
    """Whether the notes allow an answer: ``per also 月; baseline inherited, also null``."""
    for note in re.split("[;；]", notes):
        if slot in note and "also" in note:
            also = note.split("also", 1)[1]
            if ("null" in also) if said is None else (_plain(said) in _plain(also)):
                return True
    return False


def score_obligations(item: Row, truth: Row, tagged: TaggedDocument, tally: Tally) -> None:
    """Duties of one sentence: each is met by the obligation around its force word."""
    inside = [o for o in tagged.obligations if item["start"] <= o.span.start < item["end"]]
    taken: set[int] = set()
    asked = [(w, False) for w in truth["obligations"]]
    for wanted, optional in asked + [(w, True) for w in truth.get("optional") or []]:
        at = item["start"] + max(0, item["sentence"].find(wanted["anchor"]))
        over = [
            i for i, o in enumerate(inside) if i not in taken and o.span.start <= at < o.span.end
        ]
        over.sort(key=lambda i: (not _same_force(wanted, inside[i]), inside[i].span.length))
        if not over:
            if not optional:
                tally.wanted += 1
                tally.misses.append(f"missed {item['id']} {item['sentence']} | {wanted['anchor']}")
            continue
        taken.add(over[0])
        tally.wanted, tally.matched = tally.wanted + 1, tally.matched + 1
        _judge_duty(item, wanted, inside[over[0]], tally)
    tally.found += len(inside)
    for index, surplus in enumerate(inside):
        if index not in taken:
            words = surplus.span.of(tagged.outline.text)
            tally.misses.append(f"surplus {item['id']} {surplus.force} {surplus.bearer} | {words}")


def _judge_duty(item: Row, wanted: Row, got: Obligation, tally: Tally) -> None:
    bad = [
        slot
        for slot, right in (("force", _same_force), ("bearer", _same_bearer))
        if not right(wanted, got)
    ]
    tally.wrong.update(bad)
    tally.right += not bad
    if bad:
        asked = {slot: (wanted.get(slot), wanted.get(f"{slot}_also")) for slot in bad}
        said = (got.force, got.bearer, got.bearer_source)
        tally.misses.append(f"slots {item['id']} {item['sentence']} | {asked} | got {said}")


def _same_force(wanted: Row, got: Obligation) -> bool:
    return got.force in (wanted["force"], wanted.get("force_also"))


def _same_bearer(wanted: Row, got: Obligation) -> bool:
    for name in (wanted.get("bearer"), *(wanted.get("bearer_also") or ())):
        if name in NOBODY:
            if got.bearer is None:
                return True
        elif name == "<recipients>":
            if got.bearer_source == "recipients":
                return True
        elif got.bearer is not None and _same_words(_bare(name), _bare(got.bearer)):
            return True
    return False


def _bare(name: str) -> str:
    return re.sub(r"[\s（）()]|以下简称[^，。；）]*", "", name)
