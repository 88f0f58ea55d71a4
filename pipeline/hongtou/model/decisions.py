"""What reviewers decide, anchored by content so that it outlives every other reading."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["accept", "reject", "edit"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a decision belongs: the characters themselves and those around them, as read.

    Characters are taken from the raw text without blanks, since another reading breaks lines
    elsewhere.
    """

    before: str  # up to 24 characters in front
    quote: str  # what stood there; empty where something was to be inserted
    after: str  # up to 24 characters behind
    page: int | None  # from 1; None where the format has no pages
    position: float  # share of the text in front of it, 0 to 1


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer to a proposal, a correction or a finding."""

    decision_id: str  # stable: of file, anchor, subject and time
    file_sha256: str
    verdict: Verdict
    subject: str  # rule of the correction or code of the finding
    anchor: Anchor
    replacement: str | None  # what the quote reads; None for a finding that was looked at
    reviewer: str
    reason: str
    decided_at: str  # ISO 8601, UTC
