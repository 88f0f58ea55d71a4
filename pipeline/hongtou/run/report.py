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
class Reading:
    """How far a reader process has come with one file."""

    path: str
    page: int  # from 1
    pages: int


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of an ingest: a file is done, with its outcome, or a page of one was read.

    Behind the last file a second phase counts the files in doubt that are settled.
    """

    done: int
    total: int  # grows when an archive is opened
    outcome: Outcome | None  # None before the first file, and when a page was read
    reading: Reading | None = None  # the page that was read
    settled: str | None = None  # path of the file in doubt that was settled: the second phase


@dataclass(frozen=True, slots=True)
class IngestReport:
    """All outcomes in the order in which the files were named, members behind their archive."""

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
