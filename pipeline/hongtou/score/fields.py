"""Metadata, parties and attachments against the truth."""

from collections.abc import Iterable
from typing import Final

from hongtou.score.gold import GoldDocument
from hongtou.score.held import HeldDocument
from hongtou.score.verdicts import Check, compare_list, compare_value

__all__ = ["compare_fields"]

# Columns of table documents that a gold document may name.
VALUES: Final = (
    "role", "document_type", "document_number", "authority_code", "year", "serial", "title",
    "document_date", "print_date", "effective_date", "expiry_date", "classification", "urgency",
    "openness", "copies", "signatory", "printing_authority", "contact", "contact_phone",
)  # fmt: skip

PARTIES: Final = {
    "issuing_authorities": "issuing_authority",
    "main_recipients": "main_recipient",
    "copy_recipients": "copy_recipient",
    "internal_recipients": "internal_recipient",
}


def compare_fields(gold: GoldDocument, held: HeldDocument | None) -> Iterable[Check]:
    """Every value and list that the truth gives; a document that is not held has none of them."""
    for name in VALUES:
        if gold.given(name):
            found = held.row[name] if held else None
            yield from compare_value(name, getattr(gold, name), found)
    for name, role in PARTIES.items():
        rows = [r for r in held.parties if r["role"] == role] if held else []
        entries = [(row["name"], row["organisation"]) for row in rows]
        if gold.given(name):
            yield from compare_list(name, getattr(gold, name), entries)
        if gold.given(f"{name}_include"):
            wanted = getattr(gold, f"{name}_include")
            yield from compare_list(name, wanted, entries, some_only=True)
    if gold.given("attachments"):
        titles = [(row["title"],) for row in held.attachments] if held else []
        yield from compare_list("attachments", gold.attachments, titles)
