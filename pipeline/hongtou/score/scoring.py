"""The door of the score floor: a gold file and a knowledge base in, verdicts out."""

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import fields, replace

from pydantic import BaseModel

from hongtou.score.circulars import score_circulars
from hongtou.score.fields import compare_fields
from hongtou.score.gold import GoldDocument, GoldFile, GoldNotices, read_gold
from hongtou.score.held import HeldFile, find_file, pair_documents, read_file
from hongtou.score.provisions import compare_provisions
from hongtou.score.references import compare_references
from hongtou.score.structure import (
    compare_false_joins,
    compare_structure,
    read_ledger,
    state_of,
)
from hongtou.score.verdicts import Check, Ledger, Report
from hongtou.store import open_readonly

__all__ = ["score"]


def score(gold: str | os.PathLike[str], db: str | os.PathLike[str]) -> Report:
    """Compare a knowledge base with a gold file of either form.

    Raises:
        GoldError: If the gold file cannot be used.
        StoreError: If the knowledge base cannot be read.
    """
    truth = read_gold(gold)
    connection = open_readonly(db)
    try:
        if isinstance(truth, GoldNotices):
            return _score_notices(connection, truth)
        return score_circulars(connection, truth)
    finally:
        connection.close()


def _score_notices(connection: sqlite3.Connection, gold: GoldNotices) -> Report:
    checks: list[Check] = []
    missing: list[str] = []
    ledger = Ledger()
    for name, entry in gold.files.items():
        sha256 = find_file(connection, name, entry.documents)
        held = read_file(connection, sha256) if sha256 is not None else None
        if held is None:
            missing.append(name)
        checks += [replace(check, file=name) for check in _compare_file(entry, held)]
        for document in entry.documents:
            ledger = _add(ledger, read_ledger(document.corrections, document.damaged, held))
    return Report(tuple(checks), tuple(missing), tuple(sorted(_unknown(gold))), ledger)


def _compare_file(gold: GoldFile, held: HeldFile | None) -> Iterable[Check]:
    pairs = pair_documents(gold.documents, held.documents if held else ())
    for at, document in enumerate(gold.documents):
        found = pairs.get(at)
        checks = [
            Check("documents", "hit" if found else "miss", document.key, document.key if found
                  else ""),
            *compare_fields(document, found),
            *compare_structure(document, found),
            *compare_references(document, found),
            *compare_provisions(document, found),
            *_demanded(document, held),
        ]  # fmt: skip
        yield from (replace(check, document=document.key) for check in checks)
    if held is None:
        return
    for other in held.documents:
        if all(other is not found for found in pairs.values()):
            named = other.row["document_number"] or other.row["title"] or other.row["document_id"]
            yield Check("documents", "surplus", "", named)
    yield from compare_false_joins(held)


def _demanded(gold: GoldDocument, held: HeldFile | None) -> Iterable[Check]:
    """Corrections of which the truth says what state they must be in."""
    for wanted in gold.corrections:
        if wanted.state is not None:
            state = state_of(wanted, held)
            named = f"{wanted.before} → {wanted.after}：{wanted.state}"
            yield Check("corrections", "hit" if state == wanted.state else "wrong", named, state)


def _add(one: Ledger, other: Ledger) -> Ledger:
    return Ledger(*(getattr(one, f.name) + getattr(other, f.name) for f in fields(Ledger)))


def _unknown(gold: BaseModel) -> set[str]:
    """Keys that no model knows, so that nobody takes them for scored; notes are for people."""
    found = set(gold.model_extra or ()) - {"note", "trap", "about"}
    for name in type(gold).model_fields:
        value = getattr(gold, name)
        children = value.values() if isinstance(value, dict) else value
        for child in children if isinstance(value, dict | tuple) else (value,):
            if isinstance(child, BaseModel):
                found |= _unknown(child)
    return found
