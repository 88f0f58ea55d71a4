"""Answers of a reviewer to items of a file become decisions, anchored by its transcript."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hongtou.errors import LookupFailedError
from hongtou.model import Anchor, CleanText, Decision, Span, Transcript, Verdict
from hongtou.store import Store, read_ledger
from hongtou.store.decisions import decision_id_of

if TYPE_CHECKING:
    from hongtou.clean.anchors import Ground

__all__ = ["Answer", "Answering", "numbered"]

# Rule of what a reviewer wrote without a rule having proposed it.
REVIEW: Final = "review"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reviewer says: ``Answer("3f9a0c2e11", "accept")``.

    ``item`` is the id of a correction or of a finding; without one, ``span`` of the clean text of
    ``file_sha256`` is meant. ``words`` are what an ``edit`` puts there.
    """

    verdict: Verdict
    file_sha256: str
    item: str | None = None
    span: Span | None = None
    words: str | None = None


@dataclass(frozen=True)
class Answering:
    """Turns answers to one file into decisions, anchored by its transcript."""

    store: Store
    transcript: Transcript
    reviewer: str
    reason: str
    at: str

    def decisions(self, answers: Sequence[Answer]) -> Iterator[Decision]:
        """One decision an answer, in their order.

        Raises:
            LookupFailedError: If an item is not held any more.
        """
        from hongtou.clean.anchors import Ground
        from hongtou.clean.spots import core_of

        sha256 = self.transcript.source.sha256
        ledger, ground = read_ledger(self.store.db.conn, sha256), Ground(self.transcript)
        text = CleanText(self.transcript, tuple(ledger.values()))
        for answer in answers:
            line = ledger.get(answer.item or "")
            if line is not None:
                if answer.words is not None:
                    line = replace(line, after=answer.words)
                span, reading = core_of(self.transcript, line)
                yield self._decision(answer, line.rule, ground.anchor(span), reading)
            elif answer.span is not None:
                raw = text.to_raw(answer.span)
                yield self._decision(answer, REVIEW, ground.anchor(raw), answer.words)
            else:
                yield self._on_finding(answer, ground, text)

    def _on_finding(self, answer: Answer, ground: "Ground", text: CleanText) -> Decision:
        row = self.store.db.conn.execute(
            "SELECT code, message, start, end FROM findings WHERE finding_id = ?"
            " AND file_sha256 = ?",
            (answer.item, self.transcript.source.sha256),
        ).fetchone()
        if row is None:
            raise LookupFailedError(f"编号 {answer.item} 已不存在：文件刚刚有改动；请重新查看")
        code, message, start, end = row
        if start is None:
            anchor = Anchor("", message, "", None, 0.0)
        else:
            anchor = ground.anchor(text.to_raw(Span(start, end)))
        return self._decision(answer, code, anchor, answer.words)

    def _decision(
        self, answer: Answer, subject: str, anchor: Anchor, replacement: str | None
    ) -> Decision:
        return numbered(Decision(
            "", self.transcript.source.sha256, answer.verdict, subject, anchor, replacement,
            self.reviewer, self.reason, self.at,
        ))  # fmt: skip


def numbered(decision: Decision) -> Decision:
    """The decision with the id that follows from what it says."""
    return replace(decision, decision_id=decision_id_of(decision))
