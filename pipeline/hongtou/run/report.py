"""What came of an ingest: one row a file."""

from dataclasses import dataclass
from typing import Literal

OutcomeStatus = Literal["done", "failed", "quarantined", "unchanged", "duplicate"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file; ``message`` is Chinese and, for a failure, says the way out."""

    path: str  # as the user named it
    status: OutcomeStatus
    message: str
    documents: int = 0
    findings: int = 0
    sha256: str | None = None  # None if the file could not even be opened


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of an ingest: ``done`` of ``total`` files, the last of them with its outcome."""

    done: int
    total: int
    outcome: Outcome | None  # None before the first file


@dataclass(frozen=True, slots=True)
class IngestReport:
    """All outcomes in the order in which the files were taken."""

    outcomes: tuple[Outcome, ...]
    skipped: tuple[str, ...] = ()  # found in folders but no papers: README, lists, hidden files

    @property
    def exit_code(self) -> int:
        """0 all done · 2 some files failed · 3 nothing could be done."""
        failed = self.count("failed")
        if not self.outcomes or failed == len(self.outcomes):
            return 3
        return 2 if failed else 0

    def count(self, status: OutcomeStatus) -> int:
        """How many files came out so."""
        return sum(outcome.status == status for outcome in self.outcomes)
