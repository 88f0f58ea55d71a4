"""Citations, forwarding and wishes to forward against the truth."""

from collections.abc import Iterable, Sequence
from typing import Final

from hongtou.notation.document_numbers import number_key
from hongtou.score.gold import GoldDocument, GoldReference
from hongtou.score.held import HeldDocument, Row
from hongtou.score.normal import accepted_in, locate, same_text
from hongtou.score.verdicts import Check, compare_value

__all__ = ["compare_references"]

# A paper that is forwarded is also named in title and attachment note; such further mentions of a
# reference are no fault.
FURTHER: Final = frozenset({"cites", "attaches"})
PASSING_ON: Final = frozenset({"forwards", "relays"})


def compare_references(gold: GoldDocument, held: HeldDocument | None) -> Iterable[Check]:
    """Each reference with relation, status and title; surplus ones; forwarding that is none."""
    rows = held.citations if held else ()
    claimed: set[str] = set()
    for wanted in gold.references:
        mentions = [row for row in rows if _means(row, wanted)]
        claimed |= {row["citation_id"] for row in mentions}
        yield from _reference(wanted, mentions)
    if gold.given("references"):
        for row in _one_a_target(r for r in rows if r["citation_id"] not in claimed):
            yield Check("references", "surplus", "", _shown(row))
    if gold.not_forwarding:
        passing = [row for row in rows if row["relation"] in PASSING_ON]
        missed = held is None or bool(passing)
        found = "；".join(map(_shown, passing)) if passing else ""
        yield Check("not_forwarding", "wrong" if missed else "hit", "不是转发", found)
    if gold.given("onward_forwarding"):
        yield from _onward(gold, held)


def _reference(wanted: GoldReference, mentions: Sequence[Row]) -> Iterable[Check]:
    """The whole reference, then its slots; the whole is right only if every slot is."""
    name = " ".join(filter(None, (wanted.relation, wanted.target, wanted.title, wanted.status)))
    allowed = {wanted.relation} | accepted_in(wanted.note)
    fitting = [row for row in mentions if row["relation"] in allowed]
    stray = [row for row in mentions if row["relation"] not in allowed | FURTHER]
    if not mentions:
        yield Check("references", "miss", name, "")
        return
    said = "；".join(_shown(row) for row in mentions)
    slots = [
        *compare_value("references.relation", wanted.relation, said,
                       equal=bool(fitting) and not stray),
        *_status(wanted, fitting),
        *_title(wanted, mentions),
    ]  # fmt: skip
    right = all(slot.verdict == "hit" for slot in slots)
    yield Check("references", "hit" if right else "wrong", name, said)
    yield from slots


def _status(wanted: GoldReference, fitting: Sequence[Row]) -> Iterable[Check]:
    if wanted.status is None:
        return
    statuses = {row["status"] for row in fitting}
    roles = {row["target_role"] for row in fitting}
    right = statuses == {wanted.status}
    if wanted.status == "resolved":
        right = right and None not in roles and "ghost" not in roles
    if wanted.status == "ghost":
        right = right and roles == {"ghost"}
    found = "、".join(sorted(filter(None, statuses))) or None
    yield from compare_value("references.status", wanted.status, found, equal=right)


def _title(wanted: GoldReference, mentions: Sequence[Row]) -> Iterable[Check]:
    if wanted.title is None:
        return
    titles = [t for row in mentions for t in (row["title"], row["target_title"]) if t]
    right = any(same_text(wanted.title, title) for title in titles)
    found = "；".join(dict.fromkeys(titles)) or None
    yield from compare_value("references.title", wanted.title, found, equal=right)


def _means(row: Row, wanted: GoldReference) -> bool:
    """Whether a citation is a mention of the reference: by number, else by title.

    A link that leads elsewhere is no mention, whatever the words say.
    """
    if wanted.target:
        key = number_key(wanted.target)
        said, led = row["document_number"], row["target_number"]
        if led is not None:
            return _is(led, key, wanted.target)
        return said is not None and _is(said, key, wanted.target)
    titles = (row["title"], row["target_title"])
    return wanted.title is not None and any(same_text(wanted.title, title) for title in titles)


def _is(number: str, key: str, printed: str) -> bool:
    return number_key(number) == key if key else same_text(number, printed)


def _one_a_target(rows: Iterable[Row]) -> Iterable[Row]:
    seen: set[object] = set()
    for row in rows:
        key = row["target_document_id"] or row["document_number"] or row["title"] or row["text"]
        if key not in seen:
            seen.add(key)
            yield row


def _onward(gold: GoldDocument, held: HeldDocument | None) -> Iterable[Check]:
    wanted = gold.onward_forwarding
    rows = held.forwarding_requests if held else ()
    if wanted is None:
        for row in rows:
            yield Check("onward_forwarding", "surplus", "", row["text"])
        return
    places = locate(held.clean, wanted.text, held.start, held.end) if held else []
    near = [r for r in rows if any(r["start"] < end and r["end"] > start for start, end in places)]
    name = f"{wanted.text}（{wanted.by} → {wanted.to}）"
    if not near:
        yield Check("onward_forwarding", "miss", name, "")
        return
    row = near[0]
    by = not wanted.given("by") or same_text(wanted.by, row["forwarder"])
    to = not wanted.given("to") or same_text(wanted.to, row["recipient"])
    found = f"{row['text']}（{row['forwarder']} → {row['recipient']}）"
    yield Check("onward_forwarding", "hit" if by and to else "wrong", name, found)


def _shown(row: Row) -> str:
    named = row["document_number"] or row["title"] or row["text"]
    return f"{row['relation']} {named} {row['status'] or ''}".strip()
