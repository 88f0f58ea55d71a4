"""Quantities, deadlines, recurrences and prohibitions against the truth, slot by slot."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from hongtou.score.gold import GoldCondition, GoldDocument, GoldProvision, GoldQuantity
from hongtou.score.held import HeldDocument, Row
from hongtou.score.normal import accepted_in, locate, same_bearer, same_text, squeeze
from hongtou.score.verdicts import Check, compare_value, shown

__all__ = ["compare_provisions"]

NUMBERS: Final = ("value", "value_upper")
FLAGS: Final = ("lower_inclusive", "upper_inclusive")
# Slots whose values come from a closed list, to which a note may add one.
CLOSED: Final = ("operator", "role", "force")

# The words of a gold file -> parts of an RFC 5545 rule.
EVERY: Final = {
    "day": {"FREQ=DAILY"},
    "week": {"FREQ=WEEKLY"},
    "month": {"FREQ=MONTHLY"},
    "quarter": {"FREQ=MONTHLY", "INTERVAL=3"},
    "half-year": {"FREQ=MONTHLY", "INTERVAL=6"},
    "year": {"FREQ=YEARLY"},
}

T = TypeVar("T", GoldQuantity, GoldProvision)
Slots = dict[str, tuple[object, object, bool]]  # name -> expected, found, right


def compare_provisions(gold: GoldDocument, held: HeldDocument | None) -> Iterable[Check]:
    """All four kinds; lists that the truth says are complete also show what is surplus."""
    yield from _compare(
        "quantities", gold.quantities, held, held.quantities if held else (), _quantity_slots,
        gold.given("quantities"), lambda row: row["role"] == "limit",
    )  # fmt: skip
    yield from _compare(
        "deadlines", gold.deadlines, held, held.deadlines if held else (), _deadline_slots,
        gold.given("deadlines"), lambda row: row["date"] is not None,
    )  # fmt: skip
    duties = held.obligations if held else ()
    yield from _compare(
        "recurrences", gold.recurrences, held, [r for r in duties if r["recurrence"]],
        _recurrence_slots, gold.given("recurrences"), lambda row: True,
    )  # fmt: skip
    yield from _compare(
        "prohibitions", gold.prohibitions, held, [r for r in duties if r["force"] == "must_not"],
        _prohibition_slots, False, lambda row: False,
    )  # fmt: skip


def _compare(
    name: str,
    expected: Sequence[T],
    held: HeldDocument | None,
    rows: Sequence[Row],
    slots_of: Callable[[T, Row, HeldDocument], Slots],
    complete: bool,
    counts: Callable[[Row], bool],
) -> Iterable[Check]:
    """Pair each entry of the truth with the row that fits it best, then compare slot by slot."""
    if held is None:
        yield from (Check(name, "miss", _name(wanted), "") for wanted in expected)
        return
    places = [_places(wanted, held) for wanted in expected]
    offers = []
    for at, wanted in enumerate(expected):
        for number, row in enumerate(rows):
            if _stands(row, wanted, places[at], held):
                slots = slots_of(wanted, row, held)
                wrong = sum(not right for _, _, right in slots.values())
                offers.append((wrong, -_overlap(row, places[at]), at, number, slots))
    taken: dict[int, tuple[int, Slots]] = {}
    for _, _, at, number, slots in sorted(offers, key=lambda offer: offer[:4]):
        if at not in taken and all(number != other for other, _ in taken.values()):
            taken[at] = (number, slots)
    for at, wanted in enumerate(expected):
        yield from _verdict(name, wanted, taken.get(at), rows)
    if complete:
        spans = [span for spans in places for span in spans]
        for row in rows:
            if counts(row) and not _overlap(row, spans):
                yield Check(name, "surplus", "", f"{held.paths[row['segment_id']]} {row['text']}")


def _verdict(
    name: str, wanted: GoldQuantity | GoldProvision, found: tuple[int, Slots] | None,
    rows: Sequence[Row],
) -> Iterable[Check]:  # fmt: skip
    if found is None:
        yield Check(name, "miss", _name(wanted), "")
        return
    number, slots = found
    faults = [f"{slot} 应为 {shown(want) or '空'}，得到 {shown(got) or '空'}"
              for slot, (want, got, right) in slots.items() if not right]  # fmt: skip
    said = rows[number]["text"] + ("：" + "；".join(faults) if faults else "")
    yield Check(name, "wrong" if faults else "hit", _name(wanted), said)
    for slot, (want, got, right) in slots.items():
        yield from compare_value(f"{name}.{slot}", want, got, equal=right)


def _quantity_slots(wanted: GoldQuantity, row: Row, held: HeldDocument) -> Slots:
    slots = _number_slots(wanted, row, accepted_in(wanted.note))
    deadlines = [d["date"] for d in held.deadlines if _belongs(d, row, held)]
    duty = {"bearer": held.bearer_of(row), "force": held.force_of(row)}
    found = {"per": row["per"], "role": row["role"], **duty}
    for name, value in found.items():
        if wanted.given(name):
            want = getattr(wanted, name)
            same = same_bearer if name == "bearer" else same_text
            allowed = name in CLOSED and value in accepted_in(wanted.note)
            slots[name] = (want, value, allowed or same(want, value))
    if wanted.given("deadline"):
        date = wanted.deadline if wanted.deadline in deadlines else next(iter(deadlines), None)
        slots["deadline"] = (wanted.deadline, date, date == wanted.deadline)
    if wanted.given("condition"):
        slots["condition"] = _condition(wanted.condition, row, held)
    return slots


def _number_slots(wanted: GoldCondition, row: Row, accepted: frozenset[str]) -> Slots:
    slots: Slots = {}
    for name in ("operator", *NUMBERS, *FLAGS, "unit", "baseline"):
        if not wanted.given(name):
            continue
        want, got = getattr(wanted, name), row[name]
        if name in NUMBERS and None not in (want, got):
            right = float(want) == float(got)
        elif name in FLAGS and None not in (want, got):
            got = bool(got)
            right = want == got
        else:
            right = same_text(want, got) or (name in CLOSED and got in accepted)
        slots[name] = (want, got, right)
    return slots


def _condition(
    wanted: GoldCondition | None, row: Row, held: HeldDocument
) -> tuple[object, object, bool]:
    found = next((q for q in held.quantities if q["quantity_id"] == row["condition_id"]), None)
    if wanted is None or found is None:
        return _given(wanted), found and found["text"], wanted is None and found is None
    slots = _number_slots(wanted, found, frozenset())
    said = {name: got for name, (_, got, _) in slots.items()}
    return _given(wanted), said, all(right for _, _, right in slots.values())


def _given(wanted: GoldCondition | None) -> dict[str, object] | None:
    return None if wanted is None else wanted.model_dump(exclude_unset=True)


def _belongs(deadline: Row, quantity: Row, held: HeldDocument) -> bool:
    """Of one obligation, or, without one, in one sentence."""
    if quantity["obligation_id"] is not None:
        return bool(deadline["obligation_id"] == quantity["obligation_id"])
    first, last = sorted((deadline["start"], quantity["start"]))
    between = held.clean[first:last]
    return deadline["segment_id"] == quantity["segment_id"] and "。" not in between


def _deadline_slots(wanted: GoldProvision, row: Row, held: HeldDocument) -> Slots:
    slots: Slots = {"date": (wanted.date, row["date"], wanted.date == row["date"])}
    return slots | _bearer_slot(wanted, held.bearer_of(row))


def _recurrence_slots(wanted: GoldProvision, row: Row, held: HeldDocument) -> Slots:
    rule = set(row["recurrence"].split(";")) - {"INTERVAL=1"}
    expected = EVERY.get(wanted.every or "", set((wanted.every or "").split(";")))
    if wanted.every in EVERY:  # a word names how often, not on which day
        rule = {part for part in rule if part.startswith(("FREQ=", "INTERVAL="))}
    slots: Slots = {"every": (wanted.every, row["recurrence"], rule == expected)}
    return slots | _bearer_slot(wanted, row["bearer"])


def _prohibition_slots(wanted: GoldProvision, row: Row, held: HeldDocument) -> Slots:
    return _bearer_slot(wanted, row["bearer"])


def _bearer_slot(wanted: GoldProvision, found: str | None) -> Slots:
    if not wanted.given("bearer"):
        return {}
    return {"bearer": (wanted.bearer, found, same_bearer(wanted.bearer, found))}


def _places(wanted: GoldQuantity | GoldProvision, held: HeldDocument) -> list[tuple[int, int]]:
    """Where the words of the truth stand: in their article, else anywhere in the document."""
    inside = locate(held.clean, wanted.text, *held.span_of_path(wanted.segment))
    return inside or locate(held.clean, wanted.text, held.start, held.end)


def _stands(
    row: Row, wanted: GoldQuantity | GoldProvision, places: list[tuple[int, int]],
    held: HeldDocument,
) -> bool:  # fmt: skip
    """Whether a row is about the words of the truth, in the article that it names."""
    if wanted.segment is not None and held.paths[row["segment_id"]] != wanted.segment:
        return False
    if places:
        return _overlap(row, places) > 0
    return squeeze(wanted.text) in squeeze(row["text"])


def _overlap(row: Row, places: Iterable[tuple[int, int]]) -> int:
    return max((min(row["end"], end) - max(row["start"], start) for start, end in places
                if row["start"] < end and row["end"] > start), default=0)  # fmt: skip


def _name(wanted: GoldQuantity | GoldProvision) -> str:
    return f"{wanted.segment or ''} {wanted.text}".strip()
