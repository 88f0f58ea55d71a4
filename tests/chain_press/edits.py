"""What happens to a clause on its way down, and what a fair reader calls it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from tests.chain_press.clauses import Clause, Slot, draw_clauses, joined, other_value
from tests.chain_press.tables import rows
from tests.chain_press.truth import Direction, NumberChange, Pair, Verdict

# Stronger to the right; what stands on one line may take each other's place in a sentence.
FORCES: Final = (("可以", "应当"), ("力争", "确保"), ("原则上不得", "不得"))
RHYTHMS: Final = ("按年", "每半年", "按季", "按月")
WIDTHS: Final = str.maketrans({"%": "％", "，": ",", "（": "(", "）": ")"})


@dataclass(frozen=True, slots=True)
class Edited:
    clause: Clause
    verdicts: tuple[Verdict, ...]
    edit: str
    changes: tuple[NumberChange, ...] = ()


def keep(chance: Random, clause: Clause) -> Edited | None:
    return Edited(clause, ("relayed",), "same")


def change_marks(chance: Random, clause: Clause) -> Edited | None:
    """Commas and signs of another width, as texts have that were typed or pasted."""
    parts = tuple(p.translate(WIDTHS) if isinstance(p, str) else p for p in clause.parts)
    return Edited(replace(clause, parts=parts), ("relayed",), "marks") if _other(
        parts, clause
    ) else None  # fmt: skip


def change_words(chance: Random, clause: Clause) -> Edited | None:
    """One or two phrases in other words."""
    parts = list(clause.parts)
    left = 2
    for row in rows("synonyms"):
        for at, part in enumerate(parts):
            if left and isinstance(part, str) and row["word"] in part:
                parts[at] = part.replace(row["word"], row["other"], 1)
                left -= 1
    new = replace(clause, parts=tuple(parts))
    return Edited(new, ("reworded",), "words") if _other(new.parts, clause) else None


def add_words(chance: Random, clause: Clause) -> Edited | None:
    """The same demand after a few words that bind nobody further."""
    lead = chance.choice(("结合本地实际，", "对照上级要求，", "按照分工，", "坚持问题导向，"))
    return Edited(replace(clause, parts=(lead, *clause.parts)), ("reworded",), "lead")


def change_figures(chance: Random, clause: Clause) -> Edited | None:
    """The same number in other figures: 10个工作日 -> 十个工作日, 50万元 -> 500000元."""
    for at in clause.slots():
        slot = clause.parts[at]
        if isinstance(slot, Slot) and slot.can_be_spelt:
            new = clause.with_part(at, replace(slot, spelt=not slot.spelt))
            return Edited(new, ("relayed", "reworded"), "figures")
    return None


def change_number(chance: Random, clause: Clause) -> Edited | None:
    """One limit, term or day is another one; the operator says what that means."""
    places = [
        at for at in clause.slots()
        if isinstance(slot := clause.parts[at], Slot) and slot.kind in ("<=", ">=", "T", "D")
    ]  # fmt: skip
    if not places:
        return None
    at = chance.choice(places)
    slot = clause.parts[at]
    if not isinstance(slot, Slot):
        return None
    rise = chance.random() < 0.5
    new = replace(slot, value=_moved(chance, slot, rise))
    if new.value == slot.value:
        return None
    # More is stricter for a floor; less for a ceiling, a term, a day.
    tightened = rise == (slot.kind == ">=")
    direction: Direction = "tightened" if tightened else "loosened"
    change = NumberChange(slot.text(), new.text(), direction)
    edit = {"T": "term", "D": "day"}.get(slot.kind, "number")
    return Edited(clause.with_part(at, new), (direction,), edit, (change,))


def _moved(chance: Random, slot: Slot, rise: bool) -> Decimal | date | str:
    if isinstance(slot.value, date):
        days = chance.choice((10, 15, 30))
        return slot.value + timedelta(days=days if rise else -days)
    return other_value(chance, slot, rise)


def change_force(chance: Random, clause: Clause) -> Edited | None:
    """可以 becomes 应当, 应当 becomes 可以."""
    for at in clause.slots():
        slot = clause.parts[at]
        for soft, hard in FORCES:
            if isinstance(slot, Slot) and slot.kind == "F" and slot.value in (soft, hard):
                other = hard if slot.value == soft else soft
                verdict: Verdict = "tightened" if other == hard else "loosened"
                return Edited(clause.with_part(at, replace(slot, value=other)), (verdict,), "force")
    return None


def change_rhythm(chance: Random, clause: Clause) -> Edited | None:
    """按季 becomes 按月."""
    for at in clause.slots():
        slot = clause.parts[at]
        if isinstance(slot, Slot) and slot.kind == "R" and slot.value in RHYTHMS:
            other = chance.choice([r for r in RHYTHMS if r != slot.value])
            oftener = RHYTHMS.index(other) > RHYTHMS.index(str(slot.value))
            verdict: Verdict = "tightened" if oftener else "loosened"
            return Edited(clause.with_part(at, replace(slot, value=other)), (verdict,), "rhythm")
    return None


Editor = Callable[[Random, Clause], Edited | None]
EDITORS: Final[tuple[tuple[Editor, int], ...]] = (
    (keep, 5), (change_marks, 2), (change_words, 4), (add_words, 1), (change_figures, 1),
    (change_number, 8), (change_force, 2), (change_rhythm, 2),
)  # fmt: skip


def _other(parts: tuple[str | Slot, ...], clause: Clause) -> bool:
    return parts != clause.parts


def rewrite(
    chance: Random, clauses: list[Clause], field: str, year: int
) -> tuple[list[Clause], list[Pair]]:
    """The clauses of a child made of those of its parent, and what became of each."""
    made: list[tuple[Clause, list[Pair]]] = []
    pairs: list[Pair] = []
    waiting = list(clauses)
    while waiting:
        clause = waiting.pop(0)
        fate = chance.random()
        if fate < 0.12 and len(clauses) > 2:
            pairs.append(Pair(None, clause.text(), ("dropped",), "dropped"))
        elif fate < 0.18 and waiting:
            made.append(_joined(clause, waiting.pop(0)))
        elif fate < 0.26 and (halves := _halves(clause)):
            for half in halves:
                made.append((half, [Pair(half.text(), clause.text(), PART, "split")]))
        else:
            edited = _edited(chance, clause)
            pair = Pair(edited.clause.text(), clause.text(), edited.verdicts, edited.edit,
                        edited.changes)  # fmt: skip
            made.append((edited.clause, [pair]))
    known = {template for clause in clauses for template in clause.templates}
    for clause in draw_clauses(chance, field, 6, year):
        if not known & set(clause.templates) and chance.random() < 0.35:
            at = chance.randint(0, len(made))
            made.insert(at, (clause, [Pair(clause.text(), None, ("added",), "added")]))
    if len(made) > 2 and chance.random() < 0.4:  # moved
        made.insert(0, made.pop(chance.randrange(1, len(made))))
    return [clause for clause, _ in made], pairs + [p for _, some in made for p in some]


PART: Final[tuple[Verdict, ...]] = ("relayed", "reworded")


def _edited(chance: Random, clause: Clause) -> Edited:
    editors, weights = zip(*EDITORS, strict=True)
    while True:
        (editor,) = chance.choices(editors, weights)
        edited: Edited | None = editor(chance, clause)
        if edited is not None:
            return edited


def _joined(one: Clause, other: Clause) -> tuple[Clause, list[Pair]]:
    both = joined(one, other)
    text = both.text()
    return both, [Pair(text, one.text(), PART, "joined"), Pair(text, other.text(), PART, "joined")]


def _halves(clause: Clause) -> list[Clause]:
    """A clause of two sentences as two clauses; nothing where it is one."""
    text = clause.text()
    cut = text.find("。") + 1
    if not 12 <= cut <= len(text) - 12:
        return []
    return [
        Clause(clause.heading, (text[:cut],), clause.templates),
        Clause("抓好配套衔接", (text[cut:],), clause.templates),
    ]
