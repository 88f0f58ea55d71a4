"""Outline, joined lines and corrections against the truth."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from hongtou.score.gold import GoldCorrection, GoldDocument, GoldText
from hongtou.score.held import UNLISTED, HeldDocument, HeldFile, Row
from hongtou.score.normal import locate, same_text, squeeze
from hongtou.score.verdicts import Check, Ledger, compare_list

__all__ = ["compare_false_joins", "compare_structure", "read_ledger", "state_of"]

# Labels as a raw line may begin with: 一、 （一） (二) 第三条; Markdown residue is cut before.
LABEL: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|第[一二三四五六七八九十百]{1,5}[编章节条])"
)
RESIDUE: Final = re.compile(r"^[#*\s　]+|[#*\s　]+$")
PUNCTUATION: Final = re.compile(r"[，。；：！？,;:]")
# A line shorter than this share of the widest one was not broken by a margin.
SHORT: Final = 0.7


def compare_structure(gold: GoldDocument, held: HeldDocument | None) -> Iterable[Check]:
    """Paths of the outline, missing and surplus, inline items, and sentences across pages."""
    if gold.given("outline"):
        yield from _outline(gold, held)
    for path, labels in gold.inline_items.items():
        found = _inline(held, path) if held else []
        yield from compare_list("inline_items", labels, [(label,) for label in found])
    for words in gold.page_break_joins:
        joined = held is not None and any(
            "\n" not in held.clean[start:end]
            for start, end in locate(held.clean, words, held.start, held.end)
        )
        yield Check("page_break_joins", "hit" if joined else "miss", words, "")


def _outline(gold: GoldDocument, held: HeldDocument | None) -> Iterable[Check]:
    rows = held.segments if held else ()
    found = Counter(r["path"] for r in rows if r["kind"] not in UNLISTED and r["path"])
    expected = Counter(gold.outline)
    for path in dict.fromkeys(gold.outline):
        for number in range(expected[path]):
            there = number < found[path]
            yield Check("outline", "hit" if there else "miss", path, path if there else "")
    for path in found:
        for _ in range(found[path] - expected[path]):
            yield Check("outline", "surplus", "", path)


def _inline(held: HeldDocument, path: str) -> list[str]:
    return [
        row["label"]
        for row in held.segments
        if row["kind"] == "inline" and held.paths[row["segment_id"]] == path
    ]


def compare_false_joins(held: HeldFile) -> Iterable[Check]:
    """No heading of the raw text may be glued to the body below it or to the text above it."""
    clean = [squeeze(line) for line in held.clean.splitlines()]
    raw = [RESIDUE.sub("", line) for line in held.raw.splitlines()]
    widest = max((len(line) for line in raw), default=0)
    for line in raw:
        if not LABEL.match(line):
            continue
        heading = squeeze(line)
        alone = not PUNCTUATION.search(line) and len(line) < SHORT * widest
        begun = [other for other in clean if other.startswith(heading)]
        if not begun:
            if any(heading in other for other in clean):
                yield Check("false_joins", "wrong", f"另起一行：{line[:40]}", "接在上文之后")
            continue
        if alone and heading not in begun:
            yield Check("false_joins", "wrong", f"独占一行：{line}", begun[0][:60])
        else:
            yield Check("false_joins", "hit", line[:40], line[:40])


def read_ledger(
    corrections: Sequence[GoldCorrection], damaged: Sequence[GoldText], held: HeldFile | None
) -> Ledger:
    """Count what became of the misreadings and the damage that the truth lists."""
    states = Counter(
        ("certain" if wanted.certain else "doubtful", state_of(wanted, held))
        for wanted in corrections
    )
    reported = sum(1 for wanted in damaged if held is not None and _reported(wanted.text, held))
    return Ledger(
        states["certain", "applied"], states["certain", "proposed"], states["certain", "open"],
        states["doubtful", "applied"], states["doubtful", "proposed"], states["doubtful", "open"],
        reported, len(damaged) - reported,
    )  # fmt: skip


def state_of(wanted: GoldCorrection, held: HeldFile | None) -> str:
    """``applied``, ``proposed`` or ``open``: how the ledger reads the place of a misreading."""
    if held is None:
        return "open"
    best = "open"
    for start, end in locate(held.raw, wanted.before, 0, len(held.raw)):
        inside = [r for r in held.corrections if start <= r["start"] and r["end"] <= end]
        effective = [r for r in inside if r["state"] in ("applied", "accepted")]
        if same_text(_reading(held.raw, start, end, effective), wanted.after):
            return "applied"
        proposed = [r for r in inside if r["state"] != "rejected"]
        if same_text(_reading(held.raw, start, end, proposed), wanted.after):
            best = "proposed"
    return best


def _reading(raw: str, start: int, end: int, corrections: Iterable[Row]) -> str:
    parts, at = [], start
    for row in corrections:
        if row["start"] >= at:
            parts += [raw[at : row["start"]], row["after"]]
            at = row["end"]
    return "".join((*parts, raw[at:end]))


def _reported(words: str, held: HeldFile) -> bool:
    """Whether a finding or an open proposal touches the damaged words."""
    for start, end in locate(held.clean, words, 0, len(held.clean)):
        for row in held.findings:
            if row["start"] is not None and row["start"] < end and row["end"] > start:
                return True
    for start, end in locate(held.raw, words, 0, len(held.raw)):
        for row in held.corrections:
            if row["state"] == "proposed" and row["start"] < end and row["end"] > start:
                return True
    return False
