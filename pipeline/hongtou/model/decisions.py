"""What reviewers decide, anchored by content so that it outlives every other reading."""

from dataclasses import dataclass
from typing import Literal

from hongtou.model.spans import RawSpan

# ``forget`` is about no file: a misreading that reviewers have confirmed is no evidence any more.
Verdict = Literal["accept", "reject", "edit", "forget"]

OutcomeKind = Literal[
    "made",  # the text follows it
    "fulfilled",  # it is read so anyway, nothing had to be done
    "superseded",  # a later decision on the same place says otherwise
    "conflict",  # it fits nowhere, or in two places, or not what is read there now
]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a decision belongs: the characters themselves and those around them, as read.

    Characters are taken from the raw text without blanks, since another reading breaks lines
    elsewhere. For a finding without a span ``quote`` is its message, and nothing stands around.
    """

    before: str  # up to 24 characters in front
    quote: str  # what stood there; empty where something was to be inserted
    after: str  # up to 24 characters behind
    page: int | None  # from 1; None where the format has no pages
    position: float  # share of the text in front of it, 0 to 1


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer to a proposal, a correction or a finding.

    ``Decision(…, "accept", "word-repair", Anchor("服务质量", "捉", "升", 1, 0.2), "提", …)``.
    """

    decision_id: str  # stable: of file, anchor, subject and time
    file_sha256: str  # "" if it is about no file
    verdict: Verdict
    subject: str  # rule of the correction or code of the finding
    anchor: Anchor
    replacement: str | None  # how the quote reads, or does not read if rejected; None: only seen
    reviewer: str
    reason: str
    decided_at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a decision when the file was cleaned.

    ``Outcome("3f9a0c2e11d4", "conflict", None, "新的识别结果里找不到这段文字")``.
    """

    decision_id: str
    kind: OutcomeKind
    span: RawSpan | None  # where it stands now; None if nowhere
    why: str  # Chinese, for people
