"""What a file is on its own, kept for the second stage: doubted or not, and the transcript."""

import hashlib
import unicodedata
from dataclasses import replace
from typing import Final

from hongtou.model import CleanText, Correction, Transcript
from hongtou.run.doors import TranscriptPart, adapter_of, write_json
from hongtou.store.first_readings import FirstReading, Stored

# Kinds of evidence that speak of misread characters; layout speaks of the page.
READING: Final = frozenset({
    "shape", "confusion", "language", "word", "frame", "name", "recogniser", "sibling", "decision",
})  # fmt: skip

DAMAGED: Final = "clean.damaged"


def first_reading_of(clean: CleanText) -> FirstReading:
    """What is to be kept of a file that was cleaned alone."""
    if not is_doubted(clean):
        return FirstReading(clean.text, None)
    return FirstReading(clean.text, rest_of(clean.transcript), ledger_digest(clean))


def rest_of(transcript: Transcript) -> str:
    """JSON of what of a transcript stands in no other table."""
    rest = replace(transcript, text="", runs=(), page_readings=())
    return write_json(TranscriptPart.of(rest))


def is_doubted(clean: CleanText) -> bool:
    """Whether a file may hold misread characters: recognised, or with signs of it.

    A text layer was typed, whatever its rules of form repaired.
    """
    if _is_recognised(clean.transcript):
        return True
    if clean.transcript.source.media_type != "text/plain":
        return False
    return any(f.code == DAMAGED for f in clean.findings) or any(
        _is_misreading(c) for c in clean.corrections
    )


def ledger_digest(clean: CleanText) -> str:
    """Equal for equal corrections and findings, and for what came of decisions."""
    said = repr((clean.corrections, clean.findings, clean.outcomes))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def transcript_of(stored: Stored, rest: str) -> Transcript:
    """The transcript of a file, from the tables alone.

    Raises:
        ValueError: If the JSON was not written by ``rest_of``.
    """
    part: TranscriptPart = adapter_of(TranscriptPart).validate_json(rest)
    return replace(
        part.of_source(stored.source),
        text=stored.text,
        runs=stored.runs,
        reader=stored.reader,
        page_readings=stored.pages,
    )


def _is_recognised(transcript: Transcript) -> bool:
    return any(page.method == "ocr" for page in transcript.page_readings)


def _is_misreading(correction: Correction) -> bool:
    """Whether a correction takes characters for others: 溃 -> 潢, not a width or a mark."""
    before, after = _letters(correction.before), _letters(correction.after)
    if before == after:
        return False
    said = any(item.kind in READING for item in correction.evidence)
    return said or bool(before and after)


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
